"""Numbers: extremes, rounding, bits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.function import Function
from trueline.policies.cel.kinds import Uint, checked_int, describe, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MASK = 2**64 - 1


def _extreme(name: str, choose: Callable[..., object]) -> Function:
    def call(*values: object) -> object:
        numbers = values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)
        if not isinstance(numbers, list) or not numbers:
            raise EvaluationError(f"{name}() needs at least one number")
        for number in numbers:
            if kind_of(number) not in ("int", "uint", "double"):
                raise EvaluationError(f"{name}() takes numbers, not {describe(number)}")
        return choose(numbers)

    return Function(call, "number|list number*", "dyn", "f")


def _least(numbers: list[float]) -> float:
    found = numbers[0]
    for number in numbers:
        found = number if number < found else found
    return found


def _greatest(numbers: list[float]) -> float:
    found = numbers[0]
    for number in numbers:
        found = number if number > found else found
    return found


def _round(value: float) -> float:
    if not math.isfinite(value):
        return value
    return math.copysign(math.floor(abs(value) + 0.5), value)


def _whole(function: Callable[[float], int]) -> Callable[[float], float]:
    return lambda value: float(function(value)) if math.isfinite(value) else value


def _abs(value: float) -> float:
    if isinstance(value, Uint):
        return value
    return checked_int(abs(value)) if isinstance(value, int) else abs(value)


def _sign(value: float) -> float:
    if math.isnan(value):
        return value
    sign = (value > 0) - (value < 0)
    return Uint(sign) if isinstance(value, Uint) else sign if isinstance(value, int) else float(sign)


def _sqrt(value: float) -> float:
    return math.sqrt(value) if value >= 0 else math.nan


def _signed(bits: int) -> int:
    bits &= _MASK
    return bits - 2**64 if bits >> 63 else bits


def _bits(combine: Callable[[int, int], int]) -> Callable[[int, int], int]:
    def call(left: int, right: int) -> int:
        if isinstance(left, Uint) != isinstance(right, Uint):
            raise EvaluationError("bits combine two ints or two uints")
        found = combine(int(left), int(right))
        return Uint(found) if isinstance(left, Uint) else found

    return call


def _shift(value: int, count: int, *, left: bool) -> int:
    if count < 0:
        raise EvaluationError("a shift needs a count of 0 or more")
    bits = int(value) & _MASK
    moved = 0 if count > 63 else (bits << count) & _MASK if left else bits >> count
    return Uint(moved) if isinstance(value, Uint) else _signed(moved)


def _not(value: int) -> int:
    return Uint(~int(value) & _MASK) if isinstance(value, Uint) else ~value


_WHOLE, _PAIR = "int|uint", "int|uint int|uint"
FUNCTIONS: Mapping[str, Function] = {
    "math.abs": Function(_abs, "number", "dyn", "f"),
    "math.bitAnd": Function(_bits(lambda a, b: a & b), _PAIR, "dyn", "f"),
    "math.bitNot": Function(_not, _WHOLE, "dyn", "f"),
    "math.bitOr": Function(_bits(lambda a, b: a | b), _PAIR, "dyn", "f"),
    "math.bitShiftLeft": Function(lambda a, b: _shift(a, b, left=True), f"{_WHOLE} int", "dyn", "f"),
    "math.bitShiftRight": Function(lambda a, b: _shift(a, b, left=False), f"{_WHOLE} int", "dyn", "f"),
    "math.bitXor": Function(_bits(lambda a, b: a ^ b), _PAIR, "dyn", "f"),
    "math.ceil": Function(_whole(math.ceil), "double", "double", "f"),
    "math.floor": Function(_whole(math.floor), "double", "double", "f"),
    "math.greatest": _extreme("math.greatest", _greatest),
    "math.isFinite": Function(math.isfinite, "double", "bool", "f"),
    "math.isInf": Function(math.isinf, "double", "bool", "f"),
    "math.isNaN": Function(math.isnan, "double", "bool", "f"),
    "math.least": _extreme("math.least", _least),
    "math.round": Function(_round, "double", "double", "f"),
    "math.sign": Function(_sign, "number", "dyn", "f"),
    "math.sqrt": Function(_sqrt, "number", "double", "f"),
    "math.trunc": Function(_whole(math.trunc), "double", "double", "f"),
}
