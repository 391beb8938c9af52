"""What nobody gets from datasette, whichever way they ask."""

from __future__ import annotations

import base64
import hashlib
import re
import sqlite3

import pytest

from archive.web.permissions import close_the_bytes


@pytest.mark.parametrize(
    "path",
    [
        "/archive/members",
        "/archive/members.json",
        "/archive/MEMBERS.json",
        "/archive/members/1",
        "/archive/members/1.json",
        "/archive/members/1.blob?_blob_column=member",
        "/archive/members.blob?_blob_column=member",
        "/archive/members.csv",
        "/archive.db",
    ],
)
def test_the_bytes_are_closed_to_datasettes_own_pages(reader, path):
    answer = reader.get(path)
    assert answer.status_code in {403, 404}
    assert b"WARC/1.1" not in answer.content and b"\x1f\x8b\x08" not in answer.content


def test_what_is_closed_says_so_in_the_format_that_was_asked_for(reader):
    assert reader.get("/archive/members.json").json()["status"] == 403
    assert "Not for you" in reader.get("/archive/members").text


def test_sql_is_off_unless_it_was_asked_for(reader):
    assert reader.get("/archive.json?sql=select+1").status_code == 403
    assert reader.get("/archive?sql=select+1").status_code == 403


@pytest.mark.parametrize(
    "sql",
    [
        "select hex(member) from members",
        "select m.member from records join members as m using (id)",
        "select count(*) from members",
        "with m as (select * from members) select * from m",
        "select (select member from members limit 1)",
        "select hex(data) from sqlite_dbpage",
    ],
)
def test_with_sql_on_the_bytes_stay_closed(open_archive, printed, sql):
    reader = open_archive(printed, sql=True)
    assert reader.get("/archive.json", params={"sql": "select 1 as one"}).json()["rows"] == [[1]]
    answer = reader.get("/archive.json", params={"sql": sql})
    assert answer.status_code == 400
    assert "rows" not in answer.json() or not answer.json()["rows"]


def test_with_sql_on_packed_columns_can_be_looked_into(open_archive, printed):
    sql = "select json_array_length(unpacked(set_aside)) from extractions limit 1"
    [[blocks]] = open_archive(printed, sql=True).get("/archive.json", params={"sql": sql}).json()["rows"]
    assert blocks >= 5


def test_with_sql_on_a_query_ends_after_a_second_and_a_thousand_rows(open_archive, printed):
    endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select {} from n"
    reader = open_archive(printed, sql=True)
    answer = reader.get("/archive.json", params={"sql": endless.format("count(*)")})
    assert answer.status_code == 400 and answer.json()["error"].startswith("SQL query took too long.")
    assert "<" not in answer.json()["error"]
    cut = reader.get("/archive.json", params={"sql": endless.format("x") + " limit 5000"}).json()
    assert len(cut["rows"]) == 1_000 and cut["truncated"]


def test_a_connection_cannot_open_further_files():
    connection = sqlite3.connect(":memory:")
    close_the_bytes(connection)
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        connection.execute("attach database 'other.db' as other")


def test_other_tables_are_open_and_labelled_by_the_schema(reader):
    assert reader.json("/archive/articles.json?_size=1")["rows"]
    assert "one story at its canonical URL" in reader.get("/archive/articles").text


def test_the_database_is_called_archive_whatever_the_file_is_called_and_as_closed(open_archive, copied):
    path = copied.rename(copied.with_name("search.db"))
    reader = open_archive(path)
    assert reader.get("/search").status_code == 200
    assert reader.get("/archive/articles.json").status_code == 200
    assert 'href="/archive"' in reader.get("/").text
    assert reader.get("/archive/members.json").status_code == 403
    assert reader.get("/archive.json?sql=select+1").status_code == 403
    asked = open_archive(path, sql=True).get("/archive.json", params={"sql": "select hex(member) from members"})
    assert asked.status_code == 400 and "prohibited" in asked.text


def test_every_link_of_the_pages_leads_somewhere(open_archive, copied):
    reader = open_archive(copied.rename(copied.with_name("papers.db")))
    waiting, seen = ["/"], set()
    while waiting and len(seen) < 250:
        path = waiting.pop(0)
        if path in seen or path.startswith(("/web/", "/archive/")):  # what replay offers may never have been archived
            continue
        seen.add(path)
        answer = reader.get(path)
        assert answer.status_code == 200, path
        if "html" in answer.headers["content-type"] and path != "/archive":
            waiting += [link.replace("&amp;", "&") for link in re.findall(r'(?:href|src)="(/[^"#]*)"', answer.text)]
    assert len(seen) > 200


@pytest.mark.parametrize("path", ["/", "/archive", "/nothing", "/search?q=ferry", "/archive/articles.json"])
def test_every_answer_says_what_a_browser_may_do(reader, path):
    headers = reader.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"] or path.endswith(".json")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/search?q=ferry", "/nothing", "/sites"])
def test_our_pages_need_no_script_and_no_inline_style(reader, path):
    answer = reader.get(path)
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "<script" not in answer.text and "style=" not in answer.text and "onclick" not in answer.text


@pytest.mark.parametrize(
    "path", ["/archive", "/archive/articles", "/archive/articles/1", "/-/patterns", "/archive?sql=select+1"]
)
def test_of_datasettes_inline_scripts_each_is_known_and_no_other_may_run(open_archive, printed, path):
    answer = open_archive(printed, sql=True).get(path)
    policy = answer.headers["content-security-policy"]
    scripts = re.findall(r"<script>(.+?)</script>", answer.text, re.DOTALL)
    hashed = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert scripts and all(f"'sha256-{one}'" in policy for one in hashed)
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
