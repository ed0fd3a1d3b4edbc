"""The nouns of a .proto file: messages, fields, enums, services and their options, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Label: TypeAlias = Literal["", "optional", "required", "repeated"]
Syntax: TypeAlias = Literal["proto2", "proto3", "editions"]

HIGHEST_FIELD: Final = 536_870_911
HIGHEST_VALUE: Final = 2_147_483_647
SCALARS: Final = frozenset({
    "bool", "bytes", "double", "fixed32", "fixed64", "float", "int32", "int64", "sfixed32", "sfixed64", "sint32",
    "sint64", "string", "uint32", "uint64",
})  # fmt: skip


class Identifier(str):
    """A constant that is a name, where a string would be another one: ``SPEED``, ``nan``."""

    __slots__ = ()


Constant: TypeAlias = "str | int | float | bool | list[Constant] | dict[str, Constant]"
"""What an option may be set to; an aggregate is a map, a field that stands in it more than once a list."""


class Word(NamedTuple):
    """Text and the offsets between which it stands."""

    text: str
    start: int
    end: int


class Setting(NamedTuple):
    """``option name = value;`` or ``[name = value]``; the name as it is written, without blanks: ``(a.b).c``."""

    name: str
    value: Constant
    start: int
    end: int


class Range(NamedTuple):
    """Numbers from ``first`` to ``last``, both included."""

    first: int
    last: int
    start: int
    end: int


class Reserved(NamedTuple):
    """What must not be used again: numbers and names."""

    ranges: tuple[Range, ...] = ()
    names: tuple[Word, ...] = ()

    def has_number(self, number: int) -> bool:
        """Tell whether ``number`` is reserved."""
        return any(first <= number <= last for first, last, _, _ in self.ranges)

    def has_name(self, name: str) -> bool:
        """Tell whether ``name`` is reserved."""
        return any(word.text == name for word in self.names)


class Field(NamedTuple):
    """One field. ``type`` is as written; of a map it is the value's, and ``key`` the key's; of a group its message's.

    ``oneof`` names the oneof that it is a member of.
    """

    name: Word
    number: Word
    type: Word
    label: Label = ""
    key: str = ""
    oneof: str = ""
    is_group: bool = False
    options: tuple[Setting, ...] = ()
    start: int = 0
    end: int = 0

    @property
    def tag(self) -> int:
        """Its number."""
        return number_of(self.number.text)


class Oneof(NamedTuple):
    """A oneof; its fields stand among those of the message, and name it."""

    name: Word
    options: tuple[Setting, ...] = ()


class Value(NamedTuple):
    """One value of an enum."""

    name: Word
    number: int
    place: Word
    options: tuple[Setting, ...] = ()


class Enum(NamedTuple):
    """An enum."""

    name: Word
    values: tuple[Value, ...] = ()
    reserved: Reserved = Reserved()
    options: tuple[Setting, ...] = ()


class Extend(NamedTuple):
    """``extend Extendee { … }``: fields that another message gets."""

    extendee: Word
    fields: tuple[Field, ...] = ()
    messages: tuple[Message, ...] = ()


class Message(NamedTuple):
    """A message, or the body of a group."""

    name: Word
    fields: tuple[Field, ...] = ()
    oneofs: tuple[Oneof, ...] = ()
    messages: tuple[Message, ...] = ()
    enums: tuple[Enum, ...] = ()
    extends: tuple[Extend, ...] = ()
    reserved: Reserved = Reserved()
    extensions: tuple[Range, ...] = ()
    options: tuple[Setting, ...] = ()


class Method(NamedTuple):
    """One rpc of a service."""

    name: Word
    request: Word
    response: Word
    client_streams: bool = False
    server_streams: bool = False
    options: tuple[Setting, ...] = ()
    start: int = 0
    end: int = 0


class Service(NamedTuple):
    """A service."""

    name: Word
    methods: tuple[Method, ...] = ()
    options: tuple[Setting, ...] = ()


class Import(NamedTuple):
    """``import "path";``; the modifier is ``public``, ``weak``, ``option`` or nothing."""

    path: Word
    modifier: str = ""


class ProtoFile(NamedTuple):
    """Everything that a file declares. ``edition`` is empty unless the syntax is editions."""

    syntax: Syntax = "proto2"
    edition: str = ""
    syntax_place: Word | None = None
    package: Word | None = None
    imports: tuple[Import, ...] = ()
    options: tuple[Setting, ...] = ()
    messages: tuple[Message, ...] = ()
    enums: tuple[Enum, ...] = ()
    services: tuple[Service, ...] = ()
    extends: tuple[Extend, ...] = ()


def option(settings: tuple[Setting, ...], name: str) -> Constant | None:
    """Return what ``name`` is set to, also where it is a part of an aggregate: ``features = {json_format: ALLOW}``."""
    for setting in settings:
        if setting.name == name:
            return setting.value
        if name.startswith(setting.name + ".") and isinstance(setting.value, dict):
            found = _inside(setting.value, name[len(setting.name) + 1 :])
            if found is not None:
                return found
    return None


def _inside(value: Mapping[str, Constant], path: str) -> Constant | None:
    """Follow ``(pb.cpp).string_type`` into ``{[pb.cpp]: {string_type: VIEW}}``; extensions stand in either bracket."""
    for name, below in value.items():
        spelt = f"({name[1:-1]})" if name.startswith("[") else name
        if spelt == path:
            return below
        if path.startswith(spelt + ".") and isinstance(below, dict):
            return _inside(below, path[len(spelt) + 1 :])
    return None


def number_of(text: str) -> int:
    """Return the value of an integer literal: decimal, octal or hexadecimal."""
    sign, digits = (-1, text[1:].strip()) if text.startswith("-") else (1, text)
    if digits[:2] in {"0x", "0X"}:
        return sign * int(digits, 16)
    return sign * int(digits, 8 if digits.startswith("0") and len(digits) > 1 else 10)
