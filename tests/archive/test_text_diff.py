from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from archive.text_diff import as_html, as_plain, word_diff

TEXTS = st.text(alphabet="ab ,.\n東京é<&", max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back_from_the_pieces(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.change != "added") == old
    assert "".join(piece.text for piece in pieces if piece.change != "removed") == new


def test_whole_words_change_and_neighbours_change_together() -> None:
    pieces = word_diff("The ferry sails on Monday at nine.", "The ferry sails next Tuesday at nine.")
    assert as_plain(pieces) == "The ferry sails [-on Monday-]{+next Tuesday+} at nine."


def test_scripts_without_spaces_change_by_character() -> None:
    assert as_plain(word_diff("東京の港", "大阪の港")) == "[-東京-]{+大阪+}の港"


def test_html_is_escaped_and_keeps_paragraphs() -> None:
    assert as_html(word_diff("One.\n\n<b>Two</b>.", "One.\n\n<b>Three</b>.")) == (
        "<p>One.</p>\n<p>&lt;b&gt;<del>Two</del><ins>Three</ins>&lt;/b&gt;.</p>"
    )


def test_hostile_texts_take_bounded_time() -> None:
    old = " ".join(str(number % 997) for number in range(60_000))
    new = " ".join(str(number * 7 % 991) for number in range(60_000))
    started = time.process_time()
    word_diff(old, new)
    assert time.process_time() - started < 15
