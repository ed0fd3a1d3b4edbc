"""How wide text is in a terminal, and how it is broken there."""

from __future__ import annotations

from typing import Final
from unicodedata import category, east_asian_width

_NO_WIDTH: Final = frozenset(("Mn", "Me", "Cf"))


def width(text: str) -> int:
    """Return the cells that visible text takes: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def wrap(text: str, room: int) -> list[str]:
    """Return ``text`` broken at blanks into lines of at most ``room`` cells; a longer word is cut."""
    room = max(room, 8)
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if width(joined) <= room:
            line = joined
            continue
        if line:
            lines.append(line)
        *whole, line = _cut(word, room)
        lines += whole
    return [*lines, line]


def _cut(word: str, room: int) -> list[str]:
    pieces, taken, start = [], 0, 0
    for at, character in enumerate(word):
        cells = _cells(character)
        if taken + cells > room:
            pieces.append(word[start:at])
            start, taken = at, 0
        taken += cells
    return [*pieces, word[start:]]


def _cells(character: str) -> int:
    if category(character) in _NO_WIDTH:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
