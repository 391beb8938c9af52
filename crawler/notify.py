"""What watched searches found in a run: told on stdout, and to a command of the operator's."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import asdict

from archive.errors import TearsheetError
from archive.presentation import printable
from archive.store.watches import News

_PATIENCE = 60  # seconds a command may take


class NotNotified(TearsheetError):
    """The operator's command did not take the message."""


def lines(news: Sequence[News]) -> list[str]:
    """Return a line for each new hit: the search, headline, address."""
    return [f"watch\t{printable(one.query)}\t{printable(hit.headline)}\t{hit.url}" for one in news for hit in one.hits]


def as_json(news: Sequence[News]) -> list[dict[str, object]]:
    """Return the new hits as `--json` prints them, each with its search."""
    return [{"query": one.query, **asdict(hit)} for one in news for hit in one.hits]


def notify(command: str, news: Sequence[News]) -> None:
    """Run a command with one JSON object a line on its standard input; nothing found, nothing run.

    The command is split as a shell would and run without one. Raises NotNotified where it cannot be run or fails.
    """
    if not news:
        return
    message = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in as_json(news))
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own command, from the command line
            shlex.split(command), input=message, text=True, capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, ValueError) as error:
        raise NotNotified(f"The command {command!r} could not be run: {error}.") from error
    except subprocess.TimeoutExpired as error:
        raise NotNotified(f"The command {command!r} took longer than {_PATIENCE} s.") from error
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise NotNotified(f"The command {command!r} failed with {done.returncode}{': ' + said[-1] if said else ''}.")
