"""Kubernetes quantities and semantic versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.function import Function
from trueline.policies.cel.kinds import KIND_OF
from trueline.values.quantity import NANO, Quantity, parse_quantity
from trueline.values.semver import Semver, parse_semver

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T", Quantity, Semver)

KIND_OF[Quantity] = "kubernetes.Quantity"
KIND_OF[Semver] = "kubernetes.Semver"


def _quantity(text: str | int | float) -> Quantity:
    try:
        return parse_quantity(str(text))
    except ValueError as error:
        raise EvaluationError(str(error)) from None


def _semver(text: str, lenient: bool = False) -> Semver:  # noqa: FBT001, FBT002  # as Kubernetes has it
    try:
        return parse_semver(text, lenient=lenient)
    except ValueError as error:
        raise EvaluationError(str(error)) from None


def _is_quantity(text: str) -> bool:
    try:
        parse_quantity(text)
    except ValueError:
        return False
    return True


def _is_semver(text: str, lenient: bool = False) -> bool:  # noqa: FBT001, FBT002  # as Kubernetes has it
    try:
        parse_semver(text, lenient=lenient)
    except ValueError:
        return False
    return True


def _compare(left: T, right: T) -> int:
    if type(left) is not type(right):
        raise EvaluationError("a quantity compares with a quantity, a version with a version")
    return (left > right) - (left < right)


def _as_integer(quantity: Quantity) -> int:
    if not quantity.is_integer:
        raise EvaluationError(f"the quantity {quantity} is no integer")
    return quantity.nanos // NANO


def _nanos(other: Quantity | int) -> int:
    return other.nanos if isinstance(other, Quantity) else other * NANO


_PAIR = "quantity|semver quantity|semver"
FUNCTIONS: Mapping[str, Function] = {
    "add": Function(lambda one, other: Quantity(one.nanos + _nanos(other)), "quantity quantity|int"),
    "asApproximateFloat": Function(float, "quantity", "double"),
    "asInteger": Function(_as_integer, "quantity", "int"),
    "compareTo": Function(_compare, _PAIR, "int"),
    "isGreaterThan": Function(lambda one, other: _compare(one, other) > 0, _PAIR, "bool"),
    "isInteger": Function(lambda quantity: quantity.is_integer, "quantity", "bool"),
    "isLessThan": Function(lambda one, other: _compare(one, other) < 0, _PAIR, "bool"),
    "isQuantity": Function(_is_quantity, "string", "bool", "f"),
    "isSemver": Function(_is_semver, "string bool?", "bool", "f"),
    "major": Function(lambda version: version.major, "semver", "int"),
    "minor": Function(lambda version: version.minor, "semver", "int"),
    "patch": Function(lambda version: version.patch, "semver", "int"),
    "quantity": Function(_quantity, "string|int|double", "kubernetes.Quantity", "f"),
    "semver": Function(_semver, "string bool?", "kubernetes.Semver", "f"),
    "sign": Function(lambda quantity: (quantity.nanos > 0) - (quantity.nanos < 0), "quantity", "int"),
    "sub": Function(lambda one, other: Quantity(one.nanos - _nanos(other)), "quantity quantity|int"),
}
