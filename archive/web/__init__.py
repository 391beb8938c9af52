"""The datasette plugin."""
