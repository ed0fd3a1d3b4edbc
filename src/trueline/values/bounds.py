"""Figures that are known to lie between two bounds, at their least, as expected and at their most."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

UNBOUNDED: Final = math.inf


class Bounds(NamedTuple):
    """A figure between ``low`` and ``high``: the same where it is known, infinite where nothing bounds it."""

    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        """Whether the figure is known."""
        return self.low == self.high

    def plus(self, other: Bounds) -> Bounds:
        """Return the sum."""
        return Bounds(self.low + other.low, self.high + other.high)

    def minus(self, other: Bounds) -> Bounds:
        """Return the difference of two figures that have nothing to do with each other."""
        return Bounds(self.low - other.high, self.high - other.low)

    def beyond(self, other: Bounds) -> Bounds:
        """Return by how much it is more than ``other``; what is not known of that counts as no saving."""
        former = other.low if other.high == UNBOUNDED else other.high
        return Bounds(self.low - former, self.high - other.low)

    def times(self, other: Bounds) -> Bounds:
        """Return the product of two figures that are not negative."""
        return Bounds(_product(self.low, other.low), _product(self.high, other.high))


def _product(one: float, other: float) -> float:
    return 0.0 if one == 0 or other == 0 else one * other  # nothing of what has no bound is nothing


def exactly(figure: float) -> Bounds:
    """Return bounds that are one figure."""
    return Bounds(figure, figure)


NOTHING: Final = Bounds(0.0, 0.0)
ANYTHING: Final = Bounds(0.0, UNBOUNDED)
"""What is not known, but not negative."""


class Spread(NamedTuple):
    """A figure at minimum scale, at the scale that is expected, and at maximum scale: each with bounds of its own."""

    least: Bounds
    expected: Bounds
    most: Bounds

    def plus(self, other: Spread) -> Spread:
        """Return the sum."""
        return Spread(*(one.plus(two) for one, two in zip(self, other, strict=True)))

    def minus(self, other: Spread) -> Spread:
        """Return the difference."""
        return Spread(*(one.minus(two) for one, two in zip(self, other, strict=True)))

    def beyond(self, other: Spread) -> Spread:
        """Return by how much it is more than ``other``; what is not known of that counts as no saving."""
        return Spread(*(one.beyond(two) for one, two in zip(self, other, strict=True)))

    def times(self, other: Spread) -> Spread:
        """Return the product of two figures that are not negative."""
        return Spread(*(one.times(two) for one, two in zip(self, other, strict=True)))

    def through(self, function: Callable[[float], float]) -> Spread:
        """Return what ``function``, which never falls, makes of it; it is not asked of infinity."""
        return Spread(*(Bounds(*(end if end == UNBOUNDED else function(end) for end in side)) for side in self))

    @property
    def is_exact(self) -> bool:
        """Whether all three are known."""
        return all(side.is_exact for side in self)


NONE: Final = Spread(NOTHING, NOTHING, NOTHING)
OPEN: Final = Spread(ANYTHING, ANYTHING, ANYTHING)


def always(figure: float) -> Spread:
    """Return a figure that is known and the same at any scale."""
    return Spread(*[exactly(figure)] * 3)


def total(spreads: Iterable[Spread]) -> Spread:
    """Return the sum of all."""
    first = second = third = fourth = fifth = sixth = 0.0  # there are as many spreads as resources in all their scopes
    for (low, high), (less, more), (least, most) in spreads:
        first += low
        second += high
        third += less
        fourth += more
        fifth += least
        sixth += most
    return Spread(Bounds(first, second), Bounds(third, fourth), Bounds(fifth, sixth))


class Bounded(Unknown):
    """A figure of which only bounds are known: an ``Unknown`` that compares where these decide."""

    __slots__ = ("bounds",)

    def __init__(self, bounds: Bounds, reasons: Iterable[str] = ()) -> None:
        super().__init__(reasons, is_scalar=True)
        self.bounds = bounds


def is_open(value: object) -> bool:
    """Tell whether a value is a figure that nothing bounds above."""
    return isinstance(value, Bounded) and value.bounds.high == UNBOUNDED


def worst_of(value: object) -> float | None:
    """Return the most that a figure may be; the least where nothing bounds it above, None where it is none."""
    bounds = _bounds(value)
    return None if bounds is None else bounds.low if is_open(value) else bounds.high


def order_of(left: object, right: object) -> tuple[int, int] | None:
    """Return the least and the greatest that comparing two numbers may give (-1, 0, 1); None where none is bounded."""
    if not (isinstance(left, Bounded) or isinstance(right, Bounded)):
        return None
    one, other = _bounds(left), _bounds(right)
    if one is None or other is None or any(math.isnan(end) for end in (*one, *other)):
        return None
    return _sign(one.low, other.high), _sign(one.high, other.low)


def _sign(left: float, right: float) -> int:
    return int(left > right) - int(left < right)


def _bounds(value: object) -> Bounds | None:
    if isinstance(value, Bounded):
        return value.bounds
    if isinstance(value, int | float) and not isinstance(value, bool):
        return exactly(float(value))
    return None


def reckon_bounds(operator: str, left: object, right: object) -> Bounded | None:
    """Return what the bounds of two figures give with ``+``, ``-``, ``*`` or ``/``; None where they give none.

    A figure is multiplied by, and divided through, one that is known and not negative.
    """
    if not (isinstance(left, Bounded) or isinstance(right, Bounded)):
        return None
    one, other = _bounds(left), _bounds(right)
    if one is None or other is None:
        return None
    reasons = [reason for side in (left, right) if isinstance(side, Unknown) for reason in side.reasons]
    if operator == "+":
        return Bounded(one.plus(other), reasons)
    if operator == "-":
        return Bounded(one.minus(other), reasons)
    if operator == "*" and other.is_exact and 0 <= other.low < UNBOUNDED:
        return Bounded(Bounds(_product(one.low, other.low), _product(one.high, other.low)), reasons)
    if operator == "*" and one.is_exact and 0 <= one.low < UNBOUNDED:
        return Bounded(Bounds(_product(one.low, other.low), _product(one.low, other.high)), reasons)
    if operator == "/" and other.is_exact and 0 < other.low < UNBOUNDED:
        return Bounded(Bounds(one.low / other.low, one.high / other.low), reasons)
    return None
