"""Claims about aligning: each word of a text belongs to one block."""

import time

from archive.extraction.align import coverage
from archive.extraction.blocks import words


def aligned(blocks, text):
    return [round(share, 2) for share in coverage([words(block) for block in blocks], text)]


def test_a_block_that_is_a_line_of_the_text_is_covered():
    assert aligned(["The mayor opened the bridge.", "Related stories here"], "The mayor opened the bridge.") == [
        1.0,
        0.0,
    ]


def test_a_caption_that_repeats_the_body_finds_its_words_claimed():
    body = "The mayor opened the new bridge over the river on Monday morning in the rain."
    assert aligned(["The new bridge over the river", body], body) == [0.0, 1.0]


def test_several_blocks_joined_in_one_line_are_all_covered():
    blocks = ["One day in May it rained.", "The day after it did not rain."]
    assert aligned(blocks, " ".join(blocks)) == [1.0, 1.0]


def test_a_short_block_is_covered_only_beside_its_neighbours():
    long = "The council met on Tuesday evening to vote on the budget of next year."
    assert aligned(["Share", long, "Budget"], f"{long}\nBudget") == [0.0, 1.0, 1.0]


def test_a_text_of_nothing_covers_nothing():
    assert aligned(["Some words here"], "") == [0.0]


def test_twenty_thousand_equal_blocks_are_aligned_in_time():
    assert sum(aligned(["hello world"] * 5_000, "hello world\n" * 5_000)) > 0


def test_a_block_of_a_million_repeated_words_costs_bounded_time_and_memory():
    text = "red green blue " * 300_000
    began = time.process_time()
    [share] = coverage([words(text)], text)
    assert time.process_time() - began < 10
    assert 0 <= share <= 1
