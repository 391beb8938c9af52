"""Find which blocks of a page a text was made of: each word of the text is claimed by one block at most."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from archive.extraction.blocks import words

MAX_PLACES = 40  # of one word triple in the text that are followed; a page of repeats would be quadratic
MAX_FOLLOWED = 400_000  # places for all triples of one block; blocks of up to 10,000 words notice nothing
MAX_WORDS = 120_000  # of the text; the rest is not aligned
SHORT = 3  # blocks of fewer words are claimed as whole lines, or beside a claimed neighbour

_Triple = tuple[str, str, str]


def coverage(blocks: Sequence[Sequence[str]], text: str) -> list[float]:
    """Return for each block (its words, in page order) the share of them that it claimed in `text`, 0 to 1.

    Longest block first: whole lines of the text, then runs of at least three words on at most a few diagonals, then
    blocks of one or two words as a line or right beside what a neighbour claimed. A caption or a title that merely
    shares phrases with the body finds these claimed already.
    """
    return _Claims(blocks, text).run()


class _Claims:
    """What is claimed so far of one text."""

    def __init__(self, blocks: Sequence[Sequence[str]], text: str) -> None:
        self.blocks = blocks
        self.text: list[str] = []
        self.lines: dict[str, list[int]] = defaultdict(list)
        self.claimed = bytearray()
        self.share = [0.0] * len(blocks)
        self.spans: list[tuple[int, int] | None] = [None] * len(blocks)
        for line in text.split("\n"):
            tokens = words(line)[: MAX_WORDS - len(self.text)]
            if tokens:
                self.lines[" ".join(tokens)].append(len(self.text))
                self.text += tokens
        self.claimed = bytearray(len(self.text))

    def run(self) -> list[float]:
        if self.text:
            by_length = sorted(range(len(self.blocks)), key=lambda at: -len(self.blocks[at]))
            left = [at for at in by_length if not self._claim_line(at)]
            self._claim_runs([at for at in left if len(self.blocks[at]) >= SHORT])
            self._claim_short([at for at in sorted(left) if 0 < len(self.blocks[at]) < SHORT])
        return self.share

    def _claim_line(self, at: int) -> bool:
        # A short line that stands once in the text and often on the page is left for its neighbours to decide.
        block = self.blocks[at]
        places = self.lines.get(" ".join(block)) if len(block) >= SHORT else None
        if not places:
            return False
        self._take(at, places.pop(0), len(block))
        return True

    def _take(self, at: int, start: int, length: int) -> None:
        self.claimed[start : start + length] = b"\1" * length
        self.spans[at] = (start, start + length)
        self.share[at] = 1.0

    def _claim_runs(self, order: list[int]) -> None:
        places = self._places(order)
        for at in order if places else ():
            diagonals = self._diagonals(self.blocks[at], places)
            if diagonals:
                self._claim_diagonals(at, diagonals)

    def _places(self, order: list[int]) -> dict[_Triple, list[int]]:
        places: dict[_Triple, list[int]] = defaultdict(list)
        if 0 not in self.claimed:
            return places
        wanted = set(chain.from_iterable(_triples(self.blocks[at]) for at in order))
        free = self.claimed
        start = free.find(0)
        while start >= 0:  # each stretch that no block has claimed
            end = free.find(1, start)
            stretch = self.text[start : end if end >= 0 else None]
            for at, triple in enumerate(_triples(stretch), start):
                if triple in wanted:
                    places[triple].append(at)
            start = free.find(0, end) if end >= 0 else -1
        return places

    def _diagonals(self, block: Sequence[str], places: dict[_Triple, list[int]]) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        free = self.claimed
        most = max(1, min(MAX_PLACES, MAX_FOLLOWED // len(block)))
        for at, triple in enumerate(_triples(block)):
            for place in places.get(triple, ())[:most]:
                if not (free[place] or free[place + 1] or free[place + 2]):
                    found[place - at].update((at, at + 1, at + 2))
        return found

    def _claim_diagonals(self, at: int, diagonals: dict[int, set[int]]) -> None:
        length = len(self.blocks[at])
        ranked = sorted(diagonals.items(), key=lambda item: -len(item[1]))[:8]
        base = ranked[0][0]
        covered: set[int] = set()
        taken: set[int] = set()
        for diagonal, places in ranked:
            new = places - covered
            if abs(diagonal - base) <= length // 2 + 10 and len(new) >= max(SHORT, 0.12 * length):
                covered |= new
                taken |= {place + diagonal for place in new}
        self.share[at] = len(covered) / length
        if self.share[at] >= needed(length):
            for place in taken:
                self.claimed[place] = 1
            self.spans[at] = (min(taken), max(taken) + 1)

    def _claim_short(self, order: list[int]) -> None:
        for at in order:
            start = self._beside(at)
            if start is not None:
                self._take(at, start, len(self.blocks[at]))

    def _beside(self, at: int) -> int | None:
        block, length = list(self.blocks[at]), len(self.blocks[at])
        before = next(filter(None, self.spans[max(0, at - 5) : at][::-1]), None)
        after = next(filter(None, self.spans[at + 1 : at + 6]), None)
        tries = [before[1]] if before else []
        tries += [after[0] - length] if after else []
        low, high = before[1] - 60 if before else 0, after[0] + 60 if after else len(self.text)
        places = self.lines.get(" ".join(block), [])
        from_low = bisect_left(places, low)
        tries += [place for place in places[from_low : from_low + MAX_PLACES] if place <= high]
        return next((place for place in tries if self._free(place, block)), None)

    def _free(self, place: int, block: list[str]) -> bool:
        end = place + len(block)
        return place >= 0 and self.text[place:end] == block and 1 not in self.claimed[place:end]


def needed(length: int) -> float:
    """Return the share of a block's words that must be found for the block to count as part of the text."""
    return 1.0 if length <= 4 else 0.75 if length < 8 else 0.6


def _triples(tokens: Sequence[str]) -> list[_Triple]:
    return list(zip(tokens, tokens[1:], tokens[2:], strict=False))
