"""Small charts as SVG, drawn on the server: no script, and the figures in words for those who cannot see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup, escape


def sparkline(values: Sequence[int], label: str) -> Markup:
    """Return a row of thin bars without names; `label` says in words what it shows."""
    top = max([*values, 1])
    line = "".join(f"M{x * 2 + 1} 20v{-19 * value / top:.1f}" for x, value in enumerate(values) if value)
    return _chart("sparkline", 2 * max(len(values), 1), 20, label, f'<path class="line" d="{line}"/>')


def bars(values: Sequence[int], names: Sequence[str], label: str) -> Markup:
    """Return a bar for each value, its name and figure as its tooltip."""
    top = max([*values, 1])
    heights = [58 * value / top for value in values]
    shapes = "".join(
        f'<rect x="{place * 10}" y="{60 - height:.1f}" width="8" height="{height:.1f}"><title>{escape(name)}: {value}'
        "</title></rect>"
        for place, (height, name, value) in enumerate(zip(heights, names, values, strict=True))
        if value
    )
    return _chart("bars", 10 * max(len(values), 1), 60, label, shapes)


def moments(times: Sequence[str], names: Sequence[str], label: str) -> Markup:
    """Return a line from the first to the last of some times (ISO 8601, sorted), with a mark at each."""
    seconds = [datetime.fromisoformat(at).timestamp() for at in times]
    span = (seconds[-1] - seconds[0]) or 1.0
    marks = "".join(
        f'<rect x="{(at - seconds[0]) / span * 398:.1f}" y="4" width="2" height="16">'
        f"<title>{escape(name)}, {written[:16]}</title></rect>"
        for at, name, written in zip(seconds, names, times, strict=True)
    )
    return _chart("moments", 400, 24, label, f'<path class="line" d="M0 12h400"/>{marks}')


def _chart(name: str, width: int, height: int, label: str, shapes: str) -> Markup:
    # Markup.format would escape each of a hundred bars by itself; what is not a figure is escaped above and here.
    return Markup(  # noqa: S704
        f'<svg class="chart {name}" viewBox="0 0 {width} {height}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(label)}">{shapes}</svg>'
    )
