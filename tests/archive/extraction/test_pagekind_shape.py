from __future__ import annotations

from archive.extraction.blocks import cut
from archive.extraction.dom import parse
from archive.extraction.pagekind_features import prose
from archive.extraction.pagekind_shape import LEVELS, shape

SENTENCE = "The keepers returned to the rock on Monday morning, three weeks after the storm."


def seen(body: str) -> dict[str, float]:
    blocks = cut(parse(f"<html><body>{body}</body></html>"))
    told = prose(blocks)
    return shape(told.sentences, told.labels, told.blocks)


def test_an_article_tells_its_story_in_one_place():
    figures = seen("<article>" + f"<p>{SENTENCE}</p>" * 6 + "</article>")
    assert figures["prose in one parent"] == 1.0
    assert figures["prose in article"] == 1.0
    assert figures["prose runs"] == 1.0
    assert figures["prose p"] == 1.0


def test_posts_of_a_forum_stand_in_a_place_each():
    posts = "".join(f'<div class="post"><b>user {n}</b><div><p>{SENTENCE}</p></div></div>' for n in range(5))
    figures = seen(posts)
    assert figures["prose in one parent"] == 0.2
    assert figures["prose parents"] == 5.0
    assert figures["prose in article"] == 0.0


def test_items_of_a_list_are_in_a_list():
    assert seen("<ul>" + f"<li>{SENTENCE}</li>" * 3 + "</ul>")["prose in li"] == 1.0


def test_labels_that_stand_again_are_counted():
    assert seen("<button>Add to cart</button>" * 4)["labels repeated"] == 0.75


def test_a_page_without_prose_has_the_same_figures():
    assert seen("").keys() == seen(f"<p>{SENTENCE}</p>").keys()
    assert not any(seen("").values())


def test_only_the_nearest_ancestors_are_looked_at():
    near, far = "<div>" * (LEVELS - 2), "<div>" * (LEVELS + 2)
    assert seen(f"<article>{near}<p>{SENTENCE}</p>")["prose in article"] == 1.0
    assert seen(f"<article>{far}<p>{SENTENCE}</p>")["prose in article"] == 0.0
