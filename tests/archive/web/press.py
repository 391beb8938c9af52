"""An invented press: four small papers whose pages are recorded and read into an archive, without a network.

Every name, place, sentence and picture is made up. Pages are HTML that a browser can show; what an extractor would say
of them is written beside them, so that no extractor has to run.
"""

# ruff: noqa: E501  - the sentences of invented stories, in scripts whose letters are counted twice

from __future__ import annotations

import html
import random
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.extraction.answer import (
    Author,
    BlockKind,
    Extraction,
    FoundDate,
    Mark,
    Metadata,
    PageKind,
    Paragraph,
    ParagraphKind,
    SetAside,
    Teaser,
)
from archive.model import AddressKind, Exchange, Reading
from archive.store.crawls import begin_crawl, end_crawl
from archive.store.database import Archive, stamp
from archive.store.reading import mark_gone, store_readings
from archive.store.recording import record
from archive.store.sources import put_health, put_source

P = ParagraphKind
TODAY = datetime(2026, 3, 18, 17, 40, tzinfo=UTC)  # when the press was last crawled


@dataclass(frozen=True)
class Paper:
    """A newspaper and the furniture of its pages."""

    name: str
    host: str
    language: str
    navigation: str
    newsletter: str
    footer: str
    latest: str  # heading of its list of other stories
    stories: tuple[str, ...]  # headlines of that list
    direction: str = "ltr"


@dataclass(frozen=True)
class Story:
    """One article as its paper printed it."""

    paper: Paper
    slug: str
    headline: str
    standfirst: str
    blocks: tuple[tuple[ParagraphKind, str], ...]
    author: str
    at: datetime
    section: str = ""
    points: tuple[str, ...] = ()
    picture: int = 0  # seed of its drawing; 0: none
    caption: str = ""
    tags: tuple[str, ...] = ()
    marks: dict[int, tuple[Mark, ...]] = field(default_factory=dict)  # by place among the blocks
    kind: PageKind = PageKind.ARTICLE

    @property
    def url(self) -> str:
        return f"https://{self.paper.host}/{self.at:%Y/%m}/{self.slug}"

    @property
    def image(self) -> str:
        return f"https://{self.paper.host}/pictures/{self.slug}.png" if self.picture else ""


HARBOUR = Paper(
    "Harbour Post",
    "harbour-post.example",
    "en",
    "News · Sea · Markets · Weather · Letters",
    "The tide table and three stories, every morning at six. Sign up for our newsletter.",
    "© Harbour Post. Printed at the Old Ropewalk. Privacy, imprint, cookies.",
    "The latest news",
    (
        "Lighthouse keeper retires after 41 winters",
        "School bus to Outer Skerry runs again",
        "What the new tide barrier will cost",
        "Herring prices fall for the third week",
    ),
)
NORTE = Paper(
    "Gazeta del Norte", "gazetanorte.example", "es", "Portada · Comarca · Cultura · Deportes",
    "Reciba cada tarde lo que importa en la comarca.", "© Gazeta del Norte. Aviso legal.", "Lo más leído",
    ("La feria del queso cambia de plaza", "Nueva pasarela sobre el río Ardo"),
)  # fmt: skip
MINA = Paper(
    "صحيفة الميناء", "almina.example", "ar", "الرئيسية · محليات · ثقافة · رياضة",
    "اشترك في نشرتنا البريدية اليومية.", "© صحيفة الميناء. جميع الحقوق محفوظة.", "الأكثر قراءة",
    ("افتتاح مكتبة الحي القديم", "مواعيد العبّارات الجديدة"), "rtl",
)  # fmt: skip
MINATO = Paper(
    "みなと新聞", "minato.example", "ja", "トップ · 地域 · 経済 · 文化",
    "毎朝のニュースをメールでお届けします。", "© みなと新聞社 無断転載を禁じます。", "新着記事",
    ("灯台の公開は来月から", "商店街に新しい図書室"),
)  # fmt: skip
PAPERS = (HARBOUR, NORTE, MINA, MINATO)
MAINLAND = Paper(
    "Mainland Courier", "mainland-courier.example", "en", "Home · Region · Sport",
    "The region by mail, every noon.", "© Mainland Courier.", "Most read", ("Two roads closed after rain",),
)  # fmt: skip
VALLEY = Paper(
    "Valley Star", "valley-star.example", "en", "Start · Valley · Dairy", "Get our letter.", "© Valley Star.",
    "More stories", ("A goat wins the spring show",),
)  # fmt: skip

