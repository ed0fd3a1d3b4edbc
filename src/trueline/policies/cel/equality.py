"""Equality and order over all kinds of values, with a third answer where a part is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.kinds import OpenList, Optional, describe, kind_of
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.policies.cel.run import Run

NUMBERS: Final = frozenset(("int", "uint", "double"))
_SIMPLE: Final = frozenset((str, int, float, bool, bytes))
_ORDERED: Final = frozenset(("string", "bytes", "bool", "google.protobuf.Timestamp", "google.protobuf.Duration"))


def equal(left: object, right: object, run: Run) -> bool | Unknown:
    """Tell whether two values are equal; unknown where that depends on an unknown part.

    Steps are counted: values may share members, and so be far larger than they look.
    """
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        for one, other in ((left, right), (right, left)):
            if isinstance(one, PartialText) and one.is_text(other) is False:
                return False
        return join(*(side for side in (left, right) if isinstance(side, Unknown)))
    if type(left) is type(right) and type(left) in _SIMPLE:
        return left == right
    run.spend(1)
    kind, other = kind_of(left), kind_of(right)
    if kind != other:
        return kind in NUMBERS and other in NUMBERS and left == right
    if kind == "list":
        return _equal_lists(left, right, run)  # type: ignore[arg-type]  # its kind says so
    if kind == "map":
        return _equal_maps(left, right, run)  # type: ignore[arg-type]  # its kind says so
    if isinstance(left, Optional) and isinstance(right, Optional):
        return equal(left.value, right.value, run)
    return left == right


def contains(items: object, member: object, run: Run) -> bool | Unknown:
    """Tell whether a list holds ``member``; unknown where only an unknown member could be it."""
    run.spend(len(items) >> 4)  # type: ignore[arg-type]  # asked of lists alone
    doubts: list[Unknown] = []
    for item in items:  # type: ignore[attr-defined]  # asked of lists alone
        found = equal(item, member, run)
        if found is True:
            return True
        if isinstance(found, Unknown):
            doubts.append(found)
    if isinstance(items, OpenList):
        doubts.append(items.open)
    return join(*doubts) if doubts else False


def compare(left: object, right: object) -> int | None:
    """Return -1, 0 or 1 for values that have an order, None where a number is none (NaN)."""
    kind, other = kind_of(left), kind_of(right)
    if (kind in NUMBERS and other in NUMBERS) or (kind == other and kind in _ORDERED):
        if left != left or right != right:  # noqa: PLR0124  # that is what NaN is
            return None
        if kind != other and "double" in (kind, other):
            left, right = float(left), float(right)  # type: ignore[arg-type]  # as CEL does, beyond 2**53, too
        return int(left > right) - int(left < right)  # type: ignore[operator]  # both are of one ordered kind
    raise EvaluationError(f"{describe(left)} and {describe(right)} have no order")


def _equal_lists(left: Sequence[object], right: Sequence[object], run: Run) -> bool | Unknown:
    doubts = [side.open for side in (left, right) if isinstance(side, OpenList)]
    if len(left) != len(right):
        return join(*doubts) if doubts else False
    return _all_equal(zip(left, right, strict=True), doubts, run)


def _equal_maps(left: Mapping[object, object], right: Mapping[object, object], run: Run) -> bool | Unknown:
    if len(left) != len(right) or any(key not in right for key in left):
        return False
    return _all_equal(((value, right[key]) for key, value in left.items()), [], run)


def _all_equal(pairs: object, doubts: list[Unknown], run: Run) -> bool | Unknown:
    for one, other in pairs:  # type: ignore[attr-defined]  # an iterable of pairs
        found = equal(one, other, run)
        if found is False:
            return False
        if isinstance(found, Unknown):
            doubts.append(found)
    return join(*doubts) if doubts else True
