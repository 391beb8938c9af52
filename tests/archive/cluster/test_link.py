"""The link to a scheduler: one that needs a certificate, and one that goes away."""

from __future__ import annotations

import itertools
from pathlib import Path

import dask
import pytest

from archive.cluster.link import NoScheduler, NoWorkers, linked
from archive.cluster.parts import read_part
from tests.cluster import cluster
from tests.crawler.conftest import server_context


@pytest.mark.long
@pytest.mark.timeout(120)
def test_a_cluster_behind_tls_is_reached_with_the_settings_of_dask(tmp_path: Path):
    server_context(tmp_path)
    pem = str(tmp_path / "server.pem")
    ends = [".".join(names) for names in itertools.product(("scheduler", "worker", "client"), ("cert", "key"))]
    settings = {f"distributed.comm.tls.{end}": pem for end in ("ca-file", *ends)}
    environment = {f"DASK_{name.replace('.', '__').replace('-', '_').upper()}": pem for name in settings}
    (tmp_path / "here.answers").touch()  # a part that is done: nothing is run
    with (
        dask.config.set(settings),
        cluster(tmp_path / "cluster", workers=1, protocol="tls", **environment) as running,
        linked(running.address) as link,
    ):
        assert running.address.startswith("tls://")
        [done] = link.spread(read_part, [("here", {"answers": str(tmp_path / "here.answers")})])
    assert (done.key, done.answer) == ("here", {})


@pytest.mark.long
@pytest.mark.timeout(120)
def test_a_run_that_lost_its_workers_or_its_scheduler_ends_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("archive.cluster.link.PATIENCE", 0)
    with cluster(tmp_path, workers=1) as running, linked(running.address) as link:
        running.kill("w0")
        ends = link.spread(read_part, [("one", {}), ("two", {})])
        with pytest.raises(NoWorkers, match="is gone, and 2 tasks are not done"):
            next(ends)
        monkeypatch.undo()
        running.kill_scheduler()
        with pytest.raises(NoScheduler, match="is gone, and 2 tasks are not known to be done"):
            next(ends)
