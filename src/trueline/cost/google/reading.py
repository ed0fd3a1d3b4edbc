"""What estimators of Google Cloud read alike: figures that may be unknown, sizes in words, places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.cost.place import region_of, spelled
from trueline.cost.reckoning import moved
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.cost.subject import Subject


_ZONE: Final = re.compile(r"[a-z]+-[a-z]+\d+-[a-z]")
_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?", re.IGNORECASE)
_POWERS: Final = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


def gibibytes(value: object, default: str) -> float | Unknown:
    """Return a size such as ``512Mi``, ``1G`` or ``256M`` in GiB; a number alone is in bytes."""
    if isinstance(value, Unknown):
        return value
    found = _SIZE.fullmatch(str(default if value in (None, "") else value).strip())
    if found is None:
        return Unknown([f"{value} ← is no size"])
    base = 1024 if found[3] or found[2].lower() in ("m", "g") else 1000  # M and G of Cloud Run are read as Mi and Gi
    return float(found[1]) * float(base) ** _POWERS[found[2].lower()] / 1024**3


def processors(value: object, default: float) -> float | Unknown:
    """Return a share of processors such as ``2`` or ``500m``."""
    if isinstance(value, Unknown):
        return value
    text = "" if value is None else str(value).strip()
    if not text:
        return default
    try:
        return float(text[:-1]) / 1000 if text.endswith("m") else float(text)
    except ValueError:
        return Unknown([f"{text} ← is no number of processors"])


def is_zone(place: object) -> bool:
    """Tell whether a place is a zone, not a region."""
    return isinstance(place, str) and _ZONE.fullmatch(place) is not None


def placed(it: Subject, path: str) -> Subject:
    """Return ``it`` where the region or zone at ``path`` says, or where it is anyway."""
    found = it.get(path)
    if found is None:
        return it
    return moved(it, found if isinstance(found, Unknown) else spelled("google", str(found).rpartition("/")[2]))


def within(it: Subject, owners: Iterable[tuple[str, str]]) -> Subject:
    """Return ``it`` where what it belongs to is, if it names no place; ``owners`` are types and attributes."""
    if any(it.get(name) is not None for name in ("region", "zone", "location")):
        return it
    for kind, attribute in owners:
        for owner in it.refers(kind, attribute):
            return moved(it, region_of(owner))
    return it
