"""Fetching news pages politely, and handing them to the archive."""
