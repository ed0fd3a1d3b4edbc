"""Where a state has another value of an attribute than the code, as far as the code says it with certainty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.json_text import parsed
from trueline.drift.terraform.differences import Difference
from trueline.drift.terraform.fitting import RULES, WHOLE_MAPS, added, fits, fits_element, is_open, unlike
from trueline.drift.terraform.links import is_otherwise_named
from trueline.drift.terraform.noise import is_empty, is_zero
from trueline.drift.terraform.places import likeness
from trueline.values.partial_list import PartialList
from trueline.values.unknown import is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.model.location import Path

UNTOLD: Final = "untold"
"""The note of what could not be compared; the path says where."""

_FILLED: Final = (
    "ebs_block_device ephemeral_block_device network_interface root_block_device setting all_settings "
    "instance_market_options capacity_reservation_specification node_config node_pool attached_disk"
)
_ADDED: Final = frozenset(_FILLED.split())
"""Blocks to which providers add what nobody wrote: more of them in the state are no difference."""


def disagreements(declared: object, actual: object, path: Path) -> Iterator[Difference]:
    """Yield each certain difference of a declared value from the state's; what is unknown is none.

    A block says only what it sets; lists may be in any order, as nothing here tells them from sets.
    """
    name = _name(path)
    if is_unknown(declared) and not isinstance(declared, PartialList):
        if not fits(declared, actual, name):
            yield Difference(path, declared, actual)
    elif isinstance(declared, PartialList):
        yield from _of_partial(declared, actual, path)
    elif isinstance(declared, dict):
        yield from _of_map(declared, actual, path)
    elif isinstance(declared, list):
        yield from _of_list(declared, actual, path)
    elif isinstance(actual, dict | list) and not (is_empty(actual) and is_zero(declared)):
        yield from _of_other_shape(declared, actual, path)
    elif not fits(declared, actual, name):
        yield Difference(path, declared, actual, UNTOLD if is_otherwise_named(declared, actual) else "")


def _name(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _of_other_shape(declared: object, actual: object, path: Path) -> Iterator[Difference]:
    """Yield what differs where a scalar is declared and the state has a list or map: JSON text perhaps, kept parsed."""
    value = parsed(declared)
    if value is None:
        yield Difference(path, declared, actual, UNTOLD)
    elif not fits(value, actual):
        yield Difference(path, declared, actual)


def _of_map(declared: Mapping[str, object], actual: object, path: Path) -> Iterator[Difference]:
    if isinstance(actual, list) and len(actual) == 1 and isinstance(actual[0], dict):
        actual = actual[0]
    if not isinstance(actual, dict):
        if not is_empty(actual):
            yield Difference(path, declared, actual, UNTOLD)
            return
        actual = {}
    for name, value in declared.items():
        if isinstance(value, str) and not value and name not in actual and path[-1] in WHOLE_MAPS:
            yield Difference((*path, name), value, None)
        else:
            yield from disagreements(value, actual.get(name), (*path, name))
    for name in added(declared, actual, _name(path) if _name(path) in RULES else path[-1]):
        yield Difference((*path, name), None, actual[name])


def _of_partial(declared: PartialList, actual: object, path: Path) -> Iterator[Difference]:
    known = actual if isinstance(actual, list) else []
    if isinstance(actual, list) or is_empty(actual):
        for place, element in enumerate(declared.elements):
            if not any(fits_element(element, one, _name(path)) for one in known):
                yield Difference((*path, place), element, None)


def _of_list(declared: Sequence[object], actual: object, path: Path) -> Iterator[Difference]:
    if isinstance(actual, dict) and len(declared) == 1 and isinstance(declared[0], dict):
        actual = [actual]
    if is_empty(actual):
        actual = []
    places = unlike(declared, actual) if isinstance(actual, list) else None
    if not isinstance(actual, list) or places is None:
        yield Difference(path, declared, actual, UNTOLD)
        return
    if not declared and any(isinstance(one, dict) for one in actual):
        return  # no block: nothing is said of what the provider does without one
    left, right = _unfit(declared, actual, places, _name(path))
    if any(map(is_open, declared)):
        right = []  # an unknown element may be any of them
    if len(left) == len(right) and not any(isinstance(declared[place], dict) for place in left):
        for one, other in zip(left, right, strict=True):
            yield from disagreements(declared[one], actual[other], (*path, one))
        return
    yield from _of_blocks(declared, actual, (left, right), path)


def _of_blocks(
    declared: Sequence[object], actual: Sequence[object], places: tuple[list[int], list[int]], path: Path
) -> Iterator[Difference]:
    left, right = places
    if len(declared) == len(actual) == 1:
        yield from disagreements(declared[0], actual[0], (*path, 0))
        return
    for one in left:
        likest = max(right, key=lambda place: likeness(declared[one], actual[place]), default=None)
        if likest is not None and likeness(declared[one], actual[likest]) > 0:
            right.remove(likest)
            yield from disagreements(declared[one], actual[likest], (*path, one))
        else:
            yield Difference((*path, one), declared[one], None)
    if _name(path) not in _ADDED:
        for other in right:
            yield Difference((*path, other), None, actual[other])


def _unfit(
    declared: Sequence[object], actual: Sequence[object], places: tuple[list[int], list[int]], name: str
) -> tuple[list[int], list[int]]:
    """Return the places of known elements that fit nothing in the other list, and of what is left there."""
    right = list(places[1])
    left: list[int] = []
    for place in sorted(places[0], key=lambda place: is_open(declared[place])):
        # in its own place, else anywhere: most lists are in the same order
        order = [place, *right] if place in right else right
        found = next((one for one in order if fits_element(declared[place], actual[one], name)), None)
        if found is not None:
            right.remove(found)
        elif not is_open(declared[place]):
            left.append(place)
    return left, right
