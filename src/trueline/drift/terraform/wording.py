"""How values are named in messages: short, and never those that must not be shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from trueline.model.location import format_path
from trueline.values.partial import PartialJson
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, is_sensitive, leaves

if TYPE_CHECKING:
    from trueline.model.location import Path

LONGEST: Final = 60
_ODD: Final = dict.fromkeys((*range(32), 127, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�")


def show(value: object) -> str:
    """Return a value as messages name it."""
    found = list(leaves(value))
    if any(map(is_sensitive, found)):
        return "(sensitive)"
    if any(isinstance(leaf, Unknown) for leaf in found):
        return "(known in part)" if isinstance(value, dict | list) else "(unknown)"
    if value is None or (isinstance(value, dict | list | str) and not value):
        return "not set" if value is None else "empty"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _short(text)


def plain(value: object) -> object:
    """Return plain data for a value that is known in part: what is not known is named in brackets."""
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [plain(element) for element in value]
    if isinstance(value, PartialJson):
        return plain(value.value)
    if isinstance(value, PartialText):
        return value.show("(unknown)", "(sensitive)")
    return "(unknown)" if isinstance(value, Unknown) else value


def _short(text: str) -> str:
    line = " ".join(text.split()).translate(_ODD)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def named(path: Path) -> str:
    """Return a path as messages name it."""
    return format_path(path).translate(_ODD)


def differ(path: Path, declared: object, actual: object, then: str) -> str:
    """Return what differs in one sentence; ``then`` says what was expected (``declared``, ``the state had``)."""
    name = named(path)
    if any(map(is_sensitive, (*leaves(declared), *leaves(actual)))):
        return f"{name} is another value, which must not be shown"
    if actual is None:
        return f"{name} is not set any more, {then} {show(declared)}"
    if declared is None:
        return f"{name} is {show(actual)}, {then} nothing"
    if isinstance(declared, str) and isinstance(actual, str) and len(declared) > LONGEST and len(actual) > LONGEST:
        return f"{name} is another text than {then}"
    return f"{name} is {show(actual)}, {then} {show(declared)}"