FERRY = Story(
    HARBOUR,
    "ferry-returns",
    "The ferry comes home with new doors and old fares",
    "After a winter in dry dock the Sula Maid sails again from Monday. Islanders get their lifeline back, and for once "
    "nobody pays more for it.",
    (
        (P.PARAGRAPH, "The ferry between Port Ellan and the two Skerries sails again from Monday morning, the harbour "
        "office said on Wednesday, ending four months in which the islands were served by a fishing boat, a borrowed "
        "tug and a good deal of patience."),
        (P.PARAGRAPH, "Crews replaced the bow doors and both engines while the vessel lay on the mainland. The bill came "
        "to 4.2 million crowns, a little under what the council had set aside, and the yard handed the ship back nine "
        "days early."),
        (P.QUOTE, "I have carried wardrobes, two ponies and a bride in this thing. I will be glad to go back to carrying "
        "nets."),
        (P.PARAGRAPH, "So said Tam Orkel, whose trawler stood in for the ferry through January. He will get a plaque, the "
        "harbour master promised, and a season ticket."),
        (P.HEADING, "What changes for passengers"),
        (P.PARAGRAPH, "Little, and that is the point. The timetable returns to what it was in October, with one further "
        "crossing on Friday evenings for pupils who board on the mainland during the week."),
        (P.LIST_ITEM, "First boat from Port Ellan at 6:10, on Sundays at 8:00"),
        (P.LIST_ITEM, "Bicycles free on weekdays, as voted by the council in November"),
        (P.LIST_ITEM, "Freight to be booked by noon on the day before"),
        (P.HEADING, "Fares until the end of summer"),
        (P.TABLE_ROW, "Crossing | Adult | Child | Car"),
        (P.TABLE_ROW, "Port Ellan – Inner Skerry | 6.50 | free | 22.00"),
        (P.TABLE_ROW, "Port Ellan – Outer Skerry | 9.00 | 2.00 | 31.00"),
        (P.PARAGRAPH, "Prices stay as they were until the end of summer. What happens after that depends on the price of "
        "fuel and on the mood of the regional assembly, which votes on the subsidy in September."),
        (P.PARAGRAPH, "On Outer Skerry the shop has already ordered double the usual amount of bread flour for Monday. "
        "“People will want to see the mainland,” said its owner, Ines Varga. “And then they will want to come home "
        "and bake.”"),
    ),
    "Ada Quay",
    datetime(2026, 3, 18, 6, 5, tzinfo=UTC),
    "Sea",
    (
        "The Sula Maid resumes service on Monday at 6:10",
        "Repairs cost 4.2 million crowns, less than planned",
        "Fares are unchanged until the end of summer",
    ),
    11,
    "The Sula Maid on her trial run off Inner Skerry.",
    ("ferry", "islands", "transport"),
)  # fmt: skip

