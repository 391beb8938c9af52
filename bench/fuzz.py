"""atheris, a fuzzer that follows coverage, over the claims that tests/fuzz makes with hypothesis.

python -m bench.fuzz replayed -max_total_time=600     (then atheris' own options; `--list` names the doors)

atheris is no dependency of the project: pip install atheris. A finding is written to a file crash-…; put its bytes
into the door's test in tests/fuzz as an @example.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.fuzz import claims

Door = Callable[[bytes], object]


def _as_text(claim: Callable[[str], object]) -> Door:
    return lambda content: claim(content.decode("utf-8", "replace"))


DOORS: dict[str, Door] = {
    "address": _as_text(claims.address),
    "charset": claims.text_of,
    "coded": claims.coded,
    "feed": claims.feed,
    "message": claims.message,
    "page": claims.page,
    "plain": _as_text(claims.plain),
    "query": _as_text(claims.query),
    "replayed": _as_text(claims.replayed),
    "robots": claims.robots,
    "section": claims.section,
    "sitemap": claims.sitemap,
    "source": _as_text(claims.source),
    "style": _as_text(claims.style),
    "tdmrep": claims.tdmrep,
    "warc": claims.warc_file,
    "warc-member": claims.warc_member,
}


def main() -> int:
    """Fuzz one door until it breaks, or until atheris' own options end it."""
    name, *options = sys.argv[1:] or ["--list"]
    if name not in DOORS:
        print("\n".join(DOORS))
        return int(name != "--list")
    try:
        import atheris  # noqa: PLC0415  (no dependency of the project)
    except ModuleNotFoundError:
        print("bench.fuzz needs atheris, which is not installed: pip install atheris", file=sys.stderr)
        return 1
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], *options], lambda content: DOORS[name](content) and None)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
