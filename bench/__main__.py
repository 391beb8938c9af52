"""`make bench`: quality, speed, scale and endurance one after the other, each a command that prints its table."""

from __future__ import annotations

import subprocess
import sys

from bench import corpus

ARTICLES = 50_000  # of the invented archive


def main() -> int:
    """Run each bench in a process of its own; return 1 where one failed, after the others have run."""
    failed = [words[0] for words in _benches() if _run(*words)]
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return bool(failed)


def _benches() -> list[list[str]]:
    found = corpus.folder()
    if found is None:
        print(corpus.ABSENT, "Neither quality nor speed is measured.", file=sys.stderr)
    of_real_pages = [
        ["bench.extraction"],
        ["bench.metadata", str(found)],
        ["bench.teasers", "--corpus", str(found)],
        ["bench.speed"],
    ]
    return [
        *(of_real_pages if found else []),
        ["bench.recrawl"],
        ["bench.scale", "--articles", str(ARTICLES)],
        ["bench.torture"],
        ["bench.endurance", "--kills", "20"],
    ]


def _run(module: str, *arguments: str) -> int:
    print(f"\n## {module}\n", flush=True)
    return subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