BARRIER = Story(
    HARBOUR,
    "tide-barrier",
    "Tide barrier: the bill grows, the gate shrinks",
    "Engineers propose a narrower gate at twice the price. The harbour master calls it “a door for rowing boats”.",
    (
        (P.PARAGRAPH, "The tide barrier that is to keep spring floods out of the old town will cost 61 million crowns, "
        "twice the figure that voters approved, according to a report that the council discussed on Tuesday night."),
        (P.PARAGRAPH, "The gate itself would be eleven metres narrower than drawn. Trawlers of the larger class could "
        "pass only at slack water, which comes four times a day and rarely when it suits anybody."),
        (P.PARAGRAPH, "The council will hear the engineers again next week. A decision is not expected before May."),
    ),
    "Jon Merrow",
    datetime(2026, 3, 17, 20, 30, tzinfo=UTC),
    "News",
    picture=23,
    caption="The mouth of the harbour, where the gate would stand.",
    tags=("floods", "council"),
)  # fmt: skip
KEEPER = Story(
    HARBOUR,
    "lighthouse-keeper",
    "Lighthouse keeper retires after 41 winters",
    "Brida Holm put out the last hand-tended lamp on the coast, and then went for a walk.",
    (
        (P.PARAGRAPH, "Brida Holm climbed the 196 steps of Gannet Light for the last time on Sunday, wiped the lens, and "
        "turned the switch that hands her work to a cable and a computer on the mainland."),
        (P.PARAGRAPH, "She had kept the light for forty-one winters. In that time, she said, it failed twice, both times "
        "because of starlings."),
    ),
    "Ada Quay",
    datetime(2026, 3, 16, 9, 15, tzinfo=UTC),
    "Sea",
    picture=37,
    caption="Gannet Light at dusk.",
)  # fmt: skip
HERRING = Story(
    HARBOUR,
    "herring-prices",
    "Herring prices fall for the third week",
    "",
    (
        (P.PARAGRAPH, "Herring fetched 14.20 crowns a kilogram at the Port Ellan auction on Monday, down from 15.60 a week "
        "before. Buyers spoke of full cold stores in the south."),
        (P.PARAGRAPH, "Mackerel held steady. There was no cod to speak of."),
    ),
    "Jon Merrow",
    datetime(2026, 3, 16, 13, 0, tzinfo=UTC),
    "Markets",
)  # fmt: skip
QUESO = Story(
    NORTE,
    "feria-queso",
    "La feria del queso deja la plaza y cruza el río",
    "Las obras de la fuente obligan a mudar una cita que llevaba sesenta años en el mismo sitio.",
    (
        (P.PARAGRAPH, "La feria del queso de Valdeardo se celebrará este año en la ribera, junto al molino, y no en la "
        "plaza mayor, donde las obras de la fuente seguirán hasta junio, según anunció el ayuntamiento."),
        (P.PARAGRAPH, "Los cuarenta productores inscritos recibieron la noticia con alivio: el nuevo lugar tiene sombra, "
        "agua corriente y sitio para las cabras."),
    ),
    "Elvira Montes",
    datetime(2026, 3, 18, 8, 45, tzinfo=UTC),
    "Comarca",
    picture=53,
    caption="La ribera, junto al molino viejo.",
)  # fmt: skip
LIBRARY = Story(
    MINA,
    "old-quarter-library",
    "مكتبة الحي القديم تفتح أبوابها بعد ترميم دام عامين",
    "عشرة آلاف كتاب وقاعة للأطفال وشرفة تطل على البحر.",
    (
        (P.PARAGRAPH, "افتتحت مكتبة الحي القديم أبوابها صباح الثلاثاء بعد عامين من الترميم، وعادت إلى رفوفها عشرة آلاف كتاب "
        "كانت محفوظة في مخازن الميناء."),
        (P.PARAGRAPH, "وقالت أمينة المكتبة ليلى منصور إن القاعة الجديدة للأطفال ستبقى مفتوحة حتى المساء طوال أيام الأسبوع."),
    ),
    "سامر النجار",
    datetime(2026, 3, 17, 7, 0, tzinfo=UTC),
    "ثقافة",
)  # fmt: skip
LANTERN = Story(
    MINATO,
    "lighthouse-open",
    "岬の灯台、来月から一般公開へ 百年ぶりの改修終わる",
    "改修を終えた灯台が、春の連休に合わせて初めて一般に公開される。",
    (
        (P.PARAGRAPH, "岬町は十七日、百年ぶりの改修を終えた灯台を来月一日から一般に公開すると発表した。展望台からは湾と島々を一望できる。"),
        (P.PARAGRAPH, "入場は無料で、一日二百人まで。町の担当者は「灯台を守ってきた人たちの話もぜひ聞いてほしい」と話している。"),
    ),
    "岬 波子",
    datetime(2026, 3, 17, 3, 20, tzinfo=UTC),
    "地域",
    picture=71,
    caption="改修を終えた灯台。",
)  # fmt: skip
COPIES = (  # papers that are no sources, and print what the Harbour Post's agency sent them
    replace(
        FERRY, paper=MAINLAND, slug="skerries-ferry", headline="Skerries ferry back on Monday", author="Coast Press",
        at=datetime(2026, 3, 18, 5, 40, tzinfo=UTC), picture=0, points=(),
        blocks=((P.PARAGRAPH, "PORT ELLAN (Coast Press) – " + FERRY.blocks[0][1]), *FERRY.blocks[1:]),
    ),
    replace(
        FERRY, paper=VALLEY, slug="islands-ferry", headline="Islands get their ferry back", author="Our correspondent",
        at=datetime(2026, 3, 18, 7, 55, tzinfo=UTC), picture=0, points=(),
        blocks=tuple((kind, text.replace("crowns", "kroner")) for kind, text in FERRY.blocks[:-1]),
    ),
)  # fmt: skip
STORIES = (FERRY, BARRIER, KEEPER, HERRING, QUESO, LIBRARY, LANTERN)

