"""Finding places in JSON text that is known to be valid, by skipping what nobody asked for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trueline.model.location import Path

Spot: TypeAlias = tuple[int, int, int, int]
"""Where a value stands, as offsets: its key from and to (-1: none), itself from and to."""

# possessive, and content with a text that never ends: linear on any input
_TEXT: Final = r'"(?:[^"\\]++|\\[\s\S])*+(?:"|\\?\Z)'
_BLANKS = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(_TEXT)
_SCALAR = re.compile(rf"{_TEXT}|[^\s,\]}}]+")
_BRACKET = re.compile(rf"{_TEXT}|[\[\]{{}}]")
_NEXT_BRACKET = re.compile(rf'(?:[^"\[\]{{}}]++|{_TEXT})*+[\[\]{{}}]')
_KEY = re.compile(rf"({_TEXT})[ \t\r\n]*:[ \t\r\n]*")
_KEY_OR_BRACE = re.compile(rf"{_TEXT}(?:[ \t\r\n]*(:))?|[{{}}]")
_PERHAPS_KEY = re.compile(r'(?<!\\)(?:\\\\)*"[ \t\r\n]*:')
_ODD_NUMBER = re.compile(r"-?Infinity|NaN|[0-9]{4000}")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


_MANY: Final = 3  # times the length of the text, after which passing over it all once costs less


class Index:
    """The places of one value of a text; what a scan passes is kept, so that the next path costs only what is new.

    Where many places are asked for, the ends of all lists and maps are found in one go.
    """

    __slots__ = ("_ends", "_members", "_passed", "_root", "_text")

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._root: Spot = (-1, -1, start, _skip(text, start))
        self._members: dict[int, dict[str | int, Spot]] = {}
        self._ends: dict[int, int] = {}
        self._passed = 0

    def find(self, path: Path) -> Spot:
        """Return the spot of the value at ``path``, or of its nearest ancestor."""
        spot = self._root
        for depth, step in enumerate(path):
            start = spot[2]
            if self._text[start] not in "[{":
                break
            if start not in self._members:
                self._visit(start, path[depth:])
            below = self._members[start].get(step)
            if below is None:
                break
            spot = below
        return spot

    def _visit(self, start: int, path: Path) -> int:
        """Keep the members of the list or map at ``start`` and of those along ``path``; return where it ends."""
        text = self._text
        members: dict[str | int, Spot] = {}
        position = after_blanks(text, start + 1)
        number = 0
        while text[position] not in "]}":
            key, value = _read_key(text, position)
            name = number if key[0] < 0 else _text_of(text[key[0] : key[1]])
            is_on_the_way = len(path) > 1 and name == path[0] and text[value] in "[{"
            end = self._visit(value, path[1:]) if is_on_the_way else self._skip(value)
            members[name] = (*key, value, end)  # the last of duplicates counts
            position = after_blanks(text, end)
            if text[position] == ",":
                position = after_blanks(text, position + 1)
            number += 1
        self._members[start] = members
        return position + 1

    def _skip(self, start: int) -> int:
        """Return the offset after the value that begins at ``start``."""
        known = self._ends.get(start)
        if known is not None:
            return known
        end = _skip(self._text, start)
        self._passed += end - start
        if self._passed > _MANY * len(self._text) and not self._ends:
            self._ends = _ends(self._text, self._root[2], self._root[3])
        return end


def after_blanks(text: str, position: int) -> int:
    """Return the offset of the first character that is no blank."""
    return _end(_BLANKS, text, position)


def first_member(text: str, start: int) -> Spot | None:
    """Return the spot of the first member of the list or map that begins at ``start``."""
    position = after_blanks(text, start + 1)
    if text[position] in "]}":
        return None
    key, position = _read_key(text, position)
    return (*key, position, _skip(text, position))


def most_keys(text: str) -> int:
    """Return a number of keys that ``text`` does not exceed; nearly always its very number."""
    if not any(blank + ":" in text for blank in " \t\r\n"):
        # A quote and a colon; less those behind a backslash, more where that backslash is itself behind one.
        return text.count('":') - text.count('\\":') + text.count('\\\\":')
    return len(_PERHAPS_KEY.findall(text))


def duplicates(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each key that already stood in its map, with the offsets of its text."""
    open_maps: list[set[str]] = []
    for match in _KEY_OR_BRACE.finditer(text):
        found = match[0]
        if found == "{":
            open_maps.append(set())
        elif found == "}":
            del open_maps[-1:]
        elif match[1] and open_maps:
            end = _end(_STRING, text, match.start())
            key = _text_of(text[match.start() : end])
            if key in open_maps[-1]:
                yield key, match.start(), end
            open_maps[-1].add(key)


def deeper_than(text: str, deepest: int) -> int:
    """Return the offset of the first bracket that opens a level too many."""
    depth = 0
    for match in _BRACKET.finditer(text):
        if match[0] in "[{":
            depth += 1
            if depth > deepest:
                return match.start()
        elif match[0] in "]}":
            depth -= 1
    return 0


def odd_number(text: str, start: int) -> int:
    """Return the offset of the first number that is none in JSON, or too long."""
    found = _ODD_NUMBER.search(text, start)
    return found.start() if found is not None else start


def lone_surrogate(text: str, values: Iterable[object]) -> int | None:
    """Return the offset of an escape that is half of a surrogate pair, where ``values`` hold one."""
    found = _SURROGATE.search(text)
    if found is None:
        return None
    try:
        json.dumps(list(values), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return found.start()
    return None


def _read_key(text: str, position: int) -> tuple[tuple[int, int], int]:
    """Return from where to where the key at ``position`` goes (-1: there is none), and where its value begins."""
    match = _KEY.match(text, position)
    return ((-1, -1), position) if match is None else (match.span(1), match.end())


def _skip(text: str, start: int) -> int:
    """Return the offset after the value that begins at ``start``."""
    if text[start] not in "[{":
        return _end(_SCALAR, text, start)
    depth = 0
    for match in _BRACKET.finditer(text, start):
        if match[0] in "[{":
            depth += 1
        elif match[0] in "]}":
            depth -= 1
            if depth == 0:
                return match.end()
    return len(text)


def _ends(text: str, start: int, end: int) -> dict[int, int]:
    """Return the offset after each list and map by the one where it begins."""
    found: dict[int, int] = {}
    begun: list[int] = []
    for match in _NEXT_BRACKET.finditer(text, start, end):
        after = match.end()
        if text[after - 1] in "[{":
            begun.append(after - 1)
        else:
            found[begun.pop()] = after
    return found


def _text_of(literal: str) -> str:
    text: str = json.loads(literal) if "\\" in literal else literal[1:-1]
    return text


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match is not None else position
