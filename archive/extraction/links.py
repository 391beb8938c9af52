"""Addresses as a page writes them, made absolute."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from urllib.parse import urljoin, urlsplit

_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "ftp"})


def absolute(base: str, address: str) -> str:
    """Return an address as a link on the page leads to it, or "" where it is none that a reader could follow."""
    address = "".join(address.split())
    if not address or address.startswith("#"):
        return ""
    if address.startswith(("https://", "http://")) and "/../" not in address and "[" not in address:
        return address  # nothing to join: most links, and joining is dear
    return _joined(base, address)


@lru_cache(maxsize=4096)
def _joined(base: str, address: str) -> str:
    try:
        joined = urljoin(base, address)
        return joined if urlsplit(joined).scheme.lower() in _SCHEMES else ""
    except ValueError:  # "http://[": not an address
        return ""
