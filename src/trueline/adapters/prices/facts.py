"""Prices of a list as they come in, row by row: tiers are put together, and what has two prices is told apart."""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

_PLACES: Final = 10


class Take(NamedTuple):
    """Which key of the book an offer is, what its unit must be (``hour|GB-hour``), and how many make one there.

    ``is_flat`` where what comes free before it is not of a month, and is taken off by who asks for the price.
    """

    key: str
    unit: str
    factor: float = 1.0
    is_flat: bool = False


class Facts:
    """The prices of one section, by region and key."""

    def __init__(self) -> None:
        self._tiers: dict[tuple[str, str], dict[float, float]] = {}
        self._unclear: dict[tuple[str, str], str] = {}

    def add(self, region: str, take: Take, start: float, price: float) -> None:
        """Take one tier: what a unit costs from a quantity on, in the units of the offer."""
        if take.is_flat:
            if price == 0:
                return
            start = 0.0
        tiers = self._tiers.setdefault((region, take.key), {})
        start, price = round(start / take.factor, _PLACES), round(price * take.factor, _PLACES)
        former = tiers.setdefault(start, price)
        if former != price:
            self.doubt(region, take.key, f"it has two prices: {former:.10g} and {price:.10g}")

    def doubt(self, region: str, key: str, why: str) -> None:
        """Say that what the list has of a key cannot be taken over."""
        self._unclear.setdefault((region, key), why)

    def unclear(self) -> dict[str, dict[str, str]]:
        """Return, by region and key, why something could not be taken over."""
        for (region, key), tiers in self._tiers.items():
            if min(tiers) > 0:
                self.doubt(region, key, f"its tiers begin at {min(tiers):.10g}")
        found: dict[str, dict[str, str]] = {}
        for (region, key), why in sorted(self._unclear.items()):
            found.setdefault(region, {})[key] = why
        return found

    def prices(self) -> dict[str, dict[str, Any]]:
        """Return the prices that are clear; what costs nothing at all is not sold, and is left out."""
        unclear = self.unclear()
        found: dict[str, dict[str, Any]] = {}
        for (region, key), tiers in self._tiers.items():
            if key in unclear.get(region, {}) or not any(tiers.values()):
                continue
            steps: list[list[float]] = []
            for start in sorted(tiers):
                if not steps or steps[-1][1] != tiers[start]:
                    steps.append([_plain(start), tiers[start]])
            found.setdefault(region, {})[key] = steps[0][1] if len(steps) == 1 else steps
        return found


def figure(text: object) -> float | None:
    """Return a quantity or an amount of a list, None where it is none."""
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        return None
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) and found >= 0 else None


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value
