"""The words of a shell: quotes removed, and where substitutions in them stand."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\+?=")
_ENDS: Final = frozenset(" \t\r\n;&|()<>")
_OPENINGS: Final = ("$(", "<(", ">(")
_PLAIN = re.compile(r"""[^\s;&|()<>"'`\\$]+""")
_LONGEST_NESTED: Final = 50_000


class Word(NamedTuple):
    """One word without its quotes. ``nested`` are the substitutions in it, ``inside`` what stands within its quotes."""

    text: str
    start: int
    end: int
    is_assignment: bool = False
    is_quoted: bool = False
    inside: tuple[int, int] = (0, 0)
    nested: tuple[tuple[int, int], ...] = ()


def word(text: str, start: int, end: int) -> Word:
    """Return the word that begins at ``start``; quotes that do not end go to ``end``."""
    letters: list[str] = []
    nested: list[tuple[int, int]] = []
    position = start
    quoted = False
    while position < end and (text[position] not in _ENDS or text.startswith(_OPENINGS[1:], position)):
        plain = _PLAIN.match(text, position, end)
        if plain is not None:
            letters.append(plain[0])
            position = plain.end()
            continue
        quoted = quoted or text[position] in "\"'"
        position = _step(text, position, end, letters, nested)
    written = text[start:position]
    whole = len(written) >= 2 and written[0] in "\"'" and written[-1] == written[0]
    inside = (start + 1, position - 1) if whole else (start, position)
    is_assignment = _ASSIGNMENT.match(written) is not None
    return Word("".join(letters), start, position, is_assignment, quoted, inside, tuple(nested))


def _step(text: str, position: int, end: int, letters: list[str], nested: list[tuple[int, int]]) -> int:
    """Read one quoted part, escape, substitution or letter; return what follows it."""
    letter = text[position]
    if letter == "'":
        stop = _find(text, "'", position + 1, end)
        letters.append(text[position + 1 : stop])
        return min(stop + 1, end)
    if letter == '"':
        return _double(text, position + 1, end, letters, nested)
    if letter == "\\":
        if text[position + 1 : position + 2] != "\n":
            letters.append(text[position + 1 : min(position + 2, end)])
        return min(position + 2, end)
    if letter == "`" or text.startswith(_OPENINGS, position):
        stop = substitution(text, position, end)
        _nest(text, position, stop, nested)
        letters.append(text[position:stop])
        return stop
    if text.startswith("${", position):
        stop = min(_find(text, "}", position, end) + 1, end)
        letters.append(text[position:stop])
        return stop
    letters.append(letter)
    return position + 1


def _nest(text: str, start: int, stop: int, nested: list[tuple[int, int]]) -> None:
    if not text.startswith("$((", start):  # arithmetic runs nothing
        nested.append((start + (1 if text[start] == "`" else 2), max(stop - 1, start + 1)))


def _double(text: str, position: int, end: int, letters: list[str], nested: list[tuple[int, int]]) -> int:
    while position < end and text[position] != '"':
        letter = text[position]
        if letter == "\\" and text[position + 1 : position + 2] in ('"', "\\", "$", "`", "\n"):
            letters.append(text[position + 1])
            position += 2
        elif letter == "`" or text.startswith("$(", position):
            stop = substitution(text, position, end)
            _nest(text, position, stop, nested)
            letters.append(text[position:stop])
            position = stop
        else:
            letters.append(letter)
            position += 1
    return min(position + 1, end)


def substitution(text: str, position: int, end: int) -> int:
    """Return where the substitution that begins at ``position`` ends; quotes in it hide brackets."""
    if text[position] == "`":
        return min(_find(text, "`", position + 1, end) + 1, end)
    end = min(end, position + _LONGEST_NESTED)  # nothing real is longer, and hostile nesting would be quadratic
    depth, quote = 0, ""
    position += 1
    while position < end:
        letter = text[position]
        if letter == "\\" and quote != "'":
            position += 1
        elif quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
            if not depth:
                return position + 1
        position += 1
    return end


def _find(text: str, what: str, position: int, end: int) -> int:
    found = text.find(what, position, end)
    return end if found < 0 else found
