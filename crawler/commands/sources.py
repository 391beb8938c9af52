"""`tearsheet sources`: add, list, check and remove the sites that are crawled."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli.group import EXIT_FAILED, EXIT_PARTLY
from archive.cli.options import archive_option, json_option
from archive.errors import TearsheetError
from crawler.commands.options import allow_private_option, log_level, sources_option

if TYPE_CHECKING:
    from crawler.scouting import Findings


class NothingFound(TearsheetError):
    """A site offers nothing that a crawl could begin with, or could not be reached."""


class NotWritten(TearsheetError):
    """A source's file could not be written or removed."""


@click.group()
def sources() -> None:
    """The news sites that are crawled, a TOML file each."""


@sources.command()
@click.argument("home", metavar="URL")
@sources_option
@allow_private_option
@click.option("--name", help="Of the source; the site's domain where it is not said.")
@click.option("-v", "--verbose", count=True, help="Say more on stderr; twice: everything.")
@json_option
def add(home: str, folder: Path, name: str | None, **asked: Any) -> None:
    """Look at a site for feeds, sitemaps and section pages, and write its source."""
    from crawler.scouting import source_name, toml_of  # noqa: PLC0415
    from crawler.sources import parse_source  # noqa: PLC0415

    path = folder / f"{name or source_name(home)}.toml"
    if path.exists():
        raise NotWritten(f"{path} is there already: change it by hand, or remove it first.")
    findings = _scout(home, asked["allow_private"], log_level(asked["verbose"]))
    toml = toml_of(findings)
    parse_source(path, toml)
    _write(path, toml)
    if asked["as_json"]:
        click.echo(json.dumps({"source": path.stem, "file": str(path), **asdict(findings)}))
    else:
        _print_found(findings)
    click.echo(f"Wrote {path}. `tearsheet sources check {path.stem}` shows what would be fetched.", err=True)


def _print_found(findings: Findings) -> None:
    for what in ("feeds", "sitemaps", "sections"):
        for url, number in getattr(findings, what):
            click.echo(f"{what.removesuffix('s')}\t{number} stories\t{url}")


def _scout(home: str, allow_private: tuple[str, ...], level: str) -> Findings:
    from crawler.run import run_spider  # noqa: PLC0415
    from crawler.spiders.scout import ScoutSpider  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="tearsheet-") as scratch:
        settings: dict[str, Any] = {"TEARSHEET_ARCHIVE": str(Path(scratch) / "scout.db"), "LOG_LEVEL": level}
        if allow_private:
            settings["TEARSHEET_ALLOW_PRIVATE"] = list(allow_private)
        _, spider = run_spider("scout", settings=settings, home=home)
    assert isinstance(spider, ScoutSpider)
    if spider.findings is None:
        raise NothingFound(f"The front page could not be had: {spider.problem}")
    if spider.findings.empty:
        raise NothingFound(
            f"{home} has no feed, sitemap or section page that could be found: write its source by hand, "
            "as settings/sources/example.toml.sample shows."
        )
    return spider.findings


def _write(path: Path, toml: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(toml)
    except OSError as error:
        raise NotWritten(f"{path} cannot be written: {error.strerror}. Look at the rights of the folder.") from error


@sources.command("list")
@sources_option
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """List the sources; one that is wrong is a line on stderr, and the exit code is 3."""
    from crawler.sources import load_sources  # noqa: PLC0415

    found, problems = load_sources(folder)
    if as_json:
        click.echo(json.dumps([{"name": source.name, **source.file.model_dump(mode="json")} for source in found]))
    else:
        for source in found:
            file = source.file
            lists = f"{len(file.feeds)} feeds, {len(file.sitemaps)} sitemaps, {len(file.sections)} sections"
            click.echo(f"{source.name}\t{file.home}\t{lists}")
    for problem in problems:
        click.echo(f"tearsheet: {problem}", err=True)
    if problems:
        sys.exit(EXIT_PARTLY if found else EXIT_FAILED)


@sources.command()
@click.argument("names", metavar="[SOURCE]...", nargs=-1)
@archive_option
@sources_option
@allow_private_option
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Print at most N pages.")
@json_option
@click.pass_context
def check(context: click.Context, /, names: tuple[str, ...], **asked: Any) -> None:
    """Read the sources' files and lists, and print what a crawl would fetch; nothing is kept."""
    from crawler.commands.crawl import crawl  # noqa: PLC0415

    options = {"due": False, "since": None, "max_time": None, "dry_run": True, "verbose": 0}
    context.invoke(crawl, names=names, **options, **asked)


@sources.command()
@click.argument("name")
@sources_option
def rm(name: str, folder: Path) -> None:
    """Stop crawling a site: remove its file. What is archived of it stays."""
    path = folder / f"{name}.toml"
    try:
        path.unlink()
    except FileNotFoundError as error:
        raise NotWritten(f"There is no source {name} in {folder}.") from error
    except OSError as error:
        raise NotWritten(f"{path} cannot be removed: {error.strerror}.") from error
    click.echo(f"Removed {path}. What is archived of {name} stays; `tearsheet forget` removes that.", err=True)
