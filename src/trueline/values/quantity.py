"""Kubernetes quantities: ``500m``, ``1.5Gi``, ``2e3``; exact to the billionth."""

from __future__ import annotations

from functools import total_ordering
from typing import Final

NANO: Final = 1_000_000_000
_DECIMAL: Final = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY: Final = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_LONGEST: Final = 60


@total_ordering
class Quantity:
    """An amount in billionths of its unit: ``500m`` of CPU, ``1Gi`` of memory. Compared by amount."""

    __slots__ = ("nanos",)

    def __init__(self, nanos: int) -> None:
        self.nanos = nanos

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self.nanos == other.nanos

    def __lt__(self, other: Quantity) -> bool:
        return self.nanos < other.nanos

    def __hash__(self) -> int:
        return hash(self.nanos)

    def __float__(self) -> float:
        return self.nanos / NANO

    @property
    def is_integer(self) -> bool:
        """Whether it is a whole number that fits 64 bits."""
        return self.nanos % NANO == 0 and -(2**63) <= self.nanos // NANO < 2**63

    def __str__(self) -> str:
        whole, rest = divmod(abs(self.nanos), NANO)
        fraction = f".{rest:09d}".rstrip("0") if rest else ""
        return f"{'-' if self.nanos < 0 else ''}{whole}{fraction}"

    def __repr__(self) -> str:
        return f"Quantity({self})"


def parse_quantity(text: str) -> Quantity:
    """Return the quantity a text names, rounded up to billionths; raise ``ValueError`` for what is none."""
    body = text.lstrip("+-") if text[:1] in ("+", "-") else text
    if not body or len(text) > _LONGEST or len(text) - len(body) > 1:
        raise ValueError(f"no quantity: {text!r}")
    end = 0
    while end < len(body) and body[end] in "0123456789.":
        end += 1
    number, suffix = body[:end], body[end:]
    whole, _, fraction = number.partition(".")
    if "." in fraction or not (whole or fraction):
        raise ValueError(f"no quantity: {text!r}")
    numerator, denominator = _scale(suffix, text)
    numerator *= int(whole + fraction) * NANO
    denominator *= 10 ** len(fraction)
    nanos = -(-numerator // denominator)
    return Quantity(-nanos if text[0] == "-" else nanos)


def _scale(suffix: str, text: str) -> tuple[int, int]:
    if suffix in _BINARY:
        return 1 << _BINARY[suffix], 1
    if suffix in _DECIMAL:
        exponent = _DECIMAL[suffix]
    elif suffix[:1] in ("e", "E") and _is_small_number(suffix[1:]):
        exponent = int(suffix[1:])
    else:
        raise ValueError(f"no quantity: {text!r}")
    return (10**exponent, 1) if exponent >= 0 else (1, 10**-exponent)


def _is_small_number(text: str) -> bool:
    digits = text[1:] if text[:1] in ("+", "-") else text
    return digits.isascii() and digits.isdigit() and len(digits) <= 2
