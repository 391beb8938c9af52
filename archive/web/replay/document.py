"""Archived HTML made harmless: what may stay is listed, everything else goes, addresses lead to archived copies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from archive.web.replay.style import addresses, rewrite_style
from archive.web.texts import say

LONGEST = 4 << 20  # characters of one page; what stands behind them is not shown
LONGEST_ATTRIBUTE = 20_000  # characters of a style or srcset
MOST_ADDRESSES = 3_000  # looked up for one page; what comes after is treated as not archived
_DROPPED = frozenset(
    "script meta applet object embed param noframes portal fencedframe base template "
    "track canvas dialog slot math animate animatemotion animatetransform set foreignobject feimage image use input "
    "textarea select option optgroup datalist keygen".split()
)
_UNWRAPPED = frozenset({"form", "button", "fieldset", "label", "output", "noscript", "frameset"})
# libxml2 does not know that these hold nothing, and puts the rest of the page into them.
_EMPTY = frozenset({"embed", "keygen", "track", "image", "use"})
_FRAMES = frozenset({"iframe", "frame"})
_PLAYED = frozenset({"video", "audio"})
SANDBOX = "allow-top-navigation-by-user-activation"  # of our frame, and of frames within it
_ATTRIBUTES = frozenset(
    # HTML
    "abbr align alt aria-describedby aria-hidden aria-label axis bgcolor border cellpadding cellspacing char class "
    "clear color cols colspan compact coords datetime dir face headers height hidden hspace id lang media name noshade "
    "nowrap open reversed role rows rowspan rules scope shape size sizes span start summary tabindex title type valign "
    "value vspace width "
    # shapes of SVG
    "d fill fill-rule clip-rule stroke stroke-width stroke-linecap stroke-linejoin opacity points viewbox r rx ry "
    "preserveaspectratio x y x1 x2 y1 y2 cx cy transform offset stop-color gradientunits xmlns".split()
)
_FONT = re.compile(r"\.(?:woff2?|[ot]tf)$", re.IGNORECASE)
_STYLES = re.compile(r"\b(?:stylesheet)\b", re.IGNORECASE)
# lxml reads control characters, raw or as a reference, and refuses to write them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})(?![0-9a-fA-F])|0*([0-9]{1,7})(?![0-9]));?")
# Within SVG, browsers read what stands in <style> as elements; libxml2 reads and writes it as text.
_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])")
_BITMAP = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif|svg\+xml)[;,]", re.IGNORECASE)

Link = Callable[[str, str], str]  # (absolute URL, flavour) -> our path
Archived = Callable[[Iterable[str]], set[str]]  # which absolute URLs the archive holds
Inner = Callable[[str], str]  # absolute URL -> what is written into the page for it, "" for nothing


def nothing(url: str) -> str:
    """Return "": no font and no frame is written into the page."""
    return ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a page stood and what of its surroundings is archived."""

    url: str
    link: Link
    archived: Archived
    font: Inner = nothing  # as a data: address
    frame: Inner = nothing  # as the markup of a document that is harmless

    def shown(self, absolute: str, flavour: str) -> str:
        """Return the address under which an archived requisite is shown, "" where it is not."""
        is_font = flavour == "im_" and _FONT.search(urlsplit(absolute).path)
        return self.font(absolute) if is_font else self.link(absolute, flavour)


def rewrite_page(markup: str, around: Surroundings) -> bytes:
    """Return a page in UTF-8 that holds no script, no form and no frame but archived ones, and names no other host."""
    tree = _parsed(markup)
    base = _base(tree, around.url)
    named = islice(_requisites(tree), 10 * MOST_ADDRESSES)
    wanted = islice(dict.fromkeys(url for one in named if (url := urljoin_safely(base, one))), MOST_ADDRESSES)
    cleaner = _Cleaner(base, around, around.archived(wanted))
    for element in list(tree.iter()):
        cleaner.clean(element)
    body: bytes = etree.tostring(tree, method="html", encoding="utf-8", doctype="")
    # A page without a doctype was laid out by other rules, and still is.
    return (b"<!DOCTYPE html>\n" if tree.getroottree().docinfo.doctype else b"") + body


def urljoin_safely(base: str, address: str) -> str:
    """Return an absolute http(s) URL without its fragment, or "" where the address makes none."""
    try:
        absolute = urljoin(base, address.strip()).partition("#")[0]
    except ValueError:
        return ""
    return absolute if absolute.lower().startswith(("http://", "https://")) else ""


