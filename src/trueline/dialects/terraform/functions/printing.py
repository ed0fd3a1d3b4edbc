"""Numbers in the formats of Go's ``fmt``."""

from __future__ import annotations

from fractions import Fraction

from trueline.dialects.terraform.functions.scalars import number_text
from trueline.dialects.terraform.functions.types import Number, exact

_BITS = 512
_PREFIXES = {"b": "0b", "d": "", "o": "0", "x": "0x", "X": "0X"}
_SHORTEST = -1


def print_integer(number: int, mode: str, flags: str, width: int, precision: int) -> str:
    """Return a whole number in base 2, 8, 10 or 16."""
    digits = number_text(abs(number)) if mode == "d" else format(abs(number), mode)
    digits = digits.rjust(max(precision, 0), "0")
    sign = _sign(flags, negative=number < 0) + (_PREFIXES[mode] if "#" in flags else "")
    missing = width - len(sign) - len(digits)
    if "-" in flags:
        return sign + digits + " " * missing
    if "0" in flags and precision < 0:
        return sign + "0" * missing + digits
    return " " * missing + sign + digits


def print_float(number: Number, mode: str, flags: str, width: int, precision: int) -> str:
    """Return a number in fixed, exponent or general form."""
    value = _binary(abs(exact(number)))
    digits = _PRINTERS[mode.lower()](value, abs(number), precision)
    digits = digits.upper() if mode.isupper() else digits
    sign = _sign(flags, negative=number < 0)
    missing = width - len(sign) - len(digits)
    if "0" in flags:
        return sign + "0" * missing + digits
    return sign + digits + " " * missing if "-" in flags else " " * missing + sign + digits


def print_general(number: Number) -> str:
    """Return a number as ``%v`` has it: the shortest digits, with an exponent from a million on."""
    return ("-" if number < 0 else "") + _general(exact(abs(number)), abs(number), _SHORTEST)


def _sign(flags: str, *, negative: bool) -> str:
    if negative:
        return "-"
    return "+" if "+" in flags else " " if " " in flags else ""


def _binary(value: Fraction) -> Fraction:
    """Return the value rounded to the bits that Terraform keeps of a number."""
    if value == 0:
        return value
    shift = _BITS - (value.numerator.bit_length() - value.denominator.bit_length())
    if value * Fraction(2) ** shift >= 1 << _BITS:
        shift -= 1
    return Fraction(round(value * Fraction(2) ** shift)) / Fraction(2) ** shift


def _fixed(value: Fraction, _: Number, precision: int) -> str:
    places = 6 if precision < 0 else precision
    digits = number_text(round(value * 10**places)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _exponent(value: Fraction, _: Number, precision: int) -> str:
    places = 6 if precision < 0 else precision
    digits, power = _significant(value, places + 1)
    return _scientific(digits.ljust(places + 1, "0"), power)


def _general(value: Fraction, number: Number, precision: int) -> str:
    if precision == _SHORTEST:
        digits, power = _shortest(number)
        limit = 6
    else:
        limit = precision or 1
        digits, power = _significant(value, limit)
        digits = digits.rstrip("0") or "0"
        limit = len(digits) if limit > len(digits) >= power + 1 else limit
    if power < -4 or power >= limit:
        return _scientific(digits, power)
    if power < 0:
        return "0." + "0" * (-power - 1) + digits
    whole, part = digits[: power + 1].ljust(power + 1, "0"), digits[power + 1 :]
    return f"{whole}.{part}" if part else whole


def _scientific(digits: str, power: int) -> str:
    mantissa = f"{digits[0]}.{digits[1:]}" if digits[1:] else digits[0]
    return f"{mantissa}e{'-' if power < 0 else '+'}{abs(power):02d}"


def _shortest(number: Number) -> tuple[str, int]:
    """Return the digits that tell a number from all others, and the power of ten of the first."""
    whole, _, part = number_text(number).partition(".")
    digits = (whole + part).lstrip("0")
    power = len(whole) - 1 if whole.strip("0") else -(len(part) - len(part.lstrip("0")) + 1)
    return (digits.rstrip("0") or "0", power if digits else 0)


def _significant(value: Fraction, count: int) -> tuple[str, int]:
    """Return ``count`` digits of a value, rounded, and the power of ten of the first."""
    if value == 0:
        return "0", 0
    power = len(number_text(value.numerator)) - len(number_text(value.denominator))
    while Fraction(10) ** power > value:
        power -= 1
    while Fraction(10) ** (power + 1) <= value:
        power += 1
    digits = number_text(round(value / Fraction(10) ** (power - count + 1)))
    return (digits[:count], power + 1) if len(digits) > count else (digits, power)


_PRINTERS = {"e": _exponent, "f": _fixed, "g": _general}
