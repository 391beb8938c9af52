"""Claims about fingerprints: the same furniture, the same name."""

from archive.extraction.fingerprint import fingerprint


def test_case_punctuation_and_white_space_do_not_count():
    assert fingerprint("Read  more:") == fingerprint("read more")


def test_counters_do_not_make_another_text():
    assert fingerprint("12 comments") == fingerprint("3 comments")


def test_other_words_make_another_text():
    assert fingerprint("Read more") != fingerprint("Read next")


def test_a_fingerprint_is_sixteen_hexadecimal_characters():
    assert len(fingerprint("")) == 16
    assert int(fingerprint("text"), 16) >= 0
