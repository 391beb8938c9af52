from __future__ import annotations

from archive.extraction.answer import NO_MEMORY
from archive.extraction.fingerprint import fingerprint
from archive.store.memory import memory_of, refresh_memory, site_memory, take_memory
from tests.archive.desk import Desk, article

WORDS = (
    "harbour ferry island captain engine winter market square council baker trade vessel door weld diver county".split()
)


def story(number: int) -> str:
    """Return prose that no other number gives."""
    return " ".join(WORDS[(number * 7 + place * (number + 3)) % len(WORDS)] for place in range(50)) + f" {number}."


def publish(desk: Desk, number: int, *paragraphs: str, set_aside: tuple[str, ...] = ()) -> None:
    page = article(story(number), *paragraphs, headline=f"Story {number}", set_aside=set_aside)
    desk.visit(f"https://www.example.com/{number}", page)


def furniture(desk: Desk) -> frozenset[str]:
    return site_memory(desk.archive, "example.com")[1].furniture


def test_nothing_is_known_of_a_new_site(desk: Desk) -> None:
    assert site_memory(desk.archive, "example.com") == (None, NO_MEMORY)
    assert take_memory(desk.archive, "example.com") is None


def test_what_stands_on_three_stories_is_furniture_whether_it_was_set_aside_or_kept(desk: Desk) -> None:
    for number in range(3):
        publish(desk, number, "Join our club today.", set_aside=(f"{number} comments",))
    publish(desk, 3, "Only here.", set_aside=("Seen twice",))
    publish(desk, 4, set_aside=("Seen twice",))
    take_memory(desk.archive, "example.com")
    assert furniture(desk) == {fingerprint("Join our club today."), fingerprint("7 comments")}


def test_long_prose_that_was_kept_is_never_furniture(desk: Desk) -> None:
    prose = " ".join(f"word{place}" for place in range(61))
    for number in range(4):
        publish(desk, number, prose)
    assert take_memory(desk.archive, "example.com") is None


def test_copies_of_one_story_count_once(desk: Desk) -> None:
    for address in range(4):
        desk.visit(f"https://www.example.com/copy-{address}", article(story(1), story(2), "Short but hers."))
    assert take_memory(desk.archive, "example.com") is None


def test_an_unchanged_site_gets_no_new_snapshot(desk: Desk) -> None:
    for number in range(3):
        publish(desk, number, "Join our club today.")
    first = take_memory(desk.archive, "example.com")
    assert take_memory(desk.archive, "example.com") == first
    assert desk.one("SELECT count(*) FROM memories") == 1


def test_a_snapshot_stays_as_it_was_and_an_earlier_design_comes_back(desk: Desk) -> None:
    for number in range(3):
        publish(desk, number, "Join our club today.")
    first = take_memory(desk.archive, "example.com")
    for number in range(3, 6):
        publish(desk, number, "Read our new app.")
    second = take_memory(desk.archive, "example.com")
    assert (first, second) == (1, 2)
    assert memory_of(desk.archive, first).furniture == {fingerprint("Join our club today.")}
    with desk.archive.transaction() as connection:
        connection.execute("UPDATE articles SET domain = 'example.net' WHERE id > 3")
    assert take_memory(desk.archive, "example.com") == first
    assert site_memory(desk.archive, "example.com")[0] == first


def test_memories_of_two_sites_are_apart(desk: Desk) -> None:
    for number in range(3):
        publish(desk, number, "Join our club today.")
    take_memory(desk.archive, "example.com")
    assert site_memory(desk.archive, "example.org") == (None, NO_MEMORY)


def test_a_crawl_counts_again_only_where_a_site_has_something_new(desk: Desk) -> None:
    for number in range(3):
        publish(desk, number, "Join our club today.")
    first = refresh_memory(desk.archive, "example.com")
    with desk.archive.transaction() as connection:
        connection.execute("UPDATE memories SET taken_at = '2026-03-03T12:00:00.000Z'")
    assert refresh_memory(desk.archive, "example.com") == first
    for number in range(3, 6):
        publish(desk, number, "Read our new app.")
    assert refresh_memory(desk.archive, "example.com") != first
