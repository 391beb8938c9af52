"""`tearsheet crawl`: fetch what is new and what is due of the sources."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli.group import EXIT_FAILED, EXIT_INTERRUPTED
from archive.cli.options import archive_option, json_option
from crawler.commands.options import allow_private_option, log_level, sources_option, time_asked
from crawler.commands.telling import measured, say, told

if TYPE_CHECKING:
    from archive.store.watches import News
    from crawler.session import Session


@click.command()
@click.argument("names", metavar="[SOURCE]...", nargs=-1)
@archive_option
@sources_option
@allow_private_option
@click.option("--due", is_flag=True, help="Look only at the feeds, sitemaps and sections whose time has come.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Fetch at most N pages.")
@click.option("--since", metavar="DATE", help='Leave alone what lists date before this: "2026-01-31", or "7d".')
@click.option("--max-time", metavar="TIME", help='Begin nothing new after this: "10m", "2h".')
@click.option("--dry-run", is_flag=True, help="Look at the feeds only, keep nothing, and print what would be fetched.")
@click.option(
    "--notify-command", metavar="COMMAND", help="Run this with what watched searches found, JSON lines on stdin."
)
@click.option("--metrics", type=click.Path(path_type=Path), metavar="FILE", help="Write counts for Prometheus here.")
@click.option("--dask", metavar="tcp://HOST:PORT", help="Have the workers of this scheduler crawl, each source a task.")
@click.option(
    "--shards",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="With --dask: the folder, on each machine, in which every source has an archive of its own.",
)
@click.option("-v", "--verbose", count=True, help="Say more on stderr; twice: everything.")
@json_option
def crawl(names: tuple[str, ...], path: Path, folder: Path, dry_run: bool, verbose: int, **asked: Any) -> None:
    """Fetch what is new of the sources, and look again at what is due; all of them where none is named.

    Safe under cron: a source that another run is crawling is left to it, and the exit code is 75. Exits 1 where a
    source could not be read at all, 3 where one of several was skipped, 5 where one is not as it was: quiet for far
    longer than ever, or read far worse.

    With --dask, --limit counts the pages of each source and --max-time the whole run; 75 where all sources are busy.
    """
    if asked["dask"] or asked["shards"]:
        from crawler.commands.spread import crawl_by_cluster  # noqa: PLC0415

        crawl_by_cluster(names, folder, asked | {"dry_run": dry_run, "verbose": verbose})
    settings = {
        "TEARSHEET_ARCHIVE": str(path),
        "TEARSHEET_SOURCES": str(folder),
        "LOG_LEVEL": log_level(verbose),
    }
    if dry_run:
        _dry_run(names, path, settings, asked)
    else:
        _crawl(names, path, settings, asked)


def _crawl(names: tuple[str, ...], path: Path, settings: dict[str, Any], asked: dict[str, Any]) -> None:
    from crawler import report  # noqa: PLC0415  (Scrapy takes half a second to import: --help shall not wait)

    began = time.monotonic()
    session, spider = _run(names, settings, asked)
    skipped = [*(str(error) for error in spider.bad_sources), *_busy(session.busy)]
    news = _news_of_watches(path)
    _print(session, news, asked["as_json"])
    unread = [
        f"Nothing of {source} could be read: no feed, sitemap or section page."
        for source in report.unreachable(session.counts)
    ]
    say([*skipped, *session.problems, *unread, *session.troubles])
    code = report.exit_code(session.counts, skipped=skipped, troubles=session.troubles)
    if session.outcome == "interrupted":
        say(["Stopped as asked; what was fetched is kept, and the next run goes on."])
        code = EXIT_INTERRUPTED
    all_told = _tell(session, news, asked, seconds=time.monotonic() - began, code=code)
    sys.exit(code or (0 if all_told else EXIT_FAILED))


def _busy(names: list[str]) -> list[str]:
    return [f"{name} is being crawled by another run, and was left to it." for name in names]


def _news_of_watches(path: Path) -> list[News]:
    from archive.store.database import Archive  # noqa: PLC0415
    from archive.store.watches import report  # noqa: PLC0415

    with Archive.open(path) as archive:
        return report(archive)


def _print(session: Session, news: list[News], as_json: bool) -> None:
    from crawler import notify, report  # noqa: PLC0415

    if as_json:
        summary = report.as_json(session.crawl_id, session.counts, session.problems, session.outcome)
        click.echo(json.dumps(summary | {"watches": notify.as_json(news), "troubles": session.troubles}))
        return
    click.echo(report.table(session.counts))
    for line in notify.lines(news):
        click.echo(line)


def _tell(session: Session, news: list[News], asked: dict[str, Any], *, seconds: float, code: int) -> bool:
    """Tell the operator's command and the metrics file; return whether both could be told."""
    from crawler.notify import notify  # noqa: PLC0415

    command, outcome = asked["notify_command"], session.outcome
    notified = not command or told(lambda: notify(command, news))
    written = measured(asked["metrics"], session.counts, outcome=outcome, seconds=seconds, code=code)
    return notified and written


def _run(names: tuple[str, ...], settings: dict[str, Any], asked: dict[str, Any]) -> Any:
    from crawler.progress import Progress  # noqa: PLC0415
    from crawler.run import run_spider  # noqa: PLC0415

    if asked["allow_private"]:
        settings["TEARSHEET_ALLOW_PRIVATE"] = list(asked["allow_private"])
    if asked["max_time"]:
        settings["CLOSESPIDER_TIMEOUT"] = max(time_asked(asked["max_time"]).total_seconds(), 1.0)  # 0 would mean: never
    progress = Progress()
    with progress.shown():
        return run_spider(
            "source",
            settings=settings,
            watch=progress.watch,
            source=",".join(names),
            due=asked["due"],
            limit=asked["limit"],
            since=asked["since"],
        )


def _dry_run(names: tuple[str, ...], path: Path, settings: dict[str, Any], asked: dict[str, Any]) -> None:
    from crawler.dry import would_fetch  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="tearsheet-") as scratch:
        trial = Path(scratch) / "trial.db"
        session, spider = _run(names, settings | {"TEARSHEET_ARCHIVE": str(trial)}, asked | {"limit": 0})
        addresses = would_fetch(trial, known=path, limit=asked["limit"])
    say([*(str(error) for error in spider.bad_sources), *session.problems])
    if asked["as_json"]:
        click.echo(json.dumps([{"source": source, "url": url, "published": dated} for source, url, dated in addresses]))
        return
    for source, url, dated in addresses:
        click.echo(f"{source}\t{dated or '-'}\t{url}")
