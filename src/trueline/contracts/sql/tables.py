"""Whole tables: dropped, renamed, moved, attached; and actions that are about none of their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.sql import columns, constraints, indexes
from trueline.contracts.sql.case import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from trueline.contracts.sql.case import Case
    from trueline.contracts.sql.schema import Table
    from trueline.parsers.sql.syntax import Action, Statement

_EXCLUSIVE: Final = "access exclusive"
_TEMPORARY: Final = frozenset(("temp", "temporary"))
_WEAK: Final = frozenset(("validate", "option", "online", "enable-trigger", "disable-trigger", "attach"))


def alter(case: Case, found: Statement) -> None:
    """Judge ALTER TABLE, action by action, and apply each before the next is judged."""
    for number, action in enumerate(found.actions):
        name = found.names[number if found.verb == "rename" else 0].key
        if found.verb != "rename" and number and found.actions[number - 1].verb in ("rename-table", "set-schema"):
            continue  # no database takes both in one statement
        judge(case, name, action)
        case.replay.act(name, action)


def judge(case: Case, name: str, action: Action) -> None:
    """Judge one action, unless this change makes the table."""
    if not case.concerns(name):
        return
    table = case.schema.table(name)
    span = Span(action.start, action.end)
    known = _ACTIONS.get(action.verb)
    if known is not None:
        known(case, table, action, span)
    lock = _EXCLUSIVE
    if action.constraint is not None and action.constraint.kind == "foreign":
        lock = "share row exclusive"
        if action.constraint.target is not None:
            case.hold(action.constraint.target.key, lock, span)
    if action.verb not in _WEAK:
        case.hold(name, lock, span)


def create(case: Case, found: Statement, span: Span) -> None:
    """Judge CREATE TABLE where it replaces a table; the one that takes a renamed table's name has none of its rows."""
    name = found.names[0].key
    known = case.schema.tables.get(name)
    if "replace" not in found.flags or found.flags & _TEMPORARY or known is None or not case.concerns(name):
        return
    text = f"table {name} is replaced by a new one: its rows are lost, and columns that are not declared again"
    case.change("table-dropped", name, text, span, base=known.place, **case.of_table(name, lock=_EXCLUSIVE))
    case.hold(name, _EXCLUSIVE, span)


def copied(case: Case, found: Statement) -> None:
    """Compare a table with the renamed one whose name it has, once it gets the rows: who names it misses nothing."""
    name = found.names[0].key
    dropped, new = case.dropped.get(("table", name)), case.schema.tables.get(name)
    if dropped is None or new is None or not new.is_new or str(dropped.change.after) not in found.mentions:
        return
    schema, dot, _ = name.rpartition(".")
    old = case.schema.tables.get(f"{schema}{dot}{dropped.change.after}")
    if old is None:
        return
    from trueline.contracts.sql.difference import replaced

    case.instead(dropped.change, None)
    del case.dropped["table", name]
    case.copied.add(old.name)
    replaced(case, old, new, name)


def drop(case: Case, found: Statement, span: Span, renamed: Mapping[str, str]) -> None:
    """Judge DROP TABLE."""
    for name in found.names:
        if not case.concerns(name.key) or name.key in case.copied:
            continue
        table = case.schema.table(name.key)
        if _is_replaced(case, name.key, renamed):
            continue
        place = Span(name.start, name.end) if len(found.names) > 1 else span
        text = f"table {name.key} was dropped: code that names it fails, and its rows are lost"
        before = {"columns": sorted(table.columns)} if table.place is not None else None
        details = case.of_table(name.key, lock=_EXCLUSIVE, rewrites=False)
        case.change("table-dropped", name.key, text, place, base=table.place, before=before, **details)
        case.hold(name.key, _EXCLUSIVE, place)


def renames(statements: Sequence[Statement]) -> Iterator[tuple[str, str]]:
    """Yield each new name of a table, and its old one."""
    for found in statements:
        for number, action in enumerate(found.actions):
            if action.verb == "rename-table":
                yield action.to, found.names[number if found.verb == "rename" else 0].key


