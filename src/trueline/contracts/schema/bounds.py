"""Lower and upper limits: of numbers, and of how long texts, lists and maps are."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.schema.part import Part, Spot
from trueline.contracts.schema.values import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS: Final[dict[str, int | None]] = {
    "minLength": 0, "maxLength": None, "minItems": 0, "maxItems": None, "minProperties": 0, "maxProperties": None,
}  # fmt: skip
"""Keywords that count something, and the value that says nothing."""
RANGES: Final = ("minimum", "maximum")
FAMILIES: Final = {
    "minimum": "number", "maximum": "number", "minLength": "string", "maxLength": "string", "minItems": "array",
    "maxItems": "array", "minProperties": "object", "maxProperties": "object",
}  # fmt: skip
"""Each limit, and the type of what it limits."""


class Bound(NamedTuple):
    """One limit; ``is_open`` where the limit itself is not allowed."""

    value: Fraction
    is_open: bool
    spot: Spot

    @property
    def plain(self) -> int | float:
        """The limit as a number."""
        return int(self.value) if self.value.denominator == 1 else float(self.value)

    def of_integers(self, name: str) -> Bound:
        """Return the same limit for integers alone, never open."""
        if self.value.denominator == 1:
            step = 1 if name.startswith("min") else -1
            return Bound(self.value + step, is_open=False, spot=self.spot) if self.is_open else self
        rounded = math.ceil(self.value) if name.startswith("min") else math.floor(self.value)
        return Bound(Fraction(rounded), is_open=False, spot=self.spot)

    def __str__(self) -> str:
        """Return how a message says it."""
        return f"{self.plain} (exclusive)" if self.is_open else str(self.plain)


def bounds_of(part: Part) -> Iterator[tuple[str, Bound]]:
    """Yield the limits that a part sets, by their names without ``exclusive``."""
    keywords = part.keywords
    for name in LIMITS:
        if name in keywords and (number := number_of(keywords[name])) is not None:
            yield name, Bound(number, is_open=False, spot=Spot(part, (name,)))
    for name in RANGES:
        exclusive = "exclusive" + name.capitalize()
        is_open = part.dialect.boolean_exclusive and keywords.get(exclusive) is True
        if name in keywords and (number := number_of(keywords[name])) is not None:
            yield name, Bound(number, is_open=is_open, spot=Spot(part, (name,)))
        if not part.dialect.boolean_exclusive and (number := number_of(keywords.get(exclusive))) is not None:
            yield name, Bound(number, is_open=True, spot=Spot(part, (exclusive,)))


def tighter(name: str, one: Bound, other: Bound) -> Bound:
    """Return whichever of two limits of one name allows less."""
    return one if is_within(name, one, other) else other


def is_within(name: str, one: Bound | None, other: Bound | None) -> bool:
    """Tell whether all that ``one`` allows is allowed by ``other``; None allows everything."""
    if other is None:
        return True
    if one is None:
        return False
    if one.value == other.value:
        return one.is_open or not other.is_open
    return (one.value > other.value) == name.startswith("min")
