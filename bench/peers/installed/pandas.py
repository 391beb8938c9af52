"""Stands before the pandas of the tests, which no installation has; sqlite-utils imports it where it is, in 0.3 s."""

raise ImportError("pandas is for the tests alone.")
