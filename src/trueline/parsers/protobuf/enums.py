"""Enums and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.parsers.protobuf import options
from trueline.parsers.protobuf.syntax import HIGHEST_VALUE, Enum, Reserved, Value, number_of
from trueline.parsers.protobuf.tokens import Broken

if TYPE_CHECKING:
    from trueline.parsers.protobuf.blocks import Statements
    from trueline.parsers.protobuf.syntax import Setting


def enum(file: Statements) -> Enum:
    """Read an enum behind the word ``enum``."""
    name = file.tokens.identifier("the name of the enum")
    found = _Body(file)
    file.block(found.statement)
    return Enum(name, tuple(found.values), found.reserved, tuple(found.options))


class _Body:
    """What was read of one enum so far."""

    def __init__(self, file: Statements) -> None:
        self.file = file
        self.values: list[Value] = []
        self.options: list[Setting] = []
        self.reserved = Reserved()

    def statement(self) -> None:
        """Read one statement of an enum; a keyword before ``=`` is the name of a value."""
        tokens = self.file.tokens
        if tokens.next == "option" and tokens.peek() != "=":
            tokens.take()
            self.options.append(options.statement(tokens))
        elif tokens.next == "reserved" and tokens.peek() != "=":
            tokens.take()
            self.reserved = self.file.reserved(self.reserved, HIGHEST_VALUE)
        else:
            self._value()

    def _value(self) -> None:
        tokens = self.file.tokens
        name = tokens.identifier("the name of a value")
        tokens.expect("=")
        place = tokens.integer("the number of the value")
        number = number_of(place.text)
        if not -HIGHEST_VALUE - 1 <= number <= HIGHEST_VALUE:
            raise Broken(f"{place.text} does not fit an enum", place.start, place.end)
        settings = options.listed(tokens)
        self.file.end()
        self.values.append(Value(name, number, place, settings))
