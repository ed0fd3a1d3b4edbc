"""Tokens to statements: what ends one, what is held together, and what is no SQL at all."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.parsers.sql.tokens import Lexer, Token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.parsers.sql.tokens import Dialect, Fault

_OVER: Final = re.compile(r"--\s*\+\w+\s+StatementEnd\b", re.IGNORECASE)  # goose's; what it holds is split all the same
_HOLDS_STATEMENTS: Final = frozenset(("TRIGGER", "FUNCTION", "PROCEDURE", "EVENT", "PACKAGE"))
_AFTER_END: Final = frozenset(("IF", "LOOP", "WHILE", "REPEAT", "FOR"))
_FIRST: Final = frozenset(
    ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE", "SELECT", "BEGIN", "COMMIT", "COMMENT", "GRANT", "SET")
)
_MARKED: Final = frozenset(("BEGIN", "CASE", "END", "DELIMITER", "GO")) | _HOLDS_STATEMENTS | _AFTER_END
_RUNS_OTHERS: Final = ("\\i", "\\ir", "\\include", "\\include_relative", "\\copy")


class Piece(NamedTuple):
    """The tokens of one statement, without what ends it."""

    tokens: tuple[Token, ...]
    start: int
    end: int


class Split(NamedTuple):
    """What one text holds: statements, comments and faults."""

    pieces: list[Piece]
    comments: list[Token]
    faults: list[Fault]


def split(text: str, dialect: Dialect, start: int = 0, end: int | None = None) -> Split:
    """Return the statements between two offsets of a text."""
    splitter = _Splitter(Lexer(text, dialect, start, end))
    pieces = list(splitter.pieces())
    return Split(pieces, splitter.comments, splitter.lexer.faults)


class _Splitter:
    def __init__(self, lexer: Lexer) -> None:
        self.lexer = lexer
        self.comments: list[Token] = []
        self._tokens: list[Token] = []
        self._depth = 0
        self._inside = 0  # BEGIN … END of a body that is no string
        self._is_routine = False

    def pieces(self) -> Iterator[Piece]:
        """Yield the statements; empty ones are none."""
        for token in self.lexer.tokens():
            kind = token.kind
            if kind == "word" and token.text not in _MARKED:
                self._tokens.append(token)
            elif kind == "comment":
                self.comments.append(token)
                if _OVER.match(token.text):
                    yield from self._flush()
            elif kind == "end" and self._ends(token):
                copies = self._copies()
                yield from self._flush()
                if copies:
                    self.lexer.skip_copied()
            elif kind == "symbol" and token.text == "\\":
                yield from self._meta(token)
            elif kind == "word" and self._is_command(token):
                yield from self._flush()
            else:
                self._take(token)
        yield from self._flush()

    def _take(self, token: Token) -> None:
        self._tokens.append(token)
        if token.kind == "symbol":
            self._depth += {"(": 1, ")": -1}.get(token.text, 0)
        elif token.kind == "word":
            self._count(token)

    def _count(self, token: Token) -> None:
        """Keep count of the BEGIN … END of routines, where ``;`` ends nothing."""
        tokens, text = self._tokens, token.text
        if text in _HOLDS_STATEMENTS and len(tokens) < 12 and tokens[0].text in ("CREATE", "REPLACE"):
            self._is_routine = True
        if not self._is_routine:
            return
        before = tokens[-2].text if len(tokens) > 1 and tokens[-2].kind == "word" else ""
        if text == "BEGIN" or (text == "CASE" and self._inside and before != "END"):
            self._inside += 1
        elif text == "END" and self._inside:
            self._inside -= 1
        elif before == "END" and text in _AFTER_END and tokens[-2].end < token.start:
            self._inside += 1  # END IF closes no BEGIN

    def _ends(self, token: Token) -> bool:
        if token.text != ";":
            return True
        if self._inside:
            self._tokens.append(token._replace(kind="symbol"))
            return False
        if self._depth > 0 and not self._looks_over(token):
            self._tokens.append(token._replace(kind="symbol"))
            return False
        return True

    def _looks_over(self, token: Token) -> bool:
        """Tell whether a statement follows at the start of a line, so that a missing parenthesis costs but one."""
        if self._is_routine or any(one.text == "RULE" for one in self._tokens[:5]):
            return False
        found = re.compile(r"\s*\n(\w+)").match(self.lexer.text, token.end)
        return found is not None and found.group(1).upper() in _FIRST

    def _copies(self) -> bool:
        tokens = self._tokens
        if not tokens or tokens[0].text != "COPY" or self.lexer.dialect not in ("postgresql", "generic"):
            return False
        return any(one.text == "FROM" and other.text == "STDIN" for one, other in pairwise(tokens))

    def _meta(self, token: Token) -> Iterator[Piece]:
        r"""Read a command of psql: ``\\i`` runs what is not here, ``\\g…`` ends a statement, others do nothing."""
        rest = self.lexer.rest_of_line()
        command = "\\" + (rest.split() or [""])[0]
        if (self._tokens and command.startswith("\\g")) or command in _RUNS_OTHERS:
            self._tokens.append(Token("meta", command, token.start, self.lexer.position))
            yield from self._flush()

    def _is_command(self, token: Token) -> bool:
        """Tell whether a word is no SQL: ``DELIMITER //`` of MySQL's client, ``GO`` of SQL Server's."""
        if token.text == "DELIMITER" and not self._tokens and self.lexer.dialect in ("mysql", "generic"):
            self.lexer.delimiter = (self.lexer.rest_of_line().split() or [";"])[0]
            return True
        if token.text == "GO" and self.lexer.dialect == "generic" and not self._depth:
            line = self.lexer.text.rfind("\n", 0, token.start) + 1
            after = re.compile(r"[ \t\r]*(\n|\Z)").match(self.lexer.text, token.end)
            return after is not None and not self.lexer.text[line : token.start].strip()
        return False

    def _flush(self) -> Iterator[Piece]:
        tokens, self._tokens = self._tokens, []
        self._depth = self._inside = 0
        self._is_routine = False
        if tokens:
            yield Piece(tuple(tokens), tokens[0].start, tokens[-1].end)
