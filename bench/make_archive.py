"""Make an archive of invented text as large as one likes: `python -m bench.make_archive --articles 1000000 big.db`.

Rows are written straight into the tables, with the same columns a crawl would fill. Words are drawn as they are in
prose (Zipf), sites have very different sizes, one article in twenty was edited, one in fifty keeps its bytes, one in
twelve is a copy of an earlier story with a dateline before it or its last paragraph cut.
"""

from __future__ import annotations

import json
import sqlite3
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import numpy as np

from archive import warc
from archive.extraction.answer import Paragraph, ParagraphKind
from archive.store.content import text_digest
from archive.store.database import Archive, stamp
from archive.store.dictionary import name, verdict
from archive.store.packing import pack
from archive.store.simhash import simhash
from archive.store.structure import encode
from archive.urls import article_id_of, url_key

Text = tuple[str, str, tuple[str, ...]]  # headline, standfirst, paragraphs
SITES = 200
DAYS = 3 * 365
NEWEST = datetime(2026, 3, 18, 18, 0, tzinfo=UTC)
VOCABULARY = 60_000
WORDS = 180  # of an article, on average
BATCH = 5_000
KEPT = 50  # one article in so many keeps its bytes
EDITED = 20
COPIED = 12
COPIED_FROM = 3_000  # articles before it
_SYLLABLES = [consonant + vowel for consonant in "bcdfghlmnprst" for vowel in "aeo"]
_ASIDE = (
    ("navigation", "Links in <nav>."),
    ("newsletter", "It asks for a subscription."),
    ("footer", "On every page."),
)


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--articles", default=1_000_000, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(path: Path, articles: int, seed: int) -> None:
    """Write PATH, which must not exist."""
    if path.exists():
        raise click.UsageError(f"{path} exists")
    with Archive.open(path, create=True) as archive:
        connection = archive.connection
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA cache_size = -400000")
        fill(connection, articles, np.random.default_rng(seed))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA optimize")


def fill(connection: sqlite3.Connection, articles: int, dice: np.random.Generator) -> None:
    """Write the tables, a batch a transaction."""
    words = vocabulary(dice)
    sites = [f"{words[900 + number]}-{number}.example" for number in range(SITES)]
    _furniture(connection, sites)
    shares = 1 / np.arange(1, SITES + 1) ** 0.8
    shares /= shares.sum()
    with click.progressbar(range(0, articles, BATCH), label="articles") as batches:
        for start in batches:
            count = min(BATCH, articles - start)
            told = list(texts(words, count, dice))
            connection.execute("BEGIN")
            for story in _stories(start, articles, dice.choice(SITES, count, p=shares), sites, told):
                _write(connection, story)
            connection.execute("COMMIT")
    _sum_up(connection)


def vocabulary(dice: np.random.Generator) -> np.ndarray:
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(dice.choice(_SYLLABLES, int(dice.integers(1, 6))))] = None
    return np.array(list(found))


def texts(words: np.ndarray, count: int, dice: np.random.Generator) -> Iterator[Text]:
    """Yield headline, standfirst and paragraphs."""
    lately: deque[Text] = deque(maxlen=COPIED_FROM)
    for place, text in enumerate(_originals(words, count, dice)):
        copied = lately and place % COPIED == 0
        yield _copy(lately[int(dice.integers(len(lately)))], text[0], dice) if copied else text
        lately.append(text)


def _copy(story: Text, headline: str, dice: np.random.Generator) -> Text:
    """Return a story as another paper prints it."""
    _, standfirst, paragraphs = story
    if dice.integers(2) and len(paragraphs) > 1:
        return headline, standfirst, paragraphs[:-1]
    return headline, standfirst, ("Port Ellan (Coast Press) – " + paragraphs[0], *paragraphs[1:])


def _originals(words: np.ndarray, count: int, dice: np.random.Generator) -> Iterator[Text]:
    for length in dice.normal(WORDS, WORDS / 3, count).clip(40).astype(int):
        drawn = words[(dice.zipf(1.2, int(length)) - 1) % VOCABULARY]
        text = [str(word) for word in drawn]
        yield (
            " ".join(text[:8]).capitalize(),
            " ".join(text[8:24]).capitalize() + ".",
            tuple(" ".join(text[at : at + 45]).capitalize() + "." for at in range(24, len(text), 45)),
        )


def _furniture(connection: sqlite3.Connection, sites: list[str]) -> None:
    now = stamp(NEWEST)
    connection.execute(
        """INSERT INTO crawls (crawl_id, command, software, started_at, outcome)
            VALUES ('bench', 'crawl', 'bench', ?, 'finished')""",
        (now,),
    )
    connection.executemany(
        "INSERT INTO verdicts (digest, kind, decided_by, reason) VALUES (?, ?, 'rule', ?)",
        [(verdict(kind, "rule", reason), kind, reason) for kind, reason in _ASIDE],
    )
    for site in sites:
        connection.execute("INSERT INTO sources (name, domain, added_at) VALUES (?, ?, ?)", (site, site, now))
        texts = [f"{kind} of {site}" for kind, _ in _ASIDE]
        connection.executemany(
            "INSERT INTO boilerplate (fingerprint, verdict_id, text) VALUES (?, ?, ?)",
            [(name(text), reason, text) for reason, text in enumerate(texts, 1)],
        )


