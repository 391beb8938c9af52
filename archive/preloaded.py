"""Imported by the process that workers are forked from: all that a reader needs before its first page."""

from __future__ import annotations

import gc
import os

# Threads do not survive a fork, and numpy would start one a core. That of ONNX Runtime is off where it is imported.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

from archive.extraction.extract import extract
from archive.extraction.plaintext import extract_plain
from archive.urls import registered_domain

_URL = "http://press.example/"
_PAGE = b"""<!doctype html><html lang="en"><title>The ferry returns</title><body><article><h1>The ferry returns</h1>
<p>The ferry between the two islands sails again from Monday, the harbour office said on Friday.</p>
<p>It had been laid up since the autumn storms, when its bow doors were bent by a wave.</p></article></body></html>"""

# Models, tables and caches are loaded by the first page; workers share them where they never change.
extract(_PAGE, url=_URL)
extract_plain("The ferry returns", url=_URL)
registered_domain(_URL)
gc.collect()
gc.freeze()  # no collection touches what is here now, so that its memory stays shared
