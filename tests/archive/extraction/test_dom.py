"""Claims about parsing: one tree, whatever the bytes are."""

import pytest

from archive.extraction import dom


@pytest.mark.parametrize(
    "source", ["", " ", "<!-- nothing -->", b"", "<html><frameset><frame></frameset></html>", "<", "\0"]
)
def test_whatever_comes_in_a_head_and_a_body_come_out(source):
    tree = dom.parse(source)
    assert tree.tag == "html"
    assert tree.find("head") is not None


@pytest.mark.parametrize("tag", ["article", "main", "header", "section", "my-story", "div", "p"])
def test_a_body_that_is_not_written_begins_where_a_browser_begins_it(tag):
    tree = dom.parse(f"<title>t</title><script>1</script><{tag}>story</{tag}> more <p>last</p><script>2</script>")
    assert [child.tag for child in tree.find("head")] == ["title", "script"]
    assert "".join(tree.find("body").text_content().split()) == "storymorelast2"


def test_control_characters_behind_a_body_that_is_not_written_are_no_obstacle():
    assert "b" in dom.parse("<title>t</title><article>a</article>\x08 b &#8;<p>c").find("body").text_content()


def test_text_after_a_nul_byte_is_read():
    assert [p.text for p in dom.parse(b"<p>before\0after</p><p>last</p>").iter("p")] == ["before after", "last"]


def test_broken_bytes_do_not_stop_the_reading():
    assert dom.parse(b"<p>caf\xe9 open</p><p>last</p>").text_content().endswith("last")


def test_a_declared_charset_does_not_override_decoded_text():
    page = '<?xml version="1.0" encoding="iso-8859-1"?><html><meta charset="windows-1251"><body><p>é</p></body></html>'
    assert dom.parse(page).text_content() == "é"


def test_text_below_ten_thousand_divs_is_found():
    tree = dom.parse("<div>" * 10_000 + "<p>deep</p>" + "</div>" * 10_000 + "<p>after</p>")
    assert [p.text for p in tree.iter("p")] == ["deep", "after"]


def test_a_tag_of_a_million_attributes_keeps_its_text():
    tree = dom.parse("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">text</p><p class=x>more</p>")
    assert [p.text for p in tree.iter("p")] == ["text", "more"]
    assert tree.findall(".//p")[1].get("class") == "x"


def test_tags_are_read_up_to_their_bound(monkeypatch):
    monkeypatch.setattr(dom, "MAX_TAGS", 10)
    assert sum(1 for _ in dom.parse("<p>x" * 50).iter("p")) == 10


def test_a_path_leads_back_to_its_element():
    tree = dom.parse("<div><p>one</p><ul><li>two</li><li>three</li></ul></div>")
    last = tree.findall(".//li")[1]
    assert dom.path(last) == "1/0/1/1"
    assert dom.at_path(tree, dom.path(last)) is last
    assert dom.path(tree) == ""
