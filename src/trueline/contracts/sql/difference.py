"""Two states of a table or of a database, told apart: for dumps of a schema, and for tables that are made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.sql import types
from trueline.contracts.sql.columns import is_required
from trueline.contracts.sql.constraints import ADDED, GONE, shape

if TYPE_CHECKING:
    from trueline.contracts.sql.case import Case
    from trueline.contracts.sql.schema import Held, Schema, Table
    from trueline.model.location import Location
    from trueline.parsers.sql.syntax import Column

    _Places = tuple[Location | None, Location | None]


class Difference:
    """Says of the table ``name`` how its new state differs; changes stand where the new state is declared."""

    def __init__(self, case: Case, old: Table, new: Table, name: str) -> None:
        self._case = case
        self._name = name
        self._old = old
        self._new = new

    def tell(self) -> None:
        """Compare columns, then constraints and indexes."""
        for name, held in self._old.columns.items():
            other = self._new.columns.get(name)
            if other is None:
                text = f"column {self._name}.{name} was dropped: code that names it fails, and its values are lost"
                self._say("column-dropped", name, text, (self._new.place, held.place))
            elif held.column is not None and other.column is not None:
                self._column(held, held.column, other, other.column)
        for name, held in self._new.columns.items():
            if name not in self._old.columns and held.column is not None:
                kind = "required-column-added" if is_required(held.column) else "column-added"
                text = f"column {self._name}.{name} was added"
                self._say(kind, name, text, (held.place, self._old.place))
        self._rules()

    def _column(self, held: Held, old: Column, other: Held, new: Column) -> None:
        relation = types.relation(old.type, new.type)
        name, table = new.name, self._name
        if relation != "same":
            text = f"column {table}.{name} was {old.type.text} and is {new.type.text} now"
            self._say(
                f"column-type-{relation}",
                name,
                text,
                (other.place, held.place),
                before=old.type.text,
                after=new.type.text,
            )
        if new.not_null and not old.not_null:
            self._say(
                "column-set-not-null", name, f"column {table}.{name} must have a value now", (other.place, held.place)
            )
        if old.not_null and not new.not_null:
            text = f"column {table}.{name} may have no value now"
            self._say("column-not-null-dropped", name, text, (other.place, held.place))
        before, after = (one.default.text if one.default is not None else None for one in (old, new))
        if before != after:
            kind = "column-default-dropped" if after is None else "column-default-changed"
            text = f"column {table}.{name} has {'no default any more' if after is None else f'the default {after} now'}"
            self._say(kind, name, text, (other.place, held.place), before=before, after=after)

    def _rules(self) -> None:
        old, new = (
            {shape(held.constraint): (name, held) for name, held in table.constraints.items() if held.constraint}
            for table in (self._old, self._new)
        )
        for key, (name, held) in old.items():
            if key not in new and held.constraint is not None:
                self._say(GONE[held.constraint.kind], name, f"constraint {self._name}.{name} was dropped",
                          (self._new.place, held.place))  # fmt: skip
        for key, (name, held) in new.items():
            if key not in old and held.constraint is not None:
                self._say(ADDED[held.constraint.kind], name, f"constraint {self._name}.{name} was added",
                          (held.place, self._old.place))  # fmt: skip

    def _say(self, kind: str, name: str, message: str, places: _Places, **values: object) -> None:
        place, base = places
        subject = f"{self._name}.{name}"
        self._case.say(kind, subject, message, place, base=base, table=self._name, table_is_new=False, **values)


def replaced(case: Case, old: Table, new: Table, name: str) -> None:
    """Say how the table that takes another's name differs from it."""
    Difference(case, old, new, name).tell()


def compare_schemas(case: Case, old: Schema, new: Schema, at: Location) -> None:
    """Say how two dumps of a database differ: tables, columns, constraints, enumerations, views."""
    for name, table in old.tables.items():
        other = new.tables.get(name)
        if other is None:
            case.say("table-dropped", name, f"table {name} was dropped", at, base=table.place, table=name)
        else:
            Difference(case, table, other, name).tell()
    for kind, word in (("view", "view-dropped"), ("type", "type-dropped"), ("sequence", "sequence-dropped"),
                       ("function", "function-dropped"), ("extension", "extension-dropped")):  # fmt: skip
        for name, known in old.of(kind).items():
            found = new.of(kind).get(name)
            if found is None:
                case.say(word, name, f"{kind} {name} was dropped", at, base=known.place)
            elif known.values and found.values:
                _values(case, name, known.values, found.values, found.place, known.place)
            elif kind in ("view", "function") and known.shape != found.shape:
                changed = "view-changed" if kind == "view" else "function-replaced"
                case.say(changed, name, f"{kind} {name} says something else now", found.place, base=known.place)


def _values(case: Case, name: str, old: tuple[str, ...], new: tuple[str, ...], place: Location, base: Location) -> None:
    for kind, values, others in (("enum-value-removed", old, new), ("enum-value-added", new, old)):
        for value in values:
            if value not in others:
                verb = "lost" if kind == "enum-value-removed" else "got"
                case.say(kind, f"{name}={value}", f"enumeration {name} {verb} the value {value}", place, base=base,
                         before=list(old), after=list(new), value=value)  # fmt: skip
