"""What newsrooms print around an article, in the languages they print it in: phrases that name a kind of block.

A module for each subject, with two tables at the most, their phrases apart by " | ": WHOLE, the block says this and
nothing else; OPENING, a short block begins so. No phrase of a table names two kinds. `lookup` reads them.
"""

from archive.extraction.phrases.bylines import BETWEEN_NAMES, DATE_WORDS
from archive.extraction.phrases.lookup import SHORT, ambiguous, fold, opening, read_more, summary_heading, whole

__all__ = [
    "BETWEEN_NAMES",
    "DATE_WORDS",
    "SHORT",
    "ambiguous",
    "fold",
    "opening",
    "read_more",
    "summary_heading",
    "whole",
]
