"""Pages that were read elsewhere: a file with a line for each, and a reader that answers from it.

A line is the public id of a capture, a tab, and JSON: what `read_page` said of it, or why it could not be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter

from archive.errors import BadRecord, ExtractionFailed, NotFound
from archive.extraction.answer import Extraction
from archive.model import Reading
from archive.store.database import Archive
from archive.store.reading import CapturedPage
from archive.workers import Readers, read_in_place, read_page


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader on another machine said of one page."""

    extraction: Extraction | None  # None: it could not be read
    memory: int | None = None  # memories.id
    rules: int | None = None  # source_rules.id
    cpu_ms: int = 0
    failure: str = ""  # a sentence
    killed: bool = False  # whether it cost a worker process


_CODEC = TypeAdapter(Answer)


def write(file: BinaryIO, answers: Iterable[tuple[str, Answer]]) -> int:
    """Write answers with the public ids of their captures, and return how many."""
    number = 0
    for number, (capture, answer) in enumerate(answers, start=1):  # noqa: B007 - the last one is returned
        file.write(f"{capture}\t".encode() + _CODEC.dump_json(answer) + b"\n")
    return number


class Answers:
    """A file of answers, looked up by capture; only where each line begins is held in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._begins = dict(self._index())

    def _index(self) -> Iterator[tuple[str, int]]:
        at = 0
        for line in self._file:
            capture, tab, _ = line.partition(b"\t")
            if tab and line.endswith(b"\n"):
                yield capture.decode(), at + len(capture) + 1
            at += len(line)

    def of(self, capture: str) -> Answer | None:
        """Return what was said of a capture, by its public id; None where nothing was."""
        begin = self._begins.get(capture)
        if begin is None:
            return None
        self._file.seek(begin)
        return _CODEC.validate_json(self._file.readline())


@contextmanager
def answered(path: Path, *, archive: Archive, here: Readers) -> Iterator[AnsweringReaders]:
    """Open the file of answers at `path`, where there is one, as readers of an archive."""
    if not path.exists():
        yield AnsweringReaders(None, archive=archive, here=here)
        return
    with path.open("rb") as file:
        yield AnsweringReaders(Answers(file), archive=archive, here=here)


class AnsweringReaders:
    """Stands where `Readers` stand: answers from a file, and has read here what the file does not hold.

    What a page says alone was found out elsewhere; what it says among the others of its archive is found out here, by
    the same code as everywhere. So the end is that of a run on one machine.
    """

    def __init__(self, answers: Answers | None, *, archive: Archive, here: Readers) -> None:
        self._answers = answers
        self._archive = archive
        self._here = here

    def submit(self, capture_id: int, *, extractor: str = "tearsheet") -> Future[Reading]:
        """Answer for a capture; the future is done already and raises ExtractionFailed as those of Readers do."""
        answer: Future[Reading] = Future()
        try:
            answer.set_result(read_in_place(self._archive, capture_id, partial(self._read, extractor=extractor)))
        except ExtractionFailed as error:
            answer.set_exception(error)
        except (BadRecord, NotFound) as error:
            answer.set_exception(ExtractionFailed(f"Capture {capture_id} could not be read: {error}"))
        return answer

    def _read(self, page: CapturedPage, extractor: str) -> Reading:
        known = self._answers.of(page.capture.capture_id) if self._answers else None
        if known is None or (known.memory, known.rules) != (page.memory_id, page.rules_id):
            return self._here.run(f"Capture {page.capture.id}", read_page, page, extractor).result()
        if known.extraction is None:
            failure = ExtractionFailed(known.failure)
            failure.killed = known.killed
            raise failure
        return Reading(page.capture.id, known.extraction, known.memory, known.rules, known.cpu_ms)


def as_answer(reading: Future[Reading]) -> Answer:
    """Return what a reader said, or why it could say nothing."""
    try:
        said = reading.result()
    except ExtractionFailed as error:
        return Answer(None, failure=str(error), killed=error.killed)
    return Answer(said.extraction, said.memory_id, said.rules_id, said.cpu_ms)
