"""Functions over maps and objects."""

from __future__ import annotations

from trueline.dialects.terraform.functions.types import FunctionError
from trueline.values.unknown import Unknown, is_unknown, join


def keys(mapping: dict[str, object]) -> list[str]:
    """Return the sorted keys."""
    return sorted(mapping)


def values(mapping: dict[str, object]) -> list[object]:
    """Return the values in the order of their keys."""
    return [mapping[name] for name in sorted(mapping)]


def lookup(mapping: object, name: object, *defaults: object) -> object:
    """Return the value of a key, or the one default."""
    if len(defaults) > 1:
        raise FunctionError("at most 3 arguments are allowed")
    if isinstance(mapping, Unknown):
        return join(mapping)
    if isinstance(name, Unknown):
        return join(name)
    if isinstance(mapping, dict) and name in mapping:
        return mapping[name]
    if not defaults:
        raise FunctionError(f"the map has no key {name!r}, and no default is given")
    return defaults[0]


def merge(*mappings: object) -> dict[str, object]:
    """Return all members of all maps; a later one replaces an earlier one."""
    merged: dict[str, object] = {}
    for mapping in mappings:
        if mapping is not None and not isinstance(mapping, dict):
            raise FunctionError("only maps and objects can be merged")
        merged.update(mapping or {})
    return merged


def transpose(mapping: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return, for each text in the lists, the sorted keys whose list holds it, as often as it does."""
    turned: dict[str, list[str]] = {}
    for name, texts in mapping.items():
        for text in _texts(texts):
            turned.setdefault(text, []).append(name)
    return {text: sorted(turned[text]) for text in sorted(turned)}


def _texts(texts: list[str] | None) -> list[str]:
    if texts is None or any(text is None for text in texts):
        raise FunctionError("a list must not be null or hold nulls")
    return texts


def zip_map(names: list[object], members: list[object]) -> object:
    """Return the map of each name to the value at its place."""
    if len(names) != len(members):
        raise FunctionError(f"{len(names)} keys for {len(members)} values")
    for name in names:
        if is_unknown(name):
            return join(name)  # type: ignore[arg-type]  # it is unknown
        if name is None:
            raise FunctionError("a key must not be null")
    return dict(zip((str(name) for name in names), members, strict=True))
