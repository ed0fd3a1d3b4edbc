"""What the migrations up to here have made: tables, types, views and the like, each with where it was declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.location import Location
    from trueline.parsers.sql.syntax import Column, Constraint, Expression


_MOST_REASONS: Final = 8
_ANYTHING: Final = frozenset(("execute", "\\i", "\\ir", "\\include", "\\include_relative", "\\gexec"))


class Index:
    """An index: what it is on, whether it is unique and of which rows. ``is_new``: made by this change."""

    __slots__ = ("is_new", "is_unique", "keys", "name", "place", "where")

    def __init__(self, name: str, keys: tuple[str, ...], place: Location, *, is_unique: bool, is_new: bool) -> None:
        self.name = name
        self.keys = keys
        self.place = place
        self.is_unique = is_unique
        self.is_new = is_new
        self.where: Expression | None = None


class Held:
    """A column or a constraint as it stands now, and where it was declared. ``is_new``: made by this change."""

    __slots__ = ("column", "constraint", "is_new", "place")

    def __init__(
        self, place: Location, *, is_new: bool, column: Column | None = None, constraint: Constraint | None = None
    ) -> None:
        self.place = place
        self.is_new = is_new
        self.column = column
        self.constraint = constraint


class Table:
    """One table. Without ``place`` it was made elsewhere, and its columns are known as far as they were altered.

    ``doubts`` say which statements that are not understood may have touched it.
    """

    __slots__ = (
        "_doubts", "_since", "_sweeps", "columns", "constraints", "indexes", "is_new", "is_partitioned", "is_secured",
        "name",        "numbers", "place", "triggers",
    )  # fmt: skip

    def __init__(self, name: str, sweeps: list[str], place: Location | None = None, *, is_new: bool = False) -> None:
        self.name = name
        self.place = place
        self.is_new = is_new
        self.is_partitioned = False
        self.is_secured = False
        self.columns: dict[str, Held] = {}
        self.constraints: dict[str, Held] = {}
        self.indexes: dict[str, Index] = {}
        self.triggers: dict[str, Location] = {}
        self.numbers: dict[str, int] = {}  # name that PostgreSQL makes up → how often it was taken
        self._doubts: list[str] = []
        self._sweeps = sweeps
        self._since = len(sweeps)

    @property
    def doubts(self) -> list[str]:
        """Why what is known of it may be wrong: its own reasons, and those of statements that may touch anything."""
        return [*self._doubts, *self._sweeps[self._since : self._since + _MOST_REASONS]]

    def doubt(self, reason: str) -> None:
        """Remember that a statement which is not understood may have touched it."""
        if reason not in self._doubts and len(self._doubts) < _MOST_REASONS:
            self._doubts.append(reason)

    def column(self, name: str) -> Column | None:
        """Return the column of that name, if it is known."""
        held = self.columns.get(name)
        return held.column if held is not None else None

    def rules(self, kind: str) -> Iterable[Constraint]:
        """Return the constraints of a kind."""
        return [
            held.constraint for held in self.constraints.values() if held.constraint and held.constraint.kind == kind
        ]


class Named:
    """A type, view, sequence, function, trigger or schema. ``shape`` is what it says, ``values`` an enumeration's.

    ``origin`` is what it was called before this change, where that is another name.
    """

    __slots__ = ("is_new", "origin", "place", "shape", "values", "words")

    def __init__(self, place: Location, *, is_new: bool, shape: str = "", values: tuple[str, ...] = ()) -> None:
        self.place = place
        self.is_new = is_new
        self.origin = ""
        self.shape = shape
        self.values = values
        self.words: frozenset[str] = frozenset()


class Schema:
    """All that is known of a database; whatever is looked up by a part of its name has a table of its own."""

    __slots__ = ("_called", "_inside", "doubts", "objects", "owners", "sweeps", "tables", "typed")

    def __init__(self) -> None:
        self.tables: dict[str, Table] = {}
        self.objects: dict[str, dict[str, Named]] = {}
        self.doubts: dict[str, str] = {}  # name that is no table yet → the statement that may have made it
        self.sweeps: list[str] = []  # statements that may have touched anything
        self.owners: dict[str, Table] = {}  # index or constraint → the table that got one of that name last
        self.typed: dict[str, list[Held]] = {}  # type → columns that were declared with it
        self._called: dict[str, dict[str, None]] = {}  # name without its schema → tables
        self._inside: dict[str, dict[str, None]] = {}  # schema → tables

    def put(self, table: Table) -> Table:
        """Add a table under its name."""
        inside, _, called = table.name.rpartition(".")
        self.tables[table.name] = table
        self._called.setdefault(called, {})[table.name] = None
        self._inside.setdefault(inside, {})[table.name] = None
        return table

    def take(self, name: str) -> None:
        """Take a table away, if it is there."""
        inside, _, called = name.rpartition(".")
        if self.tables.pop(name, None) is not None:
            del self._called[called][name]
            del self._inside[inside][name]

    def inside(self, schema: str) -> list[str]:
        """Return the tables in a schema."""
        return list(self._inside.get(schema, ()))

    def named(self, mentions: frozenset[str]) -> list[str]:
        """Return the tables that are among the names, with or without their schema."""
        return sorted(name for mention in mentions for name in self._called.get(mention, ()))

    def table(self, name: str) -> Table:
        """Return the table of that name; one that no migration made is taken to have been there all along."""
        found = self.tables.get(name)
        if found is None:
            found = self.put(Table(name, self.sweeps))
            reason = self.doubts.get(name.rpartition(".")[2]) or (self.sweeps[0] if self.sweeps else "")
            if reason:
                found.doubt(reason)
        return found

    def of(self, kind: str) -> dict[str, Named]:
        """Return the types, views, … by name."""
        return self.objects.setdefault(kind, {})

    def is_new(self, name: str) -> bool | Unknown:
        """Tell whether this change makes the table; unknown where a statement that is not understood may have."""
        table = self.table(name)
        if table.is_new or table.place is not None or not table.doubts:
            return table.is_new
        return Unknown(table.doubts)

    def touch(self, mentions: frozenset[str], reason: str) -> None:
        """Doubt each table that a statement which is not understood names, or all, where it may run any text."""
        if mentions & _ANYTHING:
            self.sweeps.append(reason)
            return
        for name in self.named(mentions):
            self.tables[name].doubt(reason)
        self.doubts.update(dict.fromkeys(mentions, reason))

    def index_owner(self, name: str) -> Table | None:
        """Return the table that has an index of that name."""
        found = self.owners.get(name)
        return found if found is not None and (name in found.indexes or name in found.constraints) else None
