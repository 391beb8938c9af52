"""What `fetch` does without a crawl: saved files read like pages, and addresses that are none noted as such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from archive import clock
from archive.errors import ExtractionFailed
from archive.model import Attempt, Refusal, SavedPage
from archive.store import reading
from archive.store.crawls import begin_crawl, end_crawl
from archive.store.database import Archive
from archive.store.recording import record_attempts, record_saved
from archive.workers import Readers
from crawler.report import Report

_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|div|p|article|br|a\s)[\s>/]?", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:\S+$", re.IGNORECASE)
_HEAD = 4096  # bytes looked at to tell markup from plain text


def content_type_of(content: bytes) -> str:
    """Return the media type a saved file is kept with: HTML, PDF, or plain text."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    return "text/html" if _MARKUP.search(content[:_HEAD]) else "text/plain"


def addresses_in(content: bytes) -> list[str]:
    """Return the lines of a list of addresses, # for comments; [] where no more than half of them look like one."""
    if b"\x00" in content[:_HEAD]:
        return []
    lines = [line.strip() for line in content.decode("utf-8", "replace").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    return lines if 2 * sum(_ADDRESS.match(line) is not None for line in lines) > len(lines) else []


def note_bad_urls(path: Path, bad: Sequence[tuple[str, str]]) -> None:
    """Write a row for each address that is none, with the sentence that says why."""
    with Archive.open(path, create=True) as archive:
        crawl_id = begin_crawl(archive, command="fetch", settings={"urls": len(bad)})
        at = clock.now()
        record_attempts(archive, crawl_id, [Attempt(url, Refusal.BAD_URL, why, at) for url, why in bad])
        end_crawl(archive, crawl_id, outcome="finished", counts={"refused": len(bad)})


def read_saved(path: Path, pages: Sequence[SavedPage], *, extractor: str) -> list[Report]:
    """Keep saved files as resource records, read them, and return what became of each."""
    with Archive.open(path, create=True) as archive, Readers(path, workers=1) as readers:
        crawl_id = begin_crawl(archive, command="fetch", settings={"files": len(pages)})
        captures = [record_saved(archive, crawl_id, page) for page in pages]
        futures = [readers.submit(capture.id, extractor=extractor) for capture in captures]
        reports = []
        for page, capture, future in zip(pages, captures, futures, strict=True):
            try:
                read = future.result()
                [outcome] = reading.store_readings(archive, [read])
                reports.append(
                    Report(page.url, capture.id, outcome, text="" if outcome.version else read.extraction.text)
                )
            except ExtractionFailed as error:
                reason = Refusal.KILLED if error.killed else Refusal.UNREADABLE
                reading.mark_unreadable(archive, capture.id, reason, str(error))
                reports.append(Report(page.url, capture.id, failure=str(error)))
        end_crawl(archive, crawl_id, outcome="finished", counts={"fetched": len(pages)})
        return reports
