"""The inline scripts of datasette's own pages by their hashes (CSP 3, section 2.3.1), so that no other may run."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_SWITCH = "{{ datasette_allow_facet }}"  # the one value that datasette writes into a script of its own


@cache
def hashes() -> tuple[str, ...]:
    """Return what `script-src` allows: 'sha256-…' of each script in the templates of the installed datasette."""
    return tuple(sorted({f"'sha256-{_digest(script)}'" for script in _scripts()}))


def _scripts() -> Iterator[str]:
    for template in (resources.files("datasette") / "templates").iterdir():
        if template.name.endswith(".html"):
            for script in _SCRIPT.findall(template.read_text(encoding="utf-8")):
                yield from (script.replace(_SWITCH, value) for value in ("true", "false"))


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
