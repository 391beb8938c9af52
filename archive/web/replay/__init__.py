"""Archived pages as they were, made harmless: nothing of them runs, and they reach nothing but the archive."""
