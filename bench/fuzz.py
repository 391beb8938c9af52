"""atheris, a fuzzer that follows coverage, over the claims that tests/fuzz makes with hypothesis.

python -m bench.fuzz                              every door, two minutes each
python -m bench.fuzz --seconds 600 replayed page  some doors, for longer
python -m bench.fuzz --list

Each door is a process of its own that begins with tests/fuzz/seeds.py. What it learnt stays in bench/out/fuzz/DOOR and
is built on by the next run; a finding is written to bench/out/fuzz/DOOR-crash-…: put its bytes into the door's test in
tests/fuzz as an @example.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from zlib import crc32

ROOT = Path(__file__).parents[1]
OUT = ROOT / "bench" / "out" / "fuzz"
LARGEST = 4096  # bytes of an input: what breaks a parser is short
LARGEST_PAGE = 1024  # of one that is extracted: that costs milliseconds, the more the longer it is
TWICE = 8  # one page in so many is extracted a second time, to see whether the answer is the same
SLOWEST = 20  # seconds an input may take
MEMORY = 2048  # MiB
COVERED = ["archive", "crawler", "protego", "feedparser"]  # whose branches the fuzzer follows
# These make numbers of what was read: their branches say little of the bytes, and an extraction's time goes there.
NUMBERS = [f"archive.extraction.{name}" for name in ("align", "features", "signs", "survey", "trees", "wording")]

Door = Callable[[bytes], object]


def _as_text(claim: Callable[[str], object]) -> Door:
    return lambda content: claim(content.decode("utf-8", "replace"))


def largest(name: str) -> int:
    """Return how many bytes an input of a door has at the most."""
    return LARGEST_PAGE if name == "page" else LARGEST


def doors(claims: ModuleType) -> dict[str, Door]:
    """Return each door through which strangers' bytes enter, by name."""
    return {
        "address": _as_text(claims.address),
        "charset": claims.text_of,
        "coded": claims.coded,
        "feed": claims.feed,
        "message": claims.message,
        "page": lambda content: claims.page(content, twice=crc32(content) % TWICE == 0),
        "plain": _as_text(claims.plain),
        "query": _as_text(claims.query),
        "replayed": _as_text(claims.replayed),
        "robots": claims.robots,
        "section": claims.section,
        "sitemap": claims.sitemap,
        "source": _as_text(claims.source),
        "style": _as_text(claims.style),
        "tdmrep": claims.tdmrep,
        "warc": claims.warc_file,
        "warc-member": claims.warc_member,
    }


def fuzz(name: str, corpus: Path, seconds: int) -> None:
    """Fuzz one door in this process, which ends with it; libFuzzer reports on stderr."""
    import atheris  # noqa: PLC0415  (only here: the other benches work without it)

    with atheris.instrument_imports(include=COVERED, exclude=NUMBERS):
        from tests.fuzz import claims  # noqa: PLC0415
    door = doors(claims)[name]
    door((corpus / min(path.name for path in corpus.iterdir())).read_bytes())  # what it loads takes none of its time
    options = {
        "max_total_time": seconds,
        "max_len": largest(name),
        "timeout": SLOWEST,
        "rss_limit_mb": MEMORY,
        "artifact_prefix": f"{corpus}-",
        "print_final_stats": 1,
        "seed": 1,
    }
    atheris.Setup(
        [name, str(corpus), *(f"-{key}={value}" for key, value in options.items())], lambda b: door(b) and None
    )
    atheris.Fuzz()


@dataclass(frozen=True)
class Finding:
    """What came of one door."""

    door: str
    runs: int
    crash: str  # the end of what the fuzzer said, or "" where nothing broke


def run(name: str, seconds: int) -> Finding:
    """Fuzz one door in a process of its own."""
    corpus = OUT / name
    _sow(name, corpus)
    command = [sys.executable, "-m", "bench.fuzz", "--inside", str(corpus), "--seconds", str(seconds), name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    said = [line for line in done.stderr.splitlines() if not line.startswith("#")]  # those are its progress
    runs = [line.split()[1] for line in said if line.startswith("stat::number_of_executed_units")]
    crash = "\n".join((done.stdout[-3000:], *said[-12:])) if done.returncode else ""
    return Finding(name, int(runs[-1]) if runs else 0, crash)


def _sow(name: str, corpus: Path) -> None:
    from tests.fuzz.seeds import SEEDS  # noqa: PLC0415  (it imports the archive, which is to be instrumented first)

    corpus.mkdir(parents=True, exist_ok=True)
    for seed in SEEDS[name]:
        (corpus / sha256(seed).hexdigest()[:16]).write_bytes(seed)


def main() -> int:
    """Fuzz each door named, and say what broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("doors", nargs="*", help="which; all where none is named")
    parser.add_argument("--seconds", type=int, default=120, help="for each door")
    parser.add_argument("--list", action="store_true", help="name the doors")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        fuzz(arguments.doors[0], arguments.inside, arguments.seconds)
        return 0
    from tests.fuzz.seeds import SEEDS  # noqa: PLC0415

    if arguments.list or not set(arguments.doors) <= SEEDS.keys():
        print("\n".join(SEEDS))
        return int(not arguments.list)
    if importlib.util.find_spec("atheris") is None:
        print("atheris has no wheel for this machine or Python (make set-up leaves it out there): nothing was fuzzed.")
        return 0
    broken = 0
    for name in arguments.doors or SEEDS:
        finding = run(name, arguments.seconds)
        print(f"{name:12} {finding.runs:9,} inputs: {'BROKEN' if finding.crash else 'every claim held'}", flush=True)
        print(finding.crash, end="\n" if finding.crash else "")
        broken += bool(finding.crash)
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
