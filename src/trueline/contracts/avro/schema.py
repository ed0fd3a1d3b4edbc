"""The nouns of an Avro schema, with the path in its file of each; names are linked, so a recursive type is a cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from trueline.contracts.avro.source import File
    from trueline.contracts.deprecation import Notice
    from trueline.model.location import Path

PRIMITIVES: Final = frozenset({"boolean", "bytes", "double", "float", "int", "long", "null", "string"})
NAMED: Final = frozenset({"enum", "error", "fixed", "record"})
UNRESOLVED: Final = "unresolved"


class Field(NamedTuple):
    """A field of a record, or a parameter of a message. ``has_default`` tells a default of null from none.

    ``notice`` is what it announces of its end.
    """

    name: str
    schema: Schema
    path: Path
    aliases: tuple[str, ...] = ()
    has_default: bool = False
    default: object = None
    order: str = "ascending"
    notice: Notice | None = None


class Logical(NamedTuple):
    """What a primitive or a fixed means; ``precision`` and ``scale`` are those of a decimal."""

    type: str = ""
    precision: int = 0
    scale: int = 0


class Schema:
    """One schema. Which members mean something depends on ``type``; a union is known by its branches alone."""

    __slots__ = (
        "aliases", "branches", "default", "fields", "file", "items", "logical", "name", "notice", "path", "size",
        "symbols", "type",
    )  # fmt: skip

    def __init__(self, type_: str, file: File, path: Path, name: str = "") -> None:
        self.type = type_
        self.file = file
        self.path = path
        self.name = name
        self.aliases: tuple[str, ...] = ()
        self.fields: list[Field] = []
        self.symbols: list[str] = []
        self.default: str | None = None
        self.size = 0
        self.items: Schema | None = None
        self.branches: list[Schema] = []
        self.logical = Logical()
        self.notice: Notice = {}

    @property
    def short(self) -> str:
        """Its name without the namespace."""
        return self.name.rpartition(".")[2]

    @property
    def is_record(self) -> bool:
        """Tell whether it has fields; an error is a record that a message may answer with."""
        return self.type in {"record", "error"}

    def members(self) -> list[Schema]:
        """Return the branches of a union; anything else is its only branch."""
        return self.branches if self.type == "union" else [self]

    def spelt(self) -> str:
        """Return it as one would say it in a sentence."""
        if self.type == "union":
            return "[" + ", ".join(branch.spelt() for branch in self.branches) + "]"
        if self.type in {"array", "map"} and self.items is not None:
            below = self.items.name or self.items.type
            return f"{self.type} of {below}"
        return self.name or self.type


def family(schema: Schema) -> str:
    """Return what tells a branch of a union from the others: its type, for an error is a record."""
    return "record" if schema.is_record else schema.type


class Message(NamedTuple):
    """One message of a protocol."""

    name: str
    path: Path
    request: Schema
    response: Schema
    errors: Schema
    one_way: bool = False
    notice: Notice | None = None


class Protocol(NamedTuple):
    """A protocol: its messages; what types it declares is reached from them."""

    name: str
    path: Path
    messages: dict[str, Message]
    notice: Notice | None = None
