"""Addresses that pages claim, spelled as the archive spells them; one that is none is no reason to fail."""

from __future__ import annotations

from archive.errors import BadUrl
from archive.urls import normalise, registered_domain


def spelled(url: str) -> str:
    """Return the normal spelling of an http(s) URL; any other, such as that of a saved file, as it is."""
    return fetchable(url) or url


def fetchable(url: str) -> str:
    """Return the normal spelling of a URL, or "" where it is no http(s) URL."""
    try:
        return normalise(url)
    except BadUrl:
        return ""


def domain_of(url: str) -> str:
    """Return the registered domain of a URL, or "" where it has none."""
    try:
        return registered_domain(url)
    except BadUrl:
        return ""
