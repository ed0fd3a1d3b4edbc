"""Messages with ``{expression}`` holes: where the holes are, and how a value reads in one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.values.bounds import Bounded
from trueline.values.partial import PartialJson
from trueline.values.partial_list import PartialList
from trueline.values.partial_map import PartialMap
from trueline.values.partial_text import PartialText
from trueline.values.unknown import is_sensitive, is_unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable

UNKNOWN: Final = "(unknown)"
SENSITIVE: Final = "(sensitive)"
_LONGEST: Final = 300
_SHORTEST_SECRET: Final = 4


class Hole(NamedTuple):
    """One expression of a message and the column, from 0, at which it starts."""

    expression: str
    column: int


def split(message: str) -> list[str | Hole]:
    """Return the texts and holes of a message; ``{{`` and ``}}`` are braces. Raise ``ValueError`` with an open hole."""
    parts: list[str | Hole] = []
    text = ""
    position = 0
    while position < len(message):
        character = message[position]
        if character in "{}" and message[position + 1 : position + 2] == character:
            text += character
            position += 2
        elif character == "{":
            end = _end(message, position + 1)
            parts += [text, Hole(message[position + 1 : end].strip(), position + 1)]
            text = ""
            position = end + 1
        elif character == "}":
            raise ValueError("a `}` closes no hole, write `}}` for a brace")
        else:
            text += character
            position += 1
    parts.append(text)
    return [part for part in parts if part]


def _end(message: str, start: int) -> int:
    depth = 0
    quote = ""
    position = start
    while position < len(message):
        character = message[position]
        if quote:
            if character == "\\":
                position += 1
            elif character == quote:
                quote = ""
        elif character in "\"'":
            quote = character
        elif character == "{":
            depth += 1
        elif character == "}":
            if not depth:
                return position
            depth -= 1
        position += 1
    raise ValueError("a `{` opens a hole that nothing closes, write `{{` for a brace")


def show(value: object, secrets: Iterable[str] = ()) -> str:
    """Return how ``value`` reads in a message, without anything that is secret."""
    if any(is_sensitive(leaf) for leaf in leaves(value)):
        return SENSITIVE
    text = mask(_text(value), secrets)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def mask(text: str, secrets: Iterable[str]) -> str:
    """Return ``text`` without any of ``secrets``; very short ones count only where they are all of it."""
    for secret in secrets:
        if secret == text:
            return SENSITIVE
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, SENSITIVE)
    return text


def secrets_of(value: object) -> list[str]:
    """Return the texts of the sensitive leaves of ``value``, longest first."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if type(current) is str:  # most of a value
            continue
        if isinstance(current, dict):
            waiting.extend(current.values())
        elif isinstance(current, list | tuple):
            waiting.extend(current)
        elif isinstance(current, PartialJson):
            waiting.append(current.value)
        elif isinstance(current, PartialText):
            waiting.append(current.texts)
        elif isinstance(current, PartialMap):
            waiting.append(current.pairs)
        elif isinstance(current, PartialList):
            waiting.append(current.elements)
        elif is_sensitive(current):
            found.add(str(current))
    return sorted(found, key=lambda text: (-len(text), text))


def _bounded(value: Bounded) -> str:
    """Return what is known of a figure: ``at least 120``, ``at most 80``, ``120 to 140``."""
    low, high = value.bounds
    if low == -math.inf:
        return UNKNOWN if high == math.inf else f"at most {_text(high)}"
    return f"at least {_text(low)}" if high == math.inf else f"{_text(low)} to {_text(high)}"


def _text(value: object) -> str:
    if isinstance(value, PartialText):
        return value.show(UNKNOWN, SENSITIVE)
    if isinstance(value, Bounded):
        return _bounded(value)
    if is_unknown(value):
        return UNKNOWN
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_member, value)) if value else "[]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_member(member)}" for key, member in value.items()) + "}"
    return "null" if value is None else str(value)


def _member(value: object) -> str:
    return f"[{_text(value)}]" if isinstance(value, list) and value else _text(value)
