"""Numeric functions."""

from __future__ import annotations

import math
from fractions import Fraction

from trueline.dialects.terraform.functions.scalars import to_number
from trueline.dialects.terraform.functions.types import FunctionError, Number, exact, rounded

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONGEST_INTEGER = 5_000
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_L1, _L2, _L3, _L4 = (
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
)
_L5, _L6, _L7 = 1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01


def absolute(number: Number) -> Number:
    """Return the number without its sign."""
    return abs(number)


def ceil(number: Number) -> Number:
    """Return the least whole number not below."""
    return math.ceil(number)


def floor(number: Number) -> Number:
    """Return the greatest whole number not above."""
    return math.floor(number)


def sign(number: Number) -> int:
    """Return -1, 0 or 1, of the number cut to a whole one."""
    if not isinstance(number, int):
        raise FunctionError("argument 1: a whole number is required")
    return (number > 0) - (number < 0)


def largest(*numbers: Number) -> Number:
    """Return the greatest of at least one number."""
    if not numbers:
        raise FunctionError("at least one argument is required")
    return max(numbers)


def smallest(*numbers: Number) -> Number:
    """Return the least of at least one number."""
    if not numbers:
        raise FunctionError("at least one argument is required")
    return min(numbers)


def log(number: Number, base: Number) -> Number:
    """Return the logarithm, in the precision Terraform has for it."""
    if number <= 0 or base < 0 or base == 1:
        raise FunctionError("the logarithm is not defined")
    return _plain(_logarithm(number) / _logarithm(base)) if base else 0


def _logarithm(number: Number) -> float:
    """Return the natural logarithm as Go computes it: what stands behind ``ceil`` is a matter of the last bit.

    The method is that of FreeBSD's ``e_log.c``: with the number between the roots of 1/2 and 2 times a power of two,
    a polynomial in s = f / (2 + f).
    """
    fraction, power = math.frexp(number)
    if fraction < math.sqrt(2) / 2:
        fraction, power = fraction * 2, power - 1
    f = fraction - 1
    s = f / (2 + f)
    s2 = s * s
    s4 = s2 * s2
    odd = s2 * (_L1 + s4 * (_L3 + s4 * (_L5 + s4 * _L7)))
    even = s4 * (_L2 + s4 * (_L4 + s4 * _L6))
    half = 0.5 * f * f
    return power * _LN2_HIGH - ((half - (s * (half + odd + even) + power * _LN2_LOW)) - f)


def power(number: Number, exponent: Number) -> Number:
    """Return a power, in the precision Terraform has for it."""
    try:
        result = math.pow(number, exponent)
    except (OverflowError, ValueError) as error:
        raise FunctionError("the power is out of range") from error
    return _plain(result)


def _plain(number: float) -> Number:
    """Return the number that the shortest digits of a float name, as Terraform prints it."""
    if math.isinf(number) or math.isnan(number):
        raise FunctionError("the result is out of range")
    return rounded(exact(number))


def parse_integer(text: object, base: int) -> int:
    """Read a whole number in a base from 2 to 62; from 37 on, small and capital letters differ."""
    if not isinstance(text, str):
        raise FunctionError("argument 1: a string is required")
    if not 2 <= base <= 62:
        raise FunctionError("argument 2: the base must be between 2 and 62")
    digits = text[1:] if text[:1] in ("+", "-") else text
    values = [_DIGITS.find(digit if base > 36 else digit.lower()) for digit in digits]
    if not values or len(values) > _LONGEST_INTEGER or not all(0 <= value < base for value in values):
        raise FunctionError(f"argument 1: cannot be read as a whole number in base {base}")
    number = 0
    for value in values:
        number = number * base + value
    return -number if text.startswith("-") else number


def total(numbers: list[object]) -> Number:
    """Return the exact sum of at least one number."""
    if not numbers:
        raise FunctionError("cannot sum an empty list")
    if any(number is None or isinstance(number, bool) for number in numbers):
        raise FunctionError("argument 1 must be a list of numbers")
    return rounded(sum((exact(to_number(number)) for number in numbers), Fraction(0)))
