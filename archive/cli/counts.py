"""Counts as commands print them."""

from __future__ import annotations

from collections.abc import Mapping


def counted(counts: Mapping[str, int]) -> str:
    """Return "12 articles, 1,204 records" in the order given; "" for no counts."""
    return ", ".join(f"{number:,} {what}" for what, number in counts.items())


def positive(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts that are not nought, in the order given."""
    return {what: number for what, number in counts.items() if number}
