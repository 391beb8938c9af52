"""Invented stories: a few written by hand, and as many more as a test wants, no two paragraphs alike."""

# ruff: noqa: E501  (prose and markup are easier to read unbroken)

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

OPENING_DAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # of every newsroom: its clock starts a week later


@dataclass(frozen=True, slots=True)
class Story:
    """What an invented journalist wrote."""

    headline: str
    paragraphs: tuple[str, ...]
    author: str = "Mara Oddsdottir"
    published: datetime = OPENING_DAY
    standfirst: str = ""
    points: tuple[str, ...] = ()
    section: str = "News"
    subheadings: dict[int, str] = field(default_factory=dict)  # before the paragraph of this number

    @property
    def slug(self) -> str:
        """The story's part of its address."""
        return re.sub(r"[^a-z0-9]+", "-", self.headline.lower()).strip("-")[:70]

    @property
    def lead(self) -> str:
        """What lists promote it with."""
        return self.standfirst or self.paragraphs[0]


BY_HAND = (
    Story(
        headline="Harbour council votes to rebuild the Tarn breakwater in stone",
        standfirst="After three winters of patching, the town will spend eleven million crowns on a wall meant to last a century",
        author="Mara Oddsdottir",
        section="Local",
        subheadings={2: "A vote that took four hours", 4: "What the fishermen say"},
        paragraphs=(
            "The harbour council of Lower Tarn decided on Tuesday night to replace the wooden breakwater with a stone wall, "
            "ending an argument that has divided the town since the storms of 2023 tore forty metres out of the old one.",
            "Work is to begin as soon as the herring season closes. The engineers expect the quarry at Ullen Hill to deliver "
            "nine hundred tonnes of granite a week, most of it by barge, because the coast road cannot carry the lorries.",
            "Seven councillors voted in favour and four against. The chair, Ilse Brandvik, had moved the item to the end of the "
            "evening, so that it was past eleven when the last speaker sat down and the hands went up.",
            "“We have paid for timber five times in twenty years,” she said afterwards. “At some point you stop calling that "
            "thrift.” Her opponents reply that nobody has shown them a price for maintenance.",
            "On the quay the plan is popular, with conditions. Jens Aaker, who has landed crab here for thirty years, wants the "
            "entrance two metres wider than it is drawn, or the bigger boats will have to wait for slack water.",
            "The council's engineer promised an answer by the end of the month. Until then the drawings hang in the library, "
            "where anybody may write on them in pencil.",
        ),
    ),
    Story(
        headline="Night trains return to the Vessel valley after nineteen years",
        author="Piet Lanting",
        section="Transport",
        points=(
            "Two sleeper trains a night will stop at Vessel Halt from the ninth of May.",
            "The valley's mayors will share the cost of keeping the station lit and staffed.",
            "Hoteliers expect walkers; the dairy expects a way to send its cheese to the coast.",
        ),
        paragraphs=(
            "When the night express last stopped in the Vessel valley, the stationmaster locked the waiting room, put the key in "
            "an envelope and posted it to the ministry. The ministry, it turns out, never opened the envelope.",
            "It was found in January, in a box of timetables, by an archivist who was looking for something else. She sent it "
            "back to the valley, and the mayors took it as a sign and asked the railway for an appointment.",
            "What they came home with is modest and, they say, solid: one train in each direction, every night but Saturday, "
            "with two sleeping cars and a van. The railway guarantees it for four years and will count passengers after two.",
            "The halt needs a new roof and a platform nine centimetres higher. Both are to be ready by the end of April, and the "
            "carpenters' school has put its third-year class on the job.",
            "Not everybody is charmed. The bus company, whose coaches now leave at five in the morning, says that it was not "
            "asked, and that it will think about its own timetable when it sees the railway's.",
        ),
    ),
    Story(
        headline="The lighthouse that sends its own weather report",
        author="Sunniva Hale",
        section="Science",
        standfirst="A school class in Orrin built the instruments; the coastguard now reads them every morning",
        paragraphs=(
            "At six each morning a box the size of a loaf, bolted to the gallery of Orrin light, measures wind, pressure and the "
            "colour of the sea, and sends forty-one numbers to the mainland. Nobody asked for them, and now nobody wants to be without.",
            "The box was a school project. Twelve pupils soldered it over a winter; the glass dome on top was once a jam jar. "
            "Their teacher, Owen Prideaux, admits that he expected it to last until the first gale.",
            "It lasted. In the second week it reported a fall in pressure forty minutes before the official station, which stands "
            "behind a hill, and two yachts stayed in harbour because the coastguard believed a jam jar.",
            "The weather service has since sent somebody to look. Her report, eleven pages long, recommends changing nothing but "
            "the screws, which are rusting, and giving the class a certificate.",
            "The pupils have other plans. The sea's colour, they noticed, turns greener two days before the mackerel come, and "
            "they would like to know whether that is a rule or only a spring.",
        ),
    ),
    Story(
        headline="Bakers of Sollen win back the right to fire up before four",
        author="Piet Lanting",
        section="Local",
        paragraphs=(
            "Bread in Sollen may be baked from half past two again. The district court set aside a by-law on Thursday that had "
            "kept every oven in the old town cold until four, and the queues that came with it may be over by Easter.",
            "The by-law dates from a quarrel over one chimney. When the neighbours of a bakery in Mill Lane complained of smoke, "
            "the town did not measure the smoke but forbade the hour, for all fourteen bakeries at once.",
            "The judges found that out of proportion. A town may ask for filters, they wrote, and it may ask for quiet; it may "
            "not order a trade to be late for breakfast.",
            "Agnes Teufel, who brought the case with six colleagues, heard the judgment standing up, because she had come "
            "straight from work. She will start with rye, she said, which takes longest.",
            "The town has a month to appeal. The mayor, asked whether it would, bought a loaf and said that he was thinking.",
        ),
    ),
)

