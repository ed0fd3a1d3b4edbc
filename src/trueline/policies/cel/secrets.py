"""What is made of a secret is a secret: results of operators and functions keep the mark of their operands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.policies.cel.kinds import KIND_OF, OpenList, Optional
from trueline.values.unknown import MarkedText, SecretFloat, SecretInt, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable


class SecretBytes(bytes):
    """Bytes that must not be printed."""


class TaintedText(str):
    """A text with a secret written out in it: whoever prints it can still mask that part; changed, all is secret."""

    __slots__ = ()


KIND_OF[SecretBytes] = "bytes"
KIND_OF[TaintedText] = "string"
_ALWAYS = (SecretInt, SecretFloat, SecretBytes, TaintedText)
MARKED = frozenset((MarkedText, *_ALWAYS))
HOLDERS = frozenset((list, tuple, dict, OpenList))


def is_secret(value: object) -> bool:
    """Tell whether a scalar must not be printed."""
    return (type(value) is MarkedText and value.sensitive) or type(value) in _ALWAYS


def holds_secret(values: Iterable[object]) -> bool:
    """Tell whether one of ``values`` is a secret or has one among its members."""
    return any(is_secret(leaf) for value in values for leaf in leaves(value))


def combined(value: object) -> object:
    """Return the result of an operator with a secret operand."""
    return TaintedText(value) if isinstance(value, str) else sealed(value)


def sealed(value: object) -> object:
    """Return ``value`` with every text and number in it marked as secret."""
    kind = type(value)
    if isinstance(value, str):
        return MarkedText(value, sensitive=True)
    if kind is int:
        return SecretInt(value)  # type: ignore[call-overload]  # an int
    if kind is float:
        return SecretFloat(value)  # type: ignore[arg-type]  # a float
    if isinstance(value, bytes):
        return SecretBytes(value)
    if kind is list:
        return [sealed(item) for item in value]  # type: ignore[attr-defined]  # a list
    if kind is dict:
        return {key: sealed(item) for key, item in value.items()}  # type: ignore[attr-defined]  # a dict
    return Optional(sealed(value.value)) if isinstance(value, Optional) and value.value is not None else value
