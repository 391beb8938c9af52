"""The newsroom's clock, for the sites and for the crawls that visit them; tests move it, and editors act by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.newsroom.stories import OPENING_DAY


class Clock:
    """Runs as the machine's does, from the moment it was set to; what was to happen by then has happened."""

    def __init__(self, at: datetime = OPENING_DAY + timedelta(days=7)) -> None:
        self._ahead = at - datetime.now(UTC)
        self._planned: list[tuple[datetime, Callable[[], object]]] = []

    @property
    def now(self) -> datetime:
        """The time in the newsroom, UTC."""
        return datetime.now(UTC) + self._ahead

    @property
    def seconds_ahead(self) -> float:
        """How far it is from the machine's."""
        return self._ahead.total_seconds()

    def after(self, event: Callable[[], object], **by: float) -> None:
        """Plan something for days=, hours=, ... from now; it happens when the clock is moved past that."""
        self._planned.append((self.now + timedelta(**by), event))

    def move(self, **by: float) -> None:
        """Move on by days=, hours=, ..., and let happen what was planned for the meantime, in its order."""
        self._ahead += timedelta(**by)
        due = sorted((plan for plan in self._planned if plan[0] <= self.now), key=lambda plan: plan[0])
        self._planned = [plan for plan in self._planned if plan not in due]
        for _, event in due:
            event()
