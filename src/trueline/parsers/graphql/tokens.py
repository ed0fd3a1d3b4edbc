"""Text to tokens: what GraphQL calls lexical analysis, with the offsets of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK: Final = r'"""(?>[^"\\]+|\\(?:""")?|"(?!""))*+"""'
STRING: Final = r'"(?!"")(?>[^"\\\r\n]+|\\.)*+"'
COMMENT: Final = r"#[^\r\n]*+"
NAME: Final = r"[A-Za-z_][A-Za-z_0-9]*+"
_NUMBER: Final = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?(?![A-Za-z_0-9.])"
_TOKEN: Final = re.compile(
    rf"[ \t\r\n,\ufeff]++|{COMMENT}|(?P<name>{NAME})|(?P<mark>\.\.\.|[!$&()=:@\[\]{{|}}])"
    rf"|(?P<block>{BLOCK})|(?P<string>{STRING})|(?P<number>{_NUMBER})|(?P<wrong>(?s:.))"
)
_COMMENTED: Final = re.compile(rf"{BLOCK}|{STRING}|(?P<comment>{COMMENT})")
_LINE_REST: Final = re.compile(r"[ \t]*(?=[\r\n]|\Z)")
_ESCAPE: Final = re.compile(r'\\(?:u\{([0-9A-Fa-f]{1,8})\}|u([0-9A-Fa-f]{4})|(["\\/bfnrt])|(.))')
_SHORT: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class Token(NamedTuple):
    """One token; ``kind`` is ``name``, ``mark``, ``block``, ``string``, ``number``, ``wrong`` or at the end ``""``."""

    kind: str
    text: str
    start: int
    end: int


class GraphqlSyntaxError(Exception):
    """What cannot be read, and where; never leaves this folder."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield what stands between two offsets, without blanks, commas and comments, and an empty one at the end."""
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup
        if kind is not None:
            yield Token(kind, match.group(), match.start(), match.end())
    yield Token("", "", end, end)


def string_of(token: Token) -> str:
    """Return what a string or block string says."""
    if token.kind == "block":
        return _block(token.text[3:-3].replace('\\"""', '"""'))
    return _ESCAPE.sub(_unescaped, token.text[1:-1])


def _unescaped(match: re.Match[str]) -> str:
    if match[3]:
        return _SHORT.get(match[3], match[3])
    number = int(match[1] or match[2] or "fffd", 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"


def _block(raw: str) -> str:
    """Return the lines of a block string without their common indent, and without blank ones before and after."""
    lines = re.split(r"\r\n|\n|\r", raw)
    indents = [len(line) - len(line.lstrip(" \t")) for line in lines[1:] if line.strip(" \t")]
    indent = min(indents, default=0)
    lines = [lines[0], *(line[indent:] for line in lines[1:])]
    while lines and not lines[0].strip(" \t"):
        del lines[0]
    while lines and not lines[-1].strip(" \t"):
        del lines[-1]
    return "\n".join(lines)


def descriptions(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the strings of ``text`` begin and end that have their lines for themselves."""
    for match in _COMMENTED.finditer(text):
        if not match["comment"] and _LINE_REST.match(text, match.end()):
            begin = max(text.rfind(end, 0, match.start()) for end in "\r\n") + 1
            if not text[begin : match.start()].strip(" \t"):
                yield match.start(), match.end()


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the comments of ``text`` begin and end."""
    for match in _COMMENTED.finditer(text):
        if match["comment"]:
            yield match.start(), match.end()
