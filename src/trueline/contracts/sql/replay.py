"""What a statement makes of the schema: one function for each, and nothing judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.sql.alterations import alter
from trueline.contracts.sql.declared import add_constraint, add_index, declare, index_name
from trueline.contracts.sql.schema import Index, Named, Table
from trueline.contracts.sql.volatility import is_known

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.contracts.sql.schema import Schema
    from trueline.model.location import Location
    from trueline.parsers.sql import SqlDocument
    from trueline.parsers.sql.syntax import Action, Statement


class Replay:
    """Applies statements to a schema, in order. What it makes while ``is_new`` is made by this change."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.is_new = False
        self.document: SqlDocument | None = None

    def place(self, start: int, end: int) -> Location:
        """Return where something stands in the file that is read now."""
        assert self.document is not None  # noqa: S101  # set before the first statement
        return self.document.between(start, end)

    def apply(self, found: Statement) -> None:
        """Apply a statement; of ALTER TABLE, ``act`` is called for each action instead."""
        known = _APPLIED.get((found.verb, found.object)) or _APPLIED.get((found.verb, ""))
        if known is not None:
            known(self, found)

    def act(self, name: str, action: Action) -> None:
        """Apply one action of ALTER TABLE."""
        alter(self, name, action)

    def doubt(self, found: Statement) -> None:
        """Doubt whatever a statement that is not understood may have touched."""
        place = self.place(found.start, found.end)
        self.schema.touch(found.mentions, f"the statement at {place} is not understood")


def _create_table(replay: Replay, found: Statement) -> None:
    name = found.names[0].key
    known = replay.schema.tables.get(name)
    if "temp" in found.flags or "temporary" in found.flags:
        return
    if "if-not-exists" in found.flags and known is not None and known.place is not None:
        return
    place = replay.place(found.names[0].start, found.names[0].end)
    is_new = replay.is_new and (known is None or known.is_new)
    replay.schema.take(name)
    table = replay.schema.put(Table(name, replay.schema.sweeps, place, is_new=is_new))
    if "as" in found.flags:
        table.doubt(f"what {name} has beside comes from elsewhere")
    table.is_partitioned = "partitioned" in found.flags
    for column in found.columns:
        declare(replay, table, column)
    for rule in found.constraints:
        add_constraint(replay, table, rule)
    for action in found.actions:
        add_index(replay, table, action)


def _create_index(replay: Replay, found: Statement) -> None:
    assert found.on is not None  # noqa: S101  # the parser makes no index without a table
    table = replay.schema.table(found.on.key)
    name = index_name(found)
    if "if-not-exists" in found.flags and name in table.indexes:
        return
    place = replay.place(found.start, found.end)
    made = Index(name, found.keys, place, is_unique="unique" in found.flags, is_new=replay.is_new)
    made.where = found.where
    table.indexes[name] = made
    replay.schema.owners[name] = table


def _create(replay: Replay, found: Statement) -> None:
    if not found.names:
        return
    of = replay.schema.of(found.object)
    name = found.names[0].key
    old = of.get(name)
    if old is not None and "if-not-exists" in found.flags:
        return
    place = replay.place(found.names[0].start, found.names[0].end)
    is_new = replay.is_new and (old is None or old.is_new)
    of[name] = made = Named(place, is_new=is_new, shape=found.shape, values=found.values)
    made.words = found.mentions
    if found.on is not None and found.object == "trigger":
        replay.schema.table(found.on.key).triggers[name] = place


def _drop(replay: Replay, found: Statement) -> None:
    for name in found.names:
        if found.object == "table":
            replay.schema.take(name.key)
        elif found.object == "index":
            owner = replay.schema.table(found.on.key) if found.on else replay.schema.index_owner(name.name)
            if owner is not None:
                owner.indexes.pop(name.name, None)
        elif found.object == "schema":
            for key in replay.schema.inside(name.name):
                replay.schema.take(key)
        else:
            replay.schema.of(found.object).pop(name.key, None)
            if found.on is not None:
                replay.schema.table(found.on.key).triggers.pop(name.key, None)


def _alter_object(replay: Replay, found: Statement) -> None:
    """Rename things, and change the values of enumerations."""
    if not found.names or not found.actions:
        return
    name, action = found.names[0], found.actions[0]
    of = replay.schema.of(found.object)
    if action.verb == "rename":
        if found.object == "index":
            owner = replay.schema.index_owner(name.name)
            if owner is not None and name.name in owner.indexes:
                owner.indexes[action.to] = owner.indexes.pop(name.name)
                owner.indexes[action.to].name = action.to
                replay.schema.owners[action.to] = owner
        elif name.key in of:
            known = of.pop(name.key)
            known.origin = known.origin or (name.key if replay.is_new and not known.is_new else "")
            of[f"{name.schema}.{action.to}" if "." in name.key else action.to] = known
            if found.object == "type":
                _retype(replay.schema, name.key, action.to)
    elif name.key in of and action.verb == "add-value":
        of[name.key].values = (*of[name.key].values, action.name)
    elif name.key in of and action.verb == "rename-value":
        old = of[name.key].values
        of[name.key].values = tuple(action.to if value == action.name else value for value in old)


def _retype(schema: Schema, old: str, new: str) -> None:
    """Give the columns of a type that was renamed its new name."""
    for held in schema.typed.pop(old, ()):
        if held.column is not None and held.column.type.name == old:
            held.column = held.column._replace(type=held.column.type._replace(name=new))
            schema.typed.setdefault(new, []).append(held)


def _rename_tables(replay: Replay, found: Statement) -> None:
    for name, action in zip(found.names, found.actions, strict=True):
        replay.act(name.key, action)


def _opaque(replay: Replay, found: Statement) -> None:
    replay.doubt(found)


def _select(replay: Replay, found: Statement) -> None:
    """Doubt what a function may touch once it is called: what its body names, or what it is given."""
    for call in found.where.calls if found.where is not None else ():
        function = replay.schema.of("function").get(call)
        if function is not None:
            replay.doubt(found._replace(mentions=function.words))
        elif not is_known(call):
            replay.doubt(found)


_APPLIED: Final[dict[tuple[str, str], Callable[[Replay, Statement], None]]] = {
    ("alter", ""): _alter_object,
    ("create", ""): _create,
    ("create", "index"): _create_index,
    ("create", "table"): _create_table,
    ("drop", ""): _drop,
    ("opaque", ""): _opaque,
    ("rename", "table"): _rename_tables,
    ("select", ""): _select,
}
