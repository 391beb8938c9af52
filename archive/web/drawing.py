"""Small charts as SVG, drawn on the server: no script, and the figures in words for those who cannot see them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

_BAR = Markup('<rect x="{x}" y="{y}" width="{width}" height="{height}"><title>{label}</title></rect>')
_CHART = Markup(
    '<svg class="chart {name}" viewBox="0 0 {width} {height}" preserveAspectRatio="none" role="img" '
    'aria-label="{label}">{shapes}</svg>'
)


def sparkline(values: Sequence[int], label: str) -> Markup:
    """Return a row of thin bars without names; `label` says in words what it shows."""
    top = max([*values, 1])
    line = "".join(f"M{x * 2 + 1} 20v{-19 * value / top:.1f}" for x, value in enumerate(values) if value)
    path = Markup('<path class="line" d="{}"/>').format(line)
    return _CHART.format(name="sparkline", width=2 * max(len(values), 1), height=20, label=label, shapes=path)


def bars(values: Sequence[int], names: Sequence[str], label: str) -> Markup:
    """Return a bar for each value, its name and figure as its tooltip."""
    top = max([*values, 1])
    shapes = Markup("").join(
        _BAR.format(
            x=index * 10,
            y=f"{60 - 58 * value / top:.1f}",
            width=8,
            height=f"{58 * value / top:.1f}",
            label=f"{name}: {value}",
        )
        for index, (value, name) in enumerate(zip(values, names, strict=True))
    )
    return _CHART.format(name="bars", width=10 * max(len(values), 1), height=60, label=label, shapes=shapes)
