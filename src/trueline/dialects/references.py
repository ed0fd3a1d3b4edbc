"""What the values of a resource refer to, read off the marks that evaluation left on their leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.model.resource import References, parse_path
from trueline.values.partial_list import PartialList, members
from trueline.values.unknown import Unknown, join, leaves, references_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def refer(value: object, attribute: str) -> References:
    """Return what the leaves at a dotted path refer to; a list on the way stands for all its elements."""
    found = [value]
    for step in parse_path(attribute):
        found = [inner for member in found for inner in _step(member, step)]
    addresses: set[str] = set()
    unknown: list[Unknown] = []
    for leaf in (leaf for member in found for leaf in _leaves(member)):
        references = references_of(leaf)
        addresses |= references
        if isinstance(leaf, Unknown) and not references:
            unknown.append(leaf)
    return References(frozenset(addresses), open=join(*unknown) if unknown else None)


def _leaves(value: object) -> Iterator[object]:
    """Yield the scalars and unknowns inside ``value``; what may follow the known beginning of a list is one of them."""
    for leaf in leaves(value):
        if isinstance(leaf, PartialList):
            yield from _leaves(members(leaf))
        else:
            yield leaf


def _step(value: object, step: str | int) -> list[object]:
    if isinstance(value, PartialList):
        value = members(value)
    if isinstance(value, Unknown):
        return [value]
    if isinstance(value, dict):  # where a list is expected, a map is its only element
        return [value[step]] if step in value else [value] if step == 0 else []
    if not isinstance(value, list):
        return []
    if isinstance(step, int):
        return [value[step]] if -len(value) <= step < len(value) else []
    return [inner for element in value for inner in _step(element, step)]
