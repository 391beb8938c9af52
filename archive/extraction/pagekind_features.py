"""What tells an article from another page, as a row of figures: its prose, its links, what it declares, its address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from archive.extraction.answer import Metadata
from archive.extraction.blocks import Block
from archive.extraction.metadata import Said
from archive.extraction.metadata.jsonld import types

MAX_BLOCKS = 3_000  # looked at; what a page is shows long before
LABEL = 6  # words of a button, a label or a menu entry, at most

_ENDING = tuple(".!?…。！？।\"”»'’)")
_SPACELESS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_SIGNS = ("$", "€", "£", "¥", "₹", "USD", "EUR", "Rs")  # far faster to look for than a price
# A line from its first price on. Each branch begins with a letter of its own, so that a search skips what begins with
# none of them.
_PRICED = re.compile(r"(?:[$€£¥₹]|USD(?<=\bUSD) ?|EUR(?<=\bEUR) ?|Rs(?<=\bRs)\.? ?)\d.*")
_ARTICLE_TYPES = frozenset(
    "newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle reviewnewsarticle backgroundnewsarticle"
    " article blogposting liveblogposting report satiricalarticle advertisercontentarticle techarticle".split()
)
_TYPES = {
    "ld product": "product offer aggregateoffer productgroup individualproduct vehicle softwareapplication",
    "ld list": "itemlist collectionpage searchresultspage offercatalog",
    "ld forum": "discussionforumposting qapage question",
    "ld business": "localbusiness service medicalbusiness professionalservice course educationalorganization event"
    " jobposting store dentist legalservice homeandconstructionbusiness collegeoruniversity",
    "ld faq": "faqpage",
    "ld breadcrumb": "breadcrumblist",
    "ld webpage": "webpage",
    "ld recipe": "recipe howto",
}
_SEGMENTS = {
    "url article": r"articles?|news|story|stories|20\d\d|posts?|insights?|features?|magazine|opinion|politik|wirtschaft"
    r"|artikel|nachrichten|noticias?|notizie|actualites?|guides?|resources?",
    "url blog": r"blogs?|journal",
    "url shop": r"products?|shop|store|items?|collections?|cart|p|dp|pd|c|cat|buy|catalog\w*|kategorie",
    "url list": r"category|categories|tags?|topics?|search|archive|page|authors?|sections?|browse"
    r"|index(?:\.\w+)?|list\w*|jobs?|events?",
    "url forum": r"forums?|threads?|t|questions?|viewtopic\.php|showthread\.php|discussion\w*|r|comments|community",
    "url docs": r"docs?|documentation|reference|api|manual|wiki|help|support|tutorial\w*|en-us|latest|stable"
    r"|v?\d+(?:\.\d+)+|learn|library",
    "url service": r"services?|solutions?|about(?:-us)?|contact|pricing|programs?|courses?|departments?"
    r"|academics"
    r"|locations?|reviews?|testimonials?|faq|plans|features",
}  # fmt: skip
_MATCHERS = {name: re.compile(rf"^(?:{pattern})$") for name, pattern in _SEGMENTS.items()}
_DATED = ("article:published_time", "datepublished", "parsely-pub-date", "date")
_DOCS_HOST = re.compile(r"^(?:docs?|developer|developers|api|help|support|wiki|learn|manual)\.|\.readthedocs\.|docs?\.")
_FORUM_HOST = re.compile(r"^(?:forums?|community|discuss|discourse|ask|answers)\.|stackexchange|stackoverflow|reddit\.")
_SHOP_HOST = re.compile(r"^(?:shop|store)\.")


@dataclass(frozen=True, slots=True)
class Prose:
    """How the words of a page are spread over its blocks."""

    words: int
    linked: float  # words inside links
    prose: int  # words in sentences, outside links
    paragraphs: int  # blocks of prose
    long: int  # blocks of prose of 40 words and more
    longest_run: int  # words of prose with no more than two other blocks in between
    headings: int
    items: int  # list items
    questions: int
    prices: int
    blocks: int
    code: int
    sentences: tuple[Block, ...]  # the blocks of prose
    labels: tuple[Block, ...]  # the blocks of a few words


def prose(blocks: Sequence[Block]) -> Prose:
    """Count the words of a page by what they stand in."""
    words = prose_words = long = run = best = gap = questions = 0
    linked = 0.0
    tags: Counter[str] = Counter()
    sentences: list[Block] = []
    labels: list[Block] = []
    for block in blocks[:MAX_BLOCKS]:
        count, share = weight(block), block.link_share
        tags[block.element.tag] += 1
        words += count
        linked += count * share
        questions += block.text[-1] == "?"
        if count <= LABEL:
            labels.append(block)
        if _reads(count, share, block.text):
            sentences.append(block)
            prose_words += count
            long += count >= 40
            run += count
            gap = 0
        else:
            gap += 1
        if gap > 2:
            best, run = max(best, run), 0
    return Prose(
        words, linked, prose_words, len(sentences), long, max(best, run), tags["h2"] + tags["h3"] + tags["h4"],
        tags["li"], questions, _priced(blocks[:MAX_BLOCKS]), min(len(blocks), MAX_BLOCKS), tags["pre"] + tags["code"],
        tuple(sentences), tuple(labels),
    )  # fmt: skip


def _priced(blocks: Sequence[Block]) -> int:
    """How many blocks begin with a price, or nearly so."""
    lines = "\n".join([block.text[:200] for block in blocks])
    return len(_PRICED.findall(lines)) if any(sign in lines for sign in _SIGNS) else 0


def is_prose(block: Block) -> bool:
    """Whether a block reads like sentences: long enough, hardly linked, and closed by a full stop; or very long."""
    return _reads(weight(block), block.link_share, block.text)


def _reads(size: int, link_share: float, text: str) -> bool:
    return link_share <= 0.4 and (size >= 30 or (size >= 10 and text.endswith(_ENDING)))


def weight(block: Block) -> int:
    """The words of a block; in scripts without spaces, two characters stand for one."""
    count = len(block.tokens)
    if block.text.isascii():
        return count
    return max(count, len(_SPACELESS.findall(block.text[:20_000])) // 2)


def features(said: Said, metadata: Metadata, seen: Prose, *, url: str) -> dict[str, float]:
    """Return the figures by name; the same names for every page. `seen` is what prose() counted on it."""
    return {**_of_text(seen), **_of_claims(said, metadata), **_of_address(url), **_of_markup(said)}


def _of_text(seen: Prose) -> dict[str, float]:
    return {
        "words": seen.words,
        "link share": seen.linked / max(1, seen.words),
        "prose words": seen.prose,
        "prose share": seen.prose / max(1, seen.words),
        "paragraphs": seen.paragraphs,
        "long paragraphs": seen.long,
        "longest run": seen.longest_run,
        "run share": seen.longest_run / max(1, seen.prose),
        "words a paragraph": seen.prose / max(1, seen.paragraphs),
        "paragraph share": seen.paragraphs / max(1, seen.blocks),
        "blocks": seen.blocks,
        "headings": seen.headings,
        "items": seen.items / max(1, seen.blocks),
        "questions": seen.questions,
        "prices": seen.prices,
        "code": seen.code,
    }


def _of_claims(said: Said, metadata: Metadata) -> dict[str, float]:
    signals = said.signals
    named = {name for node in said.nodes[:500] for name in types(node)}
    og_type = signals.first("og:type").lower()
    source = metadata.published.source if metadata.published else ""
    found = {
        "ld article": float(bool(named & _ARTICLE_TYPES)),
        "og article": float("article" in og_type or "blog" in og_type),
        "og website": float(og_type in ("website", "webpage")),
        "og other": float(bool(og_type) and "article" not in og_type and og_type not in ("website", "webpage")),
        "meta published": float(bool(signals.first(*_DATED))),
        "published": float(metadata.published is not None),
        "published declared": float(source.startswith(("json", "meta", "item"))),
        "published at headline": float("headline" in source),
        "person": float(any(author.kind != "organisation" for author in metadata.authors)),
        "byline": float(bool(metadata.byline)),
        "section": float(bool(metadata.section)),
        "tags": float(bool(signals.meta.get("article:tag"))),
        "title words": float(len(metadata.title.split())),
        "title question": float(metadata.title.endswith("?")),
        "h1": float(len(signals.h1)),
        "title is site": float(metadata.title.casefold() in ("", metadata.site_name.casefold())),
        "dates": float(len(signals.dates)),
        "bylines": float(len(signals.bylines)),
        "comments": float("comment" in " ".join(one.context for one in signals.dates[:20]).lower()),
    }  # fmt: skip
    found.update({name: float(bool(named & set(listed.split()))) for name, listed in _TYPES.items()})
    return found


def _of_address(url: str) -> dict[str, float]:
    parts = urlsplit(url.lower())
    host = (parts.hostname or "").removeprefix("www.")
    segments = [segment for segment in unquote(parts.path)[:1_000].split("/") if segment]
    last = segments[-1] if segments else ""
    slug = max((len(re.findall(r"[^\W\d_]+", segment)) for segment in segments), default=0)
    found = {name: float(any(matcher.match(one) for one in segments)) for name, matcher in _MATCHERS.items()}
    found.update({
        "url depth": float(len(segments)),
        "url slug words": float(slug),
        "url last words": float(len(re.findall(r"[^\W\d_]+", last))),
        "url digits": float(sum(ch.isdigit() for ch in last)),
        "url dated": float(bool(re.search(r"/(?:19|20)\d\d/?(?:0?[1-9]|1[0-2])?/", parts.path + "/"))),
        "url query": float(bool(parts.query)),
        "url front": float(not segments),
        "host docs": float(bool(_DOCS_HOST.search(host))),
        "host forum": float(bool(_FORUM_HOST.search(host))),
        "host shop": float(bool(_SHOP_HOST.search(host))),
    })  # fmt: skip
    return found


def _of_markup(said: Said) -> dict[str, float]:
    counts = said.signals.counts
    return {
        "links": float(counts["a"]),
        "images": float(counts["img"]),
        "inputs": float(counts["input"] + counts["select"]),
        "buttons": float(counts["button"]),
        "articles": float(counts["article"]),
        "times": float(counts["time"]),
        "tables": float(counts["table"]),
        "code blocks": float(counts["pre"] + counts["code"]),
        "frames": float(counts["iframe"] + counts["video"]),
        "headings two": float(counts["h2"]),
        "headings three": float(counts["h3"]),
        "figures": float(counts["figure"]),
    }
