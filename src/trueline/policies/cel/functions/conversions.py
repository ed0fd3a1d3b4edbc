"""From one kind to another: ``int(x)``, ``string(x)``, ``timestamp(x)``, …, and ``type(x)``."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.function import Function
from trueline.policies.cel.kinds import (
    INT_LEAST,
    INT_MOST,
    UINT_MOST,
    Kind,
    Uint,
    checked_int,
    checked_uint,
    kind_of,
)
from trueline.values.partial_text import PartialText

if TYPE_CHECKING:
    from collections.abc import Mapping

_TRUE = frozenset(("1", "t", "T", "true", "TRUE", "True"))
_FALSE = frozenset(("0", "f", "F", "false", "FALSE", "False"))
_DIGITS = frozenset("0123456789")


def _int(value: object) -> int:
    if isinstance(value, datetime):
        return int((value - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1))
    if isinstance(value, float):
        return _truncated(value, INT_LEAST, INT_MOST)
    return checked_int(_digits(value) if isinstance(value, str) else int(value))  # type: ignore[call-overload]


def _uint(value: object) -> Uint:
    if isinstance(value, float):
        return Uint(_truncated(value, 0, UINT_MOST))
    return checked_uint(_digits(value) if isinstance(value, str) else int(value))  # type: ignore[call-overload]


def _truncated(value: float, least: int, most: int) -> int:
    if not math.isfinite(value) or not least < value < float(most):
        if least == 0 and value == 0:
            return 0
        raise EvaluationError("the number is out of range")
    return int(value)


def _digits(text: str) -> int:
    body = text[1:] if text[:1] in ("-", "+") else text
    if not body or len(body) > 20 or not set(body) <= _DIGITS:
        raise EvaluationError(f"no whole number: {text[:40]!r}")
    return int(text)


def _double(value: object) -> float:
    if isinstance(value, str) and (value != value.strip() or "_" in value):
        raise EvaluationError(f"no number: {value[:40]!r}")
    try:
        return float(value)  # type: ignore[arg-type]  # a number or a text
    except ValueError:
        raise EvaluationError(f"no number: {str(value)[:40]!r}") from None


def _bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise EvaluationError(f"neither true nor false: {str(value)[:40]!r}")


def text_of(value: object) -> str:
    """Return a scalar as ``string()`` writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return double_text(value)
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, bytes):
        return _decoded(value)
    if isinstance(value, datetime):
        return timestamp_text(value)
    if isinstance(value, timedelta):
        from trueline.values.duration import format_duration

        return format_duration(value)
    if kind_of(value) in ("list", "map", "null_type", "type", "optional_type"):
        raise EvaluationError(f"string() does not take a {kind_of(value)}")
    return value.geturl() if hasattr(value, "geturl") else str(value)


def _decoded(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise EvaluationError("these bytes are no UTF-8") from None


def double_text(value: float) -> str:
    """Return a double as CEL writes it: ``1``, ``0.1``, ``1e+20``, ``NaN``, ``Infinity``."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(float(value)).removesuffix(".0")


def timestamp_text(value: datetime) -> str:
    """Return a time in UTC, as RFC 3339 has it."""
    text = value.astimezone(UTC).replace(tzinfo=None).isoformat()
    head, dot, fraction = text.partition(".")
    return f"{head}.{fraction.rstrip('0')}Z" if dot else f"{head}Z"


def _timestamp(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str):
        return parse_timestamp(value)
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(cast("int", value)))
    except OverflowError:
        raise EvaluationError("the time is out of range") from None


def parse_timestamp(text: str) -> datetime:
    """Return the time of an RFC 3339 text; finer than microseconds is cut off."""
    head, offset = (text[:-1], "+00:00") if text[-1:] in ("Z", "z") else (text[:-6], text[-6:])
    date, dot, fraction = head.partition(".")
    shape = "".join("0" if character in _DIGITS else character for character in date + offset)
    proper = shape in ("0000-00-00T00:00:00+00:00", "0000-00-00T00:00:00-00:00", "0000-00-00t00:00:00+00:00")
    if not proper or (dot and not (fraction and set(fraction) <= _DIGITS)):
        raise EvaluationError(f"no time as RFC 3339 has it: {text[:40]!r}")
    try:
        return datetime.fromisoformat(f"{date}.{(fraction + '000000')[:6]}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise EvaluationError(f"no such time: {text[:40]!r}") from None


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    from trueline.policies.cel.arithmetic import checked_duration
    from trueline.values.duration import parse_duration

    try:
        return checked_duration(parse_duration(str(value)))
    except (ValueError, OverflowError) as error:
        raise EvaluationError(str(error)) from None


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return str(value).encode()
    except UnicodeEncodeError:
        raise EvaluationError("this text is no Unicode") from None


FUNCTIONS: Mapping[str, Function] = {
    "bool": Function(_bool, "bool|string", "bool", "f"),
    "bytes": Function(_bytes, "bytes|string", "bytes", "f"),
    "double": Function(_double, "number|string", "double", "f"),
    "duration": Function(_duration, "string|duration", "google.protobuf.Duration", "f"),
    "dyn": Function(lambda value: value, "any", "dyn", "f"),
    "int": Function(_int, "number|string|timestamp", "int", "f"),
    "string": Function(
        lambda value: str(value) if isinstance(value, str) else text_of(value),
        "any",
        "string",
        "f",
        pieces=lambda _, value: value if isinstance(value, PartialText) else None,
    ),
    "timestamp": Function(_timestamp, "string|int|timestamp", "google.protobuf.Timestamp", "f"),
    "type": Function(lambda value: Kind(kind_of(value)), "any", "type", "f"),
    "uint": Function(_uint, "number|string", "uint", "f"),
}
