"""What the code leaves open of a resource and a state has a value of: it is compared with nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.drift.terraform.fitting import is_open
from trueline.drift.terraform.noise import is_empty
from trueline.drift.terraform.undone import named_only, values_at
from trueline.values.partial_list import PartialList
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.location import Path

_DATA = "data."


def left_open(declared: object, actual: object) -> Iterator[Path]:
    """Yield the paths of what nobody can know of a declared map, each attribute of repeated blocks once.

    What another resource computes is none of them: a plan knows it no better before apply.
    """
    told: set[Path] = set()
    for path in _unknown(declared, ()):
        names = named_only(path)
        if names not in told and not all(map(is_empty, values_at(actual, names))):
            told.add(names)
            yield path[:-1] if isinstance(path[-1], int) else path  # an element that may be any, or several


def _unknown(value: object, path: Path) -> Iterator[Path]:
    if isinstance(value, PartialList):
        if _is_anybodys(value):
            yield path
    elif is_open(value):
        if isinstance(value, Unknown) and _is_anybodys(value):
            yield path
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _unknown(member, (*path, name))
    elif isinstance(value, list):
        for place, element in enumerate(value):
            yield from _unknown(element, (*path, place))


def _is_anybodys(value: Unknown) -> bool:
    """Tell whether something else than resources of the code decides a value."""
    return not value.references or any(address.startswith(_DATA) for address in value.references)
