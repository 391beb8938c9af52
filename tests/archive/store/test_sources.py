"""Sources keep each state of their rules, and the newest one is what pages are read by."""

from __future__ import annotations

from archive.extraction.answer import NO_RULES
from archive.store.database import Archive
from archive.store.sources import all_sources, current_rules, put_health, put_source

HOME = "https://tarn.example/"


def put(archive: Archive, toml: str) -> int:
    return put_source(archive, name="tarn", domain="tarn.example", home=HOME, toml=toml)


def test_a_source_is_stored_once_with_each_state_of_its_rules(archive: Archive):
    first, again, changed = put(archive, "a = 1"), put(archive, "a = 1"), put(archive, "a = 2")
    assert first == again == changed
    assert archive.connection.execute("SELECT count(*) FROM source_rules").fetchone()[0] == 2


def test_the_newest_rules_count_also_when_an_operator_goes_back_to_earlier_ones(archive: Archive):
    source = put(archive, '[extraction]\nprune = [".ad"]')
    put(archive, '[extraction]\nkeep = [".box"]')
    put(archive, '[extraction]\nprune = [".ad"]')
    _, rules = current_rules(archive, source)
    assert (rules.prune, rules.keep) == ((".ad",), ())


def test_a_source_without_rules_has_none(archive: Archive):
    assert current_rules(archive, 7) == (None, NO_RULES)


def test_health_is_what_was_put_last(archive: Archive):
    put_health(archive, put(archive, ""), {"runs": [1]})
    [source] = all_sources(archive)
    assert (source.name, source.health) == ("tarn", {"runs": [1]})
