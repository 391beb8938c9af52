"""`tearsheet fetch`: one page, or a list of them, archived and printed clean."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import clock
from archive.cli.group import EXIT_FAILED, EXIT_PARTLY
from archive.cli.options import archive_option, json_option
from archive.errors import BadUrl, TearsheetError
from archive.model import SavedPage
from archive.urls import normalise, without_credentials
from crawler.commands.options import allow_private_option, log_level

if TYPE_CHECKING:
    from archive.store.articles import Page
    from crawler.report import Report

MAX_FILE = 32 << 20  # bytes


class BadInput(TearsheetError):
    """What was named can be neither fetched nor read."""

    exit_code = 2


@dataclass
class _Wanted:
    """What the command line asks for, sorted."""

    urls: list[str] = field(default_factory=list)  # normalised, each once
    files: list[SavedPage] = field(default_factory=list)
    bad: list[tuple[str, str]] = field(default_factory=list)  # (address, why it is none)
    missing: list[Report] = field(default_factory=list)  # files that cannot be read


@click.command()
@click.argument("named", metavar="URL|FILE|-...", nargs=-1, required=True)
@archive_option
@json_option
@allow_private_option
@click.option("--url", help="Where a saved file came from.")
@click.option("--date", help="When it came from there; the file's own date where it is not said.")
@click.option("--markdown", is_flag=True, help="Print Markdown.")
@click.option("--set-aside", is_flag=True, help="Also print what was torn off, by kind, with the reason.")
@click.option(
    "--extractor",
    type=click.Choice(["tearsheet", "trafilatura"]),
    default="tearsheet",
    show_default=True,
    help="Who reads the page; trafilatura's is its own answer, unimproved.",
)
@click.option("-v", "--verbose", count=True, help="Say more on stderr; twice: everything.")
def fetch(named: tuple[str, ...], path: Path, url: str | None, date: str | None, **asked: Any) -> None:
    """Fetch pages, or read saved ones; keep them in the archive, and print their articles.

    Of a page that is no article, stderr says what it is, and what text it has is printed; it counts as failed.

    A FILE is a saved page, a plain text, or a list of addresses, one a line; - is such a file on standard input. What
    fails is a line on stderr, and the others go on: the exit code is then 3, or 1 where nothing else was asked for.
    """
    wanted = _sorted(named, url, date)
    reports = [*wanted.missing, *_noted(path, wanted.bad)]
    reports += [*_read(path, wanted.files, asked), *_fetched(path, wanted.urls, asked)]
    failed = sum([not _print(path, report, asked, alone=len(reports) == 1) for report in reports])
    if failed:
        sys.exit(EXIT_FAILED if len(reports) == 1 else EXIT_PARTLY)


def _sorted(named: Sequence[str], url: str | None, date: str | None) -> _Wanted:
    wanted, origin, moment = _Wanted(), normalise(url) if url else "", _date(date)
    for name in named:
        if "://" in name or name.partition(":")[0] in ("data", "file", "javascript"):
            _take_url(wanted, name)
            continue
        try:
            _take_file(wanted, name, origin, moment)
        except BadInput as error:
            if len(named) == 1:
                raise
            from crawler.report import Report  # noqa: PLC0415

            wanted.missing.append(Report(name, failure=str(error)))
    if url and len(wanted.files) > 1:
        raise BadInput(f"--url says where one file came from, and there are {len(wanted.files)}: name them one by one.")
    return wanted


def _take_file(wanted: _Wanted, name: str, origin: str, moment: datetime | None) -> None:
    content, at = _content(name)
    from crawler.oneoff import addresses_in, content_type_of  # noqa: PLC0415  (only where there is a file)

    if addresses := addresses_in(content):
        for address in addresses:
            _take_url(wanted, address)
        return
    where = origin or (Path(name).resolve().as_uri() if name != "-" else "file:///dev/stdin")
    wanted.files.append(SavedPage(where, moment or at, content, content_type_of(content)))


def _take_url(wanted: _Wanted, url: str) -> None:
    try:
        normal = normalise(url)
    except BadUrl as error:
        wanted.bad.append((without_credentials(url), str(error)))
    else:
        if normal not in wanted.urls:
            wanted.urls.append(normal)


def _content(name: str) -> tuple[bytes, datetime]:
    """Return what a file holds, and when it was written (UTC)."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_FILE), clock.now()
    try:
        written = datetime.fromtimestamp(Path(name).stat().st_mtime, UTC)
        with Path(name).open("rb") as file:
            return file.read(MAX_FILE), written
    except FileNotFoundError as error:
        raise BadInput(f"{name} is no http or https address, and there is no file of that name.") from error
    except OSError as error:
        raise BadInput(f"{name} cannot be read: {error.strerror}.") from error


