"""What trafilatura keeps of a page: its text is a feature of the model, never the answer itself."""

from __future__ import annotations

from lxml.html import HtmlElement

from archive.extraction import cascade


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
