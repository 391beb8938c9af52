"""Claims about the tables of phrases: each names one kind, and is found as newsrooms print it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from archive.extraction import phrases
from archive.extraction.answer import BlockKind as K
from archive.extraction.phrases import bylines, house, readers, site, stories

SUBJECTS = (stories, readers, house, site, bylines)
WHOLE = [module.WHOLE for module in SUBJECTS]
OPENING = [module.OPENING for module in SUBJECTS]


@pytest.mark.parametrize("tables", [WHOLE, OPENING], ids=["whole", "opening"])
def test_no_phrase_names_two_kinds(tables: list[Mapping[K, str]]) -> None:
    kinds: dict[str, set[K]] = {}
    for table in tables:
        for kind, listed in table.items():
            for phrase in " | ".join(listed.splitlines()).split(" | "):
                kinds.setdefault(phrases.fold(phrase), set()).add(kind)
    del kinds[""]
    assert {phrase: named for phrase, named in kinds.items() if len(named) > 1} == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Most read:", K.TEASERS), ("LIRE AUSSI", K.RELATED), ("» Weiterlesen «", K.RELATED), ("おすすめ記事", K.TEASERS)],
)
def test_a_block_that_says_only_a_phrase_is_of_its_kind(text: str, kind: K) -> None:
    assert phrases.whole(phrases.fold(text)) is kind


def test_an_opening_ends_at_the_end_of_a_word_and_the_longest_wins() -> None:
    assert phrases.opening("© photo ada quay") == (K.CREDIT, "© photo")
    assert phrases.opening("sourced from the harbour") is None