def _date(text: str | None) -> datetime | None:
    from archive.transfer.selection import moment_given  # noqa: PLC0415

    return moment_given(text) if text else None


def _noted(path: Path, bad: Sequence[tuple[str, str]]) -> Iterator[Report]:
    if not bad:
        return
    from crawler.oneoff import note_bad_urls  # noqa: PLC0415
    from crawler.report import Report  # noqa: PLC0415

    note_bad_urls(path, bad)
    yield from (Report(url, failure=why) for url, why in bad)


def _read(path: Path, files: Sequence[SavedPage], asked: dict[str, Any]) -> Sequence[Report]:
    if not files:
        return []
    from crawler.oneoff import read_saved  # noqa: PLC0415

    return read_saved(path, files, extractor=asked["extractor"])


def _fetched(path: Path, urls: Sequence[str], asked: dict[str, Any]) -> list[Report]:
    if not urls:
        return []
    from crawler.progress import Progress  # noqa: PLC0415  (Scrapy: half a second)
    from crawler.report import Report  # noqa: PLC0415
    from crawler.run import run_spider  # noqa: PLC0415

    settings: dict[str, Any] = {
        "TEARSHEET_ARCHIVE": str(path),
        "TEARSHEET_EXTRACTOR": asked["extractor"],
        "LOG_LEVEL": log_level(asked["verbose"]),
    }
    if asked["allow_private"]:
        settings["TEARSHEET_ALLOW_PRIVATE"] = list(asked["allow_private"])
    progress = Progress()
    with progress.shown():
        session, _ = run_spider("url", settings=settings, watch=progress.watch, urls=list(urls))
    unsaid = "It was not fetched: the run ended before its turn came."
    return [session.reports.get(url) or Report(url, failure=unsaid) for url in urls]


def _print(path: Path, report: Report, asked: dict[str, Any], *, alone: bool) -> bool:
    """Print what became of one address, and return whether it was an article."""
    from archive import presentation  # noqa: PLC0415
    from archive.extraction.joining import GOES_ON  # noqa: PLC0415
    from archive.store import articles  # noqa: PLC0415
    from archive.store.database import Archive  # noqa: PLC0415

    if report.outcome is None or report.capture_id is None:
        why = report.failure or "it came to nothing."
        click.echo(f"tearsheet: {why if report.asked in why else f'{report.asked}: {why}'}", err=True)
        return False
    with Archive.open(path, readonly=True) as archive:
        page = articles.newest_page(archive.connection, report.capture_id)
        if page is None or not report.outcome.version:
            _print_no_article(report, page, asked["as_json"])
            return False
        key = articles.find(archive.connection, report.outcome.article_id)
        article = replace(articles.load(archive.connection, key), page=page)
    for note in page.notes:
        if note.startswith(GOES_ON):
            click.echo(f"tearsheet: {report.asked} {note}, which could not be joined to it.", err=True)
    if asked["as_json"]:
        table = presentation.as_json(article)
        click.echo(json.dumps(table, ensure_ascii=False, indent=2 if alone else None, default=str))
    elif asked["markdown"]:
        click.echo(presentation.as_markdown(article))
    else:
        click.echo(presentation.as_text(article, set_aside=asked["set_aside"]))
    if not alone and not asked["as_json"]:
        click.echo()
    return True


def _print_no_article(report: Report, page: Page | None, as_json: bool) -> None:
    from archive.presentation import page_json, printable  # noqa: PLC0415

    outcome = report.outcome
    assert outcome is not None
    why = outcome.reason.rstrip(".")
    rest = " What text it has is printed all the same." if report.text else ""
    click.echo(f"tearsheet: {report.asked}: no article: {outcome.kind}{f' ({why})' if why else ''}.{rest}", err=True)
    if as_json and page is not None:
        click.echo(json.dumps(page_json(page) | {"text": report.text}, ensure_ascii=False, default=str))
    elif report.text:
        click.echo(printable(report.text))
