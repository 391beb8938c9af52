"""kill -9 at random moments of a crawl of the corpus, then one last run: the archive must equal that of one in peace.

`python -m bench.corpus_kills --pages 300 --kills 20 --seed 1`; the whole corpus takes its time.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from archive.store.database import Archive
from bench import corpus as real_pages
from bench.corpus_site import Corpus, crawl, load, start
from bench.torture import kill

_TEXTS = """
    SELECT articles.url, texts.text FROM articles
    JOIN versions ON versions.id = articles.current_version
    JOIN extractions ON extractions.id = versions.extraction_id JOIN texts ON texts.id = extractions.text_id"""
_OUTCOMES = "SELECT url, outcome FROM captures WHERE kind = 'page'"


def ends(archive: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the text of each article by URL, and the outcome of each page."""
    with Archive.open(archive, readonly=True) as opened:
        texts = {row["url"]: row["text"] for row in opened.connection.execute(_TEXTS)}
        return texts, {row["url"]: row["outcome"] for row in opened.connection.execute(_OUTCOMES)}


def killed(corpus: Corpus, archive: Path, sources: Path, chance: random.Random, most: int) -> bool:
    """Start a crawl, kill it after 1 to `most` more requests, or soon; return whether it was still running."""
    run = start(corpus, archive, sources)
    wanted = corpus.asked.total() + chance.randint(1, most)
    while corpus.asked.total() < wanted and run.poll() is None:
        time.sleep(0.01)
    time.sleep(chance.uniform(0, 0.2))
    return kill(run)


def ordeal(corpus: Corpus, folder: Path, *, kills: int, seed: int) -> int:
    """Crawl in peace, then with kills, then let one run end; print what came of it, and return the exit code."""
    sources = folder / "sources"
    corpus.write_sources(sources)
    peaceful, victim = folder / "peaceful.db", folder / "victim.db"
    print(f"in peace: {crawl(corpus, peaceful, sources)}", flush=True)
    requests = corpus.asked.total()
    corpus.asked.clear()
    chance = random.Random(seed)
    met = sum(killed(corpus, victim, sources, chance, most=2 * requests // kills) for _ in range(kills))
    print(f"{met} of {kills} kills met a run alive; the last run: {crawl(corpus, victim, sources)}")
    pages = [corpus.url(page) for site in corpus.sites.values() for page in site.values()]
    verify = [sys.executable, "-m", "archive", "verify", "--deep", "--archive", str(victim)]
    damaged = subprocess.run(verify, check=False).returncode
    same = ends(peaceful) == ends(victim)
    kept = len(ends(victim)[0])
    print(f"{len(pages)} pages, {kept} articles: {'the same' if same else 'NOT the same'} texts and outcomes")
    print(f"pages asked for more than once: {sum(corpus.asked[url] > 1 for url in pages)}")
    return int(bool(damaged) or not same)


def main() -> int:
    """Run the ordeal; exit 0 also where the corpus is absent, with a sentence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, help="only the first of the corpus")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    root = real_pages.located()
    if root is None:
        return 0
    corpus = Corpus(load(root, arguments.pages))
    threading.Thread(target=corpus.http.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        return ordeal(corpus, Path(folder), kills=arguments.kills, seed=arguments.seed)


if __name__ == "__main__":
    sys.exit(main())
