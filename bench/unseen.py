"""Pages of the corpus as they are read by the model that has seen no page of their site."""

from __future__ import annotations

from functools import cache
from unittest.mock import patch

from archive.extraction import model
from archive.extraction.answer import NO_MEMORY, Extraction, SiteMemory
from archive.extraction.extract import extract
from archive.extraction.model import Model
from bench import corpus
from bench.corpus import Page


def read(page: Page, html: str = "", memory: SiteMemory = NO_MEMORY) -> Extraction:
    """Return how a page reads to the model that has not seen its site; `html` is the page where it was read before."""
    with patch.object(model, "shipped", lambda: fold_model(page.fold)):
        return extract((html or page.html()).encode(), url=page.url, memory=memory)


@cache
def fold_model(fold: int) -> Model:
    """Return the model that has seen no page of a fold."""
    return Model(corpus.fold_folder(fold))
