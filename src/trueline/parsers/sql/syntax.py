"""The nouns of SQL's definition language, each with the offsets between which it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.parsers.sql.tokens import Dialect

_DEFAULT_SCHEMAS: Final = ("public", "dbo", "main")
_NOTHING: Final[frozenset[str]] = frozenset()


class Name(NamedTuple):
    """The name of a table or the like, folded as the dialect folds it."""

    schema: str
    name: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """What it is known by: without the schema that everybody starts in."""
        return self.name if not self.schema or self.schema in _DEFAULT_SCHEMAS else f"{self.schema}.{self.name}"


class Expression(NamedTuple):
    """An expression in one spelling: words in small letters, one blank between tokens. ``calls`` are its functions."""

    text: str
    calls: tuple[str, ...]
    start: int
    end: int


class Type(NamedTuple):
    """A type by its shortest common name; ``values`` are those of MySQL's ENUM and SET."""

    name: str
    arguments: tuple[str, ...] = ()
    dimensions: int = 0
    values: tuple[str, ...] = ()
    is_unsigned: bool = False
    start: int = 0
    end: int = 0

    @property
    def text(self) -> str:
        """How it is written."""
        inside = ", ".join(self.values or self.arguments)
        sign = " unsigned" if self.is_unsigned else ""
        return self.name + (f"({inside})" if inside else "") + sign + "[]" * self.dimensions


class Constraint(NamedTuple):
    """``kind`` is primary, unique, foreign, check, exclude or not-null; ``columns`` may be expressions.

    ``using`` names the index that it takes over.
    """

    kind: str
    name: str
    columns: tuple[str, ...]
    start: int
    end: int
    expression: Expression | None = None
    target: Name | None = None
    target_columns: tuple[str, ...] = ()
    using: str = ""
    is_valid: bool = True
    on_delete: str = ""


class Column(NamedTuple):
    """One column as it is declared. ``generated`` is stored, virtual, identity, serial or nothing."""

    name: str
    type: Type
    start: int
    end: int
    not_null: bool = False
    default: Expression | None = None
    generated: str = ""
    constraints: tuple[Constraint, ...] = ()


class Action(NamedTuple):
    """One action of ALTER: its ``verb``, and what it is about. Of an ``opaque`` one nothing is known."""

    verb: str
    start: int
    end: int
    name: str = ""
    to: str = ""
    column: Column | None = None
    constraint: Constraint | None = None
    type: Type | None = None
    expression: Expression | None = None
    flags: frozenset[str] = _NOTHING


class Statement(NamedTuple):
    """One statement: ``create table``, ``drop index``, ``set``, …; an ``opaque`` one was not understood.

    ``names`` is what it is about, ``on`` the table of an index or trigger, ``flags`` are words such as
    ``if-exists`` or ``concurrently``. ``mentions`` are all names in what is not understood, and in what a body holds;
    ``inner`` the statements of a DO block. ``head`` ends where the words that say what it does end.
    """

    verb: str
    object: str
    start: int
    end: int
    names: tuple[Name, ...] = ()
    on: Name | None = None
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    actions: tuple[Action, ...] = ()
    keys: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    where: Expression | None = None
    value: str = ""
    flags: frozenset[str] = _NOTHING
    mentions: frozenset[str] = _NOTHING
    inner: tuple[Statement, ...] = ()
    shape: str = ""

    @property
    def name(self) -> Name | None:
        """The first of ``names``."""
        return self.names[0] if self.names else None


class Script(NamedTuple):
    """All statements of a file, in order, and the dialect they were read in."""

    statements: Sequence[Statement]
    dialect: Dialect