_NOTES = ("harbour", "auction", "council", "weather", "school", "bridge", "market", "orchard", "regatta", "archive")


def fill(path: Path) -> None:
    """Make an archive of the press: three visits to its front stories, and two months of short notes."""
    with Archive.open(path, create=True) as archive:
        archive.connection.executemany(
            "INSERT INTO collection VALUES (?, ?)",
            [("title", "The Skerries Collection"), ("description", "Four small papers, read every few hours")],
        )
        _found(archive)
        for number, notes in enumerate(_in_days(short_notes())):
            _visit(archive, notes, "crawl", fetched=notes[-1].at + timedelta(minutes=20 + number % 7))
        _visit(archive, COPIES, "crawl", fetched=TODAY - timedelta(hours=9))
        _visit(archive, STORIES, "crawl", fetched=TODAY - timedelta(hours=8))
        _visit(archive, (first_edit(), second_edit(BARRIER)), "crawl", fetched=TODAY - timedelta(hours=4))
        _visit(archive, (last_edit(), FERRY), "crawl", fetched=TODAY)
        _take_down(archive)


def _found(archive: Archive) -> None:
    """Make each paper a source, one of them in trouble."""
    for paper in PAPERS:
        key = put_source(archive, name=paper.host, domain=paper.host, home=f"https://{paper.host}/", toml="")
        runs = [
            {
                "crawl": "",
                "at": stamp(TODAY - timedelta(hours=4 * back)),
                "counts": {"new": back * 7 % 5, "failed": back % 2},
            }
            for back in range(12)
        ]
        quiet = f"{paper.name} has gone quiet: nothing new for 9 days, and never before for longer than 3 days."
        put_health(
            archive, key, {"runs": runs, "last_new": runs[0]["at"], "troubles": [quiet] if paper is MINA else []}
        )


def first_edit() -> Story:
    """The ferry story with another headline."""
    return replace(FERRY, headline="Ferry to the Skerries sails again on Monday")


def second_edit(story: Story) -> Story:
    """A story with a paragraph more."""
    more = (P.PARAGRAPH, "Correction, 18 March: an earlier version of this article gave the cost as 51 million crowns.")
    return replace(story, blocks=(*story.blocks, more))


def last_edit() -> Story:
    """The barrier story rewritten."""
    blocks = (
        (P.PARAGRAPH, "The council has dropped the narrow gate. After a night of shouting it sent the engineers home with "
        "the order to draw a barrier that trawlers of every class can pass at any hour."),
        *second_edit(BARRIER).blocks[1:],
    )  # fmt: skip
    return replace(BARRIER, headline="Council drops the narrow tide gate", blocks=blocks)


def short_notes() -> list[Story]:
    """Two months of notes, so that there are days to draw and pages to turn."""
    dice = random.Random(4)
    notes = []
    for back in range(60, 2, -1):
        day = TODAY - timedelta(days=back)
        for paper, most in ((HARBOUR, 4), (NORTE, 2), (MINA, 1), (MINATO, 2)):
            for turn in range(dice.randint(0, most)):
                word = dice.choice(_NOTES)
                at = day.replace(hour=dice.choice((5, 6, 6, 7, 8, 11, 13, 16, 17)), minute=dice.randint(0, 59))
                text = f"The {word} committee met on {at:%A} and found the {word} in good order, apart from the gulls."
                slug = f"{word}-{at:%d%H%M}-{turn}"
                headline = f"Notes from the {word}, {at.day} {at:%B}"
                notes.append(Story(paper, slug, headline, "", ((P.PARAGRAPH, text),), "Our staff", at))
    return sorted(notes, key=lambda note: note.at)


