"""The public suffix list, read as tldextract reads it."""

from __future__ import annotations

import idna
import pytest
from tldextract import TLDExtract

from archive.suffixes import _rules, below_suffix


@pytest.mark.parametrize(
    ("host", "registered"),
    [
        ("www.example.com", "example.com"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("co.uk", ""),
        ("www.city.kawasaki.jp", "city.kawasaki.jp"),  # the exception to *.kawasaki.jp
        ("a.b.c.kawasaki.jp", "b.c.kawasaki.jp"),
        ("press.github.io", "github.io"),  # the private part of the list is left out
        ("www.a.xn--55qx5d.cn", "a.xn--55qx5d.cn"),
        ("xn--zzzzz9.example", ""),
        ("press.intranet", ""),
    ],
)
def test_the_longest_rule_that_matches_holds(host: str, registered: str) -> None:
    assert below_suffix(host) == registered


def test_every_rule_is_read_as_tldextract_reads_it() -> None:
    theirs = TLDExtract(suffix_list_urls=(), cache_dir=None)
    names = [idna.encode(rule.lstrip("!*."), uts46=True).decode() for rule in sorted(_rules())]
    hosts = [host for name in names for host in (f"press.{name}", f"www.press.{name}")]
    assert len(hosts) > 10_000
    assert [below_suffix(host) for host in hosts] == [theirs(host).top_domain_under_public_suffix for host in hosts]
