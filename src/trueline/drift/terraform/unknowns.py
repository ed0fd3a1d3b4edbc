"""What the code leaves open of a resource and a state has a value of: it is compared with nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.drift.terraform.noise import is_empty
from trueline.drift.terraform.undone import named_only, values_at
from trueline.values.partial import PartialJson
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.drift.terraform.applied import Applied
    from trueline.model.location import Path

_DATA = ".data."


def left_open(declared: object, actual: object, applied: Applied) -> Iterator[Path]:
    """Yield the paths of what nobody can know of a declared map, each attribute of repeated blocks once.

    What only hangs on resources that the state has not is none of them: those are told as missing. Of a text known in
    part nothing is told but where something else of the state was to stand in it.
    """
    told: set[Path] = set()
    for path, value in _unknown(declared, ()):
        if not _is_open_still(value, applied):
            continue
        names = named_only(path)
        if names not in told and not all(map(is_empty, values_at(actual, names))):
            told.add(names)
            yield path[:-1] if isinstance(path[-1], int) else path  # an element that may be any, or several


def _unknown(value: object, path: Path) -> Iterator[tuple[Path, Unknown]]:
    if isinstance(value, Unknown):
        yield path, value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _unknown(member, (*path, name))
    elif isinstance(value, list):
        for place, element in enumerate(value):
            yield from _unknown(element, (*path, place))


def _is_open_still(value: Unknown, applied: Applied) -> bool:
    """Tell whether something else decides a value than resources that are not there yet."""
    if isinstance(value, PartialText | PartialJson):
        return any(one.references and _is_open_still(one, applied) for one in _holes(value))
    return not value.references or any(_DATA in f".{one}" or applied.has(one) for one in value.references)


def _holes(value: object) -> Iterator[Unknown]:
    """Yield what is not known inside of a value."""
    found = value.pieces if isinstance(value, PartialText) else leaves(getattr(value, "value", value))
    for one in found:
        if isinstance(one, PartialText | PartialJson):
            yield from _holes(one)
        elif isinstance(one, Unknown):
            yield one