def extraction(story: Story) -> Extraction:
    """What an extractor says of a story's page."""
    paper = story.paper
    places = iter(range(4, 10_000))
    kept = [Paragraph(P.STANDFIRST, story.standfirst, "1/1", 3)] if story.standfirst else []
    kept += [Paragraph(P.SUMMARY, point, "1/2", next(places)) for point in story.points]
    if story.picture:
        kept.append(Paragraph(P.IMAGE, story.caption, "1/3", next(places), target=story.image, credit=paper.name))
    for number, (kind, text) in enumerate(story.blocks):
        level = 2 if kind is P.HEADING else 0
        kept.append(Paragraph(kind, text, f"1/{4 + number}", next(places), level, marks=story.marks.get(number, ())))
    end = next(places)
    return Extraction(
        kind=story.kind,
        kind_reason="It has a headline, a byline and paragraphs of prose.",
        metadata=Metadata(
            title=story.headline,
            title_source="og:title",
            authors=(Author(story.author),),
            byline=f"By {story.author}",
            published=FoundDate(story.at, "json-ld"),
            language=paper.language,
            site_name=paper.name,
            section=story.section,
            tags=story.tags,
            image=story.image,
            canonical_url=story.url,
        ),
        paragraphs=tuple(kept),
        set_aside=tuple(_set_aside(story, end)),
        teasers=tuple(
            Teaser(f"https://{paper.host}/latest/{place}", headline, paper.latest, position=place, ordinal=end + 2)
            for place, headline in enumerate(paper.stories)
        ),
        extractor="tearsheet 0.1.0",
    )


def _set_aside(story: Story, end: int) -> Iterator[SetAside]:
    paper = story.paper
    yield SetAside(BlockKind.NAVIGATION, paper.navigation, "A list of short links in <nav>.", "0/0", 0)
    yield SetAside(BlockKind.TITLE, story.headline, "It is the headline, which stands above the text.", "1/0", 1)
    yield SetAside(BlockKind.BYLINE, f"By {story.author}", "It names the author and nothing else.", "1/0", 2)
    yield SetAside(BlockKind.SHARE, "Share · Copy link · Print", "Names of services, each a link.", "2/0", end)
    yield SetAside(BlockKind.NEWSLETTER, paper.newsletter, "It asks for a subscription.", "2/1", end + 1, "model", 0.11)
    yield SetAside(
        BlockKind.TEASERS, paper.latest + "\n" + "\n".join(paper.stories), "A heading and headlines that are links.",
        "2/2", end + 2,
    )  # fmt: skip
    yield SetAside(BlockKind.FOOTER, paper.footer, "It stands on every page of this site.", "3", end + 3, "memory")


def page(story: Story) -> bytes:
    """The page a browser saw."""
    paper = story.paper
    tags = {P.HEADING: "h2", P.QUOTE: "blockquote", P.LIST_ITEM: "li", P.TABLE_ROW: "p"}
    body = "\n".join(
        f"<{tags.get(kind, 'p')}>{html.escape(text)}</{tags.get(kind, 'p')}>" for kind, text in story.blocks
    )
    points = "".join(f"<li>{html.escape(point)}</li>" for point in story.points)
    picture = f'<figure><img src="/pictures/{story.slug}.png" alt=""><figcaption>{story.caption}</figcaption></figure>'
    latest = "".join(f'<li><a href="/latest/{n}">{html.escape(one)}</a></li>' for n, one in enumerate(paper.stories))
    return f"""<!DOCTYPE html><html lang="{paper.language}" dir="{paper.direction}"><head><meta charset="utf-8">
<title>{html.escape(story.headline)} | {paper.name}</title><link rel="stylesheet" href="/paper.css">
<script>document.title = "the script ran"</script></head><body>
<nav>{paper.navigation}</nav><header><a href="/">{paper.name}</a></header><article><h1>{html.escape(story.headline)}</h1>
<p class="standfirst">{html.escape(story.standfirst)}</p><p class="byline">By {story.author}</p><ul>{points}</ul>
{picture if story.picture else ""}{body}</article><p>{paper.newsletter}</p>
<aside><h3>{paper.latest}</h3><ul>{latest}</ul></aside><footer>{paper.footer}</footer></body></html>""".encode()


STYLE = b"""body{font:17px/1.5 Georgia,serif;max-width:46rem;margin:0 auto;padding:1rem;color:#123}
nav{font:13px sans-serif;color:#567;border-bottom:1px solid #9ab}header a{font-size:34px;font-weight:bold;color:#0a4a6b;
text-decoration:none}h1{font-size:30px}.standfirst{font-size:20px;color:#345}img{width:100%}
aside{background:#eef4f7;padding:1rem}footer{font:12px sans-serif;color:#678;border-top:1px solid #9ab}
body{background:url(/pictures/paper.png)}"""


