"""A way through the tokens of one statement; what it cannot read raises ``UnreadError``, which stays in here."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from trueline.parsers.sql.syntax import Expression, Name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trueline.parsers.sql.tokens import Dialect, Token

_SPOKEN: Final = frozenset(("word", "symbol"))
_NAMES: Final = frozenset(("word", "name", "hole"))
_DEEPEST: Final = 200


class UnreadError(Exception):
    """The statement is written in a way that is not understood."""


class Cursor:
    """Looks at one token after the other; words are compared in capitals."""

    __slots__ = ("dialect", "position", "tokens")

    def __init__(self, tokens: Sequence[Token], dialect: Dialect) -> None:
        self.tokens = tokens
        self.dialect: Dialect = dialect
        self.position = 0

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self.position >= len(self.tokens)

    @property
    def start(self) -> int:
        """Where the next token begins, or the last one ended."""
        return self.tokens[-1].end if self.done else self.tokens[self.position].start

    @property
    def end(self) -> int:
        """Where the last token that was taken ends."""
        return self.tokens[self.position - 1].end if self.position else self.tokens[0].start

    def peek(self, ahead: int = 0) -> str:
        """Return the word or symbol there; ``""`` for a quoted name, a text and the end."""
        place = self.position + ahead
        if place >= len(self.tokens):
            return ""
        token = self.tokens[place]
        return token.text if token.kind in ("word", "symbol") else ""

    def accept(self, *words: str) -> bool:
        """Take these words if they are next, all of them."""
        place, tokens = self.position, self.tokens
        for word in words:
            if place >= len(tokens):
                return False
            kind, text, _, _ = tokens[place]
            if text != word or kind not in _SPOKEN:
                return False
            place += 1
        self.position = place
        return True

    def any_of(self, *words: str) -> str:
        """Take one of these words and return it, or nothing."""
        found = self.peek()
        if found and found in words:
            self.position += 1
            return found
        return ""

    def expect(self, *words: str) -> None:
        """Take these words, which must be next."""
        if not self.accept(*words):
            raise UnreadError

    def take(self) -> Token:
        """Take the next token."""
        if self.done:
            raise UnreadError
        self.position += 1
        return self.tokens[self.position - 1]

    def identifier(self) -> str:
        """Take a name and return it as the dialect folds it: PostgreSQL keeps capitals in quotes, others have none."""
        token = self.take()
        if token.kind not in _NAMES:
            raise UnreadError
        return self.fold(token)

    def fold(self, token: Token) -> str:
        """Return the name that a token is."""
        return token.text if token.kind != "word" and self.dialect == "postgresql" else token.text.lower()

    def name(self) -> Name:
        """Take ``schema.name``."""
        start = self.start
        parts = [self.identifier()]
        while self.peek() == "." and not self.done:
            self.position += 1
            parts.append(self.identifier())
        return Name(parts[-2] if len(parts) > 1 else "", parts[-1], start, self.end)

    def names(self) -> tuple[Name, ...]:
        """Take names with commas between them."""
        found = [self.name()]
        while self.accept(","):
            found.append(self.name())
        return tuple(found)

    def group(self) -> list[Token]:
        """Take what stands in parentheses, and return it without them."""
        self.expect("(")
        first, depth = self.position, 1
        while depth:
            text = self.peek()
            self.take()
            if text == "(":
                depth += 1
                if depth > _DEEPEST:
                    raise UnreadError
            elif text == ")":
                depth -= 1
        return list(self.tokens[first : self.position - 1])

    def skip_group(self) -> bool:
        """Take what stands in parentheses, if they are next."""
        if self.peek() != "(":
            return False
        self.group()
        return True

    def until(self, stops: Callable[[Cursor], bool]) -> list[Token]:
        """Take tokens, and whole parentheses and brackets, up to where ``stops`` says so."""
        first = self.position
        while not self.done and not stops(self):
            if not self.skip_group():
                self._step()
        return list(self.tokens[first : self.position])

    def _step(self) -> None:
        """Take one token, or an index and what stands in it."""
        depth = 0
        while not self.done:
            depth += {"[": 1, "]": -1}.get(self.peek(), 0)
            self.position += 1
            if depth <= 0:
                return

    def items(self, tokens: Sequence[Token]) -> list[Cursor]:
        """Return a cursor for each part between the commas outside of parentheses."""
        found: list[Cursor] = []
        depth, first = 0, 0
        for place, token in enumerate(tokens):
            if token.kind != "symbol":
                continue
            if token.text == "," and not depth:
                found.append(Cursor(tokens[first:place], self.dialect))
                first = place + 1
            depth += {"(": 1, ")": -1, "[": 1, "]": -1}.get(token.text, 0)
        found.append(Cursor(tokens[first:], self.dialect))
        return [item for item in found if item.tokens]

    def expression(self, tokens: Sequence[Token]) -> Expression:
        """Return what the tokens say in one spelling."""
        if not tokens:
            raise UnreadError
        while len(tokens) > 2 and tokens[0].text == "(" and _closes(tokens) == len(tokens) - 1:
            tokens = tokens[1:-1]
        texts = [token.text if token.kind != "word" else token.text.lower() for token in tokens]
        calls = tuple(
            token.text.lower()
            for token, after in pairwise(tokens)
            if after.text == "(" and after.kind == "symbol" and token.kind in _NAMES
        )
        return Expression(" ".join(texts), calls, tokens[0].start, tokens[-1].end)


def _closes(tokens: Sequence[Token]) -> int:
    """Return where the parenthesis at the beginning is closed."""
    depth = 0
    for place, token in enumerate(tokens):
        if token.kind == "symbol":
            depth += {"(": 1, ")": -1}.get(token.text, 0)
        if not depth:
            return place
    return -1
