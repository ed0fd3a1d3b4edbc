"""Conversion between text, numbers and bools as Terraform does it; marks survive."""

from __future__ import annotations

from trueline.dialects.terraform.functions.types import FunctionError, LimitError, Number, rounded
from trueline.values.unknown import MarkedText, SecretFloat, SecretInt, is_sensitive

_BOOLS = {"true": True, "false": False, "1": True, "0": False}
_LONGEST_NUMBER = 4_000
_LARGEST_EXPONENT = 5_000


def to_text(value: object) -> str:
    """Return a scalar as text; raise ``FunctionError`` for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        text = number_text(value)
        return MarkedText(text, sensitive=True) if is_sensitive(value) else text
    raise FunctionError("a string is required")


def number_text(value: Number) -> str:
    """Return a number as Terraform writes it: never with an exponent."""
    if isinstance(value, int):
        return int.__repr__(value) if value.bit_length() < 13_000 else _long_integer(value)
    text = float.__repr__(value)
    if "e" not in text:
        return text.removesuffix(".0")
    from decimal import Decimal

    return format(Decimal(text), "f")


def _long_integer(value: int) -> str:
    """Write an integer longer than what ``str`` is allowed to."""
    digits = []
    rest = abs(int(value))
    while rest:
        rest, part = divmod(rest, 10**1000)
        digits.append(str(part).zfill(1000) if rest else str(part))
    return ("-" if value < 0 else "") + "".join(reversed(digits))


def to_number(value: object) -> Number:
    """Return a number or numeric text as a number; raise ``FunctionError`` for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise FunctionError("a number is required")
    number = parse_number(value)
    if not is_sensitive(value):
        return number
    return SecretFloat(number) if isinstance(number, float) else SecretInt(number)


def parse_number(text: str) -> Number:
    """Read a decimal number with an optional exponent, of ten (``e``) or of two (``p``)."""
    if len(text) > _LONGEST_NUMBER:
        raise LimitError("the number is too long")
    mantissa, mark, exponent = text.lower().partition("p" if "p" in text or "P" in text else "e")
    whole, _, part = (
        mantissa.lstrip("+-").partition(".") if mantissa[:2] not in ("++", "--", "+-", "-+") else ("", "", "")
    )
    digits = whole + part
    power = exponent[1:] if exponent[:1] in ("+", "-") else exponent
    if not (digits.isascii() and digits.isdigit()) or (mark and not (power.isascii() and power.isdigit())):
        raise FunctionError("a number is required")
    raised = int(exponent) if mark and len(power) < 9 else 0
    if abs(raised) > _LARGEST_EXPONENT or len(power) >= 9:
        raise LimitError("the number is out of range")
    from fractions import Fraction

    base = 2 if mark == "p" else 10
    number = Fraction(int(digits), 10 ** len(part)) * Fraction(base) ** raised
    return rounded(-number if text.startswith("-") else number)


def to_bool(value: object) -> bool:
    """Return a bool, or the bool that text names; raise ``FunctionError`` for anything else."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _BOOLS:
        return _BOOLS[value]
    raise FunctionError('a bool is required: "true" or "false"')


def to_integer(value: object) -> int:
    """Return a whole number; raise ``FunctionError`` for anything else."""
    number = to_number(value)
    if not isinstance(number, int):
        raise FunctionError("a whole number is required")
    return int(number)
