"""The address of each page, in one place: paths below datasette's base_url, every part percent-encoded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

_UNSAFE_IN_URL = re.compile(r"[^!$&'()*+,\-./:;=?@\[\]_~%0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links; `base` is datasette's base_url, or an absolute address for feeds. Ends with "/"."""

    base: str = "/"

    def to(self, *parts: str | int, **query: str | int | None) -> str:
        """Return a path of percent-encoded parts with the query's values that are set."""
        path = self.base + "/".join(quote(str(part), safe="") for part in parts)
        asked = {key.rstrip("_"): value for key, value in query.items() if value not in (None, "")}
        return f"{path}?{urlencode(asked)}" if asked else path

    def below(self, name: str) -> Links:
        """Return the links of an archive that stands below this path beside others."""
        return Links(self.to(name) + "/")

    def static(self, name: str) -> str:
        """Return the path of a file of ours."""
        return f"{self.base}-/static-plugins/tearsheet/{name}"

    def article(self, article_id: str, suffix: str = "", **query: str | int | None) -> str:
        """Return the path of an article, or of its .txt, .md, .json."""
        return self.to("article", article_id + suffix, **query)

    def replay(self, url: str, at: str = "", flavour: str = "") -> str:
        """Return where a URL is shown as it was at a time (ISO 8601 or 14 digits; "" is now)."""
        digits = re.sub(r"\D", "", at)[:14] or "*"
        return f"{self.base}web/{digits}{flavour}/{plain(url)}"


def plain(url: str) -> str:
    """Return a URL that can stand inside a path: what a browser would change is percent-encoded, nothing else is."""
    return _UNSAFE_IN_URL.sub(lambda found: quote(found[0]), url)
