"""The nouns of a GraphQL schema document: definitions and what stands in them, each between two offsets."""

from __future__ import annotations

from typing import Final, NamedTuple

TYPE_KEYWORDS: Final = ("scalar", "type", "interface", "union", "enum", "input")
"""What begins the definition of a type, and says its kind."""
OPERATION_KEYWORDS: Final = ("query", "mutation", "subscription", "fragment")
"""What begins a definition of an executable document, beside ``{``."""


class Word(NamedTuple):
    """A name, or another piece of text, and the offsets between which it stands."""

    text: str
    start: int
    end: int


class Value(NamedTuple):
    """A constant: ``text`` is its one spelling (fields of objects sorted), ``string`` what a string says, else None."""

    text: str
    start: int
    end: int
    string: str | None = None


class Argument(NamedTuple):
    """One argument of a directive that is used."""

    name: Word
    value: Value


class Directive(NamedTuple):
    """One use of a directive."""

    name: Word
    arguments: tuple[Argument, ...]
    start: int
    end: int

    def argument(self, name: str) -> Value | None:
        """Return the value of the argument of that name."""
        return next((one.value for one in self.arguments if one.name.text == name), None)

    @property
    def text(self) -> str:
        """Its one spelling, whatever the order of its arguments."""
        inside = ", ".join(sorted(f"{one.name.text}: {one.value.text}" for one in self.arguments))
        return f"@{self.name.text}({inside})" if inside else f"@{self.name.text}"


class InputValue(NamedTuple):
    """An argument of a field or directive, or a field of an input type. ``type`` is spelled without blanks."""

    name: Word
    type: Word
    default: Value | None
    directives: tuple[Directive, ...]


class Field(NamedTuple):
    """A field of an object or interface type."""

    name: Word
    arguments: tuple[InputValue, ...]
    type: Word
    directives: tuple[Directive, ...]


class EnumValue(NamedTuple):
    """A value of an enum."""

    name: Word
    directives: tuple[Directive, ...]


class Operation(NamedTuple):
    """A root operation of a schema: ``query: Query``."""

    name: Word
    type: Word


class Definition(NamedTuple):
    """One definition or extension; of what its keyword has not, there is nothing.

    ``name`` of a ``schema`` is its keyword. ``members`` are those of a union, ``locations`` those of a directive.
    One that ``is_broken`` ends where it could not be read any more.
    """

    keyword: str
    name: Word
    start: int
    end: int
    is_extension: bool = False
    is_broken: bool = False
    directives: tuple[Directive, ...] = ()
    interfaces: tuple[Word, ...] = ()
    fields: tuple[Field, ...] = ()
    inputs: tuple[InputValue, ...] = ()
    values: tuple[EnumValue, ...] = ()
    members: tuple[Word, ...] = ()
    operations: tuple[Operation, ...] = ()
    locations: tuple[Word, ...] = ()
    is_repeatable: bool = False
