"""Values that must not be shown, and what tells that they must not: marks, names, and what holds either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.dialects.terraform.functions.marks import conceal, each_leaf
from trueline.drift.json_text import parsed
from trueline.values import secret_text
from trueline.values.partial import PartialJson
from trueline.values.partial_list import PartialList
from trueline.values.partial_map import PartialMap
from trueline.values.partial_text import PartialText
from trueline.values.secret_name import is_hidden, may_be_secret
from trueline.values.secret_text import asks_for_secret, names_secret
from trueline.values.unknown import Unknown, is_sensitive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.location import Path

SCRIPTS: Final = frozenset({
    "user_data", "user_data_base64", "custom_data", "startup_script", "metadata_startup_script", "startup-script",
    "UserData",
})  # fmt: skip
"""Attributes that hold programs or settings as one text, with whatever secrets those need."""
_SCALARS: Final = (str, int, float)


def hidden(value: object) -> object:
    """Return a value with each of its leaves marked as one that must not be shown."""
    return each_leaf(value, conceal)


def has_secret(value: object) -> bool:
    """Tell whether anything in a value is marked as what must not be shown, in what is known in part as well."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if is_sensitive(current):
            return True
        if isinstance(current, dict):
            waiting += current.values()
        elif isinstance(current, list | tuple):
            waiting += current
        elif isinstance(current, Unknown):
            waiting += _known_of(current)
    return False


def _known_of(value: Unknown) -> Iterator[object]:
    """Yield what is known of a value that is known in part."""
    if isinstance(value, PartialJson):
        yield value.value
    elif isinstance(value, PartialText):
        yield from (piece for piece in value.pieces if isinstance(piece, str))
    elif isinstance(value, PartialList):
        yield from value.elements
    elif isinstance(value, PartialMap):
        yield from (member for _, member in value.pairs)


def is_secret_place(path: Path) -> bool:
    """Tell whether what stands at a path may be secret by a name in it."""
    return any(isinstance(step, str) and (may_be_secret(step) or step in SCRIPTS) for step in path)


def is_secret_member(members: object, key: object) -> bool:
    """Tell whether a member may be secret: by its key, the ``name`` beside it, or the flag before it in a list."""
    if isinstance(members, list):
        if not isinstance(key, int) or not 0 < key <= len(members) or not asks_for_secret(members[key - 1]):
            return False
        return not any(str(one).startswith("-") for one in members[key : key + 1])
    if not isinstance(members, dict) or not isinstance(key, str):
        return False
    if key in SCRIPTS or is_hidden(members, key):
        return True
    name = members.get("name") if key == "value" else key
    return isinstance(name, str) and type(members.get(key)) in _SCALARS and names_secret(name)


def holds_secret(text: object) -> bool:
    """Tell whether a text holds a secret: among other words, or as JSON in which something is called like one."""
    return isinstance(text, str) and (secret_text.holds_secret(text) or _names_one(parsed(text)))


def _names_one(value: object) -> bool:
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            if any(is_hidden(current, key) for key in current):
                return True
            waiting += current.values()
        elif isinstance(current, list):
            waiting += current
    return False


def shielded(value: object) -> object:
    """Return a value in which all is marked that must not be shown: by its name, and texts that hold a secret."""
    if isinstance(value, dict):
        return {key: hidden(one) if is_secret_member(value, key) else shielded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [hidden(one) if is_secret_member(value, place) else shielded(one) for place, one in enumerate(value)]
    return hidden(value) if holds_secret(value) else value
