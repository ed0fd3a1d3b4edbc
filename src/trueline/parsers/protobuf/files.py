"""Files and services: everything that stands outside of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from trueline.parsers.protobuf import enums, messages, options
from trueline.parsers.protobuf.blocks import Statements
from trueline.parsers.protobuf.syntax import Import, Method, ProtoFile, Service
from trueline.parsers.protobuf.tokens import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.parsers.protobuf.syntax import Enum, Extend, Message, Setting, Syntax, Word

_MODIFIERS = frozenset({"option", "public", "weak"})


class Body:
    """Reads a whole file."""

    def __init__(self, text: str) -> None:
        self.file = Statements(text)
        self.syntax: Syntax = "proto2"
        self.edition = ""
        self.syntax_place: Word | None = None
        self.package: Word | None = None
        self.imports: list[Import] = []
        self.options: list[Setting] = []
        self.messages: list[Message] = []
        self.enums: list[Enum] = []
        self.services: list[Service] = []
        self.extends: list[Extend] = []

    def read(self) -> ProtoFile:
        """Read to the end."""
        while self.file.tokens.next:
            self.file.statement(self._statement)
        return ProtoFile(
            self.syntax,
            self.edition,
            self.syntax_place,
            self.package,
            tuple(self.imports),
            tuple(self.options),
            tuple(self.messages),
            tuple(self.enums),
            tuple(self.services),
            tuple(self.extends),
        )

    def _statement(self) -> None:
        tokens = self.file.tokens
        read = _READERS.get(tokens.next)
        if read is None:
            raise tokens.broken(f"{tokens.next[:40]!r} begins nothing that a .proto file has")
        tokens.take()
        read(self)

    def read_enum(self) -> None:
        """Read an enum."""
        self.enums.append(enums.enum(self.file))

    def read_extend(self) -> None:
        """Read extensions."""
        self.extends.append(messages.extend(self.file))

    def read_message(self) -> None:
        """Read a message."""
        self.messages.append(messages.message(self.file))

    def read_option(self) -> None:
        """Read an option."""
        self.options.append(options.statement(self.file.tokens))

    def read_service(self) -> None:
        """Read a service."""
        self.services.append(_service(self.file))

    def read_visible(self) -> None:
        """Read what stands behind ``export`` or ``local``, which edition 2024 knows."""
        if self.file.tokens.next not in {"enum", "message"}:
            raise self.file.tokens.broken("a message or an enum is missing here")
        self._statement()

    def read_syntax(self) -> None:
        """Read what syntax or which edition the file has."""
        tokens = self.file.tokens
        keyword = tokens.texts[tokens.at - 1]
        tokens.expect("=")
        value = tokens.string()
        self.file.end()
        if keyword == "edition":
            self.syntax, self.edition = "editions", value.text
        elif value.text in {"proto2", "proto3"}:
            self.syntax = cast("Syntax", value.text)
        else:
            raise Broken(f"there is no syntax {value.text[:40]!r}", value.start, value.end)
        self.syntax_place = value

    def read_package(self) -> None:
        """Read the package."""
        self.package = self.file.tokens.full_name("the name of the package")
        self.file.end()

    def read_import(self) -> None:
        """Read an import."""
        tokens = self.file.tokens
        modifier = tokens.take().text if tokens.next in _MODIFIERS else ""
        self.imports.append(Import(tokens.string(), modifier))
        self.file.end()


_READERS: Final[Mapping[str, Callable[[Body], None]]] = {
    "edition": Body.read_syntax,
    "enum": Body.read_enum,
    "export": Body.read_visible,
    "extend": Body.read_extend,
    "import": Body.read_import,
    "local": Body.read_visible,
    "message": Body.read_message,
    "option": Body.read_option,
    "package": Body.read_package,
    "service": Body.read_service,
    "syntax": Body.read_syntax,
}


def _service(file: Statements) -> Service:
    name = file.tokens.identifier("the name of the service")
    methods: list[Method] = []
    settings: list[Setting] = []

    def statement() -> None:
        tokens = file.tokens
        if tokens.skip("rpc"):
            methods.append(_method(file))
        elif tokens.skip("option"):
            settings.append(options.statement(tokens))
        else:
            raise tokens.broken("a service has rpcs and options only")

    file.block(statement)
    return Service(name, tuple(methods), tuple(settings))


def _method(file: Statements) -> Method:
    tokens = file.tokens
    start = tokens.starts[tokens.at - 1]
    name = tokens.identifier("the name of the rpc")
    request, client_streams = _message_of(file)
    tokens.expect("returns")
    response, server_streams = _message_of(file)
    end = tokens.last_end
    settings: list[Setting] = []

    def statement() -> None:
        tokens.expect("option")
        settings.append(options.statement(tokens))

    if tokens.next == "{":
        file.block(statement)
    else:
        file.end()
    return Method(name, request, response, client_streams, server_streams, tuple(settings), start, end)


def _message_of(file: Statements) -> tuple[Word, bool]:
    tokens = file.tokens
    tokens.expect("(")
    streams = tokens.next == "stream" and tokens.peek() != ")"
    if streams:
        tokens.take()
    name = tokens.full_name("a message")
    tokens.expect(")")
    return name, streams
