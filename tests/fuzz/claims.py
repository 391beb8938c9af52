"""What must hold whatever comes in: one function for each door through which strangers' bytes enter.

hypothesis calls them with shapes made for each door, bench.fuzz (atheris) with bytes that it mutates by coverage. Each
raises AssertionError where a claim is broken; any other exception is a crash, and a finding too.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from protego import Protego
from resiliparse.parse.html import HTMLTree

from archive import http_message, payload, urls, warc
from archive.errors import BadQuery, BadRecord, BadUrl
from archive.extraction import charset
from archive.extraction.answer import Extraction
from archive.extraction.extract import extract
from archive.extraction.markdown import escape, to_markdown
from archive.extraction.plaintext import extract_plain
from archive.store.query import Query, parse
from archive.transfer.records_in import Found, records
from archive.web.links import Links
from archive.web.replay.document import Surroundings, rewrite_page
from archive.web.replay.style import rewrite_style
from crawler.feeds import MAX_ENTRIES, NotAFeed, parse_feed
from crawler.rights import parse_tdmrep, signals
from crawler.sections import parse_section
from crawler.sitemaps import MAX_ADDRESSES, NotASitemap, parse_sitemap
from crawler.sources import BadSource, Source, parse_source

URL = "https://news.example/2026/03/18/ferry"
WEB = ("http", "https")


def page(html: bytes, content_type: str = "text/html", *, twice: bool = True) -> Extraction:
    """extract() answers, the same each time; each block has one place, and addresses are absolute or none."""
    extraction = extract(html, url=URL, content_type=content_type)
    if twice:
        assert extraction == extract(html, url=URL, content_type=content_type)
    _sane(extraction, len(html))
    for teaser in extraction.teasers:
        assert _is_web(teaser.url)
    said = extraction.metadata
    for address in (said.canonical_url, said.amp_url, said.next_url, said.image):
        assert not address or _is_web(address), address
    return extraction


def plain(text: str) -> Extraction:
    """extract_plain() answers, and each line has one place."""
    extraction = extract_plain(text)
    _sane(extraction, len(text))
    return extraction


def _sane(extraction: Extraction, length: int) -> None:
    assert extraction.kind_reason
    assert extraction.extractor
    ordinals = [
        block.ordinal for block in extraction.paragraphs if not block.target
    ]  # pictures stand beside the blocks
    assert ordinals == sorted(ordinals)
    together = ordinals + [block.ordinal for block in extraction.set_aside]
    assert len(together) == len(set(together))
    assert all(block.reason for block in extraction.set_aside)
    texts = [*extraction.paragraphs, *extraction.set_aside]
    assert sum(len(block.text) for block in texts) <= 3 * length + 1000
    for paragraph in extraction.paragraphs:
        assert all(0 <= mark.start < mark.end <= len(paragraph.text) for mark in paragraph.marks)
    assert len(markdown(extraction)) <= 40 * length + 10_000


def markdown(extraction: Extraction) -> str:
    """Markdown of any article holds no HTML that was not escaped, and a title cannot begin a block."""
    written = to_markdown(extraction.paragraphs, title=extraction.metadata.title)
    outside_code = re.sub(r"(`+).*?\1", "", written, flags=re.DOTALL)
    assert not re.search(r"(?<!\\)<", outside_code), written
    assert not re.match(r"(#{1,6}|>|[-+*])\s", escape(extraction.metadata.title))
    return written


def text_of(html: bytes, content_type: str = "") -> charset.Decoded:
    """charset.decode() answers with text without NULs that can be encoded again."""
    decoded = charset.decode(html, content_type)
    assert "\0" not in decoded.text
    assert len(decoded.text) <= len(html) + 1
    decoded.text.encode("utf-8", "replace")
    return decoded


def message(wire: bytes) -> None:
    """A response is stored whatever it is, never longer than it came, and byte for byte where it is not chunked."""
    stored = http_message.stored_form(wire)
    assert len(stored.message) <= len(wire) + len(http_message.ORIGINAL_PREFIX) * wire.lower().count(b"\n")
    head, _ = http_message.split(http_message.without_interim(wire))
    if not http_message.is_chunked(head):
        assert stored.message == http_message.without_interim(wire)
    http_message.status_line(stored.head)
    http_message.headers(stored.head, "content-type")


def decoded_body(head: bytes, body: bytes) -> payload.Payload:
    """A body is decoded to no more than the bound, whatever it says it is."""
    decoded = payload.decode(head, body, limit=100_000)
    assert len(decoded.body) <= 100_000
    return decoded


def coded(content: bytes) -> None:
    """For atheris: the first byte chooses a coding, the rest is the body."""
    names = (b"gzip", b"deflate", b"br", b"zstd", b"gzip, deflate", b"nonsense")
    name = names[content[0] % len(names)] if content else b""
    decoded_body(b"HTTP/1.1 200 OK\r\nContent-Encoding: " + name + b"\r\n\r\n", content[1:])


def warc_file(content: bytes) -> list[Found]:
    """A WARC file is read to its end, each place a record or a sentence, or is refused as none."""
    try:
        found = list(records(BytesIO(content)))
    except BadRecord:
        return []
    assert len(found) <= len(content) + 1
    for one in found:
        assert (one.record is None) == bool(one.problem)
        assert 0 <= one.offset <= len(content)
    return found


def warc_member(content: bytes) -> None:
    """One member is a record, or BadRecord says why not."""
    for read in (warc.read, warc.parse):
        try:
            parsed = read(content)
        except BadRecord:
            continue
        assert warc.read(warc.pack(parsed)).block == parsed.block


def feed(body: bytes, content_type: str = "") -> None:
    """A feed names a bounded number of web addresses, or is none."""
    try:
        found = parse_feed(body, url=URL, content_type=content_type)
    except NotAFeed:
        return
    assert len(found.entries) <= MAX_ENTRIES
    _all_web(entry.url for entry in found.entries)


def sitemap(body: bytes) -> None:
    """A sitemap names a bounded number of web addresses, or is none."""
    try:
        found = parse_sitemap(body, url=URL)
    except NotASitemap:
        return
    assert len(found.pages) + len(found.sitemaps) <= MAX_ADDRESSES
    _all_web(entry.url for entry in (*found.pages, *found.sitemaps))


def section(body: bytes) -> None:
    """A section page names web addresses, each once."""
    found = [entry.url for entry in parse_section(body, url=URL, content_type="text/html")]
    assert len(found) == len(set(found))
    _all_web(found)


def robots(body: bytes) -> None:
    """robots.txt says yes or no of any address, a delay that is a number, and what it says to others is noted."""
    rules = Protego.parse(body.decode("utf-8", "replace"))
    assert rules.can_fetch(URL, "Tearsheet") in (True, False)
    float(rules.crawl_delay("Tearsheet") or 0.0)
    signals(URL, robots=rules, reservations=())


def tdmrep(body: bytes) -> None:
    """A tdmrep.json reserves what it names, and can be asked of any address."""
    signals(URL, robots=None, reservations=parse_tdmrep(body))


def source(toml: str) -> Source | None:
    """A source's TOML is a source, or BadSource says what is wrong with it."""
    try:
        return parse_source(Path("fuzz.toml"), toml)
    except BadSource as error:
        assert str(error).startswith("fuzz.toml")
        return None


