"""Differences of two values of a type: what is declared and is not so, and what is there and matters undeclared."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from trueline.drift.kubernetes.elements import (
    MOST_PAIRED,
    Numbers,
    by_key,
    by_meaning,
    guess,
    in_order,
    members,
    name_of,
)
from trueline.drift.kubernetes.shape import ANY, Shape
from trueline.drift.kubernetes.values import alike, literal, may_be
from trueline.model.location import format_path
from trueline.values.unknown import find, is_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from trueline.drift.kubernetes.owners import Tree
    from trueline.model.location import Path

_NOBODY: Final[Mapping[str, object]] = {}


class Spot(NamedTuple):
    """The same place on both sides, by names and indices, and as people read it."""

    declared: Path = ()
    live: Path = ()
    text: str = ""

    def member(self, key: str) -> Spot:
        """Return the place of a member."""
        step = _step(key)
        text = f"{self.text}{step}" if step[0] == "[" or not self.text else f"{self.text}.{step}"
        return Spot((*self.declared, key), (*self.live, key), text)

    def element(self, declared: int | None, live: int | None, name: str) -> Spot:
        """Return the place of an element, or of the list on the side that lacks it."""
        one = self.declared if declared is None else (*self.declared, declared)
        other = self.live if live is None else (*self.live, live)
        return Spot(one, other, f"{self.text}[{name}]")


@lru_cache(maxsize=4096)
def _step(key: str) -> str:
    return format_path((key,))


class Difference(NamedTuple):
    """One difference: a value that is not as declared (``changed``), or one that nobody declares (``added``)."""

    kind: Literal["changed", "added"]
    spot: Spot
    declared: object = None
    actual: object = None


class Walk:
    """Compares what one object declares with what is there.

    ``pod`` is the type of a pod's spec, found inside of types that are not known. ``is_given`` tells of an element or
    member that is only there whether the platform gave it (path, value). ``humans`` is the tree of what people own.
    ``is_thorough`` says that every member counts which has a default, and not that one, though nobody declares it.
    """

    def __init__(
        self, pod: Shape, is_given: Callable[[Path, object], bool], humans: Tree | None = None, *,
        is_thorough: bool = False,
    ) -> None:  # fmt: skip
        self._pod = pod
        self._is_given = is_given
        self._humans: Mapping[str, object] = humans if humans is not None else _NOBODY
        self._is_thorough = is_thorough
        self.filled: list[Difference] = []
        """What is as declared only if whatever fills in placeholders, or makes up values, wrote it there."""

    def differences(self, shape: Shape, declared: object, live: object) -> Iterator[Difference]:
        """Yield the differences of two objects."""
        yield from self._values(shape, declared, live, Spot(), self._humans)

    def _values(
        self, shape: Shape, declared: object, live: object, spot: Spot, owned: Mapping[str, object]
    ) -> Iterator[Difference]:
        if is_unknown(declared):
            return
        if isinstance(declared, dict) and isinstance(live, dict):
            if shape is ANY and isinstance(declared.get("containers"), list):
                shape = self._pod
            yield from self._maps(shape, declared, live, spot, owned)
        elif isinstance(declared, list) and isinstance(live, list):
            yield from self._lists(shape, declared, live, spot, owned)
        elif isinstance(declared, dict | list) or isinstance(live, dict | list):
            yield Difference("changed", spot, declared, live)
        elif not _same(shape, declared, live):
            found = Difference("changed", spot, declared, live)
            if shape.read is literal or not may_be(declared, live):
                yield found
            else:
                self.filled.append(found)

    def _maps(
        self, shape: Shape, declared: Mapping[str, object], live: Mapping[str, object], spot: Spot,
        owned: Mapping[str, object],
    ) -> Iterator[Difference]:  # fmt: skip
        for key, value in declared.items():
            if not isinstance(key, str) or shape.skips(key, declared):
                continue
            there = live.get(key)
            if is_unknown(value):
                found = Difference("changed", spot.member(key), value, there)
                if is_nothing(there):
                    yield found
                else:
                    self.filled.append(found)
                continue
            if is_nothing(value) and key not in shape.present:
                continue
            if is_nothing(there) and not (key in live and key in shape.present and there is not None):
                yield from self._absent(shape, key, value, declared, spot)
            else:
                yield from self._values(shape.member(key), value, there, spot.member(key), below(owned, key))
        for key, there in live.items():
            if not isinstance(key, str) or (key in declared and not _is_empty(shape, key, declared[key])):
                continue
            if shape.mirrors and shape.is_said(key, declared):
                continue
            if not (shape.skips(key, live) or (is_nothing(there) and (key not in shape.present or there is None))):
                yield from self._unmentioned(shape, key, (declared, live), spot, owned)

    def _absent(
        self, shape: Shape, key: str, value: object, declared: Mapping[str, object], spot: Spot
    ) -> Iterator[Difference]:
        """Yield a declared member that is not there, unless that is what its absence means."""
        at = spot.member(key)
        default = shape.default(key, declared)
        member = shape.member(key)
        if isinstance(value, dict) and member.is_exact and key not in shape.present:
            yield from self._maps(member, value, {}, at, _NOBODY)
            return
        if default is not None:
            means_it = not self._differ(member, value, default)
        elif isinstance(value, dict):
            means_it = key not in shape.present and not self._differ(member, value, {})
        else:
            means_it = is_zero(value) and not (shape.is_exact or key in shape.exact)
        if not means_it:
            yield Difference("changed", at, value)

    def _unmentioned(
        self, shape: Shape, key: str, sides: tuple[Mapping[str, object], Mapping[str, object]], spot: Spot,
        owned: Mapping[str, object],
    ) -> Iterator[Difference]:  # fmt: skip
        """Yield what is there at a member that is not declared, where it matters and the platform did not give it."""
        declared, live = sides
        value, at, member = live[key], spot.member(key), shape.member(key)
        mine = owned.get(f"f:{key}")
        is_own = isinstance(mine, dict) and not mine
        counts = self._is_thorough and not isinstance(value, dict | list) and shape.default(key, live) is not None
        if shape.watches(key) or is_own or counts:
            is_usual = any(self._is_default(shape, key, value, side) for side in (declared, live))
            if not is_usual and not self._is_given(at.live, value):
                yield Difference("added", at, None, value)
            return
        if isinstance(value, dict):
            shape = self._pod if member is ANY and isinstance(value.get("containers"), list) else member
            yield from self._maps(shape, {}, value, at, below(owned, key))
        elif isinstance(value, list) and (member.order in ("keyed", "bag") or mine is not None):
            if any(
                shape.default(key, side) is not None and self._is_default(shape, key, value, side) for side in sides
            ):
                return
            yield from self._lists(member, [], value, at, below(owned, key))

    def _is_default(self, shape: Shape, key: str, value: object, members: Mapping[str, object]) -> bool:
        default = shape.default(key, members)
        if default is not None:
            return not self._differ(shape.member(key), value, default, both=True)
        return is_zero(value) and not (shape.is_exact or key in shape.exact)

    def _differ(self, shape: Shape, declared: object, live: object, *, both: bool = False) -> bool:
        return self._count(shape, declared, live) > 0 or (both and self._count(shape, live, declared) > 0)

    def _count(self, shape: Shape, declared: object, live: object) -> int:
        """Return in how much two values differ, when nothing of that is told."""
        known = len(self.filled)
        found = sum(1 for _ in self._values(shape, declared, live, Spot(), _NOBODY))
        del self.filled[known:]
        return found

    def _lists(
        self, shape: Shape, declared: Sequence[object], live: Sequence[object], spot: Spot, owned: Mapping[str, object]
    ) -> Iterator[Difference]:
        if shape.order is None:
            shape = guess(declared, live)
        if shape.order in ("keyed", "open"):
            yield from self._keyed(shape, declared, live, spot, owned)
        elif shape.order == "bag":
            yield from self._bag(shape, declared, live, spot, owned)
        elif shape.order in ("set", "subset"):
            one, other = (members(shape.items or ANY, side) for side in (declared, live))
            if any(map(is_unknown, declared)):
                return
            if one is None or other is None or one - other or (shape.order == "set" and other - one):
                yield Difference("changed" if declared else "added", spot, list(declared) or None, list(live))
        elif len(declared) != len(live):
            yield Difference("changed" if declared else "added", spot, list(declared) or None, list(live))
        else:
            for number, value in enumerate(declared):
                at = spot.element(number, number, str(number))
                yield from self._values(shape.items or ANY, value, live[number], at, _NOBODY)

    def _keyed(
        self, shape: Shape, declared: Sequence[object], live: Sequence[object], spot: Spot, owned: Mapping[str, object]
    ) -> Iterator[Difference]:
        items = shape.items or ANY
        mine, theirs = (by_key(shape.keys, items, side) for side in (declared, live))
        for key, number in mine.items():
            if key in theirs:
                there = theirs[key]
                at = spot.element(number, there, name_of(shape.keys, key, number))
                yield from self._values(items, declared[number], live[there], at, _element(owned, live[there]))
        yield from self._one_sided(shape, (mine, theirs), (declared, live), spot, owned)

    def _one_sided(
        self, shape: Shape, keys: tuple[Numbers, Numbers], sides: tuple[Sequence[object], Sequence[object]], spot: Spot,
        owned: Mapping[str, object],
    ) -> Iterator[Difference]:  # fmt: skip
        """Yield the elements whose key is on one side alone; two that differ in the key alone are one, changed."""
        declared, live = sides
        lost = [(key, number) for key, number in keys[0].items() if key not in keys[1]]
        extra = [(key, number) for key, number in keys[1].items() if key not in keys[0]]
        if shape.order == "open":
            extra = [one for one in extra if _element(owned, live[one[1]])]
        extra = [one for one in extra if not self._is_given((*spot.live, one[1]), live[one[1]])]
        if len(lost) == len(extra) == 1:
            (key, number), (_, there) = lost[0], extra[0]
            at = spot.element(number, there, name_of(shape.keys, key, number))
            found = list(self._values(shape.items or ANY, declared[number], live[there], at, _NOBODY))
            if len(found) < 2:
                yield from found or [_renamed(shape.keys[0], at, declared[number], live[there])]
                return
        for key, number in lost:
            yield Difference("changed", spot.element(number, None, name_of(shape.keys, key, number)), declared[number])
        for key, number in extra:
            yield Difference("added", spot.element(None, number, name_of(shape.keys, key, number)), None, live[number])

    def _bag(
        self, shape: Shape, declared: Sequence[object], live: Sequence[object], spot: Spot, owned: Mapping[str, object]
    ) -> Iterator[Difference]:
        items = shape.items or ANY
        for one, other in self._pairs(items, declared, live):
            name = str(one if one is not None else other)
            at = spot.element(one, other, name)
            if other is None and one is not None:
                yield Difference("changed", at, declared[one])
            elif one is None and other is not None:
                if not self._is_given(at.live, live[other]):
                    yield Difference("added", at, None, live[other])
            elif one is not None and other is not None:
                yield from self._values(items, declared[one], live[other], at, _element(owned, live[other]))

    def _pairs(
        self, items: Shape, declared: Sequence[object], live: Sequence[object]
    ) -> Iterator[tuple[int | None, int | None]]:
        """Yield which elements belong together: those that say the same, then those that differ least."""
        same = by_meaning(items, declared, live)
        yield from same.items()
        taken = set(same.values())
        ours = [one for one in range(len(declared)) if one not in same]
        theirs = [other for other in range(len(live)) if other not in taken]
        if max(len(ours), len(theirs)) > MOST_PAIRED:
            yield from in_order(ours, theirs)
            return
        scored = sorted(
            (self._distance(items, declared[one], live[other]), abs(one - other), one, other)
            for one in ours
            for other in theirs
        )
        for _, _, one, other in scored:
            if one in ours and other in theirs:
                ours.remove(one)
                theirs.remove(other)
                yield one, other
        yield from in_order(ours, theirs)

    def _distance(self, items: Shape, declared: object, live: object) -> int:
        return self._count(items, declared, live) + self._count(items, live, declared)


def is_nothing(value: object) -> bool:
    """Tell whether a value is null, or an empty map or list."""
    return value is None or (isinstance(value, dict | list) and not value)


def is_zero(value: object) -> bool:
    """Tell whether a scalar is what the API leaves out: false, 0, empty text."""
    return value is False or (isinstance(value, int | float | str) and not isinstance(value, bool) and not value)


def below(owned: Mapping[str, object], key: str) -> Mapping[str, object]:
    """Return the tree below a member."""
    found = owned.get(f"f:{key}")
    return found if isinstance(found, dict) else _NOBODY


def _element(owned: Mapping[str, object], element: object) -> Mapping[str, object]:
    if not owned:
        return _NOBODY
    from trueline.drift.kubernetes.owners import element_of

    return element_of(owned, element) or _NOBODY


def _is_empty(shape: Shape, key: str, value: object) -> bool:
    return not is_unknown(value) and is_nothing(value) and key not in shape.present


def _same(shape: Shape, declared: object, live: object) -> bool:
    if shape.read is None:
        return alike(declared, live)
    one, other = shape.read(declared), shape.read(live)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _renamed(key: str, spot: Spot, declared: object, live: object) -> Difference:
    """Return the difference of two elements in a key that is not compared inside of them."""
    steps = tuple(key.split("."))
    for step in steps:
        spot = spot.member(step)
    return Difference("changed", spot, find(declared, steps), find(live, steps))