_PLACES = (
    "Tarn Sollen Orrin Vessel Ullen Marrow Fenwick Askerby Dunmore Halloway Ister Quillan Ravensmoor Thessaly".split()
)
_NAMES = (
    "Brandvik Aaker Prideaux Teufel Lanting Hale Osei Marchetti Novak Ferreira Lindqvist Okafor Brandt Sato".split()
)
_SUBJECTS = "ferry school bridge library market reservoir orchard tramway museum bakery quarry theatre clinic observatory".split()
_ACTS = "reopens closes moves expands burns floods strikes celebrates merges votes".split()
_SENTENCES = (
    "{name} of the {place} {subject} board counted {n} letters on the matter and answered all but {m}.",
    "The plan, {n} pages long with {m} drawings, has been with the district of {place} since the spring.",
    "On the {m}th of the month the {subject} was full by nine, and {n} people from {place} were turned away.",
    "It would cost {n} thousand crowns, {name} said, of which {place} has set aside {m}.",
    "Not one of the {m} neighbours whom this paper asked in {place} wanted the {subject} to stay as it was in {n}.",
    "{name} remembers the old {subject} in {place}, which stood for {n} years and had {m} windows.",
    "By the evening {n} visitors had signed the book, and {name} had run out of chairs at the {place} {subject} {m} times.",
)


def invented(count: int, *, seed: int = 1) -> list[Story]:
    """Return `count` stories, newest last; the same for the same seed."""
    chance = random.Random(seed)
    return [_invent(chance, number, seed) for number in range(count)]


def _invent(chance: random.Random, number: int, seed: int) -> Story:
    place, subject, act = chance.choice(_PLACES), chance.choice(_SUBJECTS), chance.choice(_ACTS)
    return Story(
        headline=f"{place} {subject} {act} as letter {seed * 1000 + number} arrives",
        paragraphs=tuple(_paragraph(chance, place, subject) for _ in range(chance.randint(4, 8))),
        author=f"{chance.choice(('Ada', 'Bo', 'Cleo', 'Dag', 'Eva'))} {chance.choice(_NAMES)}",
        published=OPENING_DAY + timedelta(hours=number * 3 % 160, minutes=number),
        section=chance.choice(("News", "Local", "Culture")),
    )


def _paragraph(chance: random.Random, place: str, subject: str) -> str:
    return " ".join(
        sentence.format(
            name=chance.choice(_NAMES),
            place=place,
            subject=subject,
            n=chance.randint(100, 9999),
            m=chance.randint(2, 28),
        )
        for sentence in chance.sample(_SENTENCES, chance.randint(3, 5))
    )