def query(text: str) -> Query | None:
    """A search is understood, or BadQuery says what is wrong with it."""
    try:
        return parse(text)
    except BadQuery as error:
        assert str(error).endswith(".")
        return None


def address(text: str) -> None:
    """An address has one spelling, and that spelling is its own; every text has a key."""
    assert urls.url_key(text) or not text.strip()
    try:
        spelled = urls.normalise(text)
    except BadUrl:
        return
    assert urls.normalise(spelled) == spelled
    assert urls.url_key(spelled)
    assert spelled.isascii()


_RUNS = frozenset(
    "script meta base iframe frame frameset object embed applet template form input button select textarea video audio "
    "foreignobject math use image animate set portal".split()
)
_ADDRESSES = frozenset(
    "href src srcset background action formaction data poster ping xlink:href cite longdesc profile manifest codebase "
    "usemap archive dynsrc lowsrc".split()
)
_BITMAP = re.compile(r"data:image/", re.IGNORECASE)


def replayed(markup: str) -> bytes:
    """Read as browsers read (another parser than ours), nothing of a page runs, and no address leaves the archive."""
    around = Surroundings(URL, link=lambda url, flavour: Links().replay(url, "2026", flavour), archived=set)
    written = rewrite_page(markup, around)
    document = HTMLTree.parse_from_bytes(written).document
    for element in document.query_selector_all("*"):
        assert element.tag.lower() not in _RUNS, written
        for name in element.attrs:
            _harmless(name.lower(), element.getattr(name) or "", written)
        if element.tag.lower() == "style":
            led_inside(element.text)
    return written


def _harmless(name: str, value: str, written: bytes) -> None:
    assert not name.startswith("on"), written
    assert name not in {"srcdoc", "formaction", "action", "ping"}, written
    if name == "srcset":
        assert all(part.split()[0].startswith("/web/") for part in re.split(r",\s+", value) if part.split()), written
    elif name in _ADDRESSES:
        assert value.startswith(("/web/", "#")) or _BITMAP.match(value), written
    elif name == "style":
        led_inside(value)


def style(css: str) -> None:
    """A style sheet's addresses lead into the archive or nowhere."""
    led_inside(rewrite_style(css, lambda url, flavour: f"/web/1{flavour}/{url}" if "kept" in url else ""))


_WRITTEN_URL = re.compile(
    r"""(?:url\(\s*|@import\s*(?:url\(\s*)?)(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|["']?(?P<bare>[^"')\s]*))""",
    re.IGNORECASE,
)


def led_inside(css: str) -> None:
    """Every url() and @import of a style sheet, as browsers write them, is one of ours, a part of the page, or data."""
    for found in _WRITTEN_URL.finditer(css):
        address = found[found.lastgroup or "bare"]
        assert address == "" or address.startswith(("/web/", "#", "data:")), css


def _all_web(found: object) -> None:
    for url in found:  # type: ignore[attr-defined]
        assert _is_web(url), url


def _is_web(url: str) -> bool:
    return urlsplit(url).scheme in WEB
