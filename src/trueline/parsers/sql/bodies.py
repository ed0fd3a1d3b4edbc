"""What a DO block runs: its statements are read where they stand, as far as the block is plain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.parsers.sql.split import Piece, split
from trueline.parsers.sql.statements import mentions, read

if TYPE_CHECKING:
    from trueline.parsers.sql.syntax import Statement
    from trueline.parsers.sql.tokens import Dialect, Token

_LEADS: Final = frozenset(("BEGIN", "THEN", "ELSE", "LOOP", "DECLARE", "END"))
_HARMLESS: Final = frozenset(("NULL", "RAISE", "END", "RETURN", "EXCEPTION", "IF", "ELSIF", "WHEN", "EXIT", "CONTINUE"))
_CODE: Final = re.compile(r"\$(\w*)\$|'")


def opened(found: Statement, piece: Piece, text: str, dialect: Dialect) -> Statement:
    """Return a DO block with the statements in it; it stays opaque where one of them cannot be read."""
    if found.verb != "opaque" or found.object != "do":
        return found
    code = next((token for token in piece.tokens if token.kind == "string"), None)
    opening = _CODE.match(code.text) if code is not None else None
    if code is None or opening is None or not opening.group().startswith("$"):
        return found
    mark = len(opening.group())
    inner: list[Statement] = []
    for part in split(text, dialect, code.start + mark, code.end - mark).pieces:
        tokens = _led(part.tokens)
        if not tokens or tokens[0].text in _HARMLESS:
            continue
        given = _given(tokens, text, dialect)
        inner += given or [read(Piece(tokens, tokens[0].start, tokens[-1].end), dialect)]
    if any(one.verb == "opaque" for one in inner):
        return found._replace(mentions=mentions(piece, dialect))
    return found._replace(verb="do", object="block", inner=tuple(inner))


def _given(tokens: tuple[Token, ...], text: str, dialect: Dialect) -> list[Statement]:
    """Return the statements of ``EXECUTE '…'``, where the whole text is given and stands there as it is run."""
    if len(tokens) != 2 or tokens[0].text != "EXECUTE" or tokens[1].kind != "string":
        return []
    code = tokens[1]
    opening = _CODE.match(code.text)
    inside = code.text[len(opening.group()) : -len(opening.group())] if opening is not None else ""
    if opening is None or (opening.group() == "'" and "'" in inside):
        return []
    mark = len(opening.group())
    return [read(piece, dialect) for piece in split(text, dialect, code.start + mark, code.end - mark).pieces]


def _led(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the statement behind ``BEGIN``, ``IF … THEN`` and the like."""
    first = 0
    if tokens and tokens[0].text in ("DECLARE", "FOR", "WHILE", "CASE"):
        has_body = any(token.text == "BEGIN" for token in tokens)
        if tokens[0].text != "DECLARE" or not has_body:
            return tokens if tokens[0].text != "DECLARE" else ()
    for place, token in enumerate(tokens):
        if token.kind == "word" and token.text in _LEADS and place < len(tokens):
            before_case = token.text == "END" and place > 0
            if not before_case:
                first = place + 1
    return tokens[first:]
