"""Regular expressions: Go's syntax, translated and matched within a time limit."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from trueline.dialects.terraform.functions.types import MOST_CHARACTERS, MOST_ELEMENTS, FunctionError, LimitError
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from regex import Match, Pattern

_SECONDS = 1.0
_TOO_LONG = "the pattern takes too long to match"


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> tuple[Pattern[str], tuple[str, ...]]:
    """Return the pattern ready to match, and the names of its groups, empty where there is none."""
    import regex

    from trueline.dialects.terraform.functions.go_patterns import translate

    translated, names = translate(pattern)
    try:
        return regex.compile(translated), names
    except regex.error as error:
        raise FunctionError(f"argument 1: no pattern: {error}") from error


def _captures(pattern: str) -> tuple[Pattern[str], tuple[str, ...]]:
    compiled, names = _compiled(str(pattern))
    if any(names) and not all(names):
        raise FunctionError("argument 1: either all groups have names or none")
    return compiled, names


def _matches(compiled: Pattern[str], text: str) -> list[Match[str]]:
    """Return all matches; none is empty right after another, as Go has it."""
    from time import monotonic

    found: list[Match[str]] = []
    deadline = monotonic() + _SECONDS
    position, end = 0, -1
    while position <= len(text):
        match = compiled.search(text, position, timeout=max(deadline - monotonic(), 0.001))
        if match is None:
            break
        empty = match.end() == position
        if not (empty and match.start() == end):
            found.append(match)
        position = match.end() + empty
        end = match.end()
        if len(found) > MOST_ELEMENTS:
            raise LimitError(f"more than {MOST_ELEMENTS} matches")
    return found


def _captured(match: Match[str], names: tuple[str, ...]) -> object:
    if not names:
        return match[0]
    if not any(names):
        return list(match.groups())
    return dict(zip(names, match.groups(), strict=True))


def regex(pattern: str, text: str) -> object:
    """Return the first match: text, or its groups as a list or an object."""
    compiled, names = _captures(pattern)
    try:
        match = compiled.search(text, timeout=_SECONDS)
    except TimeoutError:
        return Unknown([_TOO_LONG])
    if match is None:
        raise FunctionError("the pattern does not match")
    return _captured(match, names)


def regex_all(pattern: str, text: str) -> object:
    """Return all matches, each as ``regex`` gives it."""
    compiled, names = _captures(pattern)
    try:
        return [_captured(match, names) for match in _matches(compiled, text)]
    except TimeoutError:
        return Unknown([_TOO_LONG])


def replace(text: str, part: str, other: str) -> object:
    """Return the text with each part replaced; between slashes the part is a pattern."""
    if len(part) < 2 or not (part.startswith("/") and part.endswith("/")):
        if text.count(part) * len(other) > MOST_CHARACTERS:
            raise LimitError("the text is too long")
        return text.replace(str(part), str(other))
    compiled, names = _compiled(part[1:-1])
    try:
        matches = _matches(compiled, text)
    except TimeoutError:
        return Unknown([_TOO_LONG])
    return _replaced(text, matches, _template(other, names))


def _replaced(text: str, matches: list[Match[str]], expand: Callable[[Match[str]], str]) -> str:
    parts: list[str] = []
    position = size = 0
    for match in matches:
        parts += [text[position : match.start()], expand(match)]
        position = match.end()
        size += len(parts[-1])
        if size > MOST_CHARACTERS:
            raise LimitError("the text is too long")
    return "".join([*parts, text[position:]])


def _template(other: str, names: tuple[str, ...]) -> Callable[[Match[str]], str]:
    """Return what expands ``$1``, ``${name}`` and ``$$`` for a match; a group that is not there is empty."""
    import re

    pieces: list[str | int] = []
    position = 0
    for found in re.finditer(r"\$(?:(\$)|(\w+)|\{(\w+)\})", other):
        pieces.append(other[position : found.start()])
        pieces.append("$" if found[1] else _group(found[2] or found[3], names))
        position = found.end()
    pieces.append(other[position:])

    def expand(match: Match[str]) -> str:
        return "".join(piece if isinstance(piece, str) else match[piece] or "" for piece in pieces)

    return expand


def _group(name: str, names: tuple[str, ...]) -> str | int:
    if name.isascii() and name.isdigit():
        return int(name) if len(name) < 5 and int(name) <= len(names) else ""
    return names.index(name) + 1 if name in names else ""
