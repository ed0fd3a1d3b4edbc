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
"""How many elements may share a key; what is beyond is known by its number."""
MOST_PAIRED: Final = 12
"""Up to how many elements that say nothing alike are paired by how much they differ."""

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


def by_meaning(items: Shape, declared: Sequence[object], live: Sequence[object]) -> dict[int, int]:
    """Return, for elements of a declared list, the number of one that says the same; the nearest one of several."""
    places: dict[str, list[int]] = {}
    for number in range(len(live) - 1, -1, -1):
        places.setdefault(_meaning(items, live[number]), []).append(number)
    found = {}
    for number, value in enumerate(declared):
        alike = places.get(_meaning(items, value))
        if alike:
            found[number] = alike.pop()
    return found


def _meaning(shape: Shape, value: object) -> str:
    """Return what a value says, as text: without defaults, and with what has no order sorted."""
    if is_unknown(value):
        return f"?{id(value)}"
    if isinstance(value, dict):
        said = [
            f"{key}={_meaning(shape.member(key), one)}" for key, one in value.items() if _says(shape, key, one, value)
        ]
        return "{" + ",".join(sorted(said)) + "}"
    if isinstance(value, list):
        inner = [_meaning(shape.items or ANY, one) for one in value]
        return f"[{','.join(inner if shape.order in (None, 'list') else sorted(inner))}]"
    read = shape.read(value) if shape.read is not None else value
    return repr(read) if isinstance(read, bool) else repr(str(read))


def _says(shape: Shape, key: object, value: object, members: dict[str, object]) -> bool:
    if not isinstance(key, str) or shape.skips(key, members):
        return False
    if is_unknown(value):
        return True
    if value is None or (isinstance(value, dict | list) and not value):
        return value is not None and key in shape.present
    default = shape.default(key, {name: one for name, one in members.items() if name != key})
    if default is not None:
        return _meaning(shape.member(key), value) != _meaning(shape.member(key), default)
    is_zero = not isinstance(value, dict | list) and not value
    return not is_zero or shape.is_exact or key in shape.exact


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
