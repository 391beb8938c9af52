"""What time it is: the machine's clock, in one place, so that weeks can pass between two runs of a test.

Callers say `clock.now()`, never `from archive.clock import now`: what replaces it must be seen everywhere.
"""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)
