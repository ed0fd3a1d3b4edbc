"""One statement's tokens to a ``Statement``: what each first word leads to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.parsers.sql import objects, rows, tables
from trueline.parsers.sql.cursor import Cursor, UnreadError
from trueline.parsers.sql.syntax import Statement

if TYPE_CHECKING:
    from trueline.parsers.sql.split import Piece
    from trueline.parsers.sql.tokens import Dialect

_WORDS: Final = re.compile(r"[^\W\d][\w$]*")
_CREATE_FLAGS: Final = frozenset((
    "OR", "REPLACE", "TEMP", "TEMPORARY", "UNIQUE", "MATERIALIZED", "UNLOGGED", "GLOBAL", "LOCAL", "RECURSIVE",
    "CONSTRAINT", "FULLTEXT", "SPATIAL", "VIRTUAL", "CLUSTERED", "NONCLUSTERED", "FOREIGN", "TRUSTED", "PROCEDURAL",
    "ALGORITHM", "SQL", "SECURITY", "INVOKER", "DEFINER", "MERGE", "TEMPTABLE", "UNDEFINED", "EXTERNAL",
))  # fmt: skip


def read(piece: Piece, dialect: Dialect) -> Statement:
    """Return the statement that a piece is; an ``opaque`` one where it is not understood."""
    cursor = Cursor(piece.tokens, dialect)
    try:
        found = _read(cursor, piece)
        return found._replace(end=piece.end)
    except UnreadError:
        return opaque(piece, dialect)


def _read(cursor: Cursor, piece: Piece) -> Statement:
    first = cursor.peek()
    if any(token.kind in ("meta", "open") for token in piece.tokens):
        raise UnreadError
    if first == "CREATE":
        return _create(cursor, piece)
    if first == "ALTER":
        cursor.take()
        return _alter(cursor, piece.start)
    if first in ("DO", "CALL"):
        return opaque(piece, cursor.dialect)._replace(object=first.lower())
    known = rows.FIRST.get(first)
    if known is None:
        known = objects.FIRST.get(first)
    if known is None:
        raise UnreadError
    cursor.take()
    found = known(cursor, piece.start)
    return found._replace(mentions=mentions(piece, cursor.dialect)) if found.verb == "select" else found


def _create(cursor: Cursor, piece: Piece) -> Statement:
    cursor.take()
    flags: set[str] = set()
    while cursor.peek() in _CREATE_FLAGS and not (cursor.peek() == "FOREIGN" and cursor.peek(1) != "TABLE"):
        word = cursor.take().text.lower()
        flags.add(word)
        if cursor.accept("=") and word == "definer":
            cursor.take()
            if cursor.accept("@"):
                cursor.take()
    if cursor.peek() == "TABLE":
        cursor.take()
        return tables.create(cursor, flags, piece.start)
    known = objects.CREATED.get(cursor.take().text)
    if known is None:
        raise UnreadError
    made = known(cursor, flags, piece.start)
    if made.object in ("function", "procedure"):
        return made._replace(mentions=mentions(piece, cursor.dialect))
    return made


def _alter(cursor: Cursor, start: int) -> Statement:
    cursor.accept("FOREIGN")
    if cursor.accept("TABLE"):
        return tables.alter(cursor, start)
    return objects.alter(cursor, start)


def opaque(piece: Piece, dialect: Dialect) -> Statement:
    """Return a statement of which nothing is known but what it mentions."""
    start = piece.tokens[0]
    return Statement("opaque", start.text.lower() if start.kind == "word" else "", piece.start, piece.end,
                     mentions=mentions(piece, dialect))  # fmt: skip


def mentions(piece: Piece, dialect: Dialect) -> frozenset[str]:
    """Return every name in a statement, and every word of its texts, which may be code."""
    found: set[str] = set()
    for token in piece.tokens:
        if token.kind == "word":
            found.add(token.text.lower())
        elif token.kind == "string":
            found.update(word if dialect == "postgresql" else word.lower() for word in _WORDS.findall(token.text))
            found.update(word.lower() for word in _WORDS.findall(token.text))
        elif token.kind in ("name", "hole", "meta"):
            found.add(token.text if dialect == "postgresql" else token.text.lower())
        elif token.kind == "open":
            found.add("execute")  # what follows may be anything
    return frozenset(found)
