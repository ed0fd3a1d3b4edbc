"""Where two values of an attribute differ that a provider wrote both: the deepest places, what stands on each side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.terraform.noise import is_empty, is_same_text, spelled
from trueline.drift.unshared import unshared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.model.location import Path

MOST_PAIRS: Final = 2_500  # of elements that are compared with each other before they are taken in order


class Difference(NamedTuple):
    """One difference: the path, and what stood there before and after; None where nothing did."""

    path: Path
    before: object
    after: object
    note: str = ""


def differences(before: object, after: object, path: Path = ()) -> Iterator[Difference]:
    """Yield each difference of two plain values at its deepest path; an element of one list alone is whole."""
    if before == after and type(before) is type(after):
        return
    if is_empty(before) and is_empty(after) and not _differ_in_keys(before, after):
        return
    if isinstance(before, dict) and (isinstance(after, dict) or is_empty(after)):
        yield from _of_maps(before, after if isinstance(after, dict) else {}, path)
    elif isinstance(after, dict) and is_empty(before):
        yield from _of_maps({}, after, path)
    elif isinstance(before, list) and (isinstance(after, list) or is_empty(after)):
        yield from _of_lists(before, after if isinstance(after, list) else [], path)
    elif isinstance(after, list) and is_empty(before):
        yield from _of_lists([], after, path)
    elif not _is_same(before, after):
        yield Difference(path, before, after)


def _is_same(before: object, after: object) -> bool:
    if isinstance(before, bool) is not isinstance(after, bool):
        return False
    return before == after or is_same_text(before, after)


def _of_maps(before: Mapping[str, object], after: Mapping[str, object], path: Path) -> Iterator[Difference]:
    for name in (*before, *(name for name in after if name not in before)):
        one, other = before.get(name), after.get(name)
        if _is_key(name, before, after):
            yield Difference((*path, name), one, other)
        elif one is not other:
            yield from differences(one, other, (*path, name))


def _is_key(name: str, before: Mapping[str, object], after: Mapping[str, object]) -> bool:
    """Tell whether only one of two maps has a key, with an empty text; what has a schema has all its members always."""
    return (name in before) is not (name in after) and "" in (before.get(name), after.get(name))


def _differ_in_keys(before: object, after: object) -> bool:
    """Tell whether all that two empty values differ in are keys with empty texts, which makes them maps."""
    one, other = (value if isinstance(value, dict) else {} for value in (before, after))
    alone = one.keys() ^ other.keys()
    return bool(alone) and all(_is_key(name, one, other) for name in alone)


def _of_lists(before: Sequence[object], after: Sequence[object], path: Path) -> Iterator[Difference]:
    mine, its = list(map(spelled, before)), list(map(spelled, after))
    left, right = unshared(mine, its)
    if not left and not right:
        if mine != its:
            yield Difference(path, list(before), list(after), "order")
        return
    pairs = _paired([before[place] for place in left], [after[place] for place in right])
    for one, other in pairs:
        if one is None:
            place = right[other or 0]
            yield Difference((*path, place), None, after[place])
        elif other is None:
            yield Difference((*path, left[one]), before[left[one]], None)
        else:
            yield from differences(before[left[one]], after[right[other]], (*path, left[one]))


def _paired(left: Sequence[object], right: Sequence[object]) -> list[tuple[int | None, int | None]]:
    """Return which of what is left on both sides belongs together: the likest maps; anything else in order."""
    if len(left) == len(right) and (len(left) == 1 or not _are_maps((*left, *right))):
        return [(place, place) for place in range(len(left))]
    pairs: list[tuple[int | None, int | None]] = []
    if _are_maps((*left, *right)) and len(left) * len(right) <= MOST_PAIRS:
        pairs = [*_likest(left, right)]
    elif _are_maps((*left, *right)):
        pairs = [(place, place) for place in range(min(len(left), len(right)))]
    taken, given = {one for one, _ in pairs}, {other for _, other in pairs}
    pairs += [(place, None) for place in range(len(left)) if place not in taken]
    pairs += [(None, place) for place in range(len(right)) if place not in given]
    return pairs


def _are_maps(elements: Sequence[object]) -> bool:
    return all(isinstance(element, dict) for element in elements)


def _likest(left: Sequence[object], right: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Yield pairs of maps that share at least half of what is not empty in them, the likest first."""
    mine, theirs = [_members(one) for one in left], [_members(one) for one in right]
    shared = [
        (len(one & other), -place, -beside)
        for place, one in enumerate(mine)
        for beside, other in enumerate(theirs)
        if len(one & other) * 2 >= max(len(one), len(other))
    ]
    taken: set[int] = set()
    given: set[int] = set()
    for _, place, beside in sorted(shared, reverse=True):
        if -place not in taken and -beside not in given:
            taken.add(-place)
            given.add(-beside)
            yield -place, -beside


def _members(element: object) -> frozenset[str]:
    if not isinstance(element, dict):
        return frozenset()
    return frozenset(f"{name}={spelled(member)}" for name, member in element.items() if not is_empty(member))
