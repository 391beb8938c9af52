"""The `tearsheet` command: the crawler's own commands and the archive's."""

from __future__ import annotations

from archive.cli import COMMANDS as ARCHIVE_COMMANDS
from archive.cli.group import LazyGroup

COMMANDS = {
    "fetch": "crawler.commands.fetch:fetch",
    "crawl": "crawler.commands.crawl:crawl",
    "sources": "crawler.commands.sources:sources",
    "status": "crawler.commands.status:status",
    "schedule": "crawler.commands.schedule:schedule",
}

main = LazyGroup(
    "tearsheet",
    lazy=COMMANDS | ARCHIVE_COMMANDS,
    no_args_is_help=True,
    help="Tear the article out of a news page, keep what was set aside, and keep the page itself as proof.",
)
