"""`make bench`: quality, scale and endurance one after the other, each a command of its own that prints its table."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from bench import corpus

ARTICLES = 100_000  # of the invented archive that pages are asked of


def main() -> int:
    """Run each bench in a process of its own; return 1 where one failed, after the others have run."""
    with tempfile.TemporaryDirectory() as folder:
        big = str(Path(folder) / "big.db")
        failed = [words[0] for words in _benches(big) if _run(*words)]
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return bool(failed)


def _benches(big: str) -> list[list[str]]:
    found = corpus.folder()
    if found is None:
        print(corpus.ABSENT, "Quality is not measured.", file=sys.stderr)
    quality = [["bench.extraction"], ["bench.metadata", str(found)], ["bench.teasers", "--corpus", str(found)]]
    return [
        *(quality if found else []),
        ["bench.make_archive", "--articles", str(ARTICLES), big],
        ["bench.browse", big],
        ["bench.torture"],
        ["bench.endurance", "--kills", "20"],
    ]


def _run(module: str, *arguments: str) -> int:
    print(f"\n## {module}\n", flush=True)
    return subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
