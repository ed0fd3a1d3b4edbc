"""The kinds of values an expression knows, and which Python types they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import NoneType
from typing import Final

from trueline.policies.cel.errors import EvaluationError
from trueline.values.partial_list import PartialList
from trueline.values.unknown import MarkedText, SecretFloat, SecretInt, Unknown, join

INT_LEAST: Final = -(2**63)
INT_MOST: Final = 2**63 - 1
UINT_MOST: Final = 2**64 - 1


class Uint(int):
    """An unsigned number: ``1u``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{int(self)}u"


class Kind:
    """A type as a value: what ``type(x)`` gives."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kind) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return self.name


class Optional:
    """A value that may be absent; ``NONE`` is the absent one."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "optional.none()" if self is NONE else f"optional.of({self.value!r})"


NONE: Final = Optional(None)


class OpenList(list[object]):
    """A list that may have more members than are seen here; ``open`` says why."""

    __slots__ = ("open",)

    def __init__(self, items: list[object], more: Unknown) -> None:
        super().__init__(items)
        self.open = more


def opened(value: object) -> object:
    """Return a list of which the beginning is known as one that may have more members; any other value as it is."""
    return OpenList(list(value.elements), join(value.rest)) if isinstance(value, PartialList) else value


KIND_OF: Final[dict[type, str]] = {
    str: "string",
    MarkedText: "string",
    int: "int",
    SecretInt: "int",
    Uint: "uint",
    float: "double",
    SecretFloat: "double",
    bool: "bool",
    bytes: "bytes",
    NoneType: "null_type",
    list: "list",
    tuple: "list",
    OpenList: "list",
    dict: "map",
    datetime: "google.protobuf.Timestamp",
    timedelta: "google.protobuf.Duration",
    Kind: "type",
    Optional: "optional_type",
}
"""Rooms whose values have a class of their own (addresses, quantities) add it here when they are loaded."""

_SHORT: Final = {"google.protobuf.Timestamp": "timestamp", "google.protobuf.Duration": "duration", "null_type": "null"}
KIND_NAMES: Final = frozenset(KIND_OF.values()) | {
    "net.IP", "net.CIDR", "kubernetes.Quantity", "kubernetes.Semver", "kubernetes.URL",
}  # fmt: skip
"""Every type that can be written by its name."""


def kind_of(value: object) -> str:
    """Return the name of a value's type; raise ``EvaluationError`` for what is no value of the language."""
    name = KIND_OF.get(type(value))
    if name is not None:
        return name
    for base in type(value).__mro__:
        if base in KIND_OF and not issubclass(base, bool):
            return KIND_OF[base]
    raise EvaluationError("a value of a type that expressions do not know")


def describe(value: object) -> str:
    """Return a value's type as messages name it."""
    if isinstance(value, Unknown):
        return "unknown"
    name = kind_of(value)
    return _SHORT.get(name, name)


def short(name: str) -> str:
    """Return the everyday name of a kind."""
    return _SHORT.get(name, name)


def checked_int(value: int) -> int:
    """Return ``value``, or raise when it does not fit 64 bits."""
    if INT_LEAST <= value <= INT_MOST:
        return value
    raise EvaluationError("integer overflow")


def checked_uint(value: int) -> Uint:
    """Return ``value`` as unsigned, or raise when it does not fit 64 bits."""
    if 0 <= value <= UINT_MOST:
        return Uint(value)
    raise EvaluationError("unsigned integer overflow")
