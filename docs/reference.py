"""Makes the parts of docs/ that quote the code; run by cog (`make docs`)."""

from __future__ import annotations

import ast
import inspect
import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from archive.cli.group import LazyGroup
from archive.schema import tables
from archive.transfer.rows_out import COLUMNS


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
    parts = []
    for table in tables(connection):
        parts.append(f"## {table.name}\n\n{table.comment}\n\n| column | type | what it holds |\n|---|---|---|")
        parts.extend(f"| `{c.name}` | {c.type} | {c.comment} |" for c in table.columns)
        parts.append("")
    return "\n".join(parts) + "\n"


def fields_of(kind: type) -> str:
    """Return Markdown: each field of a dataclass with its type and the comment behind it."""
    rows = ["| field | type | what it holds |", "|---|---|---|"]
    for line in inspect.getsource(kind).splitlines():
        found = re.match(r"    (\w+): ([^=#]+?)(?: = [^#]+)?(?:  # (.*))?$", line)
        if found:
            kind_shown = found[2].replace("|", "or")
            rows.append(f"| `{found[1]}` | {kind_shown} | {found[3] or ''} |")
    return "\n".join(rows) + "\n"


def columns_of_rows() -> str:
    """Return Markdown: the columns of `export --jsonl`, `--csv` and `--parquet`."""
    names = {str: "text", int: "integer", bool: "boolean", list: "list of texts", datetime: "time, UTC"}
    rows = ["| column | type | what it holds |", "|---|---|---|"]
    rows += [f"| `{name}` | {names[kind]} | {comment} |" for name, (kind, comment) in COLUMNS.items()]
    return "\n".join(rows) + "\n"


def rooms(root: str) -> str:
    """Return Markdown: each module below a package with the sentence it opens with."""
    parts = []
    for folder in sorted({path.parent for path in Path(root).rglob("*.py")}):
        rows = [(path, _sentence(path)) for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"]
        if rows:
            parts += [f"**`{folder.as_posix()}/`** {_sentence(folder / '__init__.py')}", ""]
            parts += ["| module | what it is for |", "|---|---|"]
            parts += [f"| `{path.name}` | {sentence} |" for path, sentence in rows]
            parts.append("")
    return "\n".join(parts)


def _sentence(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split())
