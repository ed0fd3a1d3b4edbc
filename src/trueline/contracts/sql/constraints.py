"""Constraints that come and go: what they ask of writers, and how long they lock."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.contracts.sql.case import Span, base_place
from trueline.contracts.sql.declared import constraint_name
from trueline.contracts.sql.indexes import already_unique, built, unique_shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.contracts.sql.case import Case
    from trueline.contracts.sql.schema import Held, Table
    from trueline.parsers.sql.syntax import Action, Column, Constraint

ADDED: Final = {
    "primary": "primary-key-added", "unique": "unique-added", "foreign": "foreign-key-added", "check": "check-added",
    "exclude": "exclusion-added", "not-null": "column-set-not-null",
}  # fmt: skip
_SAYS: Final = {
    "primary": "values of {columns} must be there and unique now",
    "unique": "values of {columns} must be unique now",
    "foreign": "values of {columns} must exist in {target} now",
    "check": "rows must satisfy {expression} now",
    "exclude": "rows must exclude each other now",
    "not-null": "{columns} must have a value now",
}
GONE: Final = {
    "primary": "primary-key-dropped", "unique": "unique-dropped", "foreign": "foreign-key-dropped",
    "check": "check-dropped", "exclude": "constraint-dropped", "not-null": "column-not-null-dropped",
}  # fmt: skip


def add(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge ADD CONSTRAINT."""
    if action.constraint is not None:
        judge_rule(case, table, action.constraint, span)


def judge_rule(case: Case, table: Table, rule: Constraint, span: Span, *, new_column: Column | None = None) -> None:
    """Judge a constraint that an existing table gets, alone or with a column."""
    name = rule.name or constraint_name(table, rule, new_column.name if new_column else "")
    subject = f"{table.name}.{name}"
    case.added.add(subject)
    lock = "share row exclusive" if rule.kind == "foreign" and case.is_postgresql else "access exclusive"
    details = case.of_table(table.name, constraint=name, lock=lock, rewrites=False, validates=rule.is_valid)
    comes_again = case.revive(table.name, shape(rule))
    if new_column is None and not comes_again and _asks_more(table, rule):
        text = f"{table.name}: " + _SAYS[rule.kind].format(
            columns=", ".join(rule.columns) or name,
            target=rule.target.key if rule.target else "",
            expression=rule.expression.text if rule.expression else "",
        )
        case.change(ADDED[rule.kind], subject, text, span, base=table.place, after=_shown(rule), **details)
    if case.database != "sqlite":
        is_empty = new_column is not None and new_column.default is None
        _cost(case, table, rule, span, {**details, "of": subject}, is_empty=is_empty)


def _asks_more(table: Table, rule: Constraint) -> bool:
    """Tell whether the code that still runs may write what the constraint refuses."""
    if rule.using:
        index = table.indexes.get(rule.using)
        return rule.kind == "unique" and (index is None or bool(table.doubts))
    if rule.kind == "unique" and already_unique(table, rule.columns):
        return False
    named = _columns(table, rule)
    are_new = [(held := table.columns.get(name)) is not None and held.is_new for name in named]
    return not (named and all(are_new))


def _columns(table: Table, rule: Constraint) -> tuple[str, ...]:
    """Return the columns that a constraint is about; those of a check stand in its expression."""
    if rule.columns or rule.expression is None:
        return rule.columns
    return tuple(word for word in re.findall(r"\w+", rule.expression.text) if word in table.columns)


def _cost(
    case: Case, table: Table, rule: Constraint, span: Span, details: dict[str, object], *, is_empty: bool
) -> None:
    subject = str(details.pop("of"))
    if rule.kind in ("primary", "unique", "exclude"):
        if not rule.using and (case.is_postgresql or rule.kind == "primary"):
            built(case, table, subject, span, details)
        return
    if rule.kind == "foreign" and is_empty and case.is_postgresql:
        return  # there is nothing in the new column to look up
    if not rule.is_valid:
        return
    if case.database == "mysql":
        text = f"table {table.name} is copied to check {subject}, and nobody can write meanwhile"
        case.change("table-rewritten", subject, text, span, base=table.place, **{**details, "rewrites": True})
        return
    text = f"all rows of {table.name} are checked while nobody can write: add the constraint NOT VALID first"
    case.change("table-scanned", subject, text, span, base=table.place, **{**details, "scans": True})
    case.works("to check all rows", table.name, span)


def validate(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge VALIDATE CONSTRAINT, which spares the writers only in a transaction of its own."""
    subject = f"{table.name}.{action.name}"
    if subject not in case.added or case.in_transaction is not True:
        return
    text = f"{subject} is validated in the transaction that added it, whose lock is held all the while"
    details = case.of_table(table.name, constraint=action.name, lock="share row exclusive", scans=True)
    case.change("validated-under-lock", subject, text, span, **details)


def drop(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge DROP CONSTRAINT and MySQL's kin."""
    held = table.constraints.get(action.name)
    if action.verb == "drop-primary":
        held = next(
            (one for one in table.constraints.values() if one.constraint and one.constraint.kind == "primary"), None
        )
    if held is not None and held.is_new:
        return
    rule = held.constraint if held is not None else None
    if rule is not None and _is_said_otherwise(table, rule):
        return
    name = rule.name if rule is not None else action.name
    subject = f"{table.name}.{name or 'primary key'}"
    kind = GONE[rule.kind] if rule is not None else "constraint-dropped"
    if action.verb == "drop-primary":
        kind = "primary-key-dropped"
    details = case.of_table(table.name, constraint=name, lock="access exclusive", rewrites=False)
    text = f"constraint {subject} was dropped" + ("" if rule else ", of which the migrations say nothing else")
    made = case.change(kind, subject, text, span, base=_base(held), before=_shown(rule) if rule else None, **details)
    if rule is not None:
        case.drop(table.name, subject, made, shape(rule))


def _is_said_otherwise(table: Table, rule: Constraint) -> bool:
    """Tell whether it only said that a column is set, which the column says itself by now."""
    if rule.kind != "check" or rule.expression is None or table.doubts:
        return False
    text = rule.expression.text.strip("() ")
    name = text.removesuffix(" is not null").strip('"')
    column = table.column(name)
    return text.endswith(" is not null") and column is not None and column.not_null


def _base(held: Held | None) -> object:
    return base_place(held.place, is_new=held.is_new) if held is not None else None


def shape(rule: Constraint) -> str:
    """Return what a constraint asks, whatever it is called."""
    if rule.kind == "unique":
        return unique_shape(rule.columns)
    target = rule.target.key if rule.target else ""
    return f"{rule.kind} {rule.columns} {target} {rule.expression.text if rule.expression else ''}"


def _shown(rule: Constraint) -> dict[str, object]:
    return {
        "kind": rule.kind,
        "columns": list(rule.columns),
        "target": rule.target.key if rule.target else "",
        "expression": rule.expression.text if rule.expression else "",
        "on_delete": rule.on_delete,
    }


ACTIONS: Final[dict[str, Callable[[Case, Table, Action, Span], None]]] = {
    "add-constraint": add,
    "drop-constraint": drop,
    "drop-primary": drop,
    "validate": validate,
}