def _is_replaced(case: Case, name: str, renamed: Mapping[str, str]) -> bool:
    """Tell whether a table of this change takes the name next, as SQLite's tools alter a table; compare the two."""
    new = case.schema.tables.get(renamed.get(name, ""))
    if new is None or not new.is_new:
        return False
    from trueline.contracts.sql.difference import replaced

    replaced(case, case.schema.table(name), new, name)
    return True


def _rename(case: Case, table: Table, action: Action, span: Span) -> None:
    text = f"table {table.name} is called {action.to} now: code that names the old one fails"
    details = case.of_table(table.name, lock=_EXCLUSIVE, rewrites=False)
    made = case.change(
        "table-renamed", table.name, text, span, base=table.place, before=table.name, after=action.to, **details
    )
    case.drop("table", table.name, made, "")


def _move(case: Case, table: Table, action: Action, span: Span) -> None:
    text = f"table {table.name} stands in schema {action.to} now"
    details = case.of_table(table.name, lock=_EXCLUSIVE, rewrites=False)
    case.change("table-moved", table.name, text, span, base=table.place, before=table.name, after=action.to, **details)


def _attach(case: Case, table: Table, action: Action, span: Span) -> None:
    if not case.concerns(action.name):
        return
    text = f"all rows of {action.name} are checked while nobody can read it"
    details = case.of_table(action.name, lock=_EXCLUSIVE, scans=True)
    case.change("partition-under-lock", f"{table.name}.{action.name}", text, span, base=table.place, **details)
    case.hold(action.name, _EXCLUSIVE, span)


def _detach(case: Case, table: Table, action: Action, span: Span) -> None:
    if "concurrently" in action.flags:
        indexes.outside(case, "DETACH PARTITION CONCURRENTLY", None, span)
        return
    text = f"partition {action.name} is detached while nobody can read {table.name}"
    details = case.of_table(table.name, lock=_EXCLUSIVE)
    case.change("partition-under-lock", f"{table.name}.{action.name}", text, span, base=table.place, **details)


def _row_security(case: Case, table: Table, action: Action, span: Span) -> None:
    if action.verb == "enable-row-security":
        if table.is_secured and not table.doubts:
            return
        text = f"rows of {table.name} are hidden from whom no policy lets in"
        case.change("row-security-enabled", table.name, text, span, base=table.place, **case.of_table(table.name))
    else:
        text = f"rows of {table.name} are no longer hidden by policies"
        case.change("row-security-disabled", table.name, text, span, base=table.place, **case.of_table(table.name))


def _trigger(case: Case, table: Table, action: Action, span: Span) -> None:
    on = action.verb == "enable-trigger"
    kind = "trigger-added" if on else "trigger-removed"
    text = f"trigger {action.name} of {table.name} is {'on' if on else 'off'} now"
    case.change(kind, f"{table.name}.{action.name}", text, span, base=table.place, **case.of_table(table.name))


def _opaque(case: Case, table: Table, _action: Action, span: Span) -> None:
    text = f"what is done to {table.name} here was not understood"
    case.change("statement-unknown", table.name, text, span, base=table.place, **case.of_table(table.name))


def _drop_index(case: Case, table: Table, action: Action, span: Span) -> None:
    indexes.drop_from(case, table, action, span)


_ACTIONS: Final[dict[str, Callable[[Case, Table, Action, Span], None]]] = {
    **columns.ACTIONS,
    **constraints.ACTIONS,
    "attach": _attach,
    "detach": _detach,
    "disable-row-security": _row_security,
    "disable-trigger": _trigger,
    "drop-index": _drop_index,
    "enable-row-security": _row_security,
    "enable-trigger": _trigger,
    "opaque": _opaque,
    "rename-table": _rename,
    "set-schema": _move,
}
