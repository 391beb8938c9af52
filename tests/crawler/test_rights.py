"""What publishers reserve is read as they wrote it."""

from __future__ import annotations

import json
import time

import pytest
from protego import Protego

from archive.extraction.answer import Metadata
from crawler.rights import page_signals, parse_tdmrep, reserved, signals

RULES = [
    {"location": "/free/*", "tdm-reservation": 0},
    {"location": "/*.pdf$", "tdm-reservation": 1, "tdm-policy": "https://news.example/licence"},
    {"location": "/", "tdm-reservation": 1},
]


@pytest.mark.parametrize(
    ("path", "reservation"),
    [("/free/a", "0"), ("/paper.pdf", "1"), ("/paper.pdf?x", "1"), ("/news/a", "1"), ("/free", "1")],
)
def test_the_first_rule_that_covers_a_page_counts(path: str, reservation: str):
    found = signals(f"https://news.example{path}", robots=None, reservations=parse_tdmrep(json.dumps(RULES).encode()))
    assert found["tdm-reservation"] == reservation


def test_a_policy_is_noted_with_its_page():
    found = signals("https://news.example/a.pdf", robots=None, reservations=parse_tdmrep(json.dumps(RULES).encode()))
    assert found["tdm-policy"] == "https://news.example/licence"


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"location": "/"}', b"[1, null]", b'[{"location": 7}]', b"[" * 100_000]
)
def test_what_is_no_tdmrep_reserves_nothing(body: bytes):
    assert parse_tdmrep(body) == ()


def test_a_pattern_of_many_stars_costs_nothing():
    [rule] = parse_tdmrep(json.dumps([{"location": "/" + "*a" * 2000 + "$", "tdm-reservation": 1}]).encode())
    began = time.process_time()
    rule.covers("/" + "a" * 5000 + "b")
    assert time.process_time() - began < 1


def test_robots_word_to_ai_agents_is_noted():
    robots = Protego.parse("User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    assert signals("https://news.example/a", robots=robots, reservations=()) == {"robots-ai": "disallow: GPTBot, CCBot"}


def test_a_header_or_a_meta_tag_reserves_too():
    assert reserved(page_signals("1", Metadata()))
    assert reserved(page_signals("", Metadata(tdm_reservation="1")))
    assert not reserved(page_signals("0", Metadata(robots="noindex")))
