"""Columns, constraints and indexes put into a table, under the names that PostgreSQL gives those without."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Protocol

from trueline.contracts.sql.schema import Held, Index

if TYPE_CHECKING:
    from trueline.contracts.sql.schema import Schema, Table
    from trueline.model.location import Location
    from trueline.parsers.sql.syntax import Action, Column, Constraint, Statement

_ENDS: Final = {"primary": "pkey", "unique": "key", "foreign": "fkey", "check": "check", "exclude": "excl",
                "not-null": "not_null"}  # fmt: skip


class Declaring(Protocol):
    """Whoever applies statements: the schema, whether what it makes is new, and where things stand."""

    schema: Schema
    is_new: bool

    def place(self, start: int, end: int) -> Location:
        """Return where something stands in the file that is read now."""
        ...


def declare(by: Declaring, table: Table, column: Column) -> None:
    """Put a column into a table, with its constraints."""
    held = Held(by.place(column.start, column.end), is_new=by.is_new, column=column)
    table.columns[column.name] = held
    by.schema.typed.setdefault(column.type.name, []).append(held)
    for rule in column.constraints:
        add_constraint(by, table, rule, column.name)


def add_constraint(by: Declaring, table: Table, rule: Constraint, of: str = "") -> None:
    """Put a constraint into a table; unique ones and primary keys bring their index."""
    if rule.using:
        index = table.indexes.pop(rule.using, None)
        rule = rule._replace(columns=index.keys if index is not None else ())
    name = rule.name or constraint_name(table, rule, of)
    base = base_name(table, rule, of)
    table.numbers[base] = table.numbers.get(base, 0) + 1
    by.schema.owners[name] = table
    place = by.place(rule.start, rule.end)
    table.constraints[name] = Held(place, is_new=by.is_new, constraint=rule._replace(name=name))
    if rule.kind == "primary":
        for column in rule.columns:
            set_column(table, column, not_null=True)
    if rule.kind in ("primary", "unique"):
        table.indexes[name] = Index(name, rule.columns, place, is_unique=True, is_new=by.is_new)


def add_index(by: Declaring, table: Table, action: Action) -> None:
    """Put MySQL's `KEY name (columns)` into a table."""
    keys = tuple(action.to.split(","))
    name = action.name or keys[0]
    place = by.place(action.start, action.end)
    table.indexes[name] = Index(name, keys, place, is_unique=False, is_new=by.is_new)
    by.schema.owners[name] = table


def constraint_name(table: Table, rule: Constraint, of: str = "") -> str:
    """Return the name that PostgreSQL gives a constraint without one."""
    name = base_name(table, rule, of)
    number = table.numbers.get(name, 0) if name in table.constraints else 0
    return name + str(number or "")


def base_name(table: Table, rule: Constraint, of: str = "") -> str:
    """Return that name without the number that tells it from others."""
    columns = () if rule.kind == "primary" else rule.columns or ((of,) if of else ())
    return "_".join((table.name.rpartition(".")[2], *columns, _ENDS[rule.kind]))


def set_column(table: Table, of: str, /, **fields: Any) -> None:  # those of a Column
    """Change fields of a column, if it is known."""
    held = table.columns.get(of)
    if held is not None and held.column is not None:
        held.column = held.column._replace(**fields)


def index_name(found: Statement) -> str:
    """Return the name of the index that a statement makes; PostgreSQL makes one up of what it is on."""
    table = found.on.name if found.on is not None else ""
    return found.names[0].name or "_".join((table, *(re.sub(r"\W+", "_", key).strip("_") for key in found.keys), "idx"))
