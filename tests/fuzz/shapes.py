"""What strangers might send, made by hypothesis: pieces of the real thing in an order nobody meant."""

from __future__ import annotations

import json
import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"


def fuzz(examples: int = 40) -> settings:
    """Few examples, always the same, in `make test`; two hundred times as many, and ever others, in `make fuzz`."""
    return settings(
        max_examples=examples * 200 if LONG else examples,
        derandomize=not LONG,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    )


TAGS = (
    "html head body title meta base link script style p div article section main aside nav header footer table tr td "
    "th caption ul ol li dl dd a img picture source figure figcaption h1 h2 h3 time svg math mtext foreignObject "
    "template noscript iframe form input button select option textarea blockquote pre code br hr span b i em address "
    "details summary video audio object embed plaintext xmp frameset annotation-xml x-y o:p"
).split()
NAMES = (
    "class id href src srcset style rel name property content itemprop itemtype datetime lang dir title alt onload "
    "onerror action formaction background data-src data-srcset xlink:href http-equiv charset width hidden "
    "aria-hidden srcdoc poster ping target usemap xmlns"
).split()
TRAP = "http://trap.example"
VALUES = [
    *(
        "article-body byline author-name related newsletter share comments paywall hidden teaser headline "
        "datePublished og:title og:type "
        "article:published_time author description robots refresh canonical amphtml stylesheet next "
        "2026-03-18T06:05:00Z 2026-02-30 9999-99-99T99:99:99+99:99 0001-01-01 18.03.2026 /2026/03/18/ferry "
        f"{TRAP}/x //trap.example/x javascript:alert(1) \tjava\nscript:alert(1) data:text/html,<script>1</script> "
        f"data:image/png;base64,AAAA http://[ http://a:99999999/ mailto:a@b # ?  {TRAP}/a,b {TRAP}/1x\x201x,{TRAP}/2"
    ).split(" "),
    f"0;url={TRAP}/",
    f"{TRAP}/1 1x, {TRAP}/2 2x",
    f"background:url({TRAP}/b)",
    f"b:u\\72l({TRAP}/e)",
    f"x:url('{TRAP}/q\\')",
    'text/html; charset="utf-16',
    "By Ada Quay and Bo Reed, Harbour Post",
]
SENTENCES = (
    "The ferry between the two islands sails again from Monday, the harbour office said after a winter of repairs.",
    "Islanders have asked for the boat for twenty years; their grandparents, who had one, remember it well.",
    "By Ada Quay", "Share this article", "Read more: ", "Advertisement", "18 March 2026, 06:05", "© 2026 Harbour Post",
    "渡船は月曜日から再び運航すると港湾局が発表した。", "العبّارة تبحر من جديد يوم الاثنين", "- 1. * # | ` <b> [x](y)",
    "&#0;&#xD800;&#x110000;",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "\u202e\u2066\u200f", "\ufeff\ufffe\U0010ffff",
    "\x00\x0c\x1b[2J\x85\u2028",
)  # fmt: skip

_values = st.one_of(st.sampled_from(VALUES), st.text(max_size=12))
_attributes = st.lists(st.tuples(st.sampled_from(NAMES), _values, st.sampled_from(['"', "'", ""])), max_size=4).map(
    lambda found: "".join(f" {name}={quote}{value}{quote}" for name, value, quote in found)
)
_opening = st.builds(
    lambda tag, attributes, end: f"<{tag}{attributes}{end}",
    st.sampled_from(TAGS),
    _attributes,
    st.sampled_from([">", ">", ">", "/>", "", " >"]),
)
_closing = st.sampled_from(TAGS).map(lambda tag: f"</{tag}>")
_words = st.one_of(st.sampled_from(SENTENCES), st.text(max_size=20))
_oddities = st.sampled_from(
    [
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<!doctype html>",
        "<?xml version='1.0' encoding='utf-7'?>",
        "<",
        "</",
        "&",
        "\0",
    ]
)
_KEYS = (
    "@type @graph @context @id headline author name datePublished dateModified articleBody publisher image url "
    "mainEntityOfPage isAccessibleForFree inLanguage keywords articleSection hasPart description"
).split()
_json_leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(VALUES), st.sampled_from(SENTENCES),
    st.sampled_from(["NewsArticle", "Person", "WebPage", "LiveBlogPosting"]),
)  # fmt: skip
JSON = st.recursive(
    _json_leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(_KEYS), inner, max_size=5)),
    max_leaves=15,
)
_json_ld = JSON.map(lambda value: f'<script type="application/ld+json">{json.dumps(value)}</script>')
_paragraph = st.sampled_from(SENTENCES).map(lambda text: f"<p>{text}</p>")
_repeated = st.builds(lambda piece, times: piece * times, _opening, st.integers(2, 300))

MARKUP = st.lists(
    st.one_of(_opening, _opening, _closing, _words, _paragraph, _paragraph, _json_ld, _oddities, _repeated), max_size=30
).map("".join)
"""HTML-ish text: elements never closed or closed twice, attributes half quoted, JSON-LD of any shape, no real dates."""

CODECS = ("utf-8", "utf-16", "utf-16-le", "cp1252", "shift_jis", "gb18030", "koi8-r", "utf-7", "utf-32")
CONTENT_TYPES = st.sampled_from(
    ["", "text/html", "text/html; charset=utf-8", "text/html; charset=utf-16", "TEXT/HTML;charset='gb18030'",
     "text/html; charset=\0", "application/octet-stream", "text/html; charset=idna", "text/html;charset=base64", "x"]
)  # fmt: skip


def _spliced(page: bytes, place: int, junk: bytes) -> bytes:
    at = place % (len(page) + 1)
    return page[:at] + junk + page[at:]


PAGES = st.builds(
    _spliced,
    st.builds(lambda text, codec: text.encode(codec, "replace"), MARKUP, st.sampled_from(CODECS)),
    st.integers(0, 10_000),
    st.binary(max_size=8),
)
"""The same as bytes in some charset, with a few bytes that belong to none."""


def damaged(content: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Return bytes as they are, cut, with a flipped bit, with a piece twice, or with junk within."""
    return st.builds(_damage, content, st.sampled_from("wcfdj"), st.integers(0, 1 << 20), st.binary(max_size=20))


def _damage(content: bytes, how: str, number: int, junk: bytes) -> bytes:
    at = number % (len(content) + 1)
    if how == "c":
        return content[:at]
    if how == "f" and at < len(content):
        return content[:at] + bytes([content[at] ^ 1 << number % 8]) + content[at + 1 :]
    if how == "d":
        return content[:at] + content[at // 2 :]
    return content if how == "w" else _spliced(content, number, junk)
