"""Plots of what the benches measured, as SVG in docs/plots: `python -m bench.plot` (needs the group `plot`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "tearsheet"  # the same figures give the same file
mpl.rcParams["svg.fonttype"] = "none"  # text stays text
from matplotlib import pyplot as plt  # noqa: E402  (after the backend is chosen)

RESULTS = Path(__file__).parent / "results"
PLOTS = Path(__file__).resolve().parent.parent / "docs" / "plots"
_COSTS = {  # what is drawn over the number of articles: label, where it stands, unit
    "Keep and read one page": (("inserts", "cpu_ms_a_page"), "ms CPU"),
    "A search, p95 of the mix": (("search", "cpu", "p95"), "ms CPU"),
    "Bytes beside the .warc.gz": (("size", "times_text"), "× text"),
    "Verify": (("verify", "cpu"), "s CPU"),
}


def main() -> None:
    """Draw both."""
    PLOTS.mkdir(exist_ok=True)
    by_size()
    by_page()


def by_size() -> None:
    """Cost against size: one panel a cost, articles on a logarithmic axis."""
    found = sorted((json.loads(file.read_text()) for file in RESULTS.glob("scale-*.json")), key=_articles)
    figure, panels = plt.subplots(1, len(_COSTS), figsize=(3 * len(_COSTS), 2.8), layout="constrained")
    for panel, (label, (where, unit)) in zip(panels, _COSTS.items(), strict=True):
        panel.plot([_articles(one) for one in found], [_at(one, where) for one in found], "o-", color="#8a3324")
        panel.set(title=label, xscale="log", xlabel="articles", ylabel=unit, ylim=(0, None))
        panel.spines[["top", "right"]].set_visible(False)
    _save(figure, "scale.svg")


def by_page() -> None:
    """CPU a page of everything that bench.speed ran; of Tearsheet, extraction apart from the rest."""
    rows = json.loads((RESULTS / "speed.json").read_text())["rows"]
    figure, panel = plt.subplots(figsize=(7, 2.8), layout="constrained")
    names = [row["name"] for row in rows]
    extraction = [row.get("extraction_cpu_ms_a_page", 0) for row in rows]
    rest = [row["cpu_ms_a_page"] - share for row, share in zip(rows, extraction, strict=True)]
    panel.barh(names, rest, color="#8a3324", label="all else")
    panel.barh(names, extraction, left=rest, color="#d9b8ac", label="extraction (Tearsheet)")
    panel.invert_yaxis()
    panel.set(xlabel="ms CPU a page, all processes")
    panel.spines[["top", "right"]].set_visible(False)
    panel.legend(frameon=False)
    _save(figure, "speed.svg")


def _articles(found: dict[str, Any]) -> int:
    return int(found["size"]["articles"])


def _at(found: dict[str, Any], where: tuple[str, ...]) -> float:
    for name in where:
        found = found[name]
    return float(found)  # type: ignore[arg-type]


def _save(figure: Any, name: str) -> None:
    figure.savefig(PLOTS / name, metadata={"Date": None})


if __name__ == "__main__":
    main()
