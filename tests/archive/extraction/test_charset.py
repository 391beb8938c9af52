"""Bytes to text: the declared encoding, unless the bytes say otherwise."""

import time

import pytest

from archive.extraction.charset import codec_of, decode

POLISH = "<p>Zażółć gęślą jaźń, mówi burmistrz Łęczycy.</p>"
RUSSIAN = "<p>Мэр города открыл новый мост через реку, и жители пришли посмотреть на него утром.</p>" * 6
JAPANESE = "<p>市長は新しい橋の開通式で、住民に感謝の言葉を述べた。工事は三年かかった。</p>" * 6
CHINESE = "<p>市長是在今天的會上說的，不是在昨天。他有一個新的計劃，大家都來了。</p>" * 6


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("latin1", "cp1252"), ("ISO-8859-1", "cp1252"), ("us-ascii", "cp1252"), (" UTF8 ", "utf-8"),
        ("gb2312", "gb18030"), ("x-sjis", "cp932"), ("windows-1251", "cp1251"), ("ks_c_5601-1987", "cp949"),
        ("idna", ""), ("rot13", ""), ("utf-7", ""), ("no-such\0thing", ""), ("", ""),
    ],
)  # fmt: skip
def test_labels_are_read_as_browsers_read_them(label: str, codec: str) -> None:
    assert codec_of(label) == codec


def test_the_mark_wins_over_the_header() -> None:
    decoded = decode(POLISH.encode("utf-8-sig"), "text/html; charset=windows-1250")
    assert (decoded.text, decoded.source) == (POLISH, "byte order mark")


def test_the_header_wins_over_the_meta_element() -> None:
    page = f'<meta charset="iso-8859-5">{POLISH}'
    assert decode(page.encode("cp1250"), "text/html; charset=windows-1250").text == page


def test_a_meta_element_wins_over_a_server_that_sends_latin1_for_everything() -> None:
    page = f'<meta charset="windows-1251">{RUSSIAN}'
    assert decode(page.encode("cp1251"), "text/html; charset=ISO-8859-1").text == page


def test_a_page_that_declares_latin1_but_is_utf8_is_repaired_and_says_so() -> None:
    decoded = decode(POLISH.encode(), "text/html; charset=iso-8859-1")
    assert decoded.text == POLISH
    assert "UTF-8" in decoded.note


@pytest.mark.parametrize(
    ("text", "codec"),
    [(RUSSIAN, "cp1251"), (JAPANESE, "cp932"), (JAPANESE, "euc_jp"), (CHINESE, "gbk"), (CHINESE, "big5")],
)
def test_a_page_that_declares_utf8_but_is_not_is_detected(text: str, codec: str) -> None:
    page = "<meta charset=utf-8>" + text
    decoded = decode(page.encode(codec))
    assert decoded.text == page
    assert decoded.guessed


def test_windows_quotes_in_a_utf8_page_are_both_read() -> None:
    decoded = decode(POLISH.encode() + b"<p>\x93tak\x94</p>", "text/html; charset=utf-8")
    assert decoded.text == POLISH + "<p>“tak”</p>"


def test_utf8_without_any_declaration_is_no_guess() -> None:
    assert not decode(POLISH.encode()).guessed


def test_a_page_cut_inside_a_character_is_still_utf8() -> None:
    cut = POLISH.encode()[: POLISH.encode().index("ę".encode()) + 1]
    assert decode(cut, "text/html; charset=latin1").encoding == "utf-8"


def test_utf16_without_a_mark_is_recognised() -> None:
    assert decode(POLISH.encode("utf-16-le")).text == POLISH


def test_nuls_are_dropped() -> None:
    assert decode(b"<p>a\0b</p>").text == "<p>ab</p>"


def test_ten_megabytes_of_noise_are_decoded_in_bounded_time() -> None:
    started = time.process_time()
    decode(bytes(range(128, 256)) * 80_000, "text/html; charset=utf-8")
    assert time.process_time() - started < 5


_WESTERN = [
    "The café owners said the décor had been renewed for the naïve paintings, and that guests would come again. ",
    "“We shall see,” she said – it’s the same with the others, and nobody would have guessed what came of it. ",
    "Le maire a déclaré hier que la salle serait fermée à l’été, malgré les réticences d’une partie du conseil. ",
    "El año pasado la situación mejoró según los últimos datos, aunque muchos todavía no lo notan en su día. ",
    "Kommunen föreslår att avgiften höjs från årsskiftet, men några är kritiska och vill återkomma i frågan. ",
]
_EASTERN = [
    ("pl", "Rada zapowiedziała wczoraj, że przyszłoroczny budżet będzie wyższy, choć pieniędzy zabraknie. ", "cp1250"),
    ("cs", "Město včera oznámilo, že příští rok zvýší výdaje na školství, peněz však stejně nebude dost. ", "cp1250"),
    (
        "hu",
        "A város tegnap bejelentette, hogy jövőre növeli az összegeket, ám ez sem lesz elegendő erőforrás. ",
        "cp1250",
    ),
    ("tr", "Belediye dün yaptığı açıklamada gelecek yıl bütçenin artırılacağını söyledi, ancak yetersiz. ", "cp1254"),
    ("lt", "Miestas vakar pranešė, kad kitais metais švietimui bus skirta daugiau lėšų, tačiau neužteks. ", "cp1257"),
]


@pytest.mark.parametrize("text", _WESTERN)
@pytest.mark.parametrize("declared", ["", "; charset=utf-8"])
def test_a_western_page_that_says_nothing_true_of_its_charset_is_read_as_browsers_read_it(text: str, declared: str):
    page = f"<html><p>{text * 10}</p></html>"
    assert decode(page.encode("cp1252"), f"text/html{declared}").text == page


@pytest.mark.parametrize(("language", "text", "codec"), _EASTERN)
def test_the_language_a_page_declares_tells_latin_charsets_apart(language: str, text: str, codec: str):
    page = f'<html lang="{language}"><p>{text * 10}</p></html>'
    assert decode(page.encode(codec)).text == page
