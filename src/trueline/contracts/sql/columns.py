"""What an action does to a column: for the code that still runs, and while it runs."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from trueline.contracts.sql import types
from trueline.contracts.sql.case import Span, base_place
from trueline.contracts.sql.constraints import judge_rule
from trueline.contracts.sql.volatility import is_volatile
from trueline.values.unknown import Unknown, is_unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.contracts.sql.case import Case
    from trueline.contracts.sql.schema import Held, Table
    from trueline.parsers.sql.syntax import Action, Column, Expression, Type

_EXCLUSIVE: Final = "access exclusive"
_MOST_LOOKED_AT: Final = 500  # checks of one table; beyond, none is taken to prove anything


def add_column(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge ADD COLUMN."""
    column = action.column
    if column is None or ("if-not-exists" in action.flags and action.name in table.columns):
        return
    subject = f"{table.name}.{column.name}"
    rewrites = _added_rewrites(case, column)
    details = case.of_table(table.name, column=column.name, lock=_EXCLUSIVE, rewrites=rewrites)
    after = _shown(column)
    if is_required(column):
        text = f"column {subject} must have a value and has no default: code that does not know it cannot insert"
        case.change("required-column-added", subject, text, span, after=after, base=table.place, **details)
    else:
        case.change(
            "column-added", subject, f"column {subject} was added", span, after=after, base=table.place, **details
        )
    if column.type.name == "json" and case.is_postgresql:
        text = f"column {subject} is json, which has no equality: SELECT DISTINCT on the table fails"
        case.change("json-column-added", subject, text, span, after=after, **details)
    if is_unknown(rewrites) or rewrites:
        _rewritten(case, table, subject, span, rewrites=rewrites, why="each row gets a value of its own")
    for rule in column.constraints:
        judge_rule(case, table, rule, Span(rule.start, rule.end), new_column=column)


def is_required(column: Column) -> bool:
    """Tell whether an insert that does not name the column fails."""
    makes = column.generated in ("identity", "serial", "stored", "virtual")
    is_null = column.default is None or column.default.text == "null"
    return column.not_null and is_null and not makes


def _added_rewrites(case: Case, column: Column) -> bool | Unknown:
    if case.database == "sqlite":
        return False
    if column.generated in ("stored", "identity", "serial"):
        return True
    if column.default is None or column.default.text == "null" or not case.is_postgresql:
        return False
    if case.is_before(11):
        return True
    return is_volatile(column.default, case.schema)


def _rewritten(case: Case, table: Table, subject: str, span: Span, *, rewrites: bool | Unknown, why: str) -> None:
    """Say that a table is written anew, if it is there already."""
    if case.database == "sqlite":
        return
    meanwhile = "while nobody can write to it" if case.database == "mysql" else "under a lock that lets nobody read it"
    text = f"table {table.name} is written anew {meanwhile}: {why}"
    if is_unknown(rewrites):
        text = f"table {table.name} may be written anew: {'; '.join(rewrites.reasons)}"  # type: ignore[union-attr]  # it is unknown
    details = case.of_table(table.name, lock=_EXCLUSIVE, rewrites=rewrites)
    case.change("table-rewritten", subject, text, span, base=table.place, **details)
    case.works("to write a table anew", table.name, span)


