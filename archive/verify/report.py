"""What a verification found: faults, each a sentence, and how much was looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

MOST_FAULTS = 1000  # listed; the rest are counted


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be."""

    check: str  # "file", "references", "members", "captures", "articles", "search", "days", "readings"
    where: str  # what it is about: a record id, a capture id, an article id, a table
    problem: str  # a sentence


@dataclass(slots=True)
class Report:
    """Everything a verification has to say; filled as it goes."""

    faults: list[Fault] = field(default_factory=list)
    checked: dict[str, int] = field(default_factory=dict)  # how many of what
    notes: list[str] = field(default_factory=list)  # what could not be looked at, and why
    further: int = 0  # faults beyond those listed
    progress: Callable[[int, int], None] = lambda done, of: None  # told how many of how many were looked at
    _done: int = 0
    _expected: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def fault(self, check: str, where: object, problem: str) -> None:
        """Add a fault; beyond the first thousand they are only counted."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(check, str(where), problem))
        else:
            self.further += 1

    def count(self, what: str, number: int = 1) -> None:
        """Note that so many more were looked at."""
        self.checked[what] = self.checked.get(what, 0) + number

    def expect(self, number: int) -> None:
        """Note that so many more are to be looked at one by one."""
        self._expected += number

    def looked_at(self, what: str) -> None:
        """Count one of those that are looked at one by one."""
        self.count(what)
        self._done += 1
        self.progress(self._done, self._expected)

    def as_json(self) -> dict[str, Any]:
        """Return what `verify --json` prints."""
        return {
            "clean": self.clean,
            "checked": self.checked,
            "faults": [asdict(fault) for fault in self.faults],
            "further_faults": self.further,
            "notes": self.notes,
        }
