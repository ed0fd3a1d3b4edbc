"""Elements of lists: how they are told apart, and which of two lists belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from trueline.drift.kubernetes.shape import ANY, Shape
from trueline.values.unknown import is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Numbers: TypeAlias = "dict[tuple[object, ...], int]"
"""The numbers of elements by their key."""

MOST_ALIKE: Final = 64
"""How many elements may share a key, and up to how many are paired by how much they differ."""

_BY_NAME: Final = Shape(items=ANY, order="keyed", keys=("name",))


def guess(declared: Sequence[object], live: Sequence[object]) -> Shape:
    """Return how a list of an unknown type is compared: by name where all elements have one of their own."""
    for side in (declared, live):
        names = [element.get("name") if isinstance(element, dict) else None for element in side]
        if not all(isinstance(name, str) for name in names) or len(set(names)) != len(names):
            return Shape(order="list")
    return _BY_NAME


def members(items: Shape, values: Sequence[object]) -> set[object] | None:
    """Return the scalars of a list; None where some are none."""
    found = set()
    for value in values:
        if is_unknown(value) or isinstance(value, dict | list):
            return None
        found.add(items.read(value) if items.read is not None else value)
    return found


def by_key(keys: tuple[str, ...], items: Shape, values: Sequence[object]) -> Numbers:
    """Return the numbers of elements by key; what shares one, or has none, is counted."""
    found: Numbers = {}
    for number, value in enumerate(values):
        key = tuple(_key(name, items, value) for name in keys)
        count = 0
        while (*key, count) in found and count < MOST_ALIKE:
            count += 1
        found[(*key, count) if count < MOST_ALIKE else ("", number, -1)] = number
    return found


def _key(name: str, items: Shape, value: object) -> object:
    current: object = value
    for step in name.split("."):
        current = current.get(step) if isinstance(current, dict) else None
    if current is None and "." not in name and isinstance(value, dict):
        current = items.default(name, value)
    if is_unknown(current) or isinstance(current, dict | list):
        return None
    return current if current is None else str(current)


def name_of(keys: tuple[str, ...], key: tuple[object, ...], number: int) -> str:
    """Return what stands in the brackets of a path: ``name=web``, or the number where there is no key."""
    if all(part is None for part in key[: len(keys)]):
        return str(number)
    told = [f"{name.rpartition('.')[2]}={part}" for name, part in zip(keys, key, strict=False) if part is not None]
    count = key[-1]
    return ",".join(told) + (f",{count}" if count else "")


def in_order(ours: list[int], theirs: list[int]) -> Iterator[tuple[int | None, int | None]]:
    """Yield the elements of two lists by pairs, then those that are left of either."""
    shared = min(len(ours), len(theirs))
    yield from zip(ours[:shared], theirs[:shared], strict=True)
    yield from ((one, None) for one in ours[shared:])
    yield from ((None, other) for other in theirs[shared:])
