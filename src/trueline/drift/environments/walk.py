"""Two values side by side: which of their members differ; lists are told apart by what names their elements."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from trueline.drift.environments.elements import (
    AS_WRITTEN,
    KEYS,
    Keys,
    flags_of,
    joined,
    labels_of,
    leaf_texts,
    scalar_text,
    shown_name,
    spell,
)
from trueline.drift.environments.embedded import unfold
from trueline.drift.environments.found import ABSENT, At, Found, is_element
from trueline.drift.environments.words import Neutral
from trueline.drift.hidden import is_secret_member
from trueline.values.partial import PartialJson
from trueline.values.secret_name import may_be_secret
from trueline.values.unknown import is_sensitive, is_unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


_PLAINER: Final = (Neutral.name, Neutral.glued)
_PLAIN: Final = (str, int, bool)
_DEEPEST: Final = 60
_MOST_LOOSE: Final = 40
"""Elements without a name up to which the most similar are looked for."""

_MEANT_EMPTY: Final = frozenset({"emptydir", "podselector", "namespaceselector", "ingress", "egress"})
# of these each member is a difference of its own, also where only one side has them
_SETTINGS: Final = frozenset(
    {"inputs", "data", "env", "environment", "variables", "values", "stringdata", "labels", "annotations"}
)
_COMMANDS: Final = frozenset({"args", "command", "entrypoint", "extraArgs"})


class Walk:
    """Walks through two values; texts are compared without the words of their own environment."""

    def __init__(self, sides: tuple[Neutral, Neutral], mentioned: str = "") -> None:
        self._sides = sides
        self._mentioned = mentioned
        """The side that alone is declared (``left``, ``right``): what it says nothing of is not compared."""

    def walk(self, at: At, left: object, right: object) -> Iterator[Found]:
        """Yield what differs."""
        left, right = _opened(left), _opened(right)
        if left is right or is_unknown(left) or is_unknown(right):
            return
        if at.depth > _DEEPEST:  # of what is nested deeper only that it differs is said
            if spell(left, self._sides[0]) != spell(right, self._sides[1]):
                yield _found(at, left, right)
            return
        if left is ABSENT or right is ABSENT:
            yield from self._one_sided(at, left, right)
        elif isinstance(left, dict) and isinstance(right, dict):
            yield from self._maps(at, left, right)
        elif isinstance(left, list) and isinstance(right, list):
            yield from self._lists(at, left, right)
        elif not _same(left, right):
            yield from self._scalars(at, left, right)

    def _one_sided(self, at: At, left: object, right: object) -> Iterator[Found]:
        if self._mentioned and (left if self._mentioned == "left" else right) is ABSENT:
            return
        there = right if left is ABSENT else left
        if _is_nothing(there, at.words[-1] if at.words else ""):
            return
        if isinstance(there, dict | list) and at.words and at.words[-1] in _SETTINGS and not is_element(at.path):
            nothing: object = {} if isinstance(there, dict) else []
            yield from self.walk(at, nothing if left is ABSENT else left, nothing if right is ABSENT else right)
        else:
            yield _found(at, left, right)

    def _scalars(self, at: At, left: object, right: object) -> Iterator[Found]:
        if isinstance(left, str) and isinstance(right, str) and not (at.is_secret or _is_marked(left, right)):
            inner = unfold(at.name, left), unfold(at.name, right)
            if inner[0] is not None and inner[1] is not None:
                yield from self.walk(at._replace(is_embedded=True), *inner)
                return
        yield _found(at, left, right)

    def _maps(self, at: At, left: dict[str, object], right: dict[str, object]) -> Iterator[Found]:
        if _is_sourced(left) != _is_sourced(right):  # said here, kept elsewhere there
            yield _found(at, left, right)
            return
        partner = self._partners(left, right)
        for key, value in right.items():
            other = partner.get(key)
            if (
                other is not None
                and type(value) in _PLAIN
                and type(left[other]) is type(value)
                and left[other] == value
            ):
                continue
            secret = is_secret_member(right, key) or (other is not None and is_secret_member(left, other))
            inner = at.member(str(key), () if other is None else (other,), (key,), is_secret=secret)
            yield from self.walk(inner, ABSENT if other is None else left[other], value)
        taken = set(partner.values())
        for key, value in left.items():
            if key not in taken:
                yield from self.walk(
                    at.member(str(key), (key,), (), is_secret=is_secret_member(left, key)), value, ABSENT
                )

    def _partners(self, left: dict[str, object], right: dict[str, object]) -> dict[str, str]:
        """Return for each key of the right side that of the left which means the same."""
        found = {key: key for key in right if key in left}
        if len(found) == len(left) or len(found) == len(right):
            return found
        for how in _PLAINER:
            taken = set(found.values())
            free = {how(self._sides[0], str(key)): key for key in left if key not in taken}
            for key in right:
                other = free.pop(how(self._sides[1], str(key)), None) if key not in found else None
                if other is not None:
                    found[key] = other
        return found

    def _plain(
        self, how: Callable[[Neutral, str], str], left: list[str], right: list[str]
    ) -> tuple[list[str], list[str]]:
        """Return the labels of both sides without the words of their environments."""
        return [how(self._sides[0], one) for one in left], [how(self._sides[1], one) for one in right]

    def _lists(self, at: At, left: list[object], right: list[object]) -> Iterator[Found]:
        keys = self._keys(left, right)
        if keys is not None:
            yield from self._keyed(at, left, right, keys)
        elif any(isinstance(one, dict | list) for one in (*left, *right)):
            yield from self._loose(at, left, right)
        else:
            yield from self._sets(at, left, right)

    def _keys(self, left: list[object], right: list[object]) -> Keys | None:
        """Return what names each element of both lists, None where nothing does."""
        if not all(isinstance(one, dict) for one in (*left, *right)):
            return None
        for key in KEYS:
            here, there = labels_of(left, key), labels_of(right, key)
            if here is not None and there is not None:
                return Keys(key[0], ((here, there), *(self._plain(how, here, there) for how in _PLAINER)))
        return None

    def _keyed(self, at: At, left: list[object], right: list[object], keys: Keys) -> Iterator[Found]:
        partner = joined(keys)
        for place, value in enumerate(right):
            other = partner.get(place)
            shown = shown_name(value, keys.name)
            inner = at.element(f"{keys.name}={shown}", () if other is None else (other,), (place,), shown)
            yield from self.walk(inner, ABSENT if other is None else left[other], value)
        taken = set(partner.values())
        for place, value in enumerate(left):
            if place not in taken:
                shown = shown_name(value, keys.name)
                yield from self.walk(at.element(f"{keys.name}={shown}", (place,), (), shown), value, ABSENT)

    def _sets(self, at: At, left: list[object], right: list[object]) -> Iterator[Found]:
        flags = flags_of(left), flags_of(right)
        if at.words and at.words[-1] in _COMMANDS and flags[0] is not None and flags[1] is not None:
            yield from self._flags(at, left, right, flags[0], flags[1])
            return
        if any(map(is_unknown, (*left, *right))):
            return
        if (
            len(left) == len(right) == 1
            and all(map(_holds_data, (left[0], right[0])))
            and not _is_marked(*left, *right)
        ):
            yield from self.walk(at.element("0", (0,), (0,)), left[0], right[0])
            return
        only_left, only_right = self._remaining(left, right)
        if (only_left and self._mentioned != "right") or (only_right and self._mentioned != "left"):
            found = _found(at, left, right)
            yield found._replace(
                only_left=tuple(left[place] for place in only_left),
                only_right=tuple(right[place] for place in only_right),
            )

    def _flags(
        self, at: At, left: list[object], right: list[object], here: dict[str, int], there: dict[str, int]
    ) -> Iterator[Found]:
        """Yield what differs in the flags of two command lines, given by name and place."""
        for flag in {**there, **here}:
            other, place = here.get(flag), there.get(flag)
            inner = at.element(flag, () if other is None else (other,), () if place is None else (place,), flag)
            one = ABSENT if other is None else left[other]
            two = ABSENT if place is None else right[place]
            is_secret = at.is_secret or _is_marked(one, two) or may_be_secret(flag.lstrip("-").replace("-", "_"))
            yield from self.walk(inner._replace(is_secret=is_secret), _flag_value(one), _flag_value(two))

    def _remaining(self, left: Sequence[object], right: Sequence[object]) -> tuple[list[int], list[int]]:
        """Return the places of elements that have no equal one on the other side, as written or without its words."""
        here, there = list(range(len(left))), list(range(len(right)))
        for sides in ((AS_WRITTEN, AS_WRITTEN), self._sides):
            free: dict[str, list[int]] = {}
            for place in reversed(here):
                free.setdefault(spell(left[place], sides[0]), []).append(place)
            rest = []
            for place in there:
                same = free.get(spell(right[place], sides[1]))
                if same:
                    same.pop()
                else:
                    rest.append(place)
            here, there = sorted(place for places in free.values() for place in places), rest
        return here, there

    def _loose(self, at: At, left: list[object], right: list[object]) -> Iterator[Found]:
        only_left, only_right = self._remaining(left, right)
        if any(is_unknown(leaf) for one in (left, right) for leaf in leaves(one)) and len(only_left) != len(only_right):
            return  # one that is not known may be any of them
        for other, place in self._alike(left, right, only_left, only_right):
            label = str(place if place is not None else other)
            inner = at.element(label, () if other is None else (other,), () if place is None else (place,))
            yield from self.walk(
                inner, ABSENT if other is None else left[other], ABSENT if place is None else right[place]
            )

    def _alike(
        self, left: list[object], right: list[object], here: list[int], there: list[int]
    ) -> Iterator[tuple[int | None, int | None]]:
        """Yield the places of elements that are most alike, then those that are left; of very many, in their order."""
        if len(here) > _MOST_LOOSE or len(there) > _MOST_LOOSE:
            yield from zip_longest(here, there)
            return
        free = {place: leaf_texts(left[place], self._sides[0]) for place in here}
        is_only = len(here) == len(there) == 1
        for place in there:
            own = leaf_texts(right[place], self._sides[1])
            best = max(free, key=lambda one: (len(free[one] & own), -abs(one - place)), default=None)
            if best is not None and (is_only or 2 * len(free[best] & own) >= min(len(free[best]), len(own))):
                del free[best]
                yield best, place
            else:
                yield None, place
        yield from ((place, None) for place in free)


def _holds_data(value: object) -> bool:
    return isinstance(value, str) and unfold("", value) is not None


def _is_marked(*values: object) -> bool:
    return any(map(is_sensitive, values))


def _flag_value(flag: object) -> object:
    _, sign, value = str(flag).partition("=")
    return flag if flag is ABSENT else value if sign else "true"


def _opened(value: object) -> object:
    return value.value if isinstance(value, PartialJson) else value


def _found(at: At, left: object, right: object) -> Found:
    marked = at.is_secret or any(
        is_sensitive(leaf) for side in (left, right) if side is not ABSENT for leaf in leaves(side)
    )
    return Found(at.path, at.left, at.right, left, right, at.words, at.name, marked)


def _is_nothing(value: object, word: str) -> bool:
    """Tell whether a value says as much as none: null, and what is empty."""
    if value is None or is_unknown(value):
        return value is None
    return value in ({}, [], "") and word not in _MEANT_EMPTY


def _is_sourced(value: dict[str, object]) -> bool:
    """Tell whether a variable of a container takes its value from elsewhere."""
    return "valueFrom" in value


def _same(left: object, right: object) -> bool:
    return scalar_text(left) == scalar_text(right)
