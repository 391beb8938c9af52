"""kill -9 at random moments of a crawl, then one last run: the archive must equal that of an undisturbed crawl.

python -m bench.torture --kills 20 --stories 40 --seed 1
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.crawler.crawling import Desk
from tests.newsroom import theme
from tests.newsroom.server import Server
from tests.newsroom.site import Site
from tests.newsroom.stories import BY_HAND, invented

FEEDS = 'feeds = ["{base}/feed", "{base}/atom.xml"]\nsitemaps = ["{base}/sitemap.xml"]\n[politeness]\ndelay = 0.05'


@dataclass(frozen=True)
class Ordeal:
    """What came of a crawl that was killed again and again, beside one that was left in peace."""

    kills: int  # that met a run alive
    fetched_before_the_last_run: int  # captures of pages
    asked_too_often: dict[str, int]  # page -> times it was asked for, where that is more than once
    undisturbed: dict[str, str]  # path -> text
    survived: dict[str, str]
    verified: str  # what verify --deep complains of

    @property
    def sound(self) -> bool:
        """Whether nothing was lost, and nothing is damaged."""
        return self.undisturbed == self.survived and not self.verified


def torture(folder: Path, *, kills: int, stories: int, seed: int) -> Ordeal:
    """Crawl a site in peace, then crawl it killing each run at a random moment, then let one run end."""
    chance = random.Random(seed)
    with Server() as server:
        site = Site(server, "Tarn Courier", [*BY_HAND, *invented(stories)], look=theme.magazine)
        peaceful = _desk(folder / "peaceful", server)
        began = datetime.now(UTC)
        peaceful.crawl()
        ready = (server.asked[0].at - began).total_seconds()
        before = len(server.asked)
        victim = _desk(folder / "victim", server)
        each = max(3, 2 * len(site.stories) // kills)
        met = sum(_killed(victim, server, chance, requests=each, ready=ready) for _ in range(kills))
        fetched = len(victim.values("SELECT 1 FROM captures WHERE kind = 'page'")) if victim.archive.exists() else 0
        last = victim.crawl()
        if last.code:
            raise AssertionError(f"the last run failed: {last.stderr}")
        asked = [one.path for one in server.asked[before:] if one.path in site.stories]
    verified = victim.run("verify", "--deep", "--archive", str(victim.archive))
    return Ordeal(
        kills=met,
        fetched_before_the_last_run=fetched,
        asked_too_often={path: asked.count(path) for path in set(asked) if asked.count(path) > 1},
        undisturbed=peaceful.articles(),
        survived=victim.articles(),
        verified=verified.stderr if verified.code else "",
    )


def _desk(folder: Path, server: Server) -> Desk:
    folder.mkdir()
    desk = Desk(folder)
    desk.source("tarn", server, FEEDS)
    return desk


def _killed(desk: Desk, server: Server, chance: random.Random, *, requests: int, ready: float) -> bool:
    """Start a crawl, kill it at a random moment, and return whether it was still running.

    One kill in four comes on the way up, within `ready` seconds; the others a moment after the server has seen another
    1 to `requests` requests, however fast the machine is.
    """
    seen = len(server.asked)
    run = desk.start("crawl")
    if chance.random() < 0.25:
        time.sleep(chance.uniform(0.1, ready))
    else:
        wanted = seen + chance.randint(1, requests)
        while len(server.asked) < wanted and run.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.1))
    return kill(run)


def kill(run: subprocess.Popen[Any]) -> bool:
    """Kill a run, and return whether it was still alive."""
    alive = run.poll() is None
    run.kill()
    run.communicate()
    return alive


def main() -> int:
    """Torture, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--stories", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ordeal = torture(Path(folder), kills=arguments.kills, stories=arguments.stories, seed=arguments.seed)
    kept = ordeal.fetched_before_the_last_run
    print(f"{ordeal.kills} of {arguments.kills} kills met a run alive; {kept} pages were kept by then")
    print(f"{len(ordeal.undisturbed)} articles undisturbed, {len(ordeal.survived)} after the kills: ", end="")
    print("the same, and verify --deep is clean" if ordeal.sound else f"NOT the same, or damaged: {ordeal.verified}")
    print(f"pages asked for more than once: {len(ordeal.asked_too_often)}")
    return int(not ordeal.sound)


if __name__ == "__main__":
    sys.exit(main())
