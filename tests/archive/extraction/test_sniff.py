"""What is no web page is told from its first bytes; what may be one is never refused."""

import pytest

from archive.extraction.answer import PageKind
from archive.extraction.sniff import not_a_page


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><p>x", b"\xef\xbb\xbf  <html>", b"plain words", b"BM wins the derby, says BM",
        b"{curly} prose begins so", b"<div>{\"a\": 1}</div>", "<p>ž</p>".encode("utf-16-le"), b"<p>RIFF</p>",
        b'<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">',
        b'<html><body><svg></svg><p>text</p>',
    ],
)  # fmt: skip
def test_pages_pass(body: bytes) -> None:
    assert not_a_page(body) is None


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"%PDF-1.4", "PDF"), (b"\xff\xd8\xff\xe0", "JPEG"), (b"PK\x03\x04", "ZIP"), (b"\x1f\x8b\x08", "gzip"),
        (b'[{"id": 1}]', "JSON"), (b"<urlset xmlns='x'>", "sitemap"), (b"<svg viewBox='0'>", "SVG"),
        (b"wOF2\0\1", "font"), (b"BM\0\0\0\0", "BMP"),
    ],
)  # fmt: skip
def test_others_are_named(body: bytes, says: str) -> None:
    found = not_a_page(body)
    assert found is not None
    assert found[0] is PageKind.NOT_HTML
    assert says in found[1]


def test_a_header_alone_refuses_only_what_shows_no_markup() -> None:
    assert not_a_page(b"whatever", "image/webp") == (PageKind.NOT_HTML, "the response is image/webp")
    assert not_a_page(b"<html><p>page</p>", "application/octet-stream") is None


def test_nothing_is_empty() -> None:
    assert not_a_page(b" \r\n\t") == (PageKind.EMPTY, "the response has no body")
