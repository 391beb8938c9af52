import pytest

from archive.errors import BadUrl
from archive.urls import article_id_of, host_of, normalise, registered_domain, url_key


@pytest.mark.parametrize(
    ("url", "one_spelling"),
    [
        ("HTTP://News.Example:80/A?b=1#top", "http://news.example/A?b=1"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example:443/a/../b/./c", "https://news.example/b/c"),
        ("https://news.example/a/..", "https://news.example/"),
        ("https://news.example/../../x", "https://news.example/x"),
        ("https://news.example/a?utm_source=x&id=7&fbclid=y", "https://news.example/a?id=7"),
        ("https://news.example/a?utm_source=x", "https://news.example/a"),
        ("https://news.example/a?ref=7&Source=b", "https://news.example/a?ref=7&Source=b"),
        ("https://münchen.example/straße?q=ü", "https://xn--mnchen-3ya.example/stra%C3%9Fe?q=%C3%BC"),
        (" https://news.example/a b\n", "https://news.example/a%20b"),
        ("https://news.example/%7euser/%e2", "https://news.example/%7euser/%e2"),
        ("https://news.example./a", "https://news.example/a"),
        ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
    ],
)
def test_an_address_has_one_spelling(url, one_spelling):
    assert normalise(url) == one_spelling
    assert normalise(one_spelling) == one_spelling


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://news.example/",
        "http:///a",
        "http://",
        "http://news.example:99999/",
        "http://news.example:0/",
        "http://[::1",
        "http://user:secret@news.example/",
        "http://news..example/",
        "http://a b/",
        "http://xn--a.\u2024example\u2024/",
        "http://news.example/" + "a" * 9000,
    ],
)
def test_what_is_no_web_address_is_refused_with_a_sentence(url):
    with pytest.raises(BadUrl) as refused:
        normalise(url)
    assert str(refused.value).endswith((".", "…"))
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.News.Example/Path/?b=2&A=1", "example,news)/path?a=1&b=2"),
        ("https://news.example/", "example,news)/"),
        ("https://news.example:8443/a", "example,news:8443)/a"),
        ("https://news.example/a//b/../%7Eu%20v", "example,news)/a/~u%20v"),
        ("https://news.example/\u00df?q=\u00fc&p=%C3%BC", "example,news)/%c3%9f?p=%c3%bc&q=%c3%bc"),
        ("http://127.0.0.1:8080/a", "1,0,0,127:8080)/a"),
        ("http://[::1]/a", "::1)/a"),
        ("file:///home/a b.html", "file:///home/a%20b.html"),
    ],
)
def test_replay_looks_a_url_up_by_its_surt(url, key):
    assert url_key(url) == key


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.news.co.uk/a", "news.co.uk"),
        ("https://a.b.example.com:8080/", "example.com"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://localhost/", "localhost"),
        ("http://[::1]:80/", "[::1]"),
        ("https://co.uk/", "co.uk"),
    ],
)
def test_the_registered_domain_comes_from_the_list_that_ships(url, domain):
    assert registered_domain(url) == domain


def test_a_host_is_named_with_a_port_only_where_it_is_not_the_schemes_own():
    assert host_of("http://A.example:80/") == "a.example"
    assert host_of("https://a.example:80/") == "a.example:80"


def test_an_article_id_is_short_and_always_the_same():
    assert article_id_of("https://news.example/story") == article_id_of("https://news.example/story")
    assert len(article_id_of("https://news.example/story")) == 12
    assert article_id_of("https://news.example/story") != article_id_of("https://news.example/other")


def test_parameters_that_name_an_article_are_no_tracking():
    url = "https://paper.example/story?eid=4711&cid=2&source=print"
    assert normalise(f"{url}&utm_source=feed&fbclid=x") == url
