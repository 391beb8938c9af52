"""Whatever the bytes are, extract() answers, and says what they are."""

import gc
import time
from collections.abc import Callable

import pytest

from archive.errors import BadSelector
from archive.extraction.answer import BlockKind, PageKind, SiteMemory, SiteRules
from archive.extraction.extract import extract
from archive.extraction.fingerprint import fingerprint

URL = "https://news.example/town/ferry"
LEAD = "The ferry company said on Monday that the night boat will run from May, whatever the weather is going to be."
SECOND = "Three berths stand empty after dark, and the board would rather light one of them than build a new pier."
THIRD = "Islanders have asked for the boat for twenty years; their grandparents, who had one, remember it well."


def page(*parts: str) -> bytes:
    body = "".join(f"<p>{part}</p>" for part in parts)
    head = "<html><head><title>Night boat</title></head>"
    return f"{head}<body><article><h1>Night boat</h1>{body}</article></body></html>".encode()


@pytest.mark.parametrize(
    ("body", "content_type", "says"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "text/html", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "", "PNG"),
        (b'{"headline": "no page"}', "application/json", "JSON"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "text/xml", "RSS"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "", "Atom"),
        (b"\0\1\2\3\4\5\6\7" * 50, "text/html", "binary"),
        (b"ftyp....", "video/mp4", "video/mp4"),
    ],
)
def test_what_is_no_page_is_named(body: bytes, content_type: str, says: str) -> None:
    extraction = extract(body, url=URL, content_type=content_type)
    assert extraction.kind is PageKind.NOT_HTML
    assert says in extraction.kind_reason


def test_a_page_sent_as_octet_stream_is_a_page() -> None:
    assert extract(page(LEAD, SECOND, THIRD), url=URL, content_type="application/octet-stream").paragraphs


@pytest.mark.parametrize(
    "body", [b"", b"  \n", b"<html></html>", b"<script>var a = 1</script>", b"<body><style>p{}</style>"]
)
def test_a_page_without_text_is_empty(body: bytes) -> None:
    assert extract(body, url=URL).kind is PageKind.EMPTY


@pytest.mark.parametrize("extractor", ["tearsheet", "trafilatura"])
def test_either_extractor_says_who_it_was(extractor: str) -> None:
    extraction = extract(page(LEAD, SECOND, THIRD), url=URL, extractor=extractor)
    assert extraction.extractor.startswith(f"{extractor} ")
    assert SECOND in extraction.text


def test_every_block_is_kept_or_set_aside_once_with_a_reason() -> None:
    extraction = extract(page(LEAD, SECOND, THIRD, "Share this", "Follow us"), url=URL)
    ordinals = sorted([p.ordinal for p in extraction.paragraphs] + [s.ordinal for s in extraction.set_aside])
    assert ordinals == list(range(len(ordinals)))
    assert all(block.reason for block in extraction.set_aside)


def test_the_title_line_is_not_repeated_in_the_body() -> None:
    extraction = extract(page(LEAD, SECOND, THIRD), url=URL)
    assert "Night boat" not in extraction.text.splitlines()
    assert BlockKind.TITLE in {block.kind for block in extraction.set_aside}


def test_a_block_known_from_other_pages_is_set_aside_by_memory() -> None:
    memory = SiteMemory(3, "news.example", frozenset({fingerprint(SECOND)}))
    extraction = extract(page(LEAD, SECOND, THIRD), url=URL, memory=memory)
    assert [block.by for block in extraction.set_aside if block.text == SECOND] == ["memory"]
    assert SECOND not in extraction.text


def test_the_sites_rules_prune_and_keep() -> None:
    html = page(LEAD, f'<span class="x">{SECOND}</span>', THIRD).replace(b"<p>", b'<p class="y">', 1)
    pruned = extract(html, url=URL, rules=SiteRules(prune=("p:has(span.x)", ".none")))
    assert SECOND not in pruned.text
    kept = extract(html, url=URL, rules=SiteRules(keep=("h1",)))
    assert kept.text.startswith("Night boat")


def test_a_selector_that_is_none_is_named() -> None:
    with pytest.raises(BadSelector, match="p::::"):
        extract(page(LEAD), url=URL, rules=SiteRules(keep=("p::::",)))


def test_the_collector_of_cycles_rests_for_one_page_only_even_where_that_fails() -> None:
    extract(b"<p>A line.</p>", url="https://daily.example/")
    assert gc.isenabled()
    with pytest.raises(BadSelector):
        extract(b"<p>A line.</p>", url="https://daily.example/", rules=SiteRules(prune=("p[",)))
    assert gc.isenabled()


def test_a_page_leaves_no_cycles_behind() -> None:
    page = b"<article><p>One line.<p>Two <b>lines</b>, and <a href=/more>more</a>.</article>" * 9
    extract(page, url="https://daily.example/")
    gc.collect()
    extract(page, url="https://daily.example/")
    assert gc.collect() == 0


def many_megabytes_of_nested_divs() -> bytes:
    return b"<div>" * 1_000_000 + LEAD.encode()


def a_million_attributes() -> bytes:
    return b"<p " + b" ".join(b"a%d=1" % n for n in range(1_000_000)) + b">" + LEAD.encode() + b"</p>"


def one_long_line() -> bytes:
    return b"<p>" + b"word " * 40_000 + b"</p>"


def many_paragraphs() -> bytes:
    return page(*(f"{LEAD} {n}" for n in range(60_000)))


def many_links() -> bytes:
    return page(*(f'<a href="/{n}">Story number {n} of the day</a>' for n in range(60_000)))


def nul_bytes_and_mixed_encodings() -> bytes:
    return b"\0".join([LEAD.encode("utf-16-le"), "žluťoučký".encode(), b"\x93\xff\xfe\x94"] * 50)


def unclosed_tags() -> bytes:
    return b"<a href='<p><b><table><tr><td>" * 50_000


def a_megabyte_of_quotes_as_author() -> bytes:
    return page(LEAD, SECOND, THIRD).replace(
        b"</head>", b'<script type="application/ld+json">{"author": "' + b'\\"' * 500_000 + b'"}</script></head>'
    )


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "hostile",
    [
        many_megabytes_of_nested_divs, a_million_attributes, one_long_line, many_paragraphs, many_links,
        nul_bytes_and_mixed_encodings, unclosed_tags, a_megabyte_of_quotes_as_author,
    ],
)  # fmt: skip
def test_a_hostile_page_is_answered_in_bounded_time(hostile: Callable[[], bytes]) -> None:
    body = hostile()
    started = time.process_time()
    extraction = extract(body, url=URL)
    assert time.process_time() - started < 15
    assert extraction.kind_reason


def test_what_lies_beyond_ten_megabytes_is_left_out_and_said() -> None:
    extraction = extract(page(LEAD, SECOND, THIRD) + b" " * (11 * 1024 * 1024), url=URL)
    assert any("10 MiB" in note for note in extraction.notes)
    assert SECOND in extraction.text
