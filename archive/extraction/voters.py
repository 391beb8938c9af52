"""What other extractors keep of a page: their texts are features of the model, never the answer itself."""

from __future__ import annotations

from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text

from archive.extraction import cascade
from archive.extraction.dom import bounded

MAX_HTML = 3_000_000  # characters


def trafilatura_text(tree: HtmlElement) -> str:
    """Return what trafilatura's fast mode keeps of a parsed page, a line a paragraph; "" where it keeps nothing.

    The tree is left as it is. Comments are left out, tables kept, metadata skipped. A page that would hold it up for
    minutes is not to be shown to it (own.holds_it_up).
    """
    try:
        body = cascade.kept_body(tree)
    except (TypeError, ValueError):  # it takes these for a page to discard: control characters in the text
        return ""
    return "\n".join(cascade.texts(body)) if body is not None else ""


def resiliparse_text(html: str) -> str:
    """Return what resiliparse takes for the main content of a page, a line a paragraph; of its first MAX_HTML."""
    safe = bounded(html[:MAX_HTML].encode("utf-8", "replace")).decode("utf-8", "replace")
    text = extract_plain_text(
        safe, main_content=True, alt_texts=False, links=False, form_fields=False, noscript=False, list_bullets=False
    )
    return str(text)
