"""A citation of an article that names its proof: archived at, capture, record, digest."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from archive.presentation import printable
from archive.store.articles import Article

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def as_line(article: Article) -> str:
    """Return one sentence for a footnote."""
    page, proof = article.page, article.page.proof
    parts = (
        ", ".join(name for name, _ in page.authors) or page.byline,
        f"“{page.headline}”",
        page.site_name or article.site,
        page.published_at[:10],
        article.url,
        f"Archived {proof.fetched_at}, {_proof(article)}",
    )
    return printable(". ".join(part for part in parts if part) + ".")


def as_bibtex(article: Article) -> str:
    """Return a biblatex @online entry; its note names capture, record and digest."""
    page, proof = article.page, article.page.proof
    values = {
        "author": " and ".join(_braced(name, kind) for name, kind in page.authors),
        "title": "{" + _tex(page.headline) + "}",
        "organization": _tex(page.site_name or article.site),
        "date": page.published_at[:10],
        "langid": _tex(page.language),
        "url": _verbatim(article.url),
        "urldate": proof.fetched_at[:10],
        "note": _tex(f"Archived {proof.fetched_at}, {_proof(article)}"),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value]
    return "\n".join([f"@online{{{article.site.split('.')[0]}-{article.id},", *lines, "}"])


def as_csl(article: Article) -> dict[str, Any]:
    """Return a CSL-JSON item (citationstyles.org, schema 1.0.2) of type article-newspaper."""
    page, proof = article.page, article.page.proof
    item = {
        "id": article.id,
        "type": "article-newspaper",
        "title": page.headline,
        "author": [{"literal": name} for name, _ in page.authors],
        "container-title": page.site_name or article.site,
        "issued": _csl_date(page.published_at),
        "accessed": _csl_date(proof.fetched_at),
        "language": page.language,
        "URL": article.url,
        "archive": "Tearsheet",
        "archive_location": proof.record_id or proof.capture_id,
        "note": f"Archived {proof.fetched_at}, {_proof(article)}",
    }
    return {name: value for name, value in item.items() if value}


def _proof(article: Article) -> str:
    proof = article.page.proof
    record = f", record {proof.record_id}" if proof.record_id else ""
    return f"capture {proof.capture_id}{record}, payload {proof.payload_digest}, version {article.version}"


def _csl_date(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    at = datetime.fromisoformat(text)
    return {"date-parts": [[at.year, at.month, at.day]]}


def _braced(name: str, kind: str) -> str:
    """Return an author so that BibTeX takes an agency or a desk, or a name with "and" in it, for one."""
    return "{" + _tex(name) + "}" if kind != "person" or re.search(r"\band\b|,", name) else _tex(name)


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in " ".join(printable(text).split()))


def _verbatim(url: str) -> str:
    """Return a URL for a verbatim field, where only a brace could end it."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
