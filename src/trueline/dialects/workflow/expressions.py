"""GitHub's expression language, read for what an expression uses, and what of that it can give back.

``github.event.issue.title``, ``github['event'].issue['title']`` and ``GitHub.Event.Issue.Title`` are one context. A
literal index is a step of its path (``commits.0.message``), any other index is ``*``. A comparison, ``contains`` and
their like give true or false, so nothing of what they compare reaches the result.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

DEEPEST: Final = 50
"""How deep an expression may nest; GitHub refuses deeper ones, too."""

LONGEST: Final = 21_000
"""How many characters an expression may have, as at GitHub's."""

_TOKEN: Final = re.compile(
    r"(?P<blank>\s+)"
    r"|(?P<text>'(?:[^']|'')*')"
    r"|(?P<number>[-+]?(?:0[xX][0-9a-fA-F]+|0o[0-7]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|Infinity))"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_-]*)"
    r"|(?P<sign>&&|\|\||[=!<>]=|[!<>()\[\].,*])"
)
_LITERALS: Final = frozenset(("true", "false", "null", "nan", "infinity"))
_COMPARISONS: Final = frozenset(("==", "!=", "<", "<=", ">", ">="))
# what these give is true, false or a digest, whatever they are asked about
_TELLING: Final = frozenset(
    ("always", "cancelled", "contains", "endswith", "failure", "hashfiles", "startswith", "success")
)
_END: Final = ""


class Expression(NamedTuple):
    """What an expression uses: ``contexts`` are all it reads, ``results`` those whose text may be in what it gives."""

    contexts: tuple[str, ...]
    results: tuple[str, ...]
    functions: tuple[str, ...] = ()


class ExpressionError(Exception):
    """A text is no expression; ``start`` and ``end`` are the characters where that shows."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


@lru_cache(2048)  # the same few stand in most workflows
def parse(text: str) -> Expression:
    """Return what the expression ``text`` uses, which stands without its ``${{ }}``; raise ``ExpressionError``."""
    if len(text) > LONGEST:
        raise ExpressionError(f"an expression longer than {LONGEST} characters", 0, len(text))
    parser = _Parser(_tokens(text), len(text))
    results = parser.either(0)
    parser.expect(_END, "the end of the expression")
    return Expression(_once(parser.contexts), _once(results), _once(parser.functions))


def _once(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            character = text[position]
            what = "a text in ' that is not closed" if character == "'" else f"no expression has {character!r}"
            raise ExpressionError(what, position, position + 1)
        if match.lastgroup != "blank":
            tokens.append(_Token(str(match.lastgroup), match[0], position, match.end()))
        position = match.end()
    return tokens


class _Parser:
    """Recursive descent; each method returns the contexts that may be in the value of what it has read."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self._tokens = tokens
        self._position = 0
        self._end = _Token("end", _END, length, length)
        self.contexts: list[str] = []
        self.functions: list[str] = []

    @property
    def _token(self) -> _Token:
        return self._tokens[self._position] if self._position < len(self._tokens) else self._end

    def _takes(self, *texts: str) -> bool:
        token = self._token
        if token.kind != "sign" or token.text not in texts:
            return False
        self._position += 1
        return True

    def expect(self, text: str, name: str) -> None:
        """Take the token ``text``; raise ``ExpressionError`` where another stands."""
        token = self._token
        if token.text != text or token.kind not in ("sign", "end"):
            self._refuse(token, name)
        self._position += 1

    def _refuse(self, token: _Token, wanted: str) -> None:
        found = f"`{token.text}`" if token.text else "its end"
        raise ExpressionError(f"the expression has {found} where {wanted} must stand", token.start, token.end)

    def either(self, depth: int) -> list[str]:
        """Read operands of ``||``: the value of any may be that of the whole."""
        if depth > DEEPEST:
            raise ExpressionError(f"an expression nests deeper than {DEEPEST} levels", self._token.start, self._end.end)
        found = self._both(depth)
        while self._takes("||"):
            found = found + self._both(depth)
        return found

    def _both(self, depth: int) -> list[str]:
        """Read operands of ``&&``: but for the last they are false where they are the value, so they carry no text."""
        found = self._comparison(depth)
        while self._takes("&&"):
            found = self._comparison(depth)
        return found

    def _comparison(self, depth: int) -> list[str]:
        found = self._negation(depth)
        while self._takes(*_COMPARISONS):
            self._negation(depth)
            found = []
        return found

    def _negation(self, depth: int) -> list[str]:
        negated = False
        while self._takes("!"):
            negated = True
        found = self._access(depth)
        return [] if negated else found

    def _access(self, depth: int) -> list[str]:
        token = self._token
        self._position += 1
        if token.kind in ("text", "number"):
            return self._members("", [], depth)
        if token.kind == "name":
            name = token.text.lower()
            if self._takes("("):
                return self._members("", self._call(name, depth), depth)
            return [] if name in _LITERALS else self._members(name, [], depth)
        if token == self._end or token.text != "(":
            self._refuse(token, "a value")
        found = self.either(depth + 1)
        self.expect(")", "`)`")
        return self._members("", found, depth)

    def _call(self, name: str, depth: int) -> list[str]:
        self.functions.append(name)
        found: list[str] = []
        if not self._takes(")"):
            found = found + self.either(depth + 1)
            while self._takes(","):
                found = found + self.either(depth + 1)
            self.expect(")", "`)` or `,`")
        return [] if name in _TELLING else found

    def _members(self, context: str, found: list[str], depth: int) -> list[str]:
        """Read ``.name``, ``.*`` and ``[index]`` after a value, which is a context where it has a name."""
        steps = [context]
        while True:
            if self._takes("."):
                steps.append(self._name())
            elif self._takes("["):
                steps.append(self._index(depth))
            else:
                break
        if not context:
            return found
        path = ".".join(steps)
        self.contexts.append(path)
        return [path]

    def _name(self) -> str:
        token = self._token
        if token.kind != "name" and token.text != "*":
            self._refuse(token, "a name")
        self._position += 1
        return token.text.lower()

    def _index(self, depth: int) -> str:
        token = self._token
        start = self._position
        if not self._takes("*"):
            self.either(depth + 1)
        is_literal = self._position == start + 1 and token.kind in ("text", "number")
        self.expect("]", "`]`")
        if not is_literal:
            return "*"
        return token.text.lower() if token.kind == "number" else token.text[1:-1].replace("''", "'").lower()
