"""`tearsheet schedule`: ready lines for cron, ready units for systemd."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from archive.cli.options import archive_option
from crawler.commands.options import sources_option


@click.group()
def schedule() -> None:
    """Print what runs `tearsheet crawl --due` by itself: for cron, or for systemd."""


_every = click.option(
    "--every", type=click.IntRange(1, 59), default=15, show_default=True, metavar="MINUTES", help="How often."
)
_max_time = click.option("--max-time", default="1h", show_default=True, help="After which a run begins nothing new.")


@schedule.command()
@archive_option
@sources_option
@_every
@_max_time
def cron(path: Path, folder: Path, every: int, max_time: str) -> None:
    """Print a line for `crontab -e`. A run that meets another one leaves it alone and exits 75."""
    # cron reads % as the end of the line.
    command = shlex.join(_command(path, folder, max_time)).replace("%", "\\%")
    click.echo(f"*/{every} * * * * cd {shlex.quote(str(Path.cwd()))} && {command} >/dev/null")


@schedule.command()
@archive_option
@sources_option
@_every
@_max_time
def systemd(path: Path, folder: Path, every: int, max_time: str) -> None:
    """Print a service and a timer for ~/.config/systemd/user/, each under its file's name."""
    command = " ".join(_quoted(word) for word in _command(path, folder, max_time))
    click.echo("# tearsheet-crawl.service")
    click.echo(_SERVICE.format(command=command, folder=_escaped(str(Path.cwd()))))
    click.echo("# tearsheet-crawl.timer")
    click.echo(_TIMER.format(every=every))


_SERVICE = """[Unit]
Description=Fetch what is new of the news sites of Tearsheet
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}
# 75: another run is at it. Whatever else is not 0 shows in `systemctl --failed`, and the timer goes on.
SuccessExitStatus=75
TimeoutStopSec=120
KillMode=mixed
Nice=5
"""

_TIMER = """[Unit]
Description=Fetch what is new of the news sites of Tearsheet

[Timer]
OnCalendar=*:0/{every}
RandomizedDelaySec=60
Persistent=true

[Install]
WantedBy=timers.target
"""


def _command(path: Path, folder: Path, max_time: str) -> list[str]:
    program = str(Path(sys.argv[0]).resolve()) if Path(sys.argv[0]).name == "tearsheet" else "tearsheet"
    where = ["--archive", str(path.resolve()), "--sources", str(folder.resolve())]
    return [program, "crawl", "--due", "--max-time", max_time, *where]


def _quoted(word: str) -> str:
    """Quote a word for ExecStart= (systemd.service(5), "Command lines")."""
    escaped = _escaped(word).replace("$", "$$")
    return f'"{escaped}"' if escaped != word or not word.isprintable() or " " in word else word


def _escaped(text: str) -> str:
    return text.replace("%", "%%").replace("\\", "\\\\").replace('"', '\\"')
