"""Statements about what is no table: indexes, types, views, sequences, triggers, functions, schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.parsers.sql import columns
from trueline.parsers.sql.cursor import UnreadError
from trueline.parsers.sql.syntax import Action, Name, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trueline.parsers.sql.cursor import Cursor

_KINDS: Final = {
    "AGGREGATE": "function", "COLLATION": "collation", "DATABASE": "database", "DOMAIN": "domain", "EVENT": "event",
    "EXTENSION": "extension", "FUNCTION": "function", "INDEX": "index", "LANGUAGE": "language", "POLICY": "policy",
    "PROCEDURE": "function", "PUBLICATION": "publication", "ROLE": "role", "ROUTINE": "function", "RULE": "rule",
    "SCHEMA": "schema", "SEQUENCE": "sequence", "SERVER": "server", "STATISTICS": "statistics",
    "SUBSCRIPTION": "subscription", "TABLE": "table", "TRIGGER": "trigger", "TYPE": "type", "USER": "role",
    "VIEW": "view", "OPERATOR": "operator", "CAST": "cast", "DEFAULT": "privileges", "GROUP": "role",
    "CONVERSION": "conversion", "TABLESPACE": "tablespace", "TEXT": "text-search", "TRANSFORM": "transform",
}  # fmt: skip


def _flags(words: Iterable[str]) -> frozenset[str]:
    return frozenset(words)


def _if_not_exists(cursor: Cursor, flags: set[str]) -> None:
    if cursor.accept("IF", "NOT", "EXISTS"):
        flags.add("if-not-exists")


def _index(cursor: Cursor, flags: set[str], start: int) -> Statement:
    if cursor.any_of("CONCURRENTLY", "ASYNC"):
        flags.add("concurrently")
    _if_not_exists(cursor, flags)
    name = cursor.name() if cursor.peek() not in ("ON", "USING") else Name("", "", cursor.start, cursor.start)
    if cursor.accept("USING"):
        cursor.take()
    cursor.expect("ON")
    if cursor.accept("ONLY"):
        flags.add("only")
    on = cursor.name()
    end = cursor.end
    if cursor.accept("USING"):
        cursor.take()
    keys = columns.keys(cursor)
    cursor.until(lambda at: at.peek() == "WHERE")
    where = cursor.expression(cursor.until(lambda at: at.done)) if cursor.accept("WHERE") else None
    return Statement("create", "index", start, end, (name,), on, keys=keys, where=where, flags=_flags(flags))


def _type(cursor: Cursor, flags: set[str], start: int) -> Statement:
    name = cursor.name()
    found = Statement("create", "type", start, name.end, (name,), flags=_flags(flags))
    if cursor.accept("AS", "ENUM"):
        labels = tuple(text(item) for item in cursor.items(cursor.group()))
        return found._replace(values=labels, flags=_flags((*flags, "enum")))
    cursor.until(lambda at: at.done)
    return found


def _domain(cursor: Cursor, flags: set[str], start: int) -> Statement:
    name = cursor.name()
    rest = {token.text for token in cursor.until(lambda at: at.done)}
    if rest & {"CHECK", "NOT"}:
        flags.add("constrained")
    return Statement("create", "domain", start, name.end, (name,), flags=_flags(flags))


def _view(cursor: Cursor, flags: set[str], start: int) -> Statement:
    _if_not_exists(cursor, flags)
    name = cursor.name()
    listed = columns.keys(cursor) if cursor.peek() == "(" else ()
    cursor.until(lambda at: at.peek() == "AS")
    cursor.accept("AS")
    shape = cursor.expression(cursor.until(lambda at: at.done)).text
    found = Statement("create", "view", start, name.end, (name,), keys=listed, flags=_flags(flags), shape=shape)
    return found._replace(mentions=frozenset(token.text.lower() for token in cursor.tokens if token.kind != "symbol"))


def _trigger(cursor: Cursor, flags: set[str], start: int) -> Statement:
    _if_not_exists(cursor, flags)
    name = cursor.name()
    cursor.until(lambda at: at.peek() == "ON")
    cursor.expect("ON")
    on = cursor.name()
    shape = cursor.expression(cursor.tokens).text.replace("or replace ", "")
    cursor.until(lambda at: at.done)
    return Statement("create", "trigger", start, on.end, (name,), on, flags=_flags(flags), shape=shape)


def _policy(cursor: Cursor, flags: set[str], start: int) -> Statement:
    name = cursor.name()
    cursor.expect("ON")
    on = cursor.name()
    return Statement("create", "policy", start, on.end, (name,), on, flags=_flags(flags))


def _named(kind: str) -> Callable[[Cursor, set[str], int], Statement]:
    def take(cursor: Cursor, flags: set[str], start: int) -> Statement:
        _if_not_exists(cursor, flags)
        if kind == "schema" and cursor.accept("AUTHORIZATION"):
            cursor.accept("=")
        name = cursor.name()
        shape = cursor.expression(cursor.tokens).text.replace("or replace ", "") if kind == "function" else ""
        return Statement("create", kind, start, name.end, (name,), flags=_flags(flags), shape=shape)

    return take


def _other(kind: str) -> Callable[[Cursor, set[str], int], Statement]:
    def take(cursor: Cursor, flags: set[str], start: int) -> Statement:
        end = cursor.end
        cursor.until(lambda at: at.done)
        return Statement("create", kind, start, end, flags=_flags(flags))

    return take


CREATED: Final[dict[str, Callable[[Cursor, set[str], int], Statement]]] = {
    **{word: _other(kind) for word, kind in _KINDS.items()},
    **{word: _named(_KINDS[word]) for word in ("EXTENSION", "FUNCTION", "PROCEDURE", "SCHEMA", "SEQUENCE")},
    "DOMAIN": _domain,
    "INDEX": _index,
    "POLICY": _policy,
    "TRIGGER": _trigger,
    "TYPE": _type,
    "VIEW": _view,
}
"""What follows CREATE, by its word; only what changes nothing that is kept track of is passed over."""


def text(item: Cursor) -> str:
    """Take a text and return what is in its quotes."""
    token = item.take()
    if token.kind != "string" or not token.text.endswith("'"):
        raise UnreadError
    return token.text[token.text.index("'") + 1 : -1].replace("''", "'")


def drop(cursor: Cursor, start: int) -> Statement:
    """Take what follows DROP."""
    flags: set[str] = set()
    while cursor.peek() in ("MATERIALIZED", "FOREIGN", "TEMPORARY", "TEMP", "OWNED"):
        flags.add(cursor.take().text.lower())
    kind = _KINDS.get(cursor.take().text)
    if kind is None or "owned" in flags:
        raise UnreadError
    if cursor.accept("CONCURRENTLY"):
        flags.add("concurrently")
    if cursor.accept("IF", "EXISTS"):
        flags.add("if-exists")
    if kind in ("operator", "cast", "text-search", "privileges", "transform", "role"):
        cursor.until(lambda at: at.done)
        return Statement("drop", kind, start, cursor.end, flags=_flags(flags))
    names = [cursor.name()]
    cursor.skip_group()
    while cursor.accept(","):
        names.append(cursor.name())
        cursor.skip_group()
    on = cursor.name() if cursor.accept("ON") else None
    rest = {token.text for token in cursor.until(lambda at: at.done)}
    if "CASCADE" in rest:
        flags.add("cascade")
    return Statement("drop", kind, start, cursor.end, tuple(names), on, flags=_flags(flags))


def alter(cursor: Cursor, start: int) -> Statement:
    """Take what follows ALTER, but for tables: renames and values of types; what only sets options is passed over."""
    if cursor.accept("MATERIALIZED"):
        pass
    kind = _KINDS.get(cursor.take().text)
    if kind is None:
        if cursor.tokens[1].text == "SYSTEM":
            raise UnreadError
        kind = "other"
    if kind in ("index", "sequence", "view", "type", "domain", "schema", "function", "table", "database"):
        cursor.accept("IF", "EXISTS")
        name = cursor.name()
        cursor.skip_group()
        action = _altered(cursor, kind)
        return Statement("alter", kind, start, name.end, (name,), actions=(action,))
    cursor.until(lambda at: at.done)
    return Statement("alter", kind, start, cursor.end)


def _altered(cursor: Cursor, kind: str) -> Action:
    start = cursor.start
    if cursor.accept("RENAME", "TO"):
        return Action("rename", start, cursor.end, to=cursor.name().name)._replace(end=cursor.end)
    if cursor.accept("RENAME", "VALUE"):
        old = text(cursor)
        cursor.expect("TO")
        return Action("rename-value", start, cursor.end, old, text(cursor))._replace(end=cursor.end)
    if cursor.accept("ADD", "VALUE"):
        cursor.accept("IF", "NOT", "EXISTS")
        return Action("add-value", start, cursor.end, text(cursor))._replace(end=cursor.end)
    if cursor.accept("SET", "SCHEMA"):
        return Action("set-schema", start, cursor.end, to=cursor.identifier())._replace(end=cursor.end)
    if cursor.accept("RENAME") and cursor.any_of("ATTRIBUTE", "COLUMN"):
        old = cursor.identifier()
        cursor.expect("TO")
        return Action("rename-attribute", start, cursor.end, old, cursor.identifier())._replace(end=cursor.end)
    if kind == "domain" and cursor.accept("ADD"):
        cursor.until(lambda at: at.done)
        return Action("add-constraint", start, cursor.end)
    if kind == "type":
        attribute = cursor.any_of("ADD", "DROP", "ALTER")
        if attribute and cursor.accept("ATTRIBUTE"):
            cursor.accept("IF", "EXISTS")
            name = cursor.identifier()
            cursor.until(lambda at: at.done)
            return Action(f"{attribute.lower()}-attribute", start, cursor.end, name)
    cursor.until(lambda at: at.done)
    return Action("option", start, cursor.end)


def _rename(cursor: Cursor, start: int) -> Statement:
    """Take MySQL's ``RENAME TABLE a TO b, c TO d``."""
    cursor.expect("TABLE")
    names: list[Name] = []
    actions: list[Action] = []
    while True:
        begin = cursor.start
        names.append(cursor.name())
        cursor.expect("TO")
        actions.append(Action("rename-table", begin, cursor.end, to=cursor.name().name)._replace(end=cursor.end))
        if not cursor.accept(","):
            return Statement("rename", "table", start, cursor.end, tuple(names), actions=tuple(actions))


FIRST: Final[dict[str, Callable[[Cursor, int], Statement]]] = {"DROP": drop, "RENAME": _rename}
"""What statements about objects begin with, but for CREATE and ALTER."""
