"""What tells the elements of a list apart: a name, a flag, or all that they say."""

from __future__ import annotations

import json
from typing import Final, NamedTuple

from trueline.drift.environments.words import Neutral
from trueline.values.unknown import is_sensitive, is_unknown, leaves

_DEEPEST: Final = 60
AS_WRITTEN: Final = Neutral(())
"""Takes no word out of a text."""

KEYS: Final[tuple[tuple[str, ...], ...]] = (
    ("name",), ("Name",), ("name", "type"), ("alert",), ("record",), ("containerPort", "protocol"),
    ("port", "protocol"), ("mountPath",), ("devicePath",), ("topologyKey",), ("ip",), ("key",), ("Key",),
    ("sid",), ("Sid",), ("id",), ("host",), ("target",), ("path",), ("secretName",), ("secretKey",),
    ("apiGroups", "resources"), ("from_port", "to_port", "protocol"), ("type",), ("Type",), ("kind", "name"),
)  # fmt: skip
"""What names the elements of a list, the first that does."""


_IMPLIED: Final = {"protocol": "TCP"}


class Keys(NamedTuple):
    """What the elements of two lists are called by ``name``: labels of both, ever less as they are written."""

    name: str
    labels: tuple[tuple[list[str], list[str]], ...]


def labels_of(elements: list[object], key: tuple[str, ...]) -> list[str] | None:
    """Return what each element is called by a key, None where one has no such name or two have the same."""
    found = []
    for element in elements:
        first = element.get(key[0]) if isinstance(element, dict) else None
        rest = [element.get(name, _IMPLIED.get(name)) for name in key[1:]] if isinstance(element, dict) else []
        if first is None or isinstance(first, dict) or any(map(_is_hidden, leaves([first, *rest]))):
            return None
        found.append("/".join(spell(one, AS_WRITTEN).lower() for one in (first, *rest) if one is not None))
    return found if len(set(found)) == len(found) else None


def _is_hidden(leaf: object) -> bool:
    return is_unknown(leaf) or is_sensitive(leaf)


def joined(keys: Keys) -> dict[int, int]:
    """Return for each place on the right the one on the left of the same name, as written or without its words."""
    found: dict[int, int] = {}
    for here, there in keys.labels:
        taken = set(found.values())
        places = {label: place for place, label in enumerate(here) if place not in taken}
        for place, label in enumerate(there):
            other = places.pop(label, None) if place not in found else None
            if other is not None:
                found[place] = other
    return found


def shown_name(element: object, key: str) -> str:
    """Return what an element is called in a path, cut to a sane length."""
    named = element.get(key) if isinstance(element, dict) else ""
    text = ",".join(map(str, named)) if isinstance(named, list) else str(named)
    return text if len(text) <= 60 else text[:59] + "…"


def flags_of(elements: list[object]) -> dict[str, int] | None:
    """Return the flags of a command line (``--a=1``, ``--a``) by name, None where anything else stands there too."""
    found: dict[str, int] = {}
    for place, element in enumerate(elements):
        if not isinstance(element, str) or not element.startswith("-"):
            return None
        name = element.partition("=")[0]
        if name in found:
            return None
        found[name] = place
    return found


def spell(value: object, side: Neutral) -> str:
    """Return a text that two values share which say the same but for the words of their environments."""
    if isinstance(value, str):
        return side.text(value)
    if isinstance(value, dict | list):
        return json.dumps(_plain(value, side, 0), sort_keys=True, default=str)
    return "?" if is_unknown(value) else scalar_text(value)


def _plain(value: object, side: Neutral, depth: int) -> object:
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, dict):
        return {str(key): _plain(member, side, depth + 1) for key, member in value.items()}
    if isinstance(value, list):
        return [_plain(member, side, depth + 1) for member in value]
    return spell(value, side)


def leaf_texts(value: object, side: Neutral) -> set[str]:
    """Return how the scalars inside a value read, without the words of its environment."""
    return {spell(leaf, side) for leaf in leaves(value)} - {"", "None"}


def scalar_text(value: object) -> str:
    """Return how a scalar reads: 80 is "80", true is "true", as environments and IntOrString have it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if value is None or isinstance(value, str | int | float) else repr(type(value))
