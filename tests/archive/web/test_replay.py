"""The page as it was: what the server sends, before any browser looks at it."""

from __future__ import annotations

import re

import pytest

from tests.archive.web import hostile, press

FERRY = press.FERRY.url
TRAP, LIBRARY = "http://trap.example", "http://localhost"


@pytest.fixture(scope="module")
def den(tmp_path_factory):
    from archive.cli.browse import library
    from tests.archive.web.visitor import Reader

    path = tmp_path_factory.mktemp("den") / "archive.db"
    hostile.fill(path, TRAP, LIBRARY)
    return Reader(library(path))


def inside(den, url=hostile.URL, flavour="mp_"):
    return den.get(f"/web/{hostile.DIGITS}{flavour}/{url}")


def test_an_exact_time_shows_the_frame_with_its_neighbours(reader):
    text = reader.get(f"/web/20260318134000/{FERRY}").text
    assert "18 March 2026, 13:40 UTC" in text
    assert "Earlier" in text or "Later" in text
    assert 'sandbox="allow-top-navigation-by-user-activation"' in text


@pytest.mark.parametrize("when", ["2026", "20260318", "19990101000000", "20991231235959"])
def test_other_times_lead_to_the_nearest_capture(reader, when):
    answer = reader.get(f"/web/{when}/{FERRY}")
    assert answer.status_code == 302
    assert re.fullmatch(rf"/web/20260318\d{{6}}/{re.escape(FERRY)}", answer.headers["location"])


def test_a_time_between_two_captures_leads_to_the_nearer_one(reader):
    early = reader.get(f"/web/20260318100000/{FERRY}").headers["location"]
    late = reader.get(f"/web/20260318170000/{FERRY}").headers["location"]
    assert early < late


def test_a_page_keeps_its_pictures_and_style_and_leads_links_into_the_archive(reader):
    page = reader.get(f"/web/20260318174001mp_/{FERRY}").text
    assert f'src="/web/20260318174001im_/{press.FERRY.image}"' in page
    assert 'href="/web/20260318174001cs_/https://harbour-post.example/paper.css"' in page
    assert 'href="/web/20260318174001/https://harbour-post.example/latest/0" target="_top"' in page
    assert "<script" not in page


def test_a_style_sheet_leads_to_archived_pictures(reader):
    css = reader.get("/web/20260318174001cs_/https://harbour-post.example/paper.css")
    assert css.headers["content-type"] == "text/css; charset=utf-8"
    assert "im_/https://harbour-post.example/pictures/paper.png" in css.text


def test_a_picture_is_sent_as_what_its_bytes_are(reader):
    answer = reader.get(f"/web/20260318im_/{press.FERRY.image}")
    assert answer.headers["content-type"] == "image/png" and answer.content.startswith(b"\x89PNG")


def test_the_raw_flavour_is_the_body_as_it_came_and_is_kept_from_running(reader):
    answer = reader.get(f"/web/20260318174001id_/{FERRY}")
    assert answer.content == press.page(press.FERRY)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"].startswith("sandbox")


def test_nothing_that_could_run_or_call_is_left_in_a_hostile_page(den):
    page = inside(den).text
    assert hostile.MARKER in page and hostile.END in page
    led_into_the_archive = page.replace(f"/web/{hostile.DIGITS}/{TRAP}", "").replace(f"x-removed({TRAP}", "")
    assert TRAP not in led_into_the_archive
    for bad in (
        "<script",
        "<form",
        "<base",
        "<meta",
        "<object",
        "<embed",
        "javascript:",
        "ping=",
        "<template",
    ):
        assert bad not in page.lower()
    assert not re.search(r"\son\w+\s*=", page.lower())


@pytest.mark.parametrize("flavour", ["mp_", "id_"])
@pytest.mark.parametrize("name", ["story", "picture.svg", "xml", "program.js", "paper.pdf", "empty", "deep"])
def test_whatever_was_archived_is_sent_under_a_policy_that_lets_it_do_nothing(den, name, flavour):
    answer = inside(den, f"https://hostile.example/{name}", flavour)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-top-navigation-by-user-activation; default-src 'none';")
    assert "allow-scripts" not in policy and "allow-same-origin" not in policy and "script-src" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_page_that_poses_as_a_picture_is_none(den):
    answer = inside(den, "https://hostile.example/not-a-picture.png", "im_")
    assert answer.status_code == 404 and "is no picture" in answer.text


def test_scripts_and_documents_are_shown_as_text_or_kept_as_files(den):
    assert inside(den, "https://hostile.example/program.js").headers["content-type"].startswith("text/plain")
    assert inside(den, "https://hostile.example/paper.pdf").headers["content-disposition"].startswith("attachment")


def test_a_redirect_is_shown_with_where_it_led(den):
    frame = den.get(f"/web/{hostile.DIGITS}/https://hostile.example/moved").text
    assert "The server answered 302." in frame and f"/web/{hostile.DIGITS}/{hostile.URL}" in frame
    assert inside(den, "https://hostile.example/moved").headers["location"] == f"/web/{hostile.DIGITS}mp_/{hostile.URL}"


def test_an_address_that_was_never_archived_offers_its_neighbours(reader):
    answer = reader.get("/web/2026/https://harbour-post.example/2026/03/ferry-return")
    assert answer.status_code == 404
    assert "never archived" in answer.text and FERRY in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/web/yesterday/https://harbour-post.example/", 400),
        ("/web/20261399/https://harbour-post.example/", 400),
        ("/web/20260318xx_/https://harbour-post.example/", 400),
        ("/web/2026/javascript:alert(1)", 400),
        ("/web/2026/file:///etc/passwd", 400),
        ("/web/2026/https://", 400),
        ("/web/", 400),
        ("/captures", 400),
        ("/captures?url=nonsense%20host", 400),
        ("/web/2026im_/https://nowhere.example/picture.png", 404),
        ("/web/*/https://nowhere.example/", 404),
    ],
)
def test_addresses_that_mean_nothing_get_a_sentence(reader, path, status):
    answer = reader.get(path)
    assert answer.status_code == status and "Traceback" not in answer.text


def test_all_captures_of_an_address_are_listed(reader):
    listed = reader.json(f"/captures.json?url={FERRY}")["captures"]
    assert len(listed) == 3
    assert [one["fetched_at"] for one in listed] == sorted((one["fetched_at"] for one in listed), reverse=True)
    assert reader.get(f"/web/*/{FERRY}").status_code == 200


def test_json_says_which_capture_is_nearest_to_a_time(reader):
    captures = reader.json(f"/captures.json?url={FERRY}&at=20260318134000")
    assert captures["nearest"]["fetched_at"].startswith("2026-03-18T13:40")
    assert reader.get(f"/captures.json?url={FERRY}&at=noon").status_code == 400


def test_an_address_without_a_time_leads_to_its_newest_capture(reader):
    first = reader.get(f"/web/{FERRY}").headers["location"]
    assert reader.get(first).headers["location"].startswith("/web/202603181740")


def test_one_slash_of_a_proxy_is_as_good_as_two(reader):
    assert reader.get("/web/20260318174001/https:/harbour-post.example/2026/03/ferry-returns").status_code == 200