@dataclass(frozen=True, slots=True)
class _Story:
    number: int
    site: str
    source: int
    at: str
    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]

    @property
    def url(self) -> str:
        return f"https://{self.site}/{self.at[:4]}/{self.at[5:7]}/story-{self.number}"

    @property
    def byline(self) -> str:
        return "By " + " ".join(word.capitalize() for word in self.headline.split()[1:3])

    @property
    def authors(self) -> str:
        return json.dumps([{"name": self.byline[3:], "kind": "person"}], separators=(",", ":"))


def _as_searched(authors: str) -> str:
    """Return authors as the view `searchable` says them: what the index holds must be what it would forget."""
    return authors.replace('"kind":"person"', "").replace('"name":', "")


def _stories(start: int, articles: int, chosen: np.ndarray, sites: list[str], texts: list[Text]) -> Iterator[_Story]:
    for place, (site, text) in enumerate(zip(chosen, texts, strict=True)):
        number = start + place + 1
        at = NEWEST - timedelta(seconds=(articles - number) * DAYS * 86_400 / articles)
        yield _Story(number, sites[site], int(site) + 1, stamp(at), *text)


def _write(connection: sqlite3.Connection, story: _Story) -> None:
    blocks = [Paragraph(ParagraphKind.STANDFIRST, story.standfirst, "0/0", 2)]
    blocks += [Paragraph(ParagraphKind.PARAGRAPH, text, f"0/{n}", 3 + n) for n, text in enumerate(story.paragraphs)]
    text = "\n\n".join(block.text for block in blocks)
    _write_reading(connection, story, text, encode(blocks))
    _write_article(connection, story)
    connection.execute(
        "INSERT INTO article_search (rowid, headline, standfirst, text, byline) VALUES (?, ?, ?, ?, ?)",
        (story.number, story.headline, story.standfirst, text, f"{story.byline} {_as_searched(story.authors)}"),
    )


def _write_reading(connection: sqlite3.Connection, story: _Story, text: str, structure: bytes) -> None:
    number, url, at = story.number, story.url, story.at
    record, payload = _record(connection, url, at, text) if number % KEPT == 0 else (None, f"sha1:{number}")
    connection.execute(
        """INSERT INTO captures (id, capture_id, url, url_key, fetched_at, kind, status, mime, payload_digest,
            payload_length, crawl_id, source_id, response_record, state, outcome)
            VALUES (?, ?, ?, ?, ?, 'page', 200, 'text/html', ?, ?, 1, ?, ?, 'read', 'article')""",
        (number, f"c{number}", url, url_key(url), at, payload, len(text), story.source, record),
    )
    digest, words = text_digest(f"{number}{text}"), len(text.split())
    connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?)", (number, digest, words, text))
    first = (story.source - 1) * len(_ASIDE) + 1
    aside = [[first, 1, 0, None], [first + 1, 2, 90, 12], [first + 2, 3, 91, None]]
    connection.execute(
        """INSERT INTO extractions (id, capture_id, extractor, extracted_at, kind, headline, standfirst, byline,
            authors, published_at, language, text_id, structure, set_aside, simhash)
            VALUES (?, ?, 'tearsheet bench', ?, 'article', ?, ?, ?, ?, ?, 'en', ?, ?, ?, ?)""",
        (number, number, at, story.headline, story.standfirst, story.byline, story.authors, at, number, structure,
         pack(aside), simhash(text)),
    )  # fmt: skip


def _write_article(connection: sqlite3.Connection, story: _Story) -> None:
    number, at = story.number, story.at
    connection.execute(
        """INSERT INTO articles (id, article_id, url, domain, source_id, first_seen_at, last_checked_at, changed_at,
            listed_at, language, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'en', 'article')""",
        (number, article_id_of(story.url), story.url, story.site, story.source, at, at, at, at),
    )
    for ordinal in range(1, 3 if number % EDITED == 0 else 2):
        edit = "first" if ordinal == 1 else "substantial"
        version = connection.execute(
            """INSERT INTO versions (article_id, ordinal, first_capture, last_capture, extraction_id, edit, seen_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (number, ordinal, number, number, number, edit, at),
        ).lastrowid
    connection.execute("UPDATE articles SET current_version = ? WHERE id = ?", (version, number))


def _record(connection: sqlite3.Connection, url: str, at: str, text: str) -> tuple[int, str]:
    body = f"<html><body><p>{text}</p></body></html>".encode()
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    record = warc.Record(warc.new_id(), "response", at, block, warc.RESPONSE_TYPE, url, warc.digest(body))
    member = warc.member_of(record)
    key = connection.execute(
        """INSERT INTO records (record_id, type, target_uri, date, content_type, block_digest, payload_digest,
            block_length, member_length, crawl_id) VALUES (?, 'response', ?, ?, ?, ?, ?, ?, ?, 1)""",
        (record.id, url, at, record.content_type, warc.digest(block), record.payload_digest, len(block), len(member)),
    ).lastrowid
    connection.execute("INSERT INTO members VALUES (?, ?)", (key, member))
    assert key is not None
    return key, record.payload_digest


def _sum_up(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO article_days SELECT substr(listed_at, 1, 10), domain, count(*) FROM articles GROUP BY 1, 2"
    )


if __name__ == "__main__":
    main()
