"""Teasers: links that present another story, and not those that lead elsewhere."""

from archive.extraction.answer import BlockKind
from archive.extraction.blocks import cut
from archive.extraction.dom import parse
from archive.extraction.kinds import Surroundings
from archive.extraction.skeleton import skeleton
from archive.extraction.teasers import Found, find

BASE = "https://www.harbour.example/local/ferry-gets-a-berth"


def found(html: str) -> list[Found]:
    blocks = cut(parse(f"<body>{html}</body>"))
    bones = skeleton(blocks)
    return find(blocks, bones, base=BASE, surroundings=Surroundings(bones))


def headlines(html: str) -> list[str]:
    return [one.teaser.headline for one in found(html)]


def items(*stories: tuple[str, str]) -> str:
    return "<ul>" + "".join(f'<li><a href="{url}">{text}</a></li>' for url, text in stories) + "</ul>"


STORIES = (
    ("/local/baker-wins-her-case-over-bell", "Baker wins her case over the early bell"),
    ("/local/bees-move-into-the-town-clock", "Bees move into the clock of the old post office"),
    ("/local/comet-splits-into-five-pieces", "Comet splits into five pieces over the observatory"),
)


def test_a_list_has_heading_position_and_absolute_targets() -> None:
    rows = [one.teaser for one in found(f"<h3>Most read</h3>{items(*STORIES)}")]
    assert [row.position for row in rows] == [0, 1, 2]
    assert {row.heading for row in rows} == {"Most read"}
    assert rows[0].url == "https://www.harbour.example/local/baker-wins-her-case-over-bell"


def test_menus_topics_authors_and_jobs_are_none() -> None:
    menu = items(("/politics/", "Politics of the whole region today"), ("/islands/", "Islands and what happens there"))
    assert headlines(f"<nav>{menu}</nav>") == []
    assert (
        headlines(items(("/tag/ferries", "Ferries and their timetables"), ("/author/ida", "Ida Marlow, our reporter")))
        == []
    )
    jobs = items(
        ("/x/2211440", "Clerk for the harbour office (m/f/d)"), ("/x/2211441", "Skipper for the night (m/w/d)")
    )
    assert headlines(f"<h3>Jobs</h3>{jobs}") == []


def test_a_link_inside_running_text_is_none() -> None:
    link = '<a href="/local/what-the-board-said-on-monday">statement on Monday</a>'
    assert headlines(f"<p>The board said in a {link} that it agrees with the company.</p>") == []


def test_a_line_read_also_is_related_wherever_it_stands() -> None:
    line = f'<article><p>Long text.</p><p>Read also: <a href="{STORIES[0][0]}">{STORIES[0][1]}</a></p></article>'
    (one,) = found(line)
    assert one.verdict.kind is BlockKind.RELATED
    assert one.verdict.sure


def test_a_card_is_one_teaser_with_picture_and_snippet() -> None:
    card = (
        '<div class="card"><a href="/local/old-mine-becomes-an-archive"><img data-src="/i/mine.jpg" src="data:,x"></a>'
        '<a href="/country/">Country</a>'
        '<h3><a href="/local/old-mine-becomes-an-archive">Old mine becomes an archive</a></h3>'
        "<p>Eleven kilometres of shelves have been carried below.</p><time>3 March 2026</time></div>"
    )
    (one,) = found(f"<h2>More stories</h2><section>{card}</section>")
    assert one.teaser.image == "https://www.harbour.example/i/mine.jpg"
    assert one.teaser.snippet.startswith("Eleven kilometres")
    assert one.teaser.headline == "Old mine becomes an archive"


def test_a_block_of_several_headlines_is_taken_apart() -> None:
    row = "".join(f'<a href="{url}">{text}</a> ' for url, text in STORIES)
    assert headlines(f'<aside class="related"><div>{row}</div></aside>') == [text for _, text in STORIES]


def test_the_page_itself_is_no_teaser_of_its_own() -> None:
    own = (BASE, "The ferry gets a berth of its own at last")
    assert headlines(f"<h3>Latest news</h3>{items(own, *STORIES[:2])}") == [text for _, text in STORIES[:2]]


def test_hostile_addresses_are_left_out() -> None:
    bad = (("javascript:alert(1)", "A headline that runs a script"), ("http://[", "A headline that leads to nowhere"))
    assert headlines(f"<h3>Latest news</h3>{items(*bad, STORIES[0])}") == [STORIES[0][1]]
