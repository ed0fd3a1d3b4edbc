"""Types, views, sequences, functions, triggers and schemas that go, come again, or are called otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.sql.case import Span, base_place

if TYPE_CHECKING:
    from trueline.contracts.sql.case import Case
    from trueline.contracts.sql.schema import Named
    from trueline.parsers.sql.syntax import Statement

_DROPPED: Final = {
    "database": "database-dropped", "domain": "type-dropped", "extension": "extension-dropped",
    "function": "function-dropped", "schema": "schema-dropped", "sequence": "sequence-dropped", "type": "type-dropped",
    "view": "view-dropped",
}  # fmt: skip
_RENAMED: Final = {
    "domain": "type-renamed", "function": "function-renamed", "schema": "schema-renamed",
    "sequence": "sequence-renamed", "table": "table-renamed", "type": "type-renamed", "view": "view-renamed",
}  # fmt: skip
_CHANGED: Final = {"function": "function-replaced", "view": "view-changed"}


def create(case: Case, found: Statement, span: Span) -> None:
    """Judge CREATE of anything but tables and indexes; what comes again as it was is no change."""
    if not found.names:
        return
    name, kind = found.names[0].key, found.object
    if kind == "trigger":
        _trigger(case, found, span)
        return
    if kind == "domain" and "constrained" in found.flags:
        text = f"domain {name} has a constraint: to change it later locks every table that uses it"
        case.change("domain-constrained", name, text, span)
    if kind == "view" and case.schema.tables.get(name) is None:
        _stands_in(case, name)
    old = case.schema.of(kind).get(name)
    again = case.dropped.get((kind, name))
    if again is not None and kind in _CHANGED:
        case.revive(kind, again.shape)
        if again.shape != found.shape and again.change.base_location is not None:
            _changed(case, kind, name, span, again.change.base_location)
    elif old is not None and not old.is_new and kind in _CHANGED and old.shape != found.shape:
        _changed(case, kind, name, span, old.place)
    elif again is not None:
        case.revive(kind, again.shape)


def _changed(case: Case, kind: str, name: str, span: Span, base: object) -> None:
    case.change(_CHANGED[kind], name, f"{kind} {name} says something else now", span, base=base)


def _stands_in(case: Case, name: str) -> None:
    """Make less of a renamed table where a view keeps its old name."""
    dropped = case.dropped.get(("table", name))
    if dropped is None:
        return
    milder = dropped.change._replace(compatibility="dangerous", details={**dropped.change.details, "view": True})
    case.instead(dropped.change, milder)


def _trigger(case: Case, found: Statement, span: Span) -> None:
    if found.on is None or not case.concerns(found.on.key):
        return
    subject = f"{found.on.key}.{found.names[0].name}"
    if case.revive(f"trigger {subject}", found.shape) or ("replace" in found.flags and _is_as_before(case, found)):
        return
    table = case.schema.table(found.on.key)
    text = f"writes to {table.name} run {found.names[0].name} now"
    case.change(
        "trigger-added", subject, text, span, base=table.place, **case.of_table(table.name, lock="share row exclusive")
    )
    case.hold(table.name, "share row exclusive", span)


def _is_as_before(case: Case, found: Statement) -> bool:
    old = case.schema.of("trigger").get(found.names[0].key)
    return old is not None and old.shape == found.shape.replace("or replace ", "")


def drop(case: Case, found: Statement, span: Span) -> None:
    """Judge DROP of anything but tables and indexes."""
    kind = _DROPPED.get(found.object)
    for name in found.names:
        place = Span(name.start, name.end) if len(found.names) > 1 else span
        old = case.schema.of(found.object).get(name.key)
        if old is not None and old.origin in case.schema.of(found.object):
            continue  # another took its name before
        if found.object == "trigger" and found.on is not None:
            _drop_trigger(case, found, name.name, place, old)
        elif kind is not None and not (old is not None and old.is_new):
            if "if-exists" in found.flags and old is None and found.object not in ("schema", "database", "extension"):
                milder = {"compatibility": "dangerous"}  # it may never have been there
            else:
                milder = {}
            subject = old.origin if old is not None and old.origin else name.key
            text = f"{found.object} {subject} was dropped"
            made = case.change(kind, subject, text, place, base=_base(old), **milder)
            case.drop(found.object, subject, made, old.shape if old is not None else "")


def _drop_trigger(case: Case, found: Statement, name: str, span: Span, old: Named | None) -> None:
    if found.on is None or not case.concerns(found.on.key) or (old is not None and old.is_new):
        return
    subject = f"{found.on.key}.{name}"
    if "if-exists" in found.flags and old is None:
        return
    text = f"writes to {found.on.key} no longer run {name}"
    made = case.change(
        "trigger-removed", subject, text, span, base=_base(old), **case.of_table(found.on.key, lock="access exclusive")
    )
    case.drop(f"trigger {subject}", subject, made, old.shape if old is not None else "")


def alter(case: Case, found: Statement, span: Span) -> None:
    """Judge ALTER of anything but tables."""
    if not found.names or not found.actions:
        return
    name, action = found.names[0].key, found.actions[0]
    old = case.schema.of(found.object).get(name)
    if old is not None and old.is_new and action.verb == "rename":
        case.revive(found.object, f"renamed {action.to}")
        return
    if old is not None and old.is_new:
        return
    if action.verb == "rename" and found.object in _RENAMED:
        text = f"{found.object} {name} is called {action.to} now"
        made = case.change(_RENAMED[found.object], name, text, span, base=_base(old), before=name, after=action.to)
        case.drop(found.object, name, made, f"renamed {name}")
    elif action.verb == "add-value":
        _value_added(case, name, action.name, span, old)
    elif action.verb == "rename-value":
        text = f"the value {action.name} of {name} is called {action.to} now"
        case.change(
            "enum-value-renamed",
            f"{name}={action.name}",
            text,
            span,
            base=_base(old),
            before=action.name,
            after=action.to,
        )
    elif action.verb.endswith("-attribute"):
        case.change(
            "type-changed", f"{name}.{action.name}", f"type {name} has other attributes now", span, base=_base(old)
        )
    elif found.object == "domain" and action.verb == "add-constraint":
        text = f"domain {name} got a constraint: every table that uses it is locked and checked"
        case.change("domain-constrained", name, text, span, base=_base(old))


def _value_added(case: Case, name: str, value: str, span: Span, old: Named | None) -> None:
    if old is not None and value in old.values:
        return
    text = f"{name} can now be {value}"
    case.change("enum-value-added", f"{name}={value}", text, span, base=_base(old), value=value)
    if case.is_before(12) and case.in_transaction is True:
        text = f"ALTER TYPE {name} ADD VALUE cannot run inside of a transaction before PostgreSQL 12"
        case.change("concurrently-in-transaction", f"{name}={value}", text, span, base=_base(old))


def _base(old: Named | None) -> object:
    return base_place(old.place, is_new=old.is_new) if old is not None else None
