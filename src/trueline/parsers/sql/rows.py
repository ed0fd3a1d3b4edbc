"""Statements about rows, locks, settings and transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.parsers.sql.cursor import UnreadError
from trueline.parsers.sql.syntax import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from trueline.parsers.sql.cursor import Cursor

_MARKS: Final = {"BEGIN": "begin", "START": "begin", "COMMIT": "commit", "END": "commit", "ROLLBACK": "rollback",
                 "ABORT": "rollback", "SAVEPOINT": "savepoint", "RELEASE": "savepoint"}  # fmt: skip


def _rest(cursor: Cursor) -> frozenset[str]:
    return frozenset(token.text for token in cursor.until(lambda at: at.done))


def _mark(cursor: Cursor, start: int) -> Statement:
    word = cursor.tokens[0].text
    rest = _rest(cursor)
    kind = "savepoint" if word == "ROLLBACK" and "TO" in rest else _MARKS[word]
    return Statement(kind, "transaction", start, cursor.end)


def _set(cursor: Cursor, start: int) -> Statement:
    flags = {cursor.any_of("LOCAL", "SESSION", "GLOBAL").lower()} - {""}
    while cursor.accept("@"):
        pass
    if cursor.accept("TRANSACTION") or cursor.accept("CONSTRAINTS") or cursor.accept("ROLE"):
        _rest(cursor)
        return Statement("set", "", start, cursor.end)
    name = cursor.name().key if not cursor.accept("TIME", "ZONE") else "timezone"
    if not cursor.any_of("=", "TO", ":="):
        _rest(cursor)
        return Statement("set", name, start, cursor.end, flags=frozenset(flags))
    tokens = cursor.until(lambda at: at.done)
    value = "".join(token.text for token in tokens).strip("'").lower()
    return Statement("set", name, start, cursor.end, value=value, flags=frozenset(flags))


def _truncate(cursor: Cursor, start: int) -> Statement:
    cursor.accept("TABLE")
    cursor.accept("ONLY")
    names = cursor.names()
    flags = {"cascade"} if "CASCADE" in _rest(cursor) else set()
    return Statement("truncate", "table", start, cursor.end, names, flags=frozenset(flags))


def _delete(cursor: Cursor, start: int) -> Statement:
    cursor.expect("FROM")
    cursor.accept("ONLY")
    name = cursor.name()
    return _limited(cursor, Statement("delete", "rows", start, cursor.end, (name,)))


def _update(cursor: Cursor, start: int) -> Statement:
    cursor.accept("ONLY")
    if cursor.accept("OR"):
        cursor.take()
    name = cursor.name()
    cursor.until(lambda at: at.peek() == "SET")
    cursor.expect("SET")
    return _limited(cursor, Statement("update", "rows", start, cursor.end, (name,)))


def _limited(cursor: Cursor, found: Statement) -> Statement:
    cursor.until(lambda at: at.peek() == "WHERE")
    if cursor.accept("WHERE"):
        tokens = cursor.until(lambda at: at.peek() in ("RETURNING", "LIMIT", "ORDER"))
        where = cursor.expression(tokens)
        if where.text not in ("true", "1", "1 = 1"):
            found = found._replace(where=where)
    _rest(cursor)
    return found


def _insert(cursor: Cursor, start: int) -> Statement:
    while not cursor.accept("INTO"):
        cursor.take()
    name = cursor.name()
    rest = _rest(cursor)
    flags = {"select"} if "SELECT" in rest else set()
    read = frozenset(word.lower() for word in rest)
    return Statement("insert", "rows", start, cursor.end, (name,), flags=frozenset(flags), mentions=read)


def _lock(cursor: Cursor, start: int) -> Statement:
    if not cursor.any_of("TABLE", "TABLES"):
        raise UnreadError
    cursor.accept("ONLY")
    names = cursor.names()
    mode = " ".join(
        token.text.lower() for token in cursor.until(lambda at: at.done) if token.text not in ("IN", "MODE")
    )
    return Statement("lock", "table", start, cursor.end, names, value=mode or "access exclusive")


def _vacuum(cursor: Cursor, start: int) -> Statement:
    words = {token.text for token in cursor.group()} if cursor.peek() == "(" else set()
    while word := cursor.any_of("FULL", "FREEZE", "VERBOSE", "ANALYZE"):
        words.add(word)
    names = () if cursor.done else cursor.names()
    _rest(cursor)
    flags = {"full"} if "FULL" in words else set()
    return Statement("vacuum", "table", start, cursor.end, names, flags=frozenset(flags))


def _cluster(cursor: Cursor, start: int) -> Statement:
    cursor.accept("VERBOSE")
    names = () if cursor.done else (cursor.name(),)
    _rest(cursor)
    return Statement("cluster", "table", start, cursor.end, names)


def _reindex(cursor: Cursor, start: int) -> Statement:
    options = {token.text for token in cursor.group()} if cursor.peek() == "(" else set()
    kind = cursor.any_of("INDEX", "TABLE", "SCHEMA", "DATABASE", "SYSTEM").lower()
    if cursor.accept("CONCURRENTLY"):
        options.add("CONCURRENTLY")
    names = () if cursor.done else (cursor.name(),)
    flags = {"concurrently"} & {word.lower() for word in options}
    return Statement("reindex", kind, start, cursor.end, names, flags=frozenset(flags))


def _refresh(cursor: Cursor, start: int) -> Statement:
    cursor.expect("MATERIALIZED", "VIEW")
    flags = {"concurrently"} if cursor.accept("CONCURRENTLY") else set()
    name = cursor.name()
    _rest(cursor)
    return Statement("refresh", "view", start, cursor.end, (name,), flags=frozenset(flags))


def _select(cursor: Cursor, start: int) -> Statement:
    expression = cursor.expression(cursor.tokens)
    _rest(cursor)
    if any(token.text == "INTO" and token.kind == "word" for token in cursor.tokens):
        raise UnreadError
    return Statement("select", "rows", start, cursor.end, where=expression)


def _with(cursor: Cursor, start: int) -> Statement:
    """Take a common table expression and what it leads to, or what it does itself to all rows of a table."""
    for found in _written(cursor, start):
        if found.where is None:
            _rest(cursor)
            return found
    cursor.until(lambda at: at.peek() in ("INSERT", "UPDATE", "DELETE", "SELECT"))
    first = cursor.peek()
    if first not in ("INSERT", "UPDATE", "DELETE", "SELECT"):
        raise UnreadError
    cursor.take()
    return FIRST[first](cursor, start)


def _written(cursor: Cursor, start: int) -> Iterator[Statement]:
    """Yield what stands in parentheses and writes: ``WITH gone AS (DELETE FROM t RETURNING *) …``."""
    for number, token in enumerate(cursor.tokens):
        if not number or token.text not in ("DELETE", "UPDATE") or cursor.tokens[number - 1].text != "(":
            continue
        depth, last = 1, number
        while depth and last + 1 < len(cursor.tokens):
            last += 1
            depth += {"(": 1, ")": -1}.get(cursor.tokens[last].text, 0)
        yield FIRST[token.text](type(cursor)(cursor.tokens[number + 1 : last], cursor.dialect), start)


def _revoke(cursor: Cursor, start: int) -> Statement:
    cursor.until(lambda at: at.peek() == "ON")
    cursor.accept("ON")
    cursor.accept("TABLE")
    try:
        names = cursor.names() if not cursor.done and cursor.peek() not in _OTHER_OBJECTS else ()
    except UnreadError:
        names = ()
    _rest(cursor)
    return Statement("revoke", "privileges", start, cursor.end, names)


_OTHER_OBJECTS: Final = frozenset(("ALL", "FUNCTION", "SCHEMA", "SEQUENCE", "DATABASE", "PROCEDURE", "ROUTINE", "TYPE"))


def _harmless(cursor: Cursor, start: int) -> Statement:
    word = cursor.tokens[0].text.lower()
    _rest(cursor)
    return Statement(word, "", start, cursor.end)


FIRST: Final[dict[str, Callable[[Cursor, int], Statement]]] = {
    **dict.fromkeys(_MARKS, _mark),
    **dict.fromkeys(("ANALYZE", "CHECKPOINT", "COMMENT", "COPY", "DISCARD", "EXPLAIN", "GRANT", "LISTEN", "NOTIFY",
                     "PRAGMA", "RESET", "SECURITY", "SHOW", "UNLISTEN", "UNLOCK", "USE", "VALUES"), _harmless),
    "CLUSTER": _cluster,
    "DELETE": _delete,
    "INSERT": _insert,
    "LOCK": _lock,
    "REFRESH": _refresh,
    "REINDEX": _reindex,
    "REPLACE": _insert,
    "REVOKE": _revoke,
    "SELECT": _select,
    "SET": _set,
    "TRUNCATE": _truncate,
    "UPDATE": _update,
    "VACUUM": _vacuum,
    "WITH": _with,
}  # fmt: skip
"""What such statements begin with."""
