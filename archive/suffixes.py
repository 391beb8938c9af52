"""The public suffix list as tldextract ships it, read without importing tldextract: that costs ten times as much."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_RULE = re.compile(r"^[.*!]*\w\S*", re.MULTILINE)
_PRIVATE = "// ===BEGIN PRIVATE DOMAINS==="  # from here on: github.io and the like, registered by companies


def below_suffix(host: str) -> str:
    """Return the part of a host name that somebody registered: one label and its public suffix; "" where it has none.

    The host is ASCII in lower case. The rules are those of publicsuffix.org, without its private part: the longest one
    that matches holds, "*" stands for one label, and "!" makes an exception to that.

    >>> below_suffix("www.example.co.uk")
    'example.co.uk'
    """
    labels = host.split(".")
    start = _suffix_at([_spelled(label) for label in labels])
    return ".".join(labels[start - 1 :]) if 0 < start < len(labels) else ""


def _suffix_at(labels: list[str]) -> int:
    """Return where the public suffix begins; the number of labels where none is known."""
    rules = _rules()
    for start in range(len(labels)):
        name, parent = ".".join(labels[start:]), ".".join(labels[start + 1 :])
        if f"!{name}" in rules:
            return start + 1
        if name in rules or f"*.{parent}" in rules:
            return start
    return len(labels)


def _spelled(label: str) -> str:
    """Return a label as the list spells it, in Unicode."""
    if not label.startswith("xn--"):
        return label
    import idna  # noqa: PLC0415  (most hosts are ASCII)

    try:
        return idna.decode(label)
    except (UnicodeError, IndexError):  # no such name can be registered, but a page may link to it
        return label


@cache
def _rules() -> frozenset[str]:
    found = find_spec("tldextract")
    assert found is not None and found.origin is not None
    text = Path(found.origin).with_name(".tld_set_snapshot").read_text("utf-8")
    return frozenset(_RULE.findall(text.partition(_PRIVATE)[0]))
