"""`python -m archive`: the archive's commands alone, without Scrapy."""

from archive.cli import COMMANDS
from archive.cli.group import LazyGroup

main = LazyGroup(
    "archive",
    lazy=COMMANDS,
    help="Read, check and carry a Tearsheet archive. Exit codes: docs/cli.md.",
    no_args_is_help=True,
)

if __name__ == "__main__":
    main(prog_name="python -m archive")
