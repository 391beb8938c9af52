"""A simhash says the same of a text, whichever way its words are hashed."""

from __future__ import annotations

import hashlib

import pytest

from archive.store.content import words_of
from archive.store.simhash import _word_hashes

TEXTS = (
    "The ferry sails again, says the harbour office: the ferry sails.",
    "İstanbul’da ŉ, ß and Ⓐ; co-operation_of 3.5 m\u00b2",
    "a stray iota: \u0345 and one that joins: \u03b1\u0345",
    "渡り船 between the islands, 1,000 of them",
    "Xin chào Việt Nam 🙂 soft\u00adhyphen zero\u200bwidth",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_words_are_hashed_as_they_are_compared(text: str) -> None:
    one_by_one = (hashlib.blake2b(word.encode(), digest_size=8).digest() for word in words_of(text))
    assert _word_hashes(text) == b"".join(one_by_one)
    assert _word_hashes(text) == _word_hashes(text)  # the second time from memory
