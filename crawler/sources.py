"""Sources as their operator writes them: one TOML file a site, checked, with messages that name line and fix."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from archive.errors import TearsheetError

DEFAULT_FOLDER = "settings/sources"
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_PERIOD = re.compile(r"(\d{1,4})\s*([mhd])")
_ENVIRONMENT = re.compile(r"env:([A-Za-z_][A-Za-z0-9_]*)")
MAX_FILE = 1 << 20  # bytes


class BadSource(TearsheetError):
    """A source's TOML cannot be used; the message names the file, the line and the fix."""

    exit_code = 2


def period(text: str) -> timedelta | None:
    """Return how long "15m", "6h" or "30d" is, or None where the text is no such thing."""
    match = _PERIOD.fullmatch(text)
    return timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else None


def _period(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    found = period(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('write a number and m, h or d, as in "15m", "6h" or "30d"')
    return found


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError('write a whole address, as in "https://news.example/feed"')
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from error
    return value


def _from_environment(value: str) -> str:
    if _ENVIRONMENT.fullmatch(value) is None:
        raise ValueError('name an environment variable, as in "env:SITE_COOKIE": a secret does not belong in this file')
    return value


Period = Annotated[timedelta, BeforeValidator(_period)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Secret = Annotated[str, AfterValidator(_from_environment)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Articles(_Table):
    """Which addresses of the site are articles."""

    allow: tuple[Pattern, ...] = ()  # one of these must match, where there are any
    deny: tuple[Pattern, ...] = ()  # none of these may match


class Politeness(_Table):
    """How the site is to be treated, beyond its own robots.txt."""

    delay: Annotated[float, Field(ge=0, le=3600)] | None = None  # seconds; None: as in settings
    concurrency: Annotated[int, Field(ge=1, le=16)] = 1  # connections a host
    user_agent: str = ""  # "": as in settings
    respect_tdm: bool | None = None  # None: as in settings


class Recrawl(_Table):
    """When the site's pages are looked at again."""

    after: tuple[Period, ...] = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 7 * 24, 30 * 24))
    lists: Period = timedelta(minutes=15)  # feeds, sitemaps, section pages


class Extraction(_Table):
    """What the operator knows better about the site's pages."""

    keep: tuple[str, ...] = ()  # CSS selectors whose blocks are always body
    prune: tuple[str, ...] = ()  # CSS selectors whose blocks are never body


class SourceFile(_Table):
    """The content of one source's TOML."""

    home: WebAddress
    feeds: tuple[WebAddress, ...] = ()
    sitemaps: tuple[WebAddress, ...] = ()
    sections: tuple[WebAddress, ...] = ()
    hosts: tuple[str, ...] = ()  # other hosts of the site; those of the addresses above belong to it anyway
    verify_tls: bool = True  # whether pages are taken only where the certificate of their host is valid
    articles: Articles = Articles()
    politeness: Politeness = Politeness()
    recrawl: Recrawl = Recrawl()
    extraction: Extraction = Extraction()
    headers: Mapping[str, Secret] = Field(default_factory=dict)
    cookies: Mapping[str, Secret] = Field(default_factory=dict)


class Source(_Table):
    """One news site: its file's name, its content, and the text as it stands."""

    name: str
    path: Path
    toml: str
    file: SourceFile

    @property
    def hosts(self) -> frozenset[str]:
        """Return the hosts of the site, lower case, without ports."""
        file = self.file
        named = (urlsplit(url).hostname for url in (file.home, *file.feeds, *file.sitemaps, *file.sections))
        return frozenset(host for host in (*named, *(host.lower() for host in file.hosts)) if host)

    def wants(self, url: str, *, is_further: bool = False) -> bool:
        """Say whether the operator's patterns take this address for an article of the site.

        `is_further`: it is page two or later of an article that they took, so `allow` has spoken.
        """
        articles = self.file.articles
        if any(re.search(pattern, url) for pattern in articles.deny):
            return False
        return is_further or not articles.allow or any(re.search(pattern, url) for pattern in articles.allow)

    def secret_headers(self, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return the headers and cookies held in environment variables; raises BadSource where one is not set."""
        headers = {name: self._secret(name, value, environment) for name, value in self.file.headers.items()}
        if self.file.cookies:
            pairs = (f"{name}={self._secret(name, value, environment)}" for name, value in self.file.cookies.items())
            headers["Cookie"] = "; ".join(pairs)
        return headers

    def _secret(self, name: str, value: str, environment: Mapping[str, str]) -> str:
        variable = value.removeprefix("env:")
        if variable not in environment:
            raise BadSource(
                f"{self.path}: {name} is to come from the environment variable {variable}, which is not set: set it."
            )
        return environment[variable]


def load_sources(folder: Path, names: Sequence[str] = ()) -> tuple[list[Source], list[BadSource]]:
    """Return the sources of these names, or of every file of the folder, and what is wrong with those that are wrong.

    Raises BadSource where there is no such folder, or no source in it.
    """
    if not folder.is_dir():
        raise BadSource(f"There is no folder {folder} with sources: make it, or name yours in TEARSHEET_SOURCES.")
    known = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    if not known:
        raise BadSource(f"There is no source in {folder}: `tearsheet sources add https://news.example` writes one.")
    sources, problems = [], []
    for name in names or known:
        try:
            sources.append(load_source(known[name]))
        except KeyError:
            problems.append(BadSource(f"There is no source {name} in {folder}.{_did_you_mean(name, known)}"))
        except BadSource as error:
            problems.append(error)
    return sources, problems


def load_source(path: Path) -> Source:
    """Read one source's TOML; raises BadSource."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise BadSource(f"{path} is larger than {MAX_FILE} bytes: no source's file is.")
        return parse_source(path, path.read_text("utf-8"))
    except OSError as error:
        raise BadSource(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadSource(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8.") from error


def parse_source(path: Path, toml: str) -> Source:
    """Check the text of a source's TOML; raises BadSource."""
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BadSource(f"{path} is no TOML: {error}.") from error
    try:
        file = SourceFile.model_validate(table)
    except ValidationError as error:
        raise BadSource("\n".join(_sentence(path, toml, detail) for detail in error.errors())) from error
    if not (file.feeds or file.sitemaps or file.sections):
        raise BadSource(f"{path}: no feeds, sitemaps or sections: name at least one, or nothing would be found.")
    return Source(name=path.stem, path=path, toml=toml, file=file)


def _sentence(path: Path, toml: str, detail: ErrorDetails) -> str:
    names = [str(part) for part in detail["loc"]]
    place = f"{path}, line {_line_of(toml, names)}"
    if detail["type"] == "extra_forbidden":
        return f"{place}: {names[-1]} is no setting of a source.{_did_you_mean(names[-1], _names_in(names[:-1]))}"
    if detail["type"] == "missing":
        return f'{place}: {names[-1]} is missing: add {names[-1]} = "https://…", the address of the front page.'
    message = detail["msg"].removeprefix("Value error, ")
    return f"{place}: {'.'.join(names)}: {message}."


def _line_of(toml: str, names: Sequence[str]) -> int:
    """Return the line on which the innermost of these names is set; 1 where it is nowhere."""
    keys = [name for name in names if not name.isdigit()]
    table, found = "", 1
    for number, line in enumerate(toml.splitlines(), start=1):
        if match := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            table = match[1]
            found = number if keys[:1] == [table] and found == 1 else found
        match = re.match(r"""\s*["']?([\w-]+)["']?\s*=""", line)
        if match and [*filter(None, table.split(".")), match[1]] == keys:
            return number
    return found


def _names_in(table: Sequence[str]) -> list[str]:
    model: Any = SourceFile
    for name in table:
        field = model.model_fields.get(name)
        model = field.annotation if field else None
        if not (isinstance(model, type) and issubclass(model, _Table)):
            return []
    return list(model.model_fields)


def _did_you_mean(name: str, names: Sequence[str] | Mapping[str, object]) -> str:
    close = difflib.get_close_matches(name, list(names), n=1)
    return f" Did you mean {close[0]}?" if close else ""
