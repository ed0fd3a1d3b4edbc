"""How values are named in messages: short, and never those that must not be shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from trueline.model.location import format_path
from trueline.values.partial import PartialJson
from trueline.values.partial_list import PartialList
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, is_sensitive, leaves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.location import Path

LONGEST: Final = 60
AROUND: Final = 12  # characters that are shown before those in which two long texts differ
_SENSITIVE: Final = "(sensitive)"
_UNKNOWN: Final = "(unknown)"


def show(value: object) -> str:
    """Return a value as messages name it."""
    found = list(leaves(value))
    if any(map(is_sensitive, found)):
        return _SENSITIVE
    if any(isinstance(leaf, Unknown) for leaf in found):
        return "(known in part)" if isinstance(value, dict | list) else _UNKNOWN
    if value is None or (isinstance(value, dict | list | str) and not value):
        return "not set" if value is None else "empty"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return short(text)


def plain(value: object) -> object:
    """Return plain data for a value that is known in part: what is not known is named in brackets."""
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [plain(element) for element in value]
    if isinstance(value, PartialJson):
        return plain(value.value)
    if isinstance(value, PartialText):
        return value.show(_UNKNOWN, _SENSITIVE)
    if isinstance(value, PartialList):
        return [*map(plain, value.elements), _UNKNOWN]
    return _UNKNOWN if isinstance(value, Unknown) else value


def short(text: str, most: int = LONGEST) -> str:
    """Return a text on one line that can be printed, cut where it is longer than ``most`` characters."""
    line = clean(" ".join(text[: 4 * most].split()))
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _same(one: str, other: str) -> int:
    """Return how many characters two texts begin with that are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(other)))


def named(path: Path) -> str:
    """Return a path as messages name it."""
    return clean(format_path(path))


def clean(text: str) -> str:
    """Return a text in which nothing moves a terminal or hides behind the rest."""
    return text if text.isprintable() else "".join(one if one.isprintable() else "�" for one in text)


def differ(name: str, declared: object, actual: object, then: str) -> str:
    """Return what differs in one sentence; ``then`` says what was expected (``declared``, ``the state had``)."""
    if actual is None:
        return f"{name} is not set, {then} {show(declared)}"
    if declared is None:
        return f"{name} is {show(actual)}, {then} nothing"
    if any(map(is_sensitive, (*leaves(declared), *leaves(actual)))):
        return f"{name} is another value, which must not be shown"
    if isinstance(declared, str) and isinstance(actual, str) and len(declared) > LONGEST and len(actual) > LONGEST:
        start = max(_same(declared, actual) - AROUND, 0)
        declared, actual = (f"{'…' if start else ''}{text[start:]}" for text in (declared, actual))
    return f"{name} is {show(actual)}, {then} {show(declared)}"


def listed(names: Sequence[str]) -> str:
    """Return some names as messages list them: the first five, and how many more there are."""
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
