"""What a spider hands to the pipeline: an exchange that is on disk, with what was expected of it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import AddressKind, Capture


@dataclass(frozen=True, slots=True)
class Kept:
    """One capture, not interpreted yet."""

    capture: Capture
    kind: AddressKind
    source_id: int | None = None
    asked: str = ""  # the address a person asked for by name, of which this is the answer or a hop towards it
    cut: bool = False  # the response broke off, or was larger than we take
    tdm_reservation: str = ""  # the header of that name