def drawing(seed: int, width: int = 480, height: int = 300) -> bytes:
    """A PNG of sea, hills and a sun that no camera saw."""
    dice = random.Random(seed)
    sky, ground = [dice.randint(90, 200) for _ in range(3)], [dice.randint(20, 90) for _ in range(3)]
    hills = [_ridge(dice, width, height * level) for level in (0.55, 0.68, 0.82)]
    x0, y0, r = dice.randint(90, width - 90), dice.randint(60, 110), dice.randint(18, 30)
    rows = []
    for y in range(height):
        row = bytearray([0])
        for x in range(width):
            depth = sum(y > hill[x] for hill in hills)
            glow = 255 if (x - x0) ** 2 + (y - y0) ** 2 < r * r and not depth else 0
            mix = depth / 3
            row += bytes(
                max(glow, int(s * (1 - mix) + g * mix + (40 * y // height) * (1 - mix)))
                for s, g in zip(sky, ground, strict=True)
            )
        rows.append(bytes(row))
    return png(b"".join(rows), width, height)


def png(rows: bytes, width: int, height: int) -> bytes:
    """Pack RGB rows, each after a filter byte, as a PNG."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def exchange(
    url: str, body: bytes, at: datetime, mime: str = "text/html; charset=utf-8", kind: AddressKind = AddressKind.PAGE,
    status: str = "200 OK", more: str = "",
) -> Exchange:  # fmt: skip
    """One exchange as it crossed the wire."""
    host, _, path = url.partition("://")[2].partition("/")
    head = f"HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return Exchange(
        url=url,
        started_at=at,
        request=f"GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(),
        response=head.encode() + body,
        ip="192.0.2.7",
        kind=kind,
    )


def _ridge(dice: random.Random, width: int, level: float) -> Sequence[float]:
    heights, y, slope = [], level, 0.0
    for _ in range(width):
        slope = 0.94 * slope + dice.uniform(-0.12, 0.12) + (level - y) * 0.002
        y += slope
        heights.append(y)
    return heights


def _in_days(notes: list[Story]) -> list[list[Story]]:
    days: dict[str, list[Story]] = {}
    for note in notes:
        days.setdefault(f"{note.at:%Y-%m-%d}", []).append(note)
    return list(days.values())


def _visit(archive: Archive, stories: Sequence[Story], command: str, *, fetched: datetime) -> None:
    crawl = begin_crawl(archive, command=command, settings={"sources": "press"})
    sources = dict(map(tuple, archive.connection.execute("SELECT name, id FROM sources")))
    pages = [
        replace(
            exchange(s.url, page(s), max(fetched, s.at) + timedelta(seconds=n)), source_id=sources.get(s.paper.host)
        )
        for n, s in enumerate(stories)
    ]
    kept = record(archive, crawl, pages)
    record(archive, crawl, list(_requisites(stories, fetched)))
    store_readings(archive, [Reading(one.id, extraction(s)) for one, s in zip(kept, stories, strict=True)])
    end_crawl(archive, crawl, outcome="finished", counts={"fetched": len(pages), "new": len(pages), "failed": 0})


def _requisites(stories: Sequence[Story], at: datetime) -> Iterator[Exchange]:
    for story in stories:
        if story.picture:
            yield exchange(story.image, drawing(story.picture), at, "image/png", AddressKind.REQUISITE)
            sheet = f"https://{story.paper.host}/paper.css"
            yield exchange(sheet, STYLE, at, "text/css", AddressKind.REQUISITE)
            paper = png(b"".join(b"\0" + bytes([253, 252, 247]) * 8 for _ in range(8)), 8, 8)
            yield exchange(
                f"https://{story.paper.host}/pictures/paper.png", paper, at, "image/png", AddressKind.REQUISITE
            )


def _take_down(archive: Archive) -> None:
    crawl = begin_crawl(archive, command="crawl", settings={})
    (lost,) = record(archive, crawl, [exchange(HERRING.url, b"gone", TODAY, status="410 Gone")])
    mark_gone(archive, lost.id, "The server answered 410 Gone.")
    end_crawl(archive, crawl, outcome="finished", counts={"fetched": 1, "gone": 1})
