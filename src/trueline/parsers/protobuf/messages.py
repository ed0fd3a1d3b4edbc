"""Messages and what stands in them: fields, maps, groups, oneofs, extensions and reserved numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from trueline.parsers.protobuf import enums, options
from trueline.parsers.protobuf.syntax import (
    HIGHEST_FIELD,
    Extend,
    Field,
    Message,
    Oneof,
    Reserved,
    Word,
    number_of,
)
from trueline.parsers.protobuf.tokens import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.parsers.protobuf.blocks import Statements
    from trueline.parsers.protobuf.syntax import Enum, Label, Range, Setting

_HIGHEST_NUMBER: Final = 2_147_483_646
"""What a message set may number an extension with; of anything else protoc refuses what is above the highest field."""

_LABELS: Final = frozenset({"optional", "repeated", "required"})


def message(file: Statements) -> Message:
    """Read a message behind the word ``message``."""
    return body(file, file.tokens.identifier("the name of the message"))


def body(file: Statements, name: Word) -> Message:
    """Read ``{ … }`` of a message or a group."""
    found = _Body(file)
    file.block(found.statement)
    return Message(
        name,
        tuple(found.fields),
        tuple(found.oneofs),
        tuple(found.messages),
        tuple(found.enums),
        tuple(found.extends),
        found.reserved,
        tuple(found.extensions),
        tuple(found.options),
    )


def extend(file: Statements) -> Extend:
    """Read ``Extendee { … }`` behind the word ``extend``."""
    extendee = file.tokens.full_name("the message that is extended")
    found = _Body(file)
    file.block(found.field)
    return Extend(extendee, tuple(found.fields), tuple(found.messages))


class _Body:
    """What was read of one message so far."""

    def __init__(self, file: Statements) -> None:
        self.file = file
        self.fields: list[Field] = []
        self.oneofs: list[Oneof] = []
        self.messages: list[Message] = []
        self.enums: list[Enum] = []
        self.extends: list[Extend] = []
        self.extensions: list[Range] = []
        self.options: list[Setting] = []
        self.reserved = Reserved()
        self._oneof = ""
        self._oneof_options: list[Setting] = []

    def statement(self) -> None:
        """Read one statement of a message."""
        tokens = self.file.tokens
        read = _READERS.get(tokens.next)
        # a keyword before "." or "=" is a name that somebody gave: message.Type field = 1;
        if read is None or not _follows(tokens.next, tokens.peek()):
            self.field()
            return
        tokens.take()
        read(self)

    def field(self) -> None:
        """Read one field, also a map or a group."""
        tokens = self.file.tokens
        start = tokens.start
        label = tokens.take().text if tokens.next in _LABELS else ""
        if tokens.next == "group" and tokens.peek(2) == "=":
            tokens.take()
            self._read_group(cast("Label", label), start)
            return
        key = ""
        if tokens.next == "map" and tokens.peek() == "<":
            tokens.at += 2
            key = tokens.identifier("the type of the map's keys").text
            tokens.expect(",")
            kind = tokens.full_name("the type of the map's values")
            tokens.expect(">")
        else:
            kind = tokens.full_name("the type of a field")
        name = tokens.identifier("the name of the field")
        number = self._number()
        settings = options.listed(tokens)
        end = tokens.last_end
        self.file.end()
        self.fields.append(
            Field(name, number, kind, cast("Label", label), key, self._oneof, False, settings, start, end)  # noqa: FBT003
        )

    def _number(self) -> Word:
        tokens = self.file.tokens
        tokens.expect("=")
        number = tokens.integer("the number of the field")
        if not 0 < number_of(number.text) <= _HIGHEST_NUMBER:
            raise Broken(f"{number.text} is no number of a field", number.start, number.end)
        return number

    def _read_group(self, label: Label, start: int) -> None:
        tokens = self.file.tokens
        name = tokens.identifier("the name of the group")
        number = self._number()
        settings = options.listed(tokens)
        end = tokens.last_end
        self.messages.append(body(self.file, name))
        lower = name._replace(text=name.text.lower())
        self.fields.append(Field(lower, number, name, label, "", self._oneof, True, settings, start, end))  # noqa: FBT003

    def read_enum(self) -> None:
        """Read an enum."""
        self.enums.append(enums.enum(self.file))

    def read_extend(self) -> None:
        """Read extensions that stand in the message."""
        self.extends.append(extend(self.file))

    def read_message(self) -> None:
        """Read a message in the message."""
        self.messages.append(message(self.file))

    def read_oneof(self) -> None:
        """Read a oneof, whose fields become those of the message."""
        name = self.file.tokens.identifier("the name of the oneof")
        outer, self._oneof = self._oneof, name.text
        self._oneof_options = []
        self.file.block(self._oneof_statement)
        self._oneof = outer
        self.oneofs.append(Oneof(name, tuple(self._oneof_options)))

    def _oneof_statement(self) -> None:
        tokens = self.file.tokens
        if tokens.next == "option" and _follows("option", tokens.peek()):
            tokens.take()
            self._oneof_options.append(options.statement(tokens))
            return
        self.field()

    def read_visible(self) -> None:
        """Read what stands behind ``export`` or ``local``, which edition 2024 knows."""
        self.statement()

    def read_option(self) -> None:
        """Read an option."""
        self.options.append(options.statement(self.file.tokens))

    def read_reserved(self) -> None:
        """Read reserved numbers or names."""
        self.reserved = self.file.reserved(self.reserved, HIGHEST_FIELD)

    def read_extensions(self) -> None:
        """Read numbers that are open to extensions."""
        self.extensions += self.file.ranges(HIGHEST_FIELD)
        options.listed(self.file.tokens)
        self.file.end()


_READERS: Final[Mapping[str, Callable[[_Body], None]]] = {
    "enum": _Body.read_enum,
    "export": _Body.read_visible,
    "extend": _Body.read_extend,
    "extensions": _Body.read_extensions,
    "local": _Body.read_visible,
    "message": _Body.read_message,
    "oneof": _Body.read_oneof,
    "option": _Body.read_option,
    "reserved": _Body.read_reserved,
}


def _follows(keyword: str, following: str) -> bool:
    """Tell whether ``keyword`` begins its own statement, by what follows it."""
    if keyword in {"extensions", "reserved"}:
        return following[:1].isdigit() or following[:1] in {'"', "'", "-"} or following[:1].isidentifier()
    if keyword in {"export", "local"}:
        return following in {"enum", "message"}
    if keyword == "option":
        return following == "(" or following[:1].isidentifier()
    if keyword == "extend":
        return following[:1].isidentifier() or following == "."
    return following[:1].isidentifier()
