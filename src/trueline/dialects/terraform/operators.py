"""Terraform's operators over plain values, exact where they are; an unknown operand makes the result unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.frame import LazyObject
from trueline.dialects.terraform.functions.marks import marks_of
from trueline.dialects.terraform.functions.order import key
from trueline.dialects.terraform.functions.scalars import to_bool, to_number
from trueline.dialects.terraform.functions.types import FunctionError, exact, rounded
from trueline.values.partial_text import PartialText
from trueline.values.unknown import SecretFloat, SecretInt, Unknown, is_sensitive, join

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

_COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def apply_unary(operator: str, operand: object) -> object:
    """Return ``-operand`` or ``!operand``."""
    if isinstance(operand, Unknown):
        return join(operand)
    if operator == "!":
        return not to_bool(operand)
    return -to_number(operand)


def apply_binary(operator: str, left: object, right: object) -> object:
    """Return the result of an arithmetic operator or a comparison."""
    if operator == "==":
        return equal(left, right)
    if operator == "!=":
        same = equal(left, right)
        return same if isinstance(same, Unknown) else not same
    unknown = [side for side in (left, right) if isinstance(side, Unknown)]
    if unknown:
        return join(*unknown)
    one, other = exact(to_number(left)), exact(to_number(right))
    if operator in _COMPARISONS:
        return _COMPARISONS[operator](one, other)
    result = rounded(_compute(operator, one, other))
    if is_sensitive(left) or is_sensitive(right):
        return SecretInt(result) if isinstance(result, int) else SecretFloat(result)
    return result


def _compute(operator: str, left: Fraction, right: Fraction) -> Fraction:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if right == 0:
        raise FunctionError("division by zero")
    if operator == "/":
        return left / right
    rest = abs(left) % abs(right)  # the sign is the dividend's, as in Go
    return -rest if left < 0 else rest


def equal(left: object, right: object) -> object:
    """Tell whether two values are the same; unknown where a part that decides is."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, PartialText) and (other is None or one.is_text(other) is False):
            return False
    if left is None or right is None:
        other = right if left is None else left
        return join(other) if isinstance(other, Unknown) else other is None
    if isinstance(left, LazyObject) or isinstance(right, LazyObject):
        return left is right or Unknown(["the objects compared are known after apply"])
    if isinstance(left, list | dict | tuple) or isinstance(right, list | dict | tuple) or isinstance(left, Unknown):
        unknown = marks_of([left, right]).unknown
        if unknown is not None:
            return unknown
    elif isinstance(right, Unknown):
        return join(right)
    return bool(key(left) == key(right))
