from __future__ import annotations

import pytest

from archive.extraction.metadata.jsonld import articles, nodes, types


def headline(script):
    found = articles(nodes([script]))
    return found[0].get("headline") if found else None


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","headline":"Storm"}',
        '[{"@type":"WebSite"},{"@type":"NewsArticle","headline":"Storm"}]',
        '{"@graph":[{"@type":"WebPage"},{"@type":["NewsArticle","Article"],"headline":"Storm"}]}',
        '<!-- {"@type":"NewsArticle","headline":"Storm"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","headline":"Storm"}\n//]]>',
        '{"@type":"NewsArticle","headline":"Storm",}',
        '{"@type":"NewsArticle","tags":["a",],"headline":"Storm"}',
        '{"@type":"NewsArticle","headline":"Storm"};',
        '{"@type":"WebSite"}{"@type":"NewsArticle","headline":"Storm"}',
        '{"@type":"NewsArticle","description":"two\nlines\tand a tab","headline":"Storm"}',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;Storm&quot;}",
        '{"@type":"http://schema.org/NewsArticle","headline":"Storm"}',
        '{"@type":"WebPage","mainEntity":{"@type":"Article","headline":"Storm"}}',
    ],
)
def test_usual_faults_are_mended(script):
    assert headline(script) == "Storm"


@pytest.mark.parametrize(
    "script", ["", "not json", "[" * 200_000, '{"a":' * 200_000, '{"a":"' + '\\"' * 500_000, "null", "42"]
)
def test_what_cannot_be_read_is_left_out(script):
    assert articles(nodes([script])) == []


def test_the_most_telling_type_comes_first():
    found = nodes(['{"@type":"CreativeWork","headline":"x"}', '{"@type":"NewsArticle","headline":"y"}'])
    assert [node["headline"] for node in articles(found)] == ["y", "x"]


def test_odd_types_do_no_harm():
    assert types({"@type": [None, 3, {"a": 1}, "Article"]}) == ("article",)


def test_a_million_nodes_are_not_all_kept():
    assert len(nodes(["[" + ",".join(['{"@type":"Thing"}'] * 20_000) + "]"])) <= 3_000
