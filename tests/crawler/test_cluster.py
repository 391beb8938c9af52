"""A crawl by the workers of a cluster: each source in its own shard, whatever dies meanwhile."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.cluster.link import Done, NoWorkers, linked
from archive.errors import MissingExtra
from crawler.cli import main
from crawler.cluster import Crawled, _homes, tasks
from crawler.commands.spread import _print
from crawler.locks import SourceLocks
from crawler.shards import crawl_source
from crawler.sources import load_sources
from tests.cluster import Cluster, cluster
from tests.crawler.crawling import Desk
from tests.newsroom.server import Answer, Asked
from tests.newsroom.site import Site
from tests.newsroom.sites import sample_newsroom, write_sources

ENVIRONMENT = {"SCRAPY_SETTINGS_MODULE": "settings.test", "TEARSHEET_CONTACT": ""}


@pytest.fixture
def sites() -> Iterator[dict[str, Site]]:
    with sample_newsroom(stories=8) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, sites: dict[str, Site]) -> Desk:
    desk = Desk(tmp_path, {"TEARSHEET_ALLOW_PRIVATE": " ".join(f"127.0.0.{n}" for n in range(1, 5))})
    desk.sources.mkdir()
    write_sources(sites, desk.sources)
    return desk


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster"), workers=3, **ENVIRONMENT) as running:
        yield running


PRIVATE = [word for host in ("127.0.0.1", "127.0.0.2", "127.0.0.3") for word in ("--allow-private", host)]


def crawl_words(running: Cluster, desk: Desk, *words: str) -> list[str]:
    return ["crawl", "--json", "--dask", running.address, "--shards", str(desk.folder / "shards"), *PRIVATE, *words]


def merged(desk: Desk) -> Desk:
    """The shards in one archive."""
    whole = Desk(desk.folder / "whole", desk.environment)
    whole.folder.mkdir()
    shards = sorted(str(path) for path in (desk.folder / "shards").glob("*.db"))
    ran = whole.run("merge", *shards)
    assert ran.code == 0, ran.stderr
    return whole


def alone(desk: Desk) -> Desk:
    """The same sources, crawled by one process."""
    one = Desk(desk.folder / "alone", {**desk.environment, "TEARSHEET_SOURCES": str(desk.sources)})
    one.folder.mkdir()
    ran = one.crawl(*PRIVATE)
    assert ran.code == 0, ran.stderr
    return one


def pages(desk: Desk) -> dict[str, str]:
    """The text of every article by its whole address."""
    return dict(
        tuple(row)
        for row in desk.rows(
            """SELECT articles.url, texts.text FROM articles JOIN versions ON versions.id = articles.current_version
            JOIN extractions ON extractions.id = versions.extraction_id JOIN texts ON texts.id = extractions.text_id"""
        )
    )


@pytest.mark.timeout(300)
def test_a_worker_killed_in_mid_crawl_costs_nothing(three_to_lose: Cluster, desk: Desk, sites: dict[str, Site]):
    undisturbed = alone(desk)
    site = sites["tarn-courier"]
    asked_before = len(site.server.asked)
    killed = killer(three_to_lose, site, after=4)
    ran = desk.run(*crawl_words(three_to_lose, desk))
    assert ran.code == 0, ran.stderr
    assert killed
    whole = merged(desk)
    assert pages(whole) == pages(undisturbed)
    assert len(pages(whole)) == sum(len(one.stories) for one in sites.values())
    verified = whole.run("verify", "--archive", str(whole.archive))
    assert verified.code == 0, verified.stdout
    again = [asked.path for asked in site.server.asked[asked_before:] if asked.path in site.stories]
    assert len(again) <= len(site.stories) + 1  # the one in flight may be asked for twice


@pytest.fixture
def three_to_lose(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path / "cluster", workers=3, **ENVIRONMENT) as running:
        yield running


def killer(running: Cluster, site: Site, *, after: int) -> list[str]:
    """Kill the worker that crawls a site when its story number `after` is asked for; the list then holds its name."""
    killed: list[str] = []
    lock = threading.Lock()
    seen = 0

    def wrapped(page):
        def answer(asked: Asked) -> Answer:
            nonlocal seen
            with lock:
                seen += 1
                if seen == after:
                    name = running.working_on("tarn-courier")
                    running.kill(name)
                    killed.append(name)
            return page(asked)

        return answer

    for path in site.stories:
        site.server.pages[path] = wrapped(site.server.pages[path])
    return killed


@pytest.mark.long
def test_a_source_that_fails_leaves_the_others_alone_and_due_asks_the_shards(three: Cluster, desk: Desk):
    (desk.sources / "nowhere.toml").write_text('home = "http://127.0.0.1:1/"\nfeeds = ["http://127.0.0.1:1/feed"]\n')
    metrics = desk.folder / "tearsheet.prom"
    ran = desk.run(*crawl_words(three, desk, "--metrics", str(metrics)))
    assert ran.code == 1
    assert "tearsheet_run_exit_code 1.0" in metrics.read_text().splitlines()
    assert "tearsheet: Nothing of nowhere could be read: no feed, sitemap or section page." in ran.stderr.splitlines()
    assert {name: shard["code"] for name, shard in ran.json["shards"].items()} == {
        "nowhere": 1,
        "orrin-log": 0,
        "tarn-courier": 0,
        "vessel-post": 0,
    }
    assert ran.counts("tarn-courier")["new"] == 10
    for shard in ran.json["shards"].values():
        assert Path(shard["path"]).stat().st_size == shard["bytes"]
    again = desk.run(*crawl_words(three, desk, "--due", "orrin-log", "tarn-courier"))
    assert again.code == 0, again.stderr
    assert [shard["outcome"] for shard in again.json["shards"].values()] == ["nothing due", "nothing due"]


@pytest.mark.long
@pytest.mark.timeout(400)
def test_a_run_that_is_told_to_stop_keeps_what_it_has(three: Cluster, desk: Desk, sites: dict[str, Site]):
    running = []
    page = next(iter(sites["tarn-courier"].stories))
    answered = sites["tarn-courier"].server.pages[page]
    ready = threading.Event()

    def interrupting(asked: Asked) -> Answer:
        ready.wait(30)
        running[0].send_signal(signal.SIGTERM)
        return answered(asked)

    sites["tarn-courier"].server.pages[page] = interrupting
    running.append(desk.start(*crawl_words(three, desk, "tarn-courier")))
    ready.set()
    stdout, stderr = running[0].communicate(timeout=240)
    assert running[0].returncode == 130, stderr
    assert json.loads(stdout)["outcome"] == "interrupted"
    sites["tarn-courier"].server.pages[page] = answered
    assert desk.run(*crawl_words(three, desk, "tarn-courier")).code == 0
    assert len(pages(merged(desk))) == 10


@pytest.mark.long
def test_without_a_shared_folder_two_shards_of_a_source_join_to_one(desk: Desk, sites: dict[str, Site]):
    site = sites["orrin-log"]
    begun = crawl_source(task(desk, "shards/of-the-dead", "orrin-log", words=["--limit", "3"]))
    assert begun["counts"]["new"] == 3
    whole = crawl_source(task(desk, "shards", "orrin-log"))
    assert whole["counts"]["new"] == len(site.stories)
    Path(begun["shard"]).rename(desk.folder / "shards" / "begun.db")
    assert set(pages(merged(desk))) == {site.base + path for path in site.stories}


def test_a_source_that_another_run_holds_is_left_to_it(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("crawler.shards.PATIENCE", 0)
    asked = task(desk, "shards", "orrin-log")
    (desk.folder / "shards").mkdir()
    locks = SourceLocks(desk.folder / "shards" / "orrin-log.db")
    assert locks.take(["orrin-log"]) == []
    report = crawl_source(asked)
    locks.release()
    assert report["code"] == 75
    assert "Another run is crawling orrin-log" in report["said"][0]


def task(desk: Desk, folder: str, source: str, *, words: list[str] | None = None) -> dict:
    sources, _ = load_sources(desk.sources, [source])
    environment = {**ENVIRONMENT, **desk.environment}
    made = tasks(
        sources,
        folder=desk.folder / folder,
        words=[*PRIVATE, *(words or [])],
        only_due=False,
        most=None,
        environment=environment,
    )
    return made[source] | {"run": "test"}


def test_secrets_do_not_travel(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TARN_TOKEN", "a-secret-of-ours")
    path = desk.sources / "tarn-courier.toml"
    path.write_text(path.read_text() + '[headers]\nAuthorization = "env:TARN_TOKEN"\n')
    sources, _ = load_sources(desk.sources)
    sent = json.dumps(tasks(sources, folder=desk.folder, words=[], only_due=False, most=None))
    assert "env:TARN_TOKEN" in sent
    assert "a-secret-of-ours" not in sent


class OfTwoMachines:
    def ask(self, *_: object) -> dict[str, list[str]]:
        return {"10.0.0.1": ["tarn"], "10.0.0.2": ["orrin", "vessel"]}


class OfOneFolder:
    def ask(self, *_: object) -> dict[str, list[str]]:
        return {"10.0.0.1": ["tarn", "orrin"], "10.0.0.2": ["tarn", "orrin"]}


def test_a_source_goes_back_to_the_machine_that_has_its_shard():
    work = {name: {"folder": "/shards"} for name in ("tarn", "orrin", "new")}
    assert _homes(OfTwoMachines(), work) == {"tarn": ["10.0.0.1"], "orrin": ["10.0.0.2"]}


def test_shards_in_a_folder_that_all_share_are_anybodys():
    assert _homes(OfOneFolder(), {"tarn": {"folder": "/shards"}}) == {}


@pytest.mark.parametrize(
    ("codes", "code"),
    [([0, 0], 0), ([0, 75], 3), ([75, 75], 75), ([0, 5, 3], 5), ([0, 1, 5], 1), ([0, -9], 1), ([2], 1), ([], 0)],
)
def test_the_exit_code_says_the_worst(codes: list[int], code: int):
    crawled = Crawled()
    for one in codes:
        crawled.codes[one] += 1
    assert crawled.exit_code() == code


def test_a_scheduler_that_is_not_there_is_said_so(desk: Desk):
    ran = desk.run("crawl", "--dask", "tcp://127.0.0.1:1", "--shards", str(desk.folder))
    assert ran.code == 1
    assert ran.stderr == (
        "tearsheet: No scheduler answers at tcp://127.0.0.1:1 (Connection refused). Start one there: dask scheduler\n"
    )


@pytest.mark.parametrize("address", ["127.0.0.1", "tcp://", "tcp://127.0.0.1:none"])
def test_an_address_that_is_none_is_said_so(desk: Desk, address: str):
    ran = desk.run("crawl", "--dask", address, "--shards", str(desk.folder))
    assert ran.code == 1
    assert "is no address of a scheduler" in ran.stderr


def test_a_scheduler_without_workers_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("archive.cluster.link.WORKER_WITHIN", 0.1)
    with (
        cluster(tmp_path / "cluster", workers=0) as running,
        pytest.raises(NoWorkers, match=r"has no workers\. Start some: dask worker tcp://"),
        linked(running.address),
    ):
        pass


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtra, match=r"pip install 'tearsheet\[cluster\]'"), linked("tcp://127.0.0.1:1"):
        pass


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--dask", "tcp://h:1"], "--dask and --shards go together"),
        (["--shards", "x"], "--dask and --shards go together"),
        (["--dask", "tcp://h:1", "--shards", "x", "--dry-run"], "--dry-run is for a crawl into one archive"),
    ],
)
def test_options_that_do_not_fit_are_said_so(words: list[str], why: str):
    ran = CliRunner().invoke(main, ["crawl", *words])
    assert ran.exit_code == 2
    assert why in ran.output


def test_a_person_gets_a_table_and_sentences(capsys: pytest.CaptureFixture[str]):
    crawled = Crawled()
    answer = {
        "code": 0,
        "outcome": "finished",
        "counts": {"found": 2, "fetched": 3, "new": 2},
        "problems": ["tarn.example is left alone."],
        "troubles": [],
        "said": ["It was slow."],
        "machine": "m1",
        "shard": "/shards/tarn.db",
        "bytes": 8192,
        "seconds": 1.5,
    }
    crawled.add(Done("tarn", answer))
    crawled.add(Done("orrin", None, "orrin cost several workers in a row, and was given up."))
    _print(crawled, as_json=False)
    shown = capsys.readouterr()
    assert [line.split()[:4] for line in shown.out.splitlines()[1:]] == [
        ["orrin", "0", "0", "0"],
        ["tarn", "2", "3", "2"],
        ["all", "2", "3", "2"],
    ]
    assert shown.err.splitlines() == [
        "tearsheet: tarn: It was slow.",
        "tearsheet: orrin cost several workers in a row, and was given up.",
        "tearsheet: tarn.example is left alone.",
    ]
    assert crawled.exit_code() == 1
