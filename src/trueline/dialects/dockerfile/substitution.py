"""Variables in the words of a Dockerfile, replaced as BuildKit replaces them; quotes and escapes are removed."""

from __future__ import annotations

import re
from fnmatch import translate
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.values.partial_text import assemble
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    Look = Callable[[str], str | Unknown | None]
    """Return the value of a variable; None where it is not set."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPERATOR = re.compile(r":[-+?]|[-+?]|##?|%%?|//?")
_DEEPEST: Final = 20
_MOST_TRIMMED: Final = 1000
_MOST: Final = 100_000  # characters that a value may grow to


class _Read(NamedTuple):
    value: str | Unknown
    end: int


def substitute(text: str, escape: str, look: Look) -> str | Unknown:
    """Return what ``text`` means; of a variable that is not set, the rest is known all the same."""
    if not any(letter in text for letter in ("$", "'", '"', escape)):
        return text
    return _Substitution(text, escape, look).until("", 0, 0).value


class _Substitution:
    def __init__(self, text: str, escape: str, look: Look) -> None:
        self._text = text
        self._escape = escape
        self._source = look
        self._size = 0

    def until(self, stop: str, position: int, depth: int) -> _Read:
        """Read up to ``stop``, which is not part of a quoted text."""
        parts: list[str | Unknown] = []
        text = self._text
        while position < len(text) and not (stop and text[position] == stop):
            letter = text[position]
            if letter == "'":
                end = text.find("'", position + 1)
                end = len(text) if end < 0 else end
                parts.append(text[position + 1 : end])
                position = end + 1
            elif letter == '"':
                position = self._double(position + 1, parts, depth)
            elif letter == self._escape:
                parts.append(text[position + 1 : position + 2])
                position += 2
            elif letter == "$":
                position = self._variable(position, parts, depth)
            else:
                parts.append(letter)
                position += 1
        return _Read(assemble(parts), position)

    def _double(self, position: int, parts: list[str | Unknown], depth: int) -> int:
        text = self._text
        while position < len(text) and text[position] != '"':
            letter = text[position]
            if letter == self._escape:
                following = text[position + 1 : position + 2]
                parts.append(following if following in ('"', "$", self._escape) else letter + following)
                position += 2
            elif letter == "$":
                position = self._variable(position, parts, depth)
            else:
                parts.append(letter)
                position += 1
        return position + 1

    def _variable(self, position: int, parts: list[str | Unknown], depth: int) -> int:
        braces = self._text.startswith("${", position)
        found = _NAME.match(self._text, position + (2 if braces else 1))
        if found is None:
            parts.append("$")
            return position + 1
        if not braces:
            parts.append(self._plain(found[0]))
            return found.end()
        operator = _OPERATOR.match(self._text, found.end())
        if depth >= _DEEPEST:
            parts.append(Unknown([f"${{{found[0]}}} nests too deeply"]))
            return len(self._text)
        word = self.until("}", operator.end() if operator else found.end(), depth + 1)
        parts.append(self._changed(found[0], operator[0], word.value) if operator else self._plain(found[0]))
        return word.end + 1

    def _look(self, name: str) -> str | Unknown | None:
        """Return the value of a variable; variables that double each other end in what is unknown."""
        value = self._source(name)
        self._size += len(value) if isinstance(value, str) else 0
        return value if self._size <= _MOST else Unknown([f"${name} makes the text too long"])

    def _plain(self, name: str) -> str | Unknown:
        value = self._look(name)
        return Unknown([f"${name} ← not set"]) if value is None else value

    def _changed(self, name: str, operator: str, word: str | Unknown) -> str | Unknown:
        value = self._look(name)
        if operator.startswith(":") and isinstance(value, str) and not value:
            value = None
        if isinstance(value, Unknown):
            return value
        if operator[-1] == "-":
            return word if value is None else value
        if operator[-1] == "+":
            return "" if value is None else word
        if value is None:
            return Unknown([f"${name} ← not set"])
        if operator[-1] == "?":
            return value
        return word if isinstance(word, Unknown) else _trimmed(value, operator, word)


def _trimmed(value: str, operator: str, word: str) -> str | Unknown:
    """Return ``value`` without what the pattern ``word`` matches at its beginning or end, or with it replaced."""
    if operator[0] == "/":
        pattern, _, new = word.partition("/")
        if any(sign in pattern for sign in "*?\\["):
            return Unknown([f"a pattern in ${{…{operator}{word}}} is not followed"])
        if len(value) * len(new) > _MOST:
            return Unknown(["replacing a part of it makes the text too long"])
        return value.replace(pattern, new, -1 if operator == "//" else 1) if pattern else value
    fits = re.compile(translate(word.replace("[", "[[]")))
    shortest_first = range(min(len(value), _MOST_TRIMMED) + 1)
    for length in shortest_first if len(operator) == 1 else reversed(shortest_first):
        part = value[:length] if operator[0] == "#" else value[len(value) - length :]
        if fits.fullmatch(part):
            return value[length:] if operator[0] == "#" else value[: len(value) - length]
    return value
