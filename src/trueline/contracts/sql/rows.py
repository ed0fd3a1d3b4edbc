"""Statements about rows, locks and upkeep of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.sql.indexes import outside
from trueline.contracts.sql.tables import copied

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.contracts.sql.case import Case, Span
    from trueline.parsers.sql.syntax import Statement

_EXCLUSIVE: Final = "access exclusive"


def _truncate(case: Case, found: Statement, span: Span) -> None:
    for name in found.names:
        if case.concerns(name.key):
            cascade = "cascade" in found.flags
            also = ", and of all that refer to it" if cascade else ""
            details = case.of_table(name.key, lock=_EXCLUSIVE, cascade=cascade)
            text = f"all rows of {name.key}{also} are removed"
            case.change("table-truncated", name.key, text, span, base=case.schema.table(name.key).place, **details)
            case.hold(name.key, _EXCLUSIVE, span)


def _without_condition(kind: str, text: str) -> Callable[[Case, Statement, Span], None]:
    def judge(case: Case, found: Statement, span: Span) -> None:
        name = found.names[0].key
        case.works("to write rows", name, span)
        if found.where is None and case.concerns(name):
            details = case.of_table(name, lock="row exclusive")
            case.change(kind, name, text.format(name), span, base=case.schema.table(name).place, **details)

    return judge


def _insert(case: Case, found: Statement, span: Span) -> None:
    if "select" in found.flags:
        copied(case, found)
        case.works("to copy rows", found.names[0].key, span)


def _lock(case: Case, found: Statement, span: Span) -> None:
    for name in found.names:
        if case.concerns(name.key):
            details = case.of_table(name.key, lock=found.value)
            text = f"{name.key} is locked by hand: {found.value}"
            case.change("table-locked", name.key, text, span, base=case.schema.table(name.key).place, **details)
            case.hold(name.key, found.value, span)


def _repack(case: Case, found: Statement, span: Span) -> None:
    if found.verb == "vacuum" and ("full" not in found.flags or case.database == "sqlite"):
        return
    if found.verb == "vacuum":
        outside(case, "VACUUM", None, span)
    names = [name.key for name in found.names] or [""]
    for name in names:
        if name and not case.concerns(name):
            continue
        subject = name or "all tables"
        details = (
            case.of_table(name, lock=_EXCLUSIVE, rewrites=True) if name else {"lock": _EXCLUSIVE, "rewrites": True}
        )
        base = case.schema.table(name).place if name else None
        case.change(
            "table-repacked", subject, f"{subject}: packed anew while nobody can read it", span, base=base, **details
        )
        if name:
            case.hold(name, _EXCLUSIVE, span)


def _reindex(case: Case, found: Statement, span: Span) -> None:
    if not case.is_postgresql:
        return
    if "concurrently" in found.flags:
        outside(case, "REINDEX CONCURRENTLY", None, span)
        return
    name = found.names[0].key if found.names else ""
    owner = case.schema.index_owner(name) if found.object == "index" else None
    table = owner.name if owner is not None else name if found.object == "table" else ""
    if table and not case.concerns(table):
        return
    details = case.of_table(table, lock="share") if table else {"lock": "share"}
    subject = name or found.object or "all indexes"
    case.change("table-repacked", subject, f"indexes of {subject} are built anew while nobody can write", span,
                base=case.schema.table(table).place if table else None, **details)  # fmt: skip


def _refresh(case: Case, found: Statement, span: Span) -> None:
    name = found.names[0].key
    known = case.schema.of("view").get(name)
    if "concurrently" in found.flags or (known is not None and known.is_new):
        return
    text = f"materialized view {name} is filled anew while nobody can read it"
    base = known.place if known is not None else None
    case.change("view-refreshed-under-lock", name, text, span, base=base, lock=_EXCLUSIVE)


def _revoke(case: Case, found: Statement, span: Span) -> None:
    concerned = [name.key for name in found.names if case.concerns(name.key)]
    if concerned or not found.names:
        subject = ", ".join(concerned) or "privileges"
        case.change("privilege-revoked", subject, f"a role may do less with {subject} than before", span)


JUDGED: Final[dict[str, Callable[[Case, Statement, Span], None]]] = {
    "cluster": _repack,
    "delete": _without_condition("rows-deleted", "all rows of {} are deleted: there is no condition"),
    "insert": _insert,
    "lock": _lock,
    "refresh": _refresh,
    "reindex": _reindex,
    "revoke": _revoke,
    "truncate": _truncate,
    "update": _without_condition("rows-updated", "all rows of {} are written: there is no condition"),
    "vacuum": _repack,
}
"""How each is judged, by its first word."""
