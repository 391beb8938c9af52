"""What the cost of an extraction is told apart into: steps that exist, each second counted once."""

from bench.cost import STEPS, Meter, table


def test_every_step_that_is_measured_is_a_function_of_the_extraction() -> None:
    assert all(callable(getattr(module, name)) for _, module, name in STEPS)
    assert len({step for step, _, _ in STEPS}) == len(STEPS)


def test_a_second_counts_for_the_innermost_step_only() -> None:
    seconds = iter(range(100))
    meter = Meter(clock=lambda: next(seconds))
    inner = meter.metered("inner", lambda: None)
    outer = meter.metered("outer", lambda: (inner(), inner()))
    outer()
    assert meter.spent == {"inner": 2, "outer": 3}


def test_the_table_names_the_dearest_step_first() -> None:
    whole = {"whole of extract()": 3.0, "trafilatura": 4.0}
    lines = table(whole, {"cheap": 1.0, "dear": 2.0}, pages=10).splitlines()
    assert lines[2:] == [
        "| trafilatura | 400.0 | 1.000 |",
        "| whole of extract() | 300.0 | 0.750 |",
        "| dear | 200.0 | 0.500 |",
        "| cheap | 100.0 | 0.250 |",
    ]
