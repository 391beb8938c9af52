"""What the fuzzer begins with: something for each door, small, and true to its claim."""

from __future__ import annotations

import pytest

from bench.fuzz import doors, largest
from tests.fuzz import claims
from tests.fuzz.seeds import SEEDS


def test_every_door_has_seeds():
    assert SEEDS.keys() == doors(claims).keys()


@pytest.mark.parametrize("name", SEEDS)
def test_seeds_are_small_and_every_claim_holds_of_them(name: str):
    for seed in SEEDS[name]:
        assert len(seed) <= largest(name)
        doors(claims)[name](seed)


def test_seeds_are_of_the_kind_that_they_stand_for():
    assert claims.source(SEEDS["source"][0].decode()) is not None
    assert claims.query(SEEDS["query"][0].decode()) is not None
    assert [one.problem for one in claims.warc_file(SEEDS["warc"][0])] == [""]
