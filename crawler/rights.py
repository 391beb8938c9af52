"""What a publisher reserves: robots.txt's word to AI crawlers, and text-and-data-mining reservations (TDMRep)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from archive.extraction.answer import Metadata

# Agents that only exist so that publishers can say no to the training of models with their pages.
AI_AGENTS = (
    "GPTBot",
    "ClaudeBot",
    "CCBot",
    "Google-Extended",
    "Applebot-Extended",
    "PerplexityBot",
    "Bytespider",
    "meta-externalagent",
)
MAX_RULES = 500
TDMREP = "/.well-known/tdmrep.json"


@dataclass(frozen=True, slots=True)
class Reservation:
    """One rule of a tdmrep.json (TDM Reservation Protocol, W3C community group report of 2024)."""

    location: str  # a pattern of paths, with * and $ as in robots.txt
    reserved: bool
    policy: str = ""  # address of the licence on offer

    def covers(self, path: str) -> bool:
        """Say whether the rule is about a path; each piece between stars is looked for once, from left to right."""
        anchored = self.location.endswith("$")
        first, *others = self.location.removesuffix("$").split("*")
        if not others:
            return path == first if anchored else path.startswith(first)
        at = len(first) if path.startswith(first) else -1
        for piece in others[:-1]:
            at = path.find(piece, at) + len(piece) if at >= 0 and path.find(piece, at) >= 0 else -1
        if at < 0:
            return False
        last = others[-1]
        return path.endswith(last) and len(path) - len(last) >= at if anchored else path.find(last, at) >= 0


def parse_tdmrep(body: bytes) -> tuple[Reservation, ...]:
    """Read a tdmrep.json; what is none reserves nothing."""
    try:
        table = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    rules = [entry for entry in table[:MAX_RULES] if isinstance(entry, dict)] if isinstance(table, list) else []
    return tuple(
        Reservation(entry["location"], str(entry.get("tdm-reservation")) == "1", str(entry.get("tdm-policy") or ""))
        for entry in rules
        if isinstance(entry.get("location"), str)
    )


def signals(url: str, *, robots: Protego | None, reservations: Sequence[Reservation]) -> Mapping[str, str]:
    """Return what is known of a page's rights before it is fetched: "robots-ai", "tdm-reservation", "tdm-policy"."""
    found: dict[str, str] = {}
    refused = [agent for agent in AI_AGENTS if robots is not None and not robots.can_fetch(url, agent)]
    if refused:
        found["robots-ai"] = "disallow: " + ", ".join(refused)
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    rule = next((rule for rule in reservations if rule.covers(path)), None)
    if rule is not None:
        found["tdm-reservation"] = "1" if rule.reserved else "0"
        if rule.policy:
            found["tdm-policy"] = rule.policy
    return found


def page_signals(header: str, metadata: Metadata) -> dict[str, str]:
    """Return what an answer itself reserves: its TDM-Reservation header, and its meta tags."""
    return {
        "tdm-reservation-header": header,
        "tdm-reservation-meta": metadata.tdm_reservation,
        "robots-meta": metadata.robots,
    }


def reserved(signals: Mapping[str, str]) -> bool:
    """Say whether any of these signals reserves text and data mining."""
    return any(value.strip() == "1" for name, value in signals.items() if name.startswith("tdm-reservation"))
