"""What a page says of itself: headline, authors, dates, addresses, labels, arbitrated between where it says them."""

from __future__ import annotations

from archive.extraction.metadata.read import Said, arbitrate, listen, read

__all__ = ["Said", "arbitrate", "listen", "read"]
