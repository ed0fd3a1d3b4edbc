"""Finding places in JSON text that is known to be valid, by skipping what nobody asked for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from trueline.model.location import Path

Spot: TypeAlias = tuple[int, int, int, int]
"""Where a value stands, as offsets: its key from and to (-1: none), itself from and to."""

# possessive, and content with a text that never ends: linear on any input
_TEXT: Final = r'"(?:[^"\\]++|\\[\s\S])*+(?:"|\\?\Z)'
_BLANKS = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(_TEXT)
_SCALAR = re.compile(rf"{_TEXT}|[^\s,\]}}]+")
_BRACKET = re.compile(rf"{_TEXT}|[\[\]{{}}]")
_KEY = re.compile(rf"({_TEXT})[ \t\r\n]*:[ \t\r\n]*")
_KEY_OR_BRACE = re.compile(rf"{_TEXT}(?:[ \t\r\n]*(:))?|[{{}}]")
_PERHAPS_KEY = re.compile(r'(?<!\\)(?:\\\\)*"[ \t\r\n]*:')
_ODD_NUMBER = re.compile(r"-?Infinity|NaN|[0-9]{4000}")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


class _Wish:
    """A step of the paths that are asked for: what is wanted below it, and its spot once it is found."""

    __slots__ = ("below", "spot")

    def __init__(self) -> None:
        self.below: dict[str | int, _Wish] = {}
        self.spot: Spot | None = None

    def forget(self) -> None:
        """Forget what was found here and below; a later duplicate counts."""
        self.spot = None
        for wish in self.below.values():
            wish.forget()


def find(text: str, start: int, paths: Collection[Path]) -> Mapping[Path, Spot]:
    """Return the spot of each path, or of its nearest ancestor, in the value that begins at ``start``."""
    root = _Wish()
    for path in paths:
        wish = root
        for step in path:
            wish = wish.below.setdefault(step, _Wish())
    _visit(text, start, root, (-1, -1))
    return {path: _nearest(root, path) for path in paths}


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
    return sum(1 for _ in _PERHAPS_KEY.finditer(text))


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


def _visit(text: str, start: int, wish: _Wish, key: tuple[int, int]) -> int:
    """Note the spots of ``wish`` and those below it; return the offset after the value that begins at ``start``."""
    wish.forget()
    end = _skip(text, start) if not wish.below or text[start] not in "[{" else _visit_members(text, start, wish) + 1
    wish.spot = (*key, start, end)
    return end


def _visit_members(text: str, start: int, wish: _Wish) -> int:
    """Visit the wanted members of the list or map at ``start``; return the offset of its closing bracket."""
    position = after_blanks(text, start + 1)
    number = 0
    while text[position] not in "]}":
        key, position = _read_key(text, position)
        below = wish.below.get(number if key[0] < 0 else _text_of(text[key[0] : key[1]]))
        position = _skip(text, position) if below is None else _visit(text, position, below, key)
        position = after_blanks(text, position)
        if text[position] == ",":
            position = after_blanks(text, position + 1)
        number += 1
    return position


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


def _nearest(root: _Wish, path: Path) -> Spot:
    wish, spot = root, root.spot
    for step in path:
        wish = wish.below[step]
        spot = wish.spot or spot
    return spot or (-1, -1, 0, 0)


def _text_of(literal: str) -> str:
    text: str = json.loads(literal) if "\\" in literal else literal[1:-1]
    return text


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match is not None else position