def _parsed(markup: str) -> html.HtmlElement:
    options: dict[str, Any] = {"remove_comments": True, "remove_pis": True, "default_doctype": False}
    parser = html.HTMLParser(encoding="utf-8", **options)
    try:
        tree = html.document_fromstring(_writable(markup[:LONGEST]).encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # an empty document
        tree = html.document_fromstring(b"<p></p>", parser=parser)
    return tree


def _writable(markup: str) -> str:
    """Return a page with a space for each control character."""
    return _REFERENCE.sub(_no_control, _CONTROL.sub(" ", markup))


def _no_control(found: re.Match[str]) -> str:
    number = int(found[1], 16) if found[1] else int(found[2])
    return " " if number <= 0xFFFF and _CONTROL.match(chr(number)) else found[0]


def _base(tree: html.HtmlElement, url: str) -> str:
    for element in tree.iter("base"):
        if element.get("href"):
            return urljoin_safely(url, element.get("href")) or url
    return url


def _requisites(tree: html.HtmlElement) -> Iterable[str]:
    for element in tree.iter("img", "source", "link", "input", "body", "td", "table", *_FRAMES, *_PLAYED):
        for name in ("src", "data-src", "data-lazy-src", "background"):
            if element.get(name):
                yield element.get(name)
        if element.tag == "link" and _STYLES.search(element.get("rel", "")):
            yield element.get("href", "")
        for name in ("srcset", "data-srcset"):
            yield from (address for address, _ in candidates(element.get(name, "")))
    for element in tree.iter():
        if isinstance(element.tag, str) and element.get("style"):
            yield from addresses(element.get("style")[:LONGEST_ATTRIBUTE])
        if element.tag == "style" and element.text:
            yield from addresses(element.text)


def candidates(srcset: str) -> list[tuple[str, str]]:
    """Return the (address, descriptor) pairs of a srcset; a comma within an address has no space behind it."""
    pairs = []
    for part in re.split(r",\s+|,$", srcset[:LONGEST_ATTRIBUTE].strip(), maxsplit=100):
        address, _, descriptor = part.strip().partition(" ")
        if address:
            pairs.append((address, descriptor.strip()))
    return pairs


@dataclass(frozen=True, slots=True)
class _Cleaner:
    """What each element of one page goes through."""

    base: str
    around: Surroundings
    kept: set[str]  # absolute URLs that are archived

    def clean(self, element: html.HtmlElement) -> None:
        """Drop an element, or leave it nothing but what is harmless."""
        tag = element.tag.lower() if isinstance(element.tag, str) else ""
        if not tag or tag in _DROPPED or (tag == "link" and not _STYLES.search(element.get("rel", ""))):
            if element.getparent() is not None:
                element.drop_tag() if tag in _EMPTY else element.drop_tree()
            return
        written = dict(element.items())
        element.attrib.clear()  # not one by one: lxml cannot look up what is called "{{x}}"
        for name, value in written.items():
            if name in _ATTRIBUTES:
                element.set(name, value)
        if tag in _FRAMES:
            self.nest(element, written)
            return
        if tag in _PLAYED:
            self.silence(element, written)
            return
        self.lead_on(element, tag, written)
        if tag == "style":
            element.text = _MARKUP.sub(r"\\3c ", rewrite_style(element.text or "", self.lead))
        if written.get("style"):
            element.set("style", rewrite_style(written["style"][:LONGEST_ATTRIBUTE], self.lead))
        if (tag in _UNWRAPPED or ":" in tag) and element.getparent() is not None:
            element.drop_tag()

    def lead(self, address: str, flavour: str) -> str:
        """Return our path of a requisite, "" where it is not archived."""
        absolute = urljoin_safely(self.base, address)
        return self.around.shown(absolute, flavour) if absolute in self.kept else ""

    def nest(self, element: html.HtmlElement, written: dict[str, str]) -> None:
        """Show an archived page within this one, in a sandbox of its own; drop a frame that is not archived."""
        absolute = urljoin_safely(self.base, written.get("src", ""))
        inner = self.around.frame(absolute) if absolute in self.kept else ""
        if not inner:
            if element.getparent() is not None:
                element.drop_tree()
            return
        attributes = dict(element.items())
        element.clear(keep_tail=True)
        element.tag = "iframe"
        for name, value in (attributes | {"sandbox": SANDBOX, "srcdoc": inner}).items():
            element.set(name, value)

    def silence(self, element: html.HtmlElement, written: dict[str, str]) -> None:
        """Put a sentence where video or sound stood, with a link to the file where it is archived."""
        named = [written.get("src", ""), *(source.get("src", "") for source in element.iter("source"))]
        absolute = [url for one in named if (url := urljoin_safely(self.base, one)) in self.kept]
        element.clear(keep_tail=True)
        element.tag = "p"
        element.set("lang", "en")
        element.set("dir", "ltr")
        element.text = say("replay.played") + " "
        if absolute:
            link = etree.SubElement(element, "a", href=self.around.link(absolute[0], "id_"))
            link.text = say("replay.played_kept")

    def lead_on(self, element: html.HtmlElement, tag: str, written: dict[str, str]) -> None:
        """Set the addresses of an element again, each to its archived copy."""
        if tag in {"a", "area"} and written.get("href"):
            self.lead_link(element, written["href"])
        elif tag == "link" and (sheet := self.lead(written.get("href", ""), "cs_")):
            element.set("rel", "stylesheet")
            element.set("href", sheet)
        elif tag in {"img", "source"}:
            self.lead_picture(element, written)
        if written.get("background") and (picture := self.lead(written["background"], "im_")):
            element.set("background", picture)

    def lead_link(self, element: html.HtmlElement, address: str) -> None:
        """Lead a link into the archive, whether it holds the page or has to say that it does not."""
        if address.startswith("#"):
            element.set("href", address)
        elif absolute := urljoin_safely(self.base, address):
            element.set("href", self.around.link(absolute, ""))
            element.set("target", "_top")

    def lead_picture(self, element: html.HtmlElement, written: dict[str, str]) -> None:
        """Set src and srcset; where scripts would have put a picture in later, put it in now."""
        for name in ("src", "data-src", "data-lazy-src"):
            source = written.get(name, "")
            shown = source if name == "src" and _BITMAP.match(source) else self.lead(source, "im_") if source else ""
            if shown and not (shown.startswith("data:") and written.get("data-src")):
                element.set("src", shown)
                break
        pairs = candidates(written.get("srcset") or written.get("data-srcset", ""))
        kept = [f"{path} {size}".strip() for address, size in pairs if (path := self.lead(address, "im_"))]
        if kept:
            element.set("srcset", ", ".join(kept))
