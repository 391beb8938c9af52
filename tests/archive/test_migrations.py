"""An archive of an older schema says after its migration what it said before."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.extraction.answer import Paragraph, ParagraphKind, SetAside
from archive.migrations import migrations
from archive.store import database
from archive.store.database import Archive
from archive.store.dictionary import load_set_aside
from archive.store.packing import pack
from archive.store.pages import load_page
from archive.store.structure import decode

BLOCKS = (  # domain, fingerprint, kind, decided_by, reason, text
    ("a.example", "00000000000000ff", "footer", "rule", "stands in <footer>", "All rights reserved"),
    ("a.example", "ff00000000000001", "promo", "model", "reads like a promotion", "Try our app"),
    ("b.example", "00000000000000ff", "navigation", "rule", "stands in <nav>", "All rights reserved"),
)


def older(path: Path, before: str) -> sqlite3.Connection:
    """Make an archive as it stood before a migration, and return a connection to fill it by."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
    connection.execute("PRAGMA journal_mode = WAL")
    migrations.apply(Database(connection), stop_before=before)
    connection.execute(f"PRAGMA user_version = {len(migrations.applied(Database(connection)))}")
    return connection


@pytest.fixture
def tightened(tmp_path: Path) -> Iterator[Archive]:
    """An archive written before m007, opened today."""
    connection = older(tmp_path / "old.db", "m007_tighter")
    connection.execute("INSERT INTO crawls (crawl_id, command, software, started_at) VALUES ('c', 'crawl', '', '')")
    connection.executemany(
        "INSERT INTO boilerplate (domain, fingerprint, kind, decided_by, reason, text) VALUES (?, ?, ?, ?, ?, ?)",
        BLOCKS,
    )
    for key in (1, 2):
        connection.execute(
            """INSERT INTO captures (id, capture_id, url, url_key, fetched_at, kind, crawl_id)
            VALUES (?, ?, '', '', '2026-03-01T00:00:00.000Z', 'page', 1)""",
            (key, f"c{key}"),
        )
        connection.execute("INSERT INTO texts VALUES (?, ?, 2, 'Ferry back')", (key, f"d{key}"))
    connection.execute(
        """INSERT INTO extractions (id, capture_id, extractor, extracted_at, kind, text_id, structure, set_aside)
        VALUES (1, 1, 'tearsheet 0', '', 'article', 1, ?, '[[2,5,12],[1,9,null]]'),
            (2, 2, 'tearsheet 0', '', 'article', 2, ?, '[[3,4,null]]')""",
        ['[["p",10,"0:0/1",3]]'] * 2,
    )
    connection.close()
    with Archive.open(tmp_path / "old.db") as archive:
        yield archive


def aside(archive: Archive, extraction: int) -> list[SetAside]:
    row = archive.connection.execute("SELECT set_aside FROM extractions WHERE id = ?", (extraction,)).fetchone()
    return list(load_set_aside(archive.connection, row["set_aside"]))


def test_blocks_set_aside_come_back_with_their_own_reasons(tightened: Archive) -> None:
    found = [(b.text, b.kind.value, b.by, b.reason, b.ordinal, b.probability) for b in aside(tightened, 1)]
    assert found == [
        ("Try our app", "promo", "model", "reads like a promotion", 5, 0.12),
        ("All rights reserved", "footer", "rule", "stands in <footer>", 9, None),
    ]
    assert [(b.text, b.reason) for b in aside(tightened, 2)] == [("All rights reserved", "stands in <nav>")]


def test_a_text_that_two_sites_share_is_stored_once(tightened: Archive) -> None:
    rows = tightened.connection.execute("SELECT fingerprint, text FROM boilerplate ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [(255, "All rights reserved"), (-(1 << 56) + 1, "Try our app")]


def test_paragraphs_come_back(tightened: Archive) -> None:
    text, structure = tightened.connection.execute(
        "SELECT text, structure FROM extractions JOIN texts ON texts.id = text_id WHERE extractions.id = 1"
    ).fetchone()
    assert decode(text, structure) == (Paragraph(ParagraphKind.PARAGRAPH, "Ferry back", "0/1", 3),)
    assert structure == pack(json.loads('[["p",10,"0:0/1",3]]'))
    assert load_page(tightened.connection, 1).text == "Ferry back"


def test_the_migrated_file_has_the_indexes_views_and_references_of_a_new_one(
    tightened: Archive, tmp_path: Path
) -> None:
    query = "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
    with Archive.open(tmp_path / "new.db", create=True) as new:
        fresh = [tuple(row) for row in new.connection.execute(query)]
    assert [tuple(row) for row in tightened.connection.execute(query)] == fresh
    assert tightened.connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert tightened.connection.execute("SELECT count(*) FROM searchable").fetchone()[0] == 0


def test_articles_take_language_and_kind_from_what_they_show(tmp_path: Path) -> None:
    connection = older(tmp_path / "old.db", "m008_filters")
    connection.execute("PRAGMA foreign_keys = OFF")
    for key, (language, kind) in enumerate((("en", "article"), ("es", "live blog")), 1):
        connection.execute(
            """INSERT INTO extractions (id, capture_id, extractor, extracted_at, kind, language)
            VALUES (?, 1, 'tearsheet 0', '', ?, ?)""",
            (key, kind, language),
        )
        connection.execute("INSERT INTO versions VALUES (?, 7, ?, 1, 1, ?, 'first', '')", (key, key, key))
    connection.execute(
        """INSERT INTO articles
            VALUES (7, 'a', 'https://a.example/', 'a.example', NULL, '1', '2', '3', '4', 'gone', '5', 2),
            (8, 'b', 'https://b.example/', 'b.example', NULL, '1', '2', '3', '4', 'alive', '', NULL)"""
    )
    before = connection.execute("SELECT * FROM articles").fetchall()
    connection.close()
    with Archive.open(tmp_path / "old.db") as archive:
        rows = [dict(row) for row in archive.connection.execute("SELECT * FROM articles ORDER BY id")]
    assert [(row.pop("language"), row.pop("kind")) for row in rows] == [("es", "live blog"), ("", "")]
    assert [tuple(row.values()) for row in rows] == before
