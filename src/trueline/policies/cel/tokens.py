"""The text of an expression, cut into tokens."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from trueline.policies.cel.errors import CelSyntaxError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 20_000
RESERVED = frozenset(
    [
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
    ]
)


class Token(NamedTuple):
    """``kind`` is ``name``, ``int``, ``uint``, ``double``, ``string``, ``bytes``, ``end``, or the sign itself."""

    kind: str
    text: str
    start: int
    end: int


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"""(?P<blank>[ \t\r\n\f]+|//[^\n]*)
        |(?P<string>[rR]?(?:'{3}|"{3}|'|"))
        |(?P<bytes>(?:[bB][rR]?|[rR][bB])(?:'{3}|"{3}|'|"))
        |(?P<quoted>`[A-Za-z0-9_./ -]+`)
        |(?P<name>[_A-Za-z][_A-Za-z0-9]*)
        |(?P<double>(?:[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?))
        |(?P<uint>0[xX][0-9a-fA-F]+[uU]|[0-9]+[uU])
        |(?P<int>0[xX][0-9a-fA-F]+|[0-9]+)
        |(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]{}])
        """,
        re.VERBOSE,
    )


def tokenize(text: str) -> list[Token]:
    """Return the tokens of ``text``, an ``end`` last; raise ``CelSyntaxError`` at what is none."""
    if len(text) > LONGEST:
        raise CelSyntaxError(f"an expression has at most {LONGEST} characters", LONGEST, LONGEST + 1)
    return [*_tokens(text), Token("end", "", len(text), len(text))]


def _tokens(text: str) -> Iterator[Token]:
    match = _pattern().match
    position = 0
    while position < len(text):
        found = match(text, position)
        if found is None:
            raise CelSyntaxError(_complaint(text[position]), position, position + 1)
        kind = found.lastgroup or ""
        end = found.end()
        if kind in ("string", "bytes"):
            end = _closing(text, found[0], position, end)
        if kind == "quoted":
            yield Token("quoted", text[position + 1 : end - 1], position, end)
        elif kind != "blank":
            yield Token(found[0] if kind == "sign" else kind, text[position:end], position, end)
        position = end


def _complaint(character: str) -> str:
    hints = {"=": "compare with '=='", "&": "write '&&'", "|": "write '||'"}
    hint = hints.get(character)
    return f"unexpected {character!r}" + (f", {hint}" if hint else "")


def _closing(text: str, opening: str, start: int, position: int) -> int:
    prefix = opening.rstrip("'\"")
    quote = opening[len(prefix) :]
    raw = "r" in prefix.lower()
    while position < len(text):
        character = text[position]
        if character == "\\" and not raw:
            position += 2
        elif text.startswith(quote, position):
            return position + len(quote)
        elif character in "\r\n" and len(quote) == 1:
            break
        else:
            position += 1
    raise CelSyntaxError(f"this text has no closing {quote}", start, min(position, len(text)))