def rewrite(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge what always writes the table anew: SET LOGGED, ENGINE = …."""
    _rewritten(case, table, table.name, span, rewrites=True, why=action.to)


def drop_column(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge DROP COLUMN."""
    held = table.columns.get(action.name)
    if held is not None and held.is_new:
        return
    subject = f"{table.name}.{action.name}"
    case.change(
        "column-dropped", subject, f"column {subject} was dropped: code that names it fails, and its values are lost",
        span, base=_base(held), before=_held(held),
        **case.of_table(table.name, column=action.name, lock=_EXCLUSIVE, rewrites=False),
    )  # fmt: skip


def rename_column(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge RENAME COLUMN."""
    held = table.columns.get(action.name)
    if (held is not None and held.is_new) or action.name == action.to:
        return
    subject = f"{table.name}.{action.name}"
    text = f"column {subject} is called {action.to} now: code that names the old one fails"
    case.change(
        "column-renamed", subject, text, span, base=_base(held), before=action.name, after=action.to,
        **case.of_table(table.name, column=action.name, lock=_EXCLUSIVE, rewrites=False),
    )  # fmt: skip


def set_type(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge SET DATA TYPE."""
    if action.type is not None:
        _retyped(case, table, table.columns.get(action.name), action, span)


def _retyped(case: Case, table: Table, held: Held | None, action: Action, span: Span) -> None:
    new = action.type
    if new is None:
        return
    old = held.column.type if held is not None and held.column is not None else None
    subject = f"{table.name}.{action.name}"
    rewrites = types.rewrites(old, new, action.expression, action.name, case.database)
    details = case.of_table(table.name, column=action.name, lock=_EXCLUSIVE, rewrites=rewrites)
    known = held is None or not held.is_new
    if known and not _enumerations(case, held, subject, new, span, details):
        relation = types.relation(old, new) if old is not None and old.name else "changed"
        if relation != "same":
            was = old.text if old is not None and old.name else "of a type that is not in the migrations"
            text = f"column {subject} was {was} and is {new.text} now"
            case.change(
                f"column-type-{relation}", subject, text, span, base=_base(held),
                before=old.text if old is not None else None, after=new.text, **details,
            )  # fmt: skip
    if is_unknown(rewrites) or rewrites:
        _rewritten(case, table, subject, span, rewrites=rewrites, why=f"{action.name} becomes {new.text}")


def _enumerations(
    case: Case, held: Held | None, subject: str, new: Type, span: Span, details: dict[str, object]
) -> bool:
    """Compare the values of two enumerations; tell whether both are."""
    if held is None or held.column is None:
        return False
    old_values, new_values = _values(case, held.column.type), _values(case, new)
    if not old_values or not new_values:
        return False
    gone = [value for value in old_values if value not in new_values]
    more = [value for value in new_values if value not in old_values]
    for kind, values in (("enum-value-removed", gone), ("enum-value-added", more)):
        for value in values:
            verb = "can no longer be" if kind == "enum-value-removed" else "can now be"
            case.change(
                kind, f"{subject}={value}", f"column {subject} {verb} {value}", span, base=_base(held),
                before=list(old_values), after=list(new_values), **{**details, "value": value},
            )  # fmt: skip
    return True


def _values(case: Case, of: Type) -> tuple[str, ...]:
    if of.values:
        return tuple(value.strip("'") for value in of.values)
    named = case.schema.of("type").get(of.name)
    return named.values if named is not None else ()


def set_not_null(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge SET NOT NULL; a valid check that says the same saves the scan."""
    held = table.columns.get(action.name)
    column = held.column if held is not None else None
    if column is not None and column.not_null and not table.doubts:
        return
    subject = f"{table.name}.{action.name}"
    scans = not _is_proven(case, table, action.name)
    details = case.of_table(table.name, column=action.name, lock=_EXCLUSIVE, rewrites=False, scans=scans)
    if held is None or not held.is_new:
        text = f"column {subject} must have a value now: code that writes none fails, and so do rows that have none"
        case.change("column-set-not-null", subject, text, span, base=_base(held), before=True, after=False, **details)
    elif column is not None and is_required(column._replace(not_null=True)):
        text = f"column {subject} must have a value and has no default: code that does not know it cannot insert"
        case.change("required-column-added", subject, text, span, after=_shown(column), **details)
    if scans and case.is_postgresql:
        text = f"all rows of {table.name} are read while nobody can use it, to see that {action.name} is set"
        case.change("table-scanned", subject, text, span, base=_base(held), **details)
        case.works("to check all rows", table.name, span)


def _is_proven(case: Case, table: Table, column: str) -> bool:
    """Tell whether a valid check says that the column is set; nothing is proven of a table that is in doubt."""
    if table.doubts or not case.is_postgresql or case.is_before(12):
        return False
    wanted = {f"{column} is not null", f'"{column}" is not null'}
    return any(
        rule.is_valid and rule.expression is not None and rule.expression.text.strip("() ") in wanted
        for rule in islice(table.rules("check"), _MOST_LOOKED_AT)
    )


def drop_not_null(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge DROP NOT NULL."""
    held = table.columns.get(action.name)
    if held is not None and (
        held.is_new or (held.column is not None and not held.column.not_null and not table.doubts)
    ):
        return
    subject = f"{table.name}.{action.name}"
    text = f"column {subject} may have no value now: code that expects one may fail"
    details = case.of_table(table.name, column=action.name, lock=_EXCLUSIVE, rewrites=False)
    case.change("column-not-null-dropped", subject, text, span, base=_base(held), before=False, after=True, **details)


def set_default(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge SET DEFAULT."""
    _default(case, table, action, span, action.expression)


def drop_default(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge DROP DEFAULT; of a column that this change adds, it leaves the old code without a value."""
    held = table.columns.get(action.name)
    column = held.column if held is not None else None
    if held is not None and held.is_new and column is not None:
        if column.default is not None and is_required(column._replace(default=None)):
            subject = f"{table.name}.{action.name}"
            text = f"column {subject} must have a value and keeps no default: code that does not know it cannot insert"
            details = case.of_table(table.name, column=action.name, lock=_EXCLUSIVE, rewrites=False)
            case.change("required-column-added", subject, text, span, after=_shown(column), **details)
        return
    _default(case, table, action, span, None)


def _default(case: Case, table: Table, action: Action, span: Span, new: Expression | None) -> None:
    held = table.columns.get(action.name)
    if held is not None and held.is_new:
        return
    column = held.column if held is not None else None
    old = column.default if column is not None else None
    old_text, new_text = _value(old), _value(new)
    if column is not None and not table.doubts and old_text == new_text:
        return
    subject = f"{table.name}.{action.name}"
    details = case.of_table(table.name, column=action.name, lock=_EXCLUSIVE, rewrites=False)
    if new_text is None:
        breaks = "breaking" if column is None or column.not_null else "dangerous"
        text = f"column {subject} has no default any more: code that does not write it fails or stores nothing"
        case.change(
            "column-default-dropped",
            subject,
            text,
            span,
            base=_base(held),
            before=old_text,
            compatibility=breaks,
            **details,
        )
        return
    milder = {"compatibility": "compatible"} if column is not None and old_text is None and not table.doubts else {}
    text = f"column {subject} has the default {new_text} now"
    case.change(
        "column-default-changed",
        subject,
        text,
        span,
        base=_base(held),
        before=old_text,
        after=new_text,
        **milder,
        **details,
    )


def _value(default: Expression | None) -> str | None:
    return None if default is None or default.text == "null" else default.text


def generated(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge what changes how a column's values are made."""
    held = table.columns.get(action.name)
    if held is not None and held.is_new:
        return
    subject = f"{table.name}.{action.name}"
    rewrites = action.verb == "set-expression"
    details = case.of_table(table.name, column=action.name, lock=_EXCLUSIVE, rewrites=rewrites)
    milder = {"compatibility": "dangerous"} if action.verb == "add-identity" else {}
    text = f"how the values of {subject} are made has changed"
    before = held.column.generated if held is not None and held.column is not None else None
    case.change("column-generated-changed", subject, text, span, base=_base(held), before=before, **milder, **details)
    if rewrites:
        _rewritten(case, table, subject, span, rewrites=rewrites, why="all values are made anew")


def redefine(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge MySQL's MODIFY and CHANGE, which say all of a column again."""
    new = action.column
    if new is None:
        return
    held = table.columns.get(action.name)
    old = held.column if held is not None else None
    if action.to and action.to != action.name:
        rename_column(case, table, action, span)
    _retyped(case, table, held, action._replace(type=new.type), span)
    same = action._replace(to="")
    if new.not_null and (old is None or not old.not_null):
        set_not_null(case, table, same, span)
    elif not new.not_null and (old is None or old.not_null):
        drop_not_null(case, table, same, span)
    if not (new.generated or (old is not None and old.generated)):
        _default(case, table, same, span, new.default)
    elif old is not None and old.generated != new.generated:
        generated(case, table, same, span)


def _base(held: Held | None) -> object:
    return base_place(held.place, is_new=held.is_new) if held is not None else None


def _held(held: Held | None) -> object:
    return _shown(held.column) if held is not None and held.column is not None else None


def _shown(column: Column) -> dict[str, object]:
    return {
        "name": column.name,
        "type": column.type.text,
        "nullable": not column.not_null,
        "default": _value(column.default),
        "generated": column.generated,
    }


ACTIONS: Final[dict[str, Callable[[Case, Table, Action, Span], None]]] = {
    "add-column": add_column,
    "add-identity": generated,
    "drop-column": drop_column,
    "drop-default": drop_default,
    "drop-expression": generated,
    "drop-identity": generated,
    "drop-not-null": drop_not_null,
    "redefine-column": redefine,
    "rename-column": rename_column,
    "rewrite": rewrite,
    "set-default": set_default,
    "set-expression": generated,
    "set-not-null": set_not_null,
    "set-type": set_type,
}
