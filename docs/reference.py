"""Makes the parts of docs/ that quote the code; run by cog (`make docs`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import click

from archive.cli.group import LazyGroup


def _walk(command: click.Command, name: str, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    with click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100) as context:
        yield context.command_path, command.get_help(context)
        if isinstance(command, click.Group):
            for child in command.list_commands(context):
                found = command.get_command(context, child)
                assert found is not None
                yield from _walk(found, child, context)


def command_reference(main: LazyGroup) -> str:
    """Return Markdown: each command's `--help`, as click prints it at 100 columns."""
    return "\n".join(f"## `{path}`\n\n```\n{text}\n```\n" for path, text in _walk(main, "tearsheet", None))


def data_dictionary(connection: sqlite3.Connection) -> str:
    """Return Markdown: each table with its columns and what they hold, from the comments in the schema."""
    from archive.schema import tables

    parts = []
    for table in tables(connection):
        parts.append(f"## {table.name}\n\n{table.description}\n\n| column | type | what it holds |\n|---|---|---|")
        parts.extend(f"| `{c.name}` | {c.type} | {c.description} |" for c in table.columns)
        parts.append("")
    return "\n".join(parts) + "\n"
