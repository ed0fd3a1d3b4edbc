"""What Terraform's functions speak: sets, numbers, the error of a bad argument."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from fractions import Fraction

MOST_ELEMENTS = 100_000
"""No function gives more elements than this."""

MOST_CHARACTERS = 16_000_000
"""No function gives a longer string than this."""

Number: TypeAlias = int | float


class SetValue(tuple[object, ...]):
    """A Terraform set: sorted as Terraform does, each value once; unknown elements come last."""

    __slots__ = ()


class FunctionError(Exception):
    """The arguments of a function are off; inside ``try()`` the next alternative counts."""


class LimitError(FunctionError):
    """Terraform may well go on where we do not: inside ``try()`` and ``can()`` what comes of it is unknown."""


def exact(number: Number) -> Fraction:
    """Return a number as it was written: Terraform computes with 512 bits, so 0.1 is a tenth."""
    from fractions import Fraction

    return Fraction(number) if isinstance(number, int) else Fraction(float.__repr__(number))


def rounded(number: Fraction) -> Number:
    """Return the plain number for an exact one: ``int`` where it is whole."""
    if number.denominator == 1:
        return number.numerator
    try:
        return float(number)
    except OverflowError:
        return int(number)
