"""Real pages with the answer beside them, in the shared format: read here, never copied into the project."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path

from tldextract import TLDExtract

FOLDS = 5
OUT = Path(__file__).parent / "out"  # what is made again rather than committed
ABSENT = "The corpus is absent: set TEARSHEET_CORPUS to a folder with gold.jsonl, or put it at ../shared/corpus."

_PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a corpus with its answer."""

    id: str
    corpus: str
    url: str
    file: Path
    text: str = ""  # the body a careful person would keep; "" where only snippets are known
    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    present: tuple[str, ...] = ()  # snippets that must appear
    absent: tuple[str, ...] = ()  # snippets that must not
    kind: str = "article"

    def html(self) -> str:
        """Return the page as text; the corpus is kept in UTF-8."""
        packed = self.file.read_bytes()
        page = gzip.decompress(packed) if self.file.suffix == ".gz" else packed
        return page.decode("utf-8", "replace")

    @property
    def domain(self) -> str:
        """The registered domain of the page's address."""
        return registered_domain(self.url) or self.id

    @property
    def fold(self) -> int:
        """Which of FOLDS the page's site belongs to: the same for all its pages, whatever else is in the corpus."""
        return int.from_bytes(blake2b(self.domain.encode(), digest_size=8).digest()) % FOLDS


def folder() -> Path | None:
    """Return where the corpus lies, or None where there is none."""
    found = Path(os.environ.get("TEARSHEET_CORPUS") or _PROJECT.parent / "shared" / "corpus")
    return found if (found / "gold.jsonl").is_file() else None


def located() -> Path | None:
    """Return where the corpus lies, or None where there is none, with a sentence on stderr."""
    found = folder()
    if found is None:
        print(ABSENT, file=sys.stderr)
    return found


def pages(root: Path, name: str = "gold.jsonl") -> Iterator[Page]:
    """Yield the pages that a file of the corpus lists."""
    with (root / name).open(encoding="utf-8") as lines:
        for line in lines:
            yield _page(root, json.loads(line))


def digest(root: Path, *names: str) -> str:
    """Return the SHA-256 of the answers, as hexadecimal: what scores and weights are recorded against."""
    seen = sha256()
    for name in names or ("gold.jsonl",):
        seen.update((root / name).read_bytes())
    return seen.hexdigest()


def fold_folder(fold: int) -> Path:
    """Return where the model lies that has not seen a fold; made by `python -m bench.train`."""
    return OUT / f"fold-{fold}"


def registered_domain(url: str) -> str:
    """Return the registered domain of an address by the bundled public suffix list, without the network."""
    return _suffixes()(url).top_domain_under_public_suffix


@cache
def _suffixes() -> TLDExtract:
    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def _page(root: Path, row: dict[str, object]) -> Page:
    def strings(name: str) -> tuple[str, ...]:
        found = row.get(name)
        return tuple(str(value) for value in found) if isinstance(found, list) else ()

    return Page(
        id=str(row["id"]),
        corpus=str(row["corpus"]),
        url=str(row.get("url") or ""),
        file=root / str(row["html"]),
        text=str(row.get("text") or ""),
        title=str(row.get("title") or ""),
        authors=strings("authors"),
        date=str(row.get("date") or ""),
        present=strings("with"),
        absent=strings("without"),
        kind=str(row.get("kind") or "article"),
    )
