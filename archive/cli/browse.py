"""`tearsheet browse`: the archive as pages, on this machine's own address."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.cli.options import archive_option
from archive.errors import ArchiveError

F = TypeVar("F", bound=Callable[..., Any])

NAME = "archive"  # of the database in datasette's addresses, whatever the file is called
SETTINGS = {
    "allow_download": False,
    "default_allow_sql": False,
    "sql_time_limit_ms": 1_000,
    "max_returned_rows": 1_000,
    "num_sql_threads": 3,
    "default_cache_ttl": 0,
}


def server_options(function: F) -> F:
    """Add what commands that serve have in common: --host, --port, --base-url."""
    for option in (
        click.option("--base-url", default="/", show_default=True, help="Path below which a proxy serves the archive."),
        click.option(
            "--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
        ),
        click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on."),
    ):
        function = option(function)
    return function


@click.command()
@click.argument("files", metavar="[ARCHIVE]...", nargs=-1, type=click.Path(path_type=Path, dir_okay=False))
@archive_option
@server_options
@click.option("--sql", is_flag=True, help="Let visitors write SQL of their own; the WARC bytes stay closed to it.")
@click.option("--immutable", is_flag=True, help="Promise that nobody writes: for a copy that `compact --into` made.")
def browse(
    files: tuple[Path, ...], path: Path, *, host: str, port: int, base_url: str, sql: bool, immutable: bool
) -> None:
    """Open the archive as pages to read, on this machine only unless told otherwise.

    Several ARCHIVEs, such as the shards of a crawl, stand side by side: each below its own name, with one search over
    all of them.
    """
    paths = files or (path,)
    what = f"Browse {', '.join(map(str, paths))}"
    if len(paths) == 1:
        serve(library(paths[0], sql=sql, immutable=immutable, base_url=base_url), host, port, what)
    else:
        serve(side_by_side(paths, sql=sql, immutable=immutable, base_url=base_url), host, port, what)


def side_by_side(paths: Sequence[Path], *, sql: bool = False, immutable: bool = False, base_url: str = "/") -> Any:
    """Return an application that serves several archives, each below its own name.

    Raises:
        ArchiveError: one of the files is not an archive that can be read, or is live and was called immutable.

    """
    from archive.web.beside import SideBySide, names_of  # noqa: PLC0415  (it imports datasette)

    base = _based(base_url)
    return SideBySide(
        {
            name: library(path, sql=sql, immutable=immutable, base_url=f"{base}{name}", beside=base)
            for name, path in zip(names_of(paths), paths, strict=True)
        },
        base,
    )


def serve(datasette: Any, host: str, port: int, what: str, *, page: str = "") -> None:
    """Serve until Ctrl-C; say on stderr what is where.

    Raises:
        ArchiveError: nobody can listen there.

    """
    import uvicorn  # noqa: PLC0415  (slow to import, and only commands that serve need it)

    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        raise ArchiveError(f"Nothing can listen at {host}:{port} ({error.strerror}). Choose another --port.") from error
    at = f"http://{host}:{listening.getsockname()[1]}{datasette.setting('base_url')}{page}"
    click.echo(f"{what} at {at} (Ctrl-C ends)", err=True)
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn has closed down in order, and then raises it again
        uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning")).run(sockets=[listening])


def library(path: Path, *, sql: bool = False, immutable: bool = False, base_url: str = "/", beside: str = "") -> Any:
    """Return a datasette that serves the archive at `path` and nothing else.

    `beside` is the path of the page over all archives, where it is one of several.

    Raises:
        ArchiveError: the file is not an archive that can be read, or is live and was called immutable.

    """
    from datasette.app import Datasette  # noqa: PLC0415  (0.4 s)

    from archive.store.database import Archive  # noqa: PLC0415

    Archive.open(path, readonly=True).close()
    if immutable:
        refuse_live(path)
    datasette = Datasette(
        files=[] if immutable else [str(path)],
        immutables=[str(path)] if immutable else [],
        settings=SETTINGS | {"base_url": _based(base_url)},
        metadata={"plugins": {"tearsheet": {"sql": sql, "beside": beside}}, **({"allow_sql": True} if sql else {})},
    )
    _rename(datasette)
    return datasette


def _based(base_url: str) -> str:
    return f"/{base_url.strip('/')}/".replace("//", "/")


def refuse_live(path: Path) -> None:
    """Raise ArchiveError where a file may be written while it is read: SQLite would read torn pages from it."""
    with path.open("rb") as file:
        header = file.read(20)
    if header[18:20] == b"\x02\x02":  # file format: write-ahead log (sqlite.org/fileformat.html, 1.3.3)
        raise ArchiveError(
            f"{path} is a live archive that a crawl may write to, and --immutable would show torn pages of it. "
            "Make a copy with `tearsheet compact --into FILE`, and browse that."
        )


def _rename(datasette: Any) -> None:
    database = next(one for one in datasette.databases.values() if one.path)
    if database.name != NAME:
        datasette.remove_database(database.name)
        datasette.add_database(database, name=NAME)
