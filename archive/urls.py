"""Addresses: one spelling for each, the key that replay looks up, and the names made from them."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit, urlunsplit

from archive.errors import BadUrl
from archive.suffixes import below_suffix

LONGEST = 8 * 1024  # characters: what servers and RFC 9110 agree to carry
_PORTS = {"http": 80, "https": 443}
# Said of who clicked, never of what is shown. Names that some site may need (ref, source, id) are not here.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|twclid|yclid|gclsrc|wbraid|gbraid|mc_[ce]id"
    r"|_hs(?:enc|mi)|igshid|mkt_tok|at_(?:medium|campaign)|ns_(?:mchannel|source|campaign|linkname|fee)|cmpid|xtor"
    r"|wt_mc|__twitter_impression|oly_(?:anon|enc)_id|vero_id|guccounter|guce_referrer(?:_sig)?|_ga|_gl",
    re.IGNORECASE,
)
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?"
_ESCAPED_TWICE = 3  # rounds of undoing escapes of escapes
_MUST_BE_ESCAPED = re.compile(r"[\x00-\x20#%\x7f-\xff]")
_CREDENTIALS = re.compile(r"^(\s*[a-z][a-z0-9+.-]*:[/\\]*)[^/\\?#]*@", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
_CONTROL = re.compile(r"[\x00-\x20\x7f]+")


@lru_cache(maxsize=8192)  # a page names an address in several places, and a site its own on every page
def normalise(url: str) -> str:
    """Return the one spelling of an http(s) URL under which it is known.

    Lower-case host in its ASCII form, no default port, no fragment, no tracking parameters, no dot segments; path and
    the other parameters stay as they are, but for characters that no URL may hold, which are percent-encoded as UTF-8.

    Raises:
        BadUrl: it is not an http(s) URL that can be fetched.

    """
    parts = _split(url)
    path = _without_dots(quote(parts.path, safe=_PATH_SAFE, errors="replace")) or "/"
    query = quote(_without_tracking(parts.query), safe=_QUERY_SAFE, errors="replace")
    return urlunsplit((parts.scheme.lower(), host_of(url), path, query, ""))


def host_of(url: str) -> str:
    """Return the host of an http(s) URL in ASCII, lower case, with its port where that is not the scheme's own.

    Raises:
        BadUrl: it is not an http(s) URL that can be fetched.

    """
    parts = _split(url)
    host = _ascii_host(parts.hostname or "")
    if not host:
        raise BadUrl(f"{_shown(url)} names no host that can exist.")
    port = parts.port
    return host if port in (None, _PORTS[parts.scheme.lower()]) else f"{host}:{port}"


def without_credentials(url: str) -> str:
    """Return a URL without the user name and password that some carry; any other text as it is.

    >>> without_credentials("https://me:secret@news.example/a")
    'https://news.example/a'
    """
    return _CREDENTIALS.sub(r"\1", url)


def _split(url: str) -> SplitResult:
    stripped = url.strip()
    if len(stripped) > LONGEST:
        raise BadUrl(f"A URL of {len(stripped)} characters is too long: {stripped[:60]}…")
    try:
        # A backslash is a slash to browsers; line breaks within are not part of an address.
        parts = urlsplit(re.sub(r"[\t\r\n]", "", stripped))
        port = parts.port
    except ValueError as error:
        raise BadUrl(f"{_shown(url)} is not a URL: {error}.") from error
    if parts.scheme.lower() not in _PORTS:
        raise BadUrl(f"{_shown(url)} is not an http or https URL.")
    if not parts.hostname or port == 0:
        raise BadUrl(f"{_shown(url)} names no host.")
    if parts.username is not None:
        raise BadUrl(f"The URL at {parts.hostname} carries a user name; addresses with credentials are not archived.")
    return parts


def _shown(url: str) -> str:
    short = _CONTROL.sub(" ", url.strip())
    return repr(short if len(short) <= 100 else short[:99] + "…")


@lru_cache(maxsize=4096)
def _ascii_host(host: str) -> str:
    """Return a host as it is asked for, or "" where none can be called so."""
    if ":" in host:
        return f"[{host.lower()}]"
    host = host.lower().rstrip(".")
    if not host.isascii():
        host = _idna(host)
    return host if _HOST.fullmatch(host) and ".." not in host else ""


def _idna(host: str) -> str:
    import idna  # noqa: PLC0415  (most hosts are ASCII)

    try:
        return idna.encode(host, uts46=True).decode()
    except UnicodeError:
        return ""


def _without_dots(path: str) -> str:
    """Remove "." and ".." segments (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def _without_tracking(query: str) -> str:
    if not query:
        return ""
    return "&".join(part for part in query.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0]))


def url_key(url: str) -> str:
    """Return the SURT of a URL as replay tools look it up: "com,example)/path?a=1&b=2".

    Scheme, "www.", letter case, a final slash and the order of parameters do not matter (as in the IA canonicaliser).
    A URL without a host, such as file:, is its own key.
    """
    try:
        parts = _split(url)
        host, _, port = _host_and_port(host_of(url))
    except BadUrl:
        return _CONTROL.sub("%20", url.strip())[:LONGEST]
    host = re.sub(r"^www\d*\.", "", host).strip("[]")
    path = _without_dots(re.sub("/{2,}", "/", _escaped(parts.path))).rstrip("/") or "/"
    query = "&".join(sorted(_escaped(parts.query).split("&")))
    where = ",".join(reversed(host.split("."))) + (f":{port}" if port else "")
    return f"{where}){path}" + (f"?{query}" if query else "")


def _escaped(text: str) -> str:
    """Spell a path or query as the IA canonicaliser does: all escapes undone, then only what must be is escaped."""
    raw = text.encode("utf-8", "surrogatepass")
    for _ in range(_ESCAPED_TWICE):
        raw = unquote_to_bytes(raw)
    shown = raw.lower().decode("latin-1")  # ASCII letters alone have a lower case here
    return _MUST_BE_ESCAPED.sub(lambda found: f"%{ord(found[0]):02x}", shown)


def _host_and_port(host: str) -> tuple[str, str, str]:
    if host.endswith("]"):
        return host, "", ""
    name, colon, port = host.rpartition(":")
    return (name, colon, port) if colon else (host, "", "")


@lru_cache(maxsize=8192)
def registered_domain(url: str) -> str:
    """Return the domain somebody registered ("example.co.uk"), or the host itself where it has none (an IP address).

    By the public suffix list that ships with tldextract: the network is never asked.
    """
    return _registered(_host_and_port(host_of(url))[0])


@lru_cache(maxsize=16384)
def _registered(host: str) -> str:
    if host.endswith("]") or "." not in host or _is_address(host):
        return host
    return below_suffix(host) or host


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def article_id_of(url: str) -> str:
    """Return the public id of the article at a normalised URL: 12 letters and digits, the same in every archive."""
    return short_hash(url)[:12]


def short_hash(text: str) -> str:
    """Return 16 lower-case letters and digits (80 bits of SHA-256) that name `text`."""
    return base64.b32encode(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:10]).decode().lower()
