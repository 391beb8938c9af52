"""What the soak calls growth: the end against what came soon after the warm-up."""

from __future__ import annotations

from bench.soak import Sample, compare


def series(**grows: float) -> list[Sample]:
    """An hour that is flat, but for what grows by so much an hour; its first ten minutes are another matter."""
    return [
        Sample(
            at=at,
            crawl=(60 if at < 600 else 160) + grows.get("crawl", 0) * at / 3600,
            workers=110 + grows.get("workers", 0) * at / 3600,
            descriptors=27 + round(grows.get("descriptors", 0) * at / 3600),
            cpu=at * 0.5 + grows.get("cpu", 0) * (at / 3600) ** 2,
            pages=at * 20,
        )
        for at in range(0, 3600, 5)
    ]


def failed(**grows: float) -> list[str]:
    return [one.name for one in compare(series(**grows)) if one.failed]


def test_what_is_flat_after_its_warm_up_is_flat():
    assert failed() == []


def test_each_figure_that_grows_is_named():
    assert failed(crawl=20) == ["crawl, MiB"]
    assert failed(workers=20) == ["workers, MiB"]
    assert failed(descriptors=10) == ["descriptors"]
    assert failed(cpu=400) == ["CPU a page, ms"]
