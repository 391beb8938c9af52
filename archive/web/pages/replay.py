"""The page as it was: a banner of ours around a sandbox, the captures of an address, and what stands near it."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.errors import BadUrl, NotFound
from archive.store.database import Archive, now
from archive.urls import normalise
from archive.web.page import INSIDE, Answer, Asked, BadAddress, Elsewhere, Page, shortened
from archive.web.queries import captures, provenance
from archive.web.queries.captures import Seen
from archive.web.replay.content import content
from archive.web.replay.document import SANDBOX
from archive.web.replay.moments import digits_of, wanted
from archive.web.texts import say


@dataclass(frozen=True, slots=True)
class Frame:
    """Variables of the banner, and the keys of its JSON."""

    url: str
    capture: Seen
    inside: str  # path of the page within the sandbox
    before: Seen | None
    after: Seen | None
    article: str  # public id; "" where the page is no article
    sandbox: str = field(metadata=INSIDE)


@dataclass(frozen=True, slots=True)
class Captures:
    """Variables of the list of captures, and the keys of its JSON."""

    url: str
    captures: tuple[Seen, ...]
    near: tuple[Seen, ...]  # captures of other addresses near this one, where it was never captured
    nearest: Seen | None = None  # to the time that `at` names, what /web/<at>/<url> shows


def replay(archive: Archive, asked: Asked) -> Answer:
    """Answer `/web/<time>/<url>`, with a flavour behind the time, and `/web/*/<url>` for all captures."""
    url = _url(asked)
    if asked.raw["when"] in {"*", "%2A"}:
        return _all(archive, url)
    want = wanted(asked.raw["when"])
    seen = captures.nearest(archive.connection, url, want.at, good=want.flavour in {"im_", "cs_"})
    if seen is None:
        return _missing(url) if want.flavour else _all(archive, url)
    if seen.location and want.flavour:
        return Elsewhere(asked.link.replay(seen.location, seen.fetched_at, want.flavour))
    if want.flavour:
        return content(archive.connection, seen, want.flavour, asked.link, asked.absolute)
    if want.digits != digits_of(seen.fetched_at):
        return Elsewhere(asked.link.replay(seen.url, seen.fetched_at))
    return _frame(archive, asked, seen)


def here(archive: Archive, asked: Asked) -> Answer:
    """Answer `/web/<url>` and `/web/?url=`: the newest capture."""
    url = asked.query.get("url") or asked.raw.get("url", "") + (f"?{asked.raw_query}" if asked.raw_query else "")
    if not url:
        raise BadAddress(say("replay.no_url"))
    return Elsewhere(asked.link.replay(_normal(url), now()))


def list_captures(archive: Archive, asked: Asked) -> Answer:
    """Answer `/captures?url=` and its .json: when an address was captured; with `&at=` also which one is nearest."""
    if not asked.query.get("url"):
        raise BadAddress(say("replay.no_url"))
    return _all(archive, _normal(asked.query["url"]), asked.query.get("at", ""))


def _url(asked: Asked) -> str:
    return _normal(asked.raw["url"] + (f"?{asked.raw_query}" if asked.raw_query else ""))


def _normal(url: str) -> str:
    scheme, colon, rest = url.partition(":")
    if colon and scheme.lower() in {"http", "https"}:
        url = f"{scheme}://{rest.lstrip('/')}"  # proxies fold the two slashes into one
    elif not scheme.isalpha() or not colon:
        url = f"https://{url}"
    try:
        return normalise(url)
    except BadUrl as error:
        raise BadAddress(say("replay.bad_url", url=shortened(url))) from error


def _missing(url: str) -> Answer:
    raise NotFound(say("replay.never", url=shortened(url)))


def _frame(archive: Archive, asked: Asked, seen: Seen) -> Page:
    connection = archive.connection
    before, after = captures.around(connection, seen.url, seen.fetched_at)
    named = provenance.articles_at(connection, [seen.url])
    frame = Frame(
        url=seen.url,
        capture=seen,
        inside=asked.link.replay(seen.url, seen.fetched_at, "mp_"),
        before=before,
        after=after,
        article=named.get(seen.url, ""),
        sandbox=SANDBOX,
    )
    return Page("replay", say("replay.title", url=shortened(seen.url)), frame)


def _all(archive: Archive, url: str, at: str = "") -> Page:
    nearest = captures.nearest(archive.connection, url, wanted(at).at) if at else None
    found = captures.of_url(archive.connection, url)
    near = () if found else captures.like(archive.connection, url)
    return Page(
        "captures",
        say("captures.title", url=shortened(url)),
        Captures(url, found, near, nearest),
        200 if found else 404,
    )
