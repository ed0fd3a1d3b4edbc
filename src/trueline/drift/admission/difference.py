"""Two plain values side by side: where they differ, as deep as can be told.

Lists whose elements all have a name of their own are held together by it, those of scalars are sets, and of all others
what is equal goes together, then what is left in its order: controllers read none of these by position.
"""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.values.unknown import Unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.model.location import Path

_LONGEST_KEY: Final = 80
# element key by the list that has it; anything else is held together by `name`
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {"matchExpressions": ("key", "operator"), "targets": ("target",)}


class Difference(NamedTuple):
    """One place where two values differ.

    ``names`` are the keys on the way without elements of lists, but for the operator of a selector; ``shown`` the
    dotted path as people read it. A value is None where that side has nothing; its path then ends where there is
    something. ``is_element`` says that this is one element of a list.
    """

    names: tuple[str, ...]
    shown: str
    declared_at: Path
    actual_at: Path
    declared: object
    actual: object
    is_element: bool = False


class _Place(NamedTuple):
    names: tuple[str, ...]
    shown: str
    declared_at: Path
    actual_at: Path
    is_element: bool = False

    def member(self, name: str) -> _Place:
        text = name if _is_word(name) else f'["{printable(name)}"]'
        shown = f"{self.shown}.{text}" if self.shown and not text.startswith("[") else self.shown + text
        return _Place((*self.names, name), shown, (*self.declared_at, name), (*self.actual_at, name))

    def element(self, label: str, declared: int | None, actual: int | None, extra: tuple[str, ...] = ()) -> _Place:
        return _Place(
            self.names + extra,
            f"{self.shown}[{label}]",
            self.declared_at if declared is None else (*self.declared_at, declared),
            self.actual_at if actual is None else (*self.actual_at, actual),
            is_element=True,
        )

    def difference(self, declared: object, actual: object) -> Difference:
        return Difference(self.names, self.shown, self.declared_at, self.actual_at, declared, actual, self.is_element)


def differences(declared: object, actual: object, *start: str) -> Iterator[Difference]:
    """Yield where two values differ, both below the keys of ``start``; what is declared as unknown never does."""
    place = _Place((), "", (), ())
    for name in start:
        place = place.member(name)
    yield from _compare(place, declared, actual)


def frozen(value: object) -> object:
    """Return what equal values have alike: types count, the order of keys does not, NaN is equal to itself."""
    if isinstance(value, dict):
        return ("map", *sorted((str(key), frozen(member)) for key, member in value.items())) if value else ("map",)
    if isinstance(value, list):
        return ("list", *(frozen(member) for member in value))
    if isinstance(value, Unknown):
        return ("unknown", str(id(value)))
    if isinstance(value, bool) or value is None:
        return ("word", str(value))
    if isinstance(value, int | float):
        return ("number", str(int(value) if isinstance(value, float) and value.is_integer() else value))
    return ("text", str(value))


def printable(text: str) -> str:
    """Return a key as a path may hold it: on one line, and not long."""
    clean = "".join(character if character.isprintable() else "�" for character in text)
    return clean if len(clean) <= _LONGEST_KEY else clean[:_LONGEST_KEY] + "…"


def _is_word(name: str) -> bool:
    return bool(name) and all(character.isalnum() or character in "_-" for character in name)


def _compare(place: _Place, declared: object, actual: object) -> Iterator[Difference]:
    if isinstance(declared, Unknown) or isinstance(actual, Unknown):
        return
    if isinstance(declared, dict) and isinstance(actual, dict):
        for name in [*declared, *(name for name in actual if name not in declared)]:
            yield from _members(place.member(str(name)), declared.get(name), actual.get(name))
    elif isinstance(declared, list) and isinstance(actual, list):
        yield from _lists(place, declared, actual)
    elif frozen(declared) != frozen(actual) and not _has_unknown(declared):
        yield place.difference(declared, actual)


def _members(place: _Place, declared: object, actual: object) -> Iterator[Difference]:
    """Compare two members; where one is not there, the place is that of the map."""
    if declared is None:
        place = place._replace(declared_at=place.declared_at[:-1])
    if actual is None:
        place = place._replace(actual_at=place.actual_at[:-1])
    yield from _compare(place, declared, actual)


def _lists(place: _Place, declared: list[object], actual: list[object]) -> Iterator[Difference]:
    if _has_unknown(declared):
        return
    left, right = _by_key(place, declared), _by_key(place, actual)
    if left is not None and right is not None:
        yield from _keyed(place, (declared, left), (actual, right))
        return
    if not any(isinstance(one, dict | list) for one in [*declared, *actual]):
        if Counter(map(frozen, declared)) != Counter(map(frozen, actual)):
            yield place.difference(declared, actual)
        return
    only_declared, only_actual = _unmatched(declared, actual)
    if len(only_declared) == len(only_actual):
        for mine, yours in zip(only_declared, only_actual, strict=True):
            yield from _compare(place.element(str(mine), mine, yours), declared[mine], actual[yours])
        return
    for mine in only_declared:
        yield place.element(str(mine), mine, None).difference(declared[mine], None)
    for yours in only_actual:
        yield place.element(str(yours), None, yours).difference(None, actual[yours])


def _keyed(
    place: _Place,
    declared: tuple[list[object], Mapping[tuple[str, ...], int]],
    actual: tuple[list[object], Mapping[tuple[str, ...], int]],
) -> Iterator[Difference]:
    names = _KEYS.get(place.names[-1] if place.names else "", ("name",))
    for key in dict.fromkeys([*declared[1], *actual[1]]):
        mine, yours = declared[1].get(key), actual[1].get(key)
        label = ",".join(f"{name}={printable(word)}" for name, word in zip(names, key, strict=True))
        extra = key[1:]  # the operator decides what a further value means
        inner = place.element(label, mine, yours, extra)
        yield from _compare(
            inner,
            None if mine is None else declared[0][mine],
            None if yours is None else actual[0][yours],
        )


def _by_key(place: _Place, elements: Sequence[object]) -> dict[tuple[str, ...], int] | None:
    names = _KEYS.get(place.names[-1] if place.names else "", ("name",))
    found: dict[tuple[str, ...], int] = {}
    for number, element in enumerate(elements):
        words = [element.get(name) for name in names] if isinstance(element, dict) else [None]
        key = tuple(word for word in words if isinstance(word, str))
        if len(key) != len(names) or key in found:
            return None
        found[key] = number
    return found


def _unmatched(declared: Sequence[object], actual: Sequence[object]) -> tuple[list[int], list[int]]:
    waiting: dict[object, deque[int]] = {}
    for number, element in enumerate(actual):
        waiting.setdefault(frozen(element), deque()).append(number)
    only_declared = []
    for number, element in enumerate(declared):
        same = waiting.get(frozen(element))
        if same:
            same.popleft()
        else:
            only_declared.append(number)
    return only_declared, sorted(number for left in waiting.values() for number in left)


def _has_unknown(value: object) -> bool:
    return any(isinstance(leaf, Unknown) for leaf in leaves(value))
