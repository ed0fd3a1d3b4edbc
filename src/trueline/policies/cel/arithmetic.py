"""The operators that reckon. An int beside a double becomes one: YAML and HCL do not tell them apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from trueline.policies.cel.errors import EvaluationError, LimitReachedError
from trueline.policies.cel.kinds import OpenList, checked_int, checked_uint, describe, kind_of
from trueline.policies.cel.secrets import is_secret
from trueline.values.bounds import reckon_bounds
from trueline.values.partial_text import PartialText, assemble
from trueline.values.unknown import MarkedText, Unknown, join, references_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

LONGEST_TEXT: Final = 1_000_000
LONGEST_LIST: Final = 1_000_000
_TIMESTAMP, _DURATION = "google.protobuf.Timestamp", "google.protobuf.Duration"


def reckon(operator: str, left: object, right: object) -> object:
    """Return ``left operator right``; unknown where one is, ``EvaluationError`` where it is not defined."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        if operator == "+" and (_is_text(left) or _is_text(right)):
            return assemble(side if isinstance(side, Unknown) else _piece(side) for side in (left, right))
        bounded = reckon_bounds(operator, left, right)
        if bounded is not None:
            return bounded
        return join(*(side for side in (left, right) if isinstance(side, Unknown)))
    kinds = (kind_of(left), kind_of(right))
    mixed = kinds in _WITH_DOUBLE
    function = _TABLE.get((operator, "double", "double") if mixed else (operator, *kinds))
    if function is None:
        raise EvaluationError(f"no '{operator}' between {describe(left)} and {describe(right)}")
    try:
        if mixed:
            return function(float(left), float(right))  # type: ignore[arg-type]  # both are numbers
        return function(left, right)
    except OverflowError as error:
        raise EvaluationError("the result is out of range") from error


def _is_text(value: object) -> bool:
    return isinstance(value, str | PartialText)


def _piece(value: object) -> str:
    if not isinstance(value, str):
        raise EvaluationError(f"no '+' between {describe(value)} and a text")
    return MarkedText(value, references_of(value), sensitive=True) if is_secret(value) else value


def negate(value: object) -> object:
    """Return ``-value``."""
    if isinstance(value, Unknown):
        return join(value)
    kind = kind_of(value)
    if kind == "int":
        return checked_int(-value)  # type: ignore[operator]  # an int
    if kind == "double":
        return -value  # type: ignore[operator]  # a float
    raise EvaluationError(f"no '-' before {describe(value)}")


def joined_text(left: str, right: str) -> str:
    """Return both texts as one, if it is not too long."""
    if len(left) + len(right) > LONGEST_TEXT:
        raise LimitReachedError(f"a text of more than {LONGEST_TEXT} characters")
    return str(left) + str(right)


def _joined_bytes(left: bytes, right: bytes) -> bytes:
    if len(left) + len(right) > LONGEST_TEXT:
        raise LimitReachedError(f"more than {LONGEST_TEXT} bytes")
    return left + right


def _joined_lists(left: list[object], right: list[object]) -> list[object]:
    if len(left) + len(right) > LONGEST_LIST:
        raise LimitReachedError(f"a list of more than {LONGEST_LIST} members")
    items = [*left, *right]
    doubts = [side.open for side in (left, right) if isinstance(side, OpenList)]
    return OpenList(items, join(*doubts)) if doubts else items


def _divided(left: int, right: int) -> int:
    if right == 0:
        raise EvaluationError("division by zero")
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def _remainder(left: int, right: int) -> int:
    if right == 0:
        raise EvaluationError("modulus by zero")
    return int(math.copysign(1, left)) * (abs(left) % abs(right))


def _ratio(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1, right)


def checked_duration(value: timedelta) -> timedelta:
    """Return ``value``, or raise when it exceeds the 64-bit nanoseconds that a duration has."""
    if abs(value.days) > 106_752:
        raise EvaluationError("a duration of more than 292 years")
    return value


def _on_numbers() -> dict[tuple[str, str, str], Callable[..., object]]:
    table: dict[tuple[str, str, str], Callable[..., object]] = {}
    for kind, check in (("int", checked_int), ("uint", checked_uint)):
        table["+", kind, kind] = lambda a, b, check=check: check(int(a) + int(b))
        table["-", kind, kind] = lambda a, b, check=check: check(int(a) - int(b))
        table["*", kind, kind] = lambda a, b, check=check: check(int(a) * int(b))
        table["/", kind, kind] = lambda a, b, check=check: check(_divided(a, b))
        table["%", kind, kind] = lambda a, b, check=check: check(_remainder(a, b))
    table["+", "double", "double"] = lambda a, b: a + b
    table["-", "double", "double"] = lambda a, b: a - b
    table["*", "double", "double"] = lambda a, b: a * b
    table["/", "double", "double"] = _ratio
    return table


_WITH_DOUBLE: Final = frozenset((("int", "double"), ("double", "int")))
_TABLE: Final[dict[tuple[str, str, str], Callable[..., object]]] = {
    **_on_numbers(),
    ("+", "string", "string"): joined_text,
    ("+", "bytes", "bytes"): _joined_bytes,
    ("+", "list", "list"): _joined_lists,
    ("+", _TIMESTAMP, _DURATION): lambda a, b: a + b,
    ("+", _DURATION, _TIMESTAMP): lambda a, b: a + b,
    ("+", _DURATION, _DURATION): lambda a, b: checked_duration(a + b),
    ("-", _TIMESTAMP, _DURATION): lambda a, b: a - b,
    ("-", _TIMESTAMP, _TIMESTAMP): lambda a, b: checked_duration(a - b),
    ("-", _DURATION, _DURATION): lambda a, b: checked_duration(a - b),
}
OPERANDS: Final = frozenset(_TABLE)
"""Which kinds an operator is defined for: what the check of literals looks at."""
