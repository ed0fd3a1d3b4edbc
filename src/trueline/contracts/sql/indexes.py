"""Indexes that come and go, and what CONCURRENTLY asks for."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from trueline.contracts.sql.case import Span
from trueline.contracts.sql.declared import index_name

if TYPE_CHECKING:
    from trueline.contracts.sql.case import Case
    from trueline.contracts.sql.schema import Index, Table
    from trueline.parsers.sql.syntax import Action, Name, Statement

_MOST_LOOKED_AT: Final = 500  # indexes of one table; beyond, none is taken to prove anything


def already_unique(table: Table, keys: tuple[str, ...], *, where: str = "") -> bool:
    """Tell whether an index that was there before makes these keys, or some of them, unique already."""
    if table.doubts:
        return False
    return any(
        index.is_unique and not index.is_new and set(index.keys) <= set(keys)
        and (index.where is None or index.where.text == where)
        for index in islice(table.indexes.values(), _MOST_LOOKED_AT)
    )  # fmt: skip


def unique_shape(keys: tuple[str, ...], where: str = "") -> str:
    """Return what a unique index or constraint asks, whatever it is called and in whatever order."""
    return f"unique {sorted(keys)} {where}"


def create(case: Case, found: Statement, span: Span) -> None:
    """Judge CREATE INDEX."""
    assert found.on is not None  # noqa: S101  # the parser makes no index without a table
    table = case.schema.table(found.on.key)
    name = index_name(found)
    if "if-not-exists" in found.flags and name in table.indexes:
        return
    is_concurrent = "concurrently" in found.flags
    if is_concurrent:
        outside(case, f"CREATE INDEX CONCURRENTLY {name}", found.on, span)
    if not case.concerns(table.name):
        return
    subject = f"{table.name}.{name}"
    details = case.of_table(table.name, index=name, lock="share update exclusive" if is_concurrent else "share",
                            unique="unique" in found.flags)  # fmt: skip
    where = found.where.text if found.where else ""
    comes_again = "unique" in found.flags and case.revive(table.name, unique_shape(found.keys, where))
    if "unique" in found.flags and not comes_again and _asks_more(table, found):
        text = f"values of {', '.join(found.keys)} in {table.name} must be unique now"
        after = {"columns": list(found.keys), "where": where}
        case.change("unique-added", subject, text, span, base=table.place, after=after, **details)
    if not is_concurrent and case.is_postgresql:
        if "only" not in found.flags:
            built(case, table, subject, span, details)
        case.hold(table.name, "share", span)


def _asks_more(table: Table, found: Statement) -> bool:
    if already_unique(table, found.keys, where=found.where.text if found.where else ""):
        return False
    if any((held := table.columns.get(key)) is not None and held.is_new for key in found.keys):
        column = next(held for key in found.keys if (held := table.columns.get(key)) is not None and held.is_new)
        return column.column is not None and column.column.default is not None
    return True


def built(case: Case, table: Table, subject: str, span: Span, details: dict[str, object]) -> None:
    """Say that an index is built under a lock."""
    text = f"an index on {table.name} is built while nobody can write to it"
    case.change("index-built-under-lock", subject, text, span, base=table.place, **details)
    case.works("to build an index", table.name, span)


def outside(case: Case, what: str, on: Name | None, span: Span) -> None:
    """Say that what must not stand in a transaction does; where it is not known, nothing is said."""
    if case.in_transaction is True:
        details = case.of_table(on.key) if on is not None else {}
        text = f"{what} cannot run inside of a transaction, and fails"
        case.change("concurrently-in-transaction", on.key if on else what, text, span, **details)


def drop(case: Case, found: Statement, span: Span) -> None:
    """Judge DROP INDEX."""
    for name in found.names:
        table = case.schema.table(found.on.key) if found.on else case.schema.index_owner(name.name)
        index = table.indexes.get(name.name) if table is not None else None
        place = Span(name.start, name.end) if len(found.names) > 1 else span
        if "concurrently" in found.flags:
            outside(case, f"DROP INDEX CONCURRENTLY {name.name}", None, place)
        if index is not None and table is not None:
            gone(case, table, index, place)
            if index.is_new or not case.concerns(table.name):
                continue
        if "concurrently" in found.flags or not case.is_postgresql:
            continue
        subject = f"{table.name if table is not None else ''}.{name.name}".lstrip(".")
        text = f"index {name.name} is dropped under a lock that lets nobody read its table"
        details = case.of_table(table.name, index=name.name) if table is not None else {"index": name.name}
        case.change("index-dropped-under-lock", subject, text, place, base=index.place if index is not None else None,
                    **{**details, "lock": "access exclusive"})  # fmt: skip
        case.hold(table.name if table is not None else name.name, "access exclusive", place)


def gone(case: Case, table: Table, index: Index, span: Span) -> None:
    """Say that values need not be unique any more, if an index was what asked for it."""
    if not index.is_unique or index.is_new:
        return
    subject = f"{table.name}.{index.name}"
    text = f"values of {', '.join(index.keys)} in {table.name} need not be unique any more: ON CONFLICT on them fails"
    before = {"columns": list(index.keys), "where": index.where.text if index.where else ""}
    made = case.change("unique-dropped", subject, text, span, base=index.place, before=before,
                       **case.of_table(table.name, index=index.name, lock="access exclusive"))  # fmt: skip
    case.drop(table.name, subject, made, unique_shape(index.keys, index.where.text if index.where else ""))


def drop_from(case: Case, table: Table, action: Action, span: Span) -> None:
    """Judge MySQL's ALTER TABLE … DROP INDEX, which may be a unique constraint."""
    index = table.indexes.get(action.name)
    if index is not None:
        gone(case, table, index, span)
