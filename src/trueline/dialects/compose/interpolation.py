"""``${VARIABLE}`` in Compose files, and the ``.env`` file that gives them values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.values.partial_text import assemble
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPERATOR = re.compile(r":?[-+?]")
_ASSIGNMENT = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*[=:][ \t]*", re.ASCII)
_COMMENT = re.compile(r"(?:^|[ \t])#.*$")
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t"}
_DEEPEST: Final = 20
_MOST: Final = 100_000  # characters that variables may add to a text


class WrongTemplateError(Exception):
    """``$`` stands where Compose reads no variable; ``$$`` is a dollar."""


def interpolate(text: str, look: Callable[[str], str | Unknown | None]) -> str | Unknown:
    """Return ``text`` with its variables replaced; what is not set is unknown where it has no default."""
    if "$" not in text:
        return text
    size = 0

    def bounded(name: str) -> str | Unknown | None:
        nonlocal size
        value = look(name)
        size += len(value) if isinstance(value, str) else 0
        return value if size <= _MOST else Unknown([f"${{{name}}} makes the text too long"])

    return _read(text, 0, bounded, "", 0)[0]


def _read(
    text: str, position: int, look: Callable[[str], str | Unknown | None], stop: str, depth: int
) -> tuple[str | Unknown, int]:
    parts: list[str | Unknown] = []
    start = position
    while position < len(text) and not (stop and text[position] == stop):
        if text[position] != "$":
            position += 1
            continue
        parts.append(text[start:position])
        part, position = _variable(text, position, look, depth)
        parts.append(part)
        start = position
    parts.append(text[start:position])
    return assemble(parts), position


def _variable(
    text: str, position: int, look: Callable[[str], str | Unknown | None], depth: int
) -> tuple[str | Unknown, int]:
    if text.startswith("$$", position):
        return "$", position + 2
    braces = text.startswith("${", position)
    name = _NAME.match(text, position + (2 if braces else 1))
    if name is None or depth > _DEEPEST:
        raise WrongTemplateError
    if not braces:
        return _plain(name[0], look(name[0])), name.end()
    if text.startswith("}", name.end()):
        return _plain(name[0], look(name[0])), name.end() + 1
    operator = _OPERATOR.match(text, name.end())
    if operator is None:
        raise WrongTemplateError
    word, end = _read(text, operator.end(), look, "}", depth + 1)
    if not text.startswith("}", end):
        raise WrongTemplateError
    return _chosen(name[0], look(name[0]), operator[0], word), end + 1


def _chosen(name: str, value: str | Unknown | None, operator: str, word: str | Unknown) -> str | Unknown:
    if isinstance(value, str) and not value and operator.startswith(":"):
        value = None
    if operator.endswith("-"):
        return word if value is None else value
    if value is None or operator.endswith("?"):
        return _plain(name, value)
    return word


def _plain(name: str, value: str | Unknown | None) -> str | Unknown:
    return Unknown([f"${{{name}}} ← not set in .env"]) if value is None else value


class Variable(NamedTuple):
    """One line of an ``.env`` file: its value and where that stands, as offsets."""

    name: str
    value: str | Unknown
    start: int
    end: int


def read_env(text: str, look: Callable[[str], str | Unknown | None]) -> Iterator[Variable]:
    """Yield the variables of an ``.env`` file; ``look`` knows those from elsewhere."""
    seen: dict[str, str | Unknown] = {}
    position = 0
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        found = _ASSIGNMENT.match(text, position, end)
        if found is not None:
            start = found.end()
            written, stop, expands = _value(text, start, end)
            value = _expanded(written, seen, look) if expands else written
            seen[found[1]] = value
            yield Variable(found[1], value, start, max(stop, start))
            end = max(end, text.find("\n", stop) if text.find("\n", stop) >= 0 else len(text))
        position = end + 1


def _value(text: str, start: int, end: int) -> tuple[str, int, bool]:
    """Return a value without its quotes, where it ends, and whether variables in it are replaced."""
    quote = text[start : start + 1]
    if quote not in ("'", '"') or not quote:
        written = _COMMENT.sub("", text[start:end]).strip()
        return written, start + len(written), True
    position = start + 1
    letters: list[str] = []
    while position < len(text) and text[position] != quote:
        if text[position] == "\\" and quote == '"' and position + 1 < len(text):
            position += 1
            letters.append(_ESCAPES.get(text[position], text[position]))
        else:
            letters.append(text[position])
        position += 1
    return "".join(letters), min(position + 1, len(text)), quote == '"'


def _expanded(
    written: str, seen: Mapping[str, str | Unknown], look: Callable[[str], str | Unknown | None]
) -> str | Unknown:
    try:
        return interpolate(written, lambda name: seen[name] if name in seen else look(name))
    except WrongTemplateError:
        return written
