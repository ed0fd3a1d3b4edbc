"""What each action of ALTER TABLE makes of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.contracts.sql.declared import Declaring, add_constraint, add_index, declare, set_column
from trueline.contracts.sql.schema import Held

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.contracts.sql.schema import Table
    from trueline.parsers.sql.syntax import Action


def alter(by: Declaring, name: str, action: Action) -> None:
    """Apply one action to the table of that name."""
    known = _ACTIONS.get(action.verb)
    if known is not None:
        known(by, by.schema.table(name), action)


def _add_column(by: Declaring, table: Table, action: Action) -> None:
    if action.column is not None and not ("if-not-exists" in action.flags and action.name in table.columns):
        declare(by, table, action.column)


def _drop_column(_by: Declaring, table: Table, action: Action) -> None:
    table.columns.pop(action.name, None)
    for name, held in list(table.constraints.items()):
        if held.constraint is not None and action.name in held.constraint.columns:
            del table.constraints[name]
    for name, index in list(table.indexes.items()):
        if action.name in index.keys:
            del table.indexes[name]


def _rename_column(_by: Declaring, table: Table, action: Action) -> None:
    held = table.columns.pop(action.name, None)
    if held is not None:
        table.columns[action.to] = held
        set_column(table, action.to, name=action.to)
    for other in table.constraints.values():
        if other.constraint is not None:
            columns = tuple(action.to if one == action.name else one for one in other.constraint.columns)
            other.constraint = other.constraint._replace(columns=columns)
    for index in table.indexes.values():
        index.keys = tuple(action.to if one == action.name else one for one in index.keys)


def _redefine(by: Declaring, table: Table, action: Action) -> None:
    if action.column is None:
        return
    if action.to and action.to != action.name:
        _rename_column(by, table, action)
    old = table.columns.get(action.to or action.name)
    is_new = old.is_new if old is not None else False
    place = by.place(action.column.start, action.column.end)
    table.columns[action.column.name] = Held(place, is_new=is_new, column=action.column)
    for rule in action.column.constraints:
        add_constraint(by, table, rule, action.column.name)


def _set_type(by: Declaring, table: Table, action: Action) -> None:
    held = table.columns.get(action.name)
    if action.type is not None and held is not None:
        set_column(table, action.name, type=action.type)
        by.schema.typed.setdefault(action.type.name, []).append(held)


def _add_constraint(by: Declaring, table: Table, action: Action) -> None:
    if action.constraint is not None:
        add_constraint(by, table, action.constraint)


def _drop_constraint(_by: Declaring, table: Table, action: Action) -> None:
    table.constraints.pop(action.name, None)
    table.indexes.pop(action.name, None)


def _drop_primary(by: Declaring, table: Table, action: Action) -> None:
    for name, held in list(table.constraints.items()):
        if held.constraint is not None and held.constraint.kind == "primary":
            _drop_constraint(by, table, action._replace(name=name))


def _validate(_by: Declaring, table: Table, action: Action) -> None:
    held = table.constraints.get(action.name)
    if held is not None and held.constraint is not None:
        held.constraint = held.constraint._replace(is_valid=True)


def _rename_table(by: Declaring, table: Table, action: Action) -> None:
    schema, dot, _ = table.name.rpartition(".")
    _move(by, table, f"{schema}{dot}{action.to}")


def _set_schema(by: Declaring, table: Table, action: Action) -> None:
    name = table.name.rpartition(".")[2]
    _move(by, table, name if action.to == "public" else f"{action.to}.{name}")


def _move(by: Declaring, table: Table, name: str) -> None:
    by.schema.take(table.name)
    by.schema.take(name)
    table.name = name
    by.schema.put(table)


def _rename_constraint(by: Declaring, table: Table, action: Action) -> None:
    held = table.constraints.pop(action.name, None)
    if held is not None and held.constraint is not None:
        held.constraint = held.constraint._replace(name=action.to)
        table.constraints[action.to] = held
        by.schema.owners[action.to] = table
    _rename_index(by, table, action)


def _rename_index(by: Declaring, table: Table, action: Action) -> None:
    index = table.indexes.pop(action.name, None)
    if index is not None:
        index.name = action.to
        table.indexes[action.to] = index
        by.schema.owners[action.to] = table


def _drop_index(_by: Declaring, table: Table, action: Action) -> None:
    table.indexes.pop(action.name, None)
    table.constraints.pop(action.name, None)


def _opaque(by: Declaring, table: Table, action: Action) -> None:
    table.doubt(f"the action at {by.place(action.start, action.end)} is not understood")


def _field(**fields: Any) -> Callable[[Declaring, Table, Action], None]:
    return lambda _by, table, action: set_column(table, action.name, **fields)


def _set_default(_by: Declaring, table: Table, action: Action) -> None:
    set_column(table, action.name, default=action.expression)


def _add_index(by: Declaring, table: Table, action: Action) -> None:
    add_index(by, table, action)


def _secure(_by: Declaring, table: Table, action: Action) -> None:
    table.is_secured = action.verb == "enable-row-security"


_ACTIONS: Final[dict[str, Callable[[Declaring, Table, Action], None]]] = {
    "add-column": _add_column,
    "add-constraint": _add_constraint,
    "add-identity": _field(generated="identity"),
    "add-index": _add_index,
    "drop-column": _drop_column,
    "drop-constraint": _drop_constraint,
    "drop-default": _field(default=None),
    "drop-expression": _field(generated=""),
    "drop-identity": _field(generated=""),
    "drop-index": _drop_index,
    "drop-not-null": _field(not_null=False),
    "disable-row-security": _secure,
    "drop-primary": _drop_primary,
    "enable-row-security": _secure,
    "opaque": _opaque,
    "redefine-column": _redefine,
    "rename-column": _rename_column,
    "rename-constraint": _rename_constraint,
    "rename-index": _rename_index,
    "rename-table": _rename_table,
    "set-default": _set_default,
    "set-not-null": _field(not_null=True),
    "set-schema": _set_schema,
    "set-type": _set_type,
    "validate": _validate,
}
