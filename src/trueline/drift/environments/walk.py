"""Two values side by side: which of their members differ; lists are told apart by what names their elements."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.environments.embedded import unfold
from trueline.drift.environments.words import Neutral
from trueline.values.partial import PartialJson
from trueline.values.secret_name import is_hidden
from trueline.values.unknown import is_sensitive, is_unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.location import Path


class _Absent:
    """What a side has that has nothing."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
_DEEPEST: Final = 60
_MOST_LOOSE: Final = 40
"""Elements without a name up to which the most similar are looked for."""

_AS_WRITTEN: Final = Neutral(())

KEYS: Final[tuple[tuple[str, ...], ...]] = (
    ("name",), ("Name",), ("name", "type"), ("alert",), ("record",), ("containerPort", "protocol"), ("port", "protocol"), ("mountPath",),
    ("devicePath",), ("topologyKey",), ("ip",), ("key",), ("Key",), ("sid",), ("Sid",), ("id",), ("host",), ("target",),
    ("path",), ("secretName",), ("apiGroups", "resources"), ("from_port", "to_port", "protocol"), ("type",), ("Type",), ("kind", "name"),
)  # fmt: skip
"""What names the elements of a list, the first that does."""
_MEANT_EMPTY: Final = frozenset({"emptydir", "podselector", "namespaceselector", "ingress", "egress"})
_SETTINGS: Final = frozenset(
    {"inputs", "data", "env", "environment", "variables", "values", "stringdata", "labels", "annotations"}
)
_FLAGS: Final = frozenset({"args", "command", "entrypoint", "extraArgs"})


class Found(NamedTuple):
    """One difference. ``path`` is printed; ``left_path`` and ``right_path`` lead to the nearest there is on each side.

    ``words`` are the names on the way in lower case, without keys of elements; ``name`` what the last of them is about:
    of a variable of the environment its name. ``only_left`` and ``only_right`` are what differs of two lists.
    """

    path: str
    left_path: Path
    right_path: Path
    left: object
    right: object
    words: tuple[str, ...]
    name: str
    is_secret: bool = False
    only_left: tuple[object, ...] = ()
    only_right: tuple[object, ...] = ()

    @property
    def is_one_sided(self) -> bool:
        """Whether only one side has it."""
        return self.left is ABSENT or self.right is ABSENT


class At(NamedTuple):
    """Where both sides are in a walk."""

    path: str = ""
    left: Path = ()
    right: Path = ()
    words: tuple[str, ...] = ()
    name: str = ""
    is_secret: bool = False
    is_embedded: bool = False

    def member(self, key: str, left: Path, right: Path, *, is_secret: bool) -> At:
        """Return the place of a member of both maps."""
        plain = bool(key) and all(character.isalnum() or character in "_-" for character in key)
        shown = (f"{self.path}.{key}" if self.path else key) if plain else f'{self.path}["{key}"]'
        word = key.lower()
        name = self.name if word in ("value", "valuefrom", "defaultvalue") and self.name else word
        return self._replace(
            path=shown,
            left=self.left if self.is_embedded else (*self.left, *left),
            right=self.right if self.is_embedded else (*self.right, *right),
            words=(*self.words, word),
            name=name,
            is_secret=self.is_secret or is_secret,
        )

    def element(self, label: str, left: Path, right: Path, name: str = "") -> At:
        """Return the place of an element of both lists."""
        return self._replace(
            path=f"{self.path}[{label}]",
            left=self.left if self.is_embedded else (*self.left, *left),
            right=self.right if self.is_embedded else (*self.right, *right),
            name=name.lower() or self.name,
        )


class _Keys(NamedTuple):
    """What the elements of two lists are called by the member ``name``: as written, and without words of environments."""

    name: str
    left: list[str]
    right: list[str]
    left_neutral: list[str]
    right_neutral: list[str]


class Walk:
    """Walks through two values; texts are compared without the words of their own environment."""

    def __init__(self, sides: tuple[Neutral, Neutral], mentioned: str = "") -> None:
        self._sides = sides
        self._mentioned = mentioned
        """The side that alone is declared (``left``, ``right``): what it says nothing of is not compared."""

    def walk(self, at: At, left: object, right: object) -> Iterator[Found]:
        """Yield what differs."""
        if len(at.words) > _DEEPEST or left is right:
            return
        left, right = _opened(left), _opened(right)
        if is_unknown(left) or is_unknown(right):
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
        if (
            at.words and at.words[-1] in _SETTINGS and isinstance(there, dict)
        ):  # each setting is a difference of its own
            yield from self.walk(at, {} if left is ABSENT else left, {} if right is ABSENT else right)
        else:
            yield _found(at, left, right)

    def _scalars(self, at: At, left: object, right: object) -> Iterator[Found]:
        if isinstance(left, str) and isinstance(right, str) and not at.is_secret:
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
            secret = is_hidden(right, key) or (other is not None and is_hidden(left, other))
            inner = at.member(str(key), () if other is None else (other,), (key,), is_secret=secret)
            yield from self.walk(inner, ABSENT if other is None else left[other], value)
        taken = set(partner.values())
        for key, value in left.items():
            if key not in taken:
                yield from self.walk(at.member(str(key), (key,), (), is_secret=is_hidden(left, key)), value, ABSENT)

    def _partners(self, left: dict[str, object], right: dict[str, object]) -> dict[str, str]:
        """Return for each key of the right side that of the left which means the same."""
        found = {key: key for key in right if key in left}
        if len(found) == len(left) or len(found) == len(right):
            return found
        free = {self._sides[0].name(str(key)): key for key in left if key not in found}
        for key in right:
            if key not in found:
                other = free.pop(self._sides[1].name(str(key)), None)
                if other is not None:
                    found[key] = other
        return found

    def _lists(self, at: At, left: list[object], right: list[object]) -> Iterator[Found]:
        keys = self._keys(left, right)
        if keys is not None:
            yield from self._keyed(at, left, right, keys)
        elif any(isinstance(one, dict | list) for one in (*left, *right)):
            yield from self._loose(at, left, right)
        else:
            yield from self._sets(at, left, right)

    def _keys(self, left: list[object], right: list[object]) -> _Keys | None:
        """Return what names each element of both lists, None where nothing does."""
        if not all(isinstance(one, dict) for one in (*left, *right)):
            return None
        for key in KEYS:
            here, there = _labels(left, key), _labels(right, key)
            if here is not None and there is not None:
                neutral = [
                    [side.name(one) for one in labels] for side, labels in zip(self._sides, (here, there), strict=True)
                ]
                return _Keys(key[0], here, there, neutral[0], neutral[1])
        return None

    def _keyed(self, at: At, left: list[object], right: list[object], keys: _Keys) -> Iterator[Found]:
        partner = _joined(keys)
        for place, value in enumerate(right):
            other = partner.get(place)
            shown = _shown(value, keys.name)
            inner = at.element(f"{keys.name}={shown}", () if other is None else (other,), (place,), shown)
            yield from self.walk(inner, ABSENT if other is None else left[other], value)
        taken = set(partner.values())
        for place, value in enumerate(left):
            if place not in taken:
                shown = _shown(value, keys.name)
                yield from self.walk(at.element(f"{keys.name}={shown}", (place,), (), shown), value, ABSENT)

    def _sets(self, at: At, left: list[object], right: list[object]) -> Iterator[Found]:
        flags = _flags(left), _flags(right)
        if at.words and at.words[-1] in _FLAGS and flags[0] is not None and flags[1] is not None:
            for flag in {**flags[1], **flags[0]}:
                place, other = flags[1].get(flag), flags[0].get(flag)
                inner = at.element(flag, () if other is None else (other,), () if place is None else (place,), flag)
                here = ABSENT if other is None else str(left[other]).partition("=")[2]
                yield from self.walk(inner, here, ABSENT if place is None else str(right[place]).partition("=")[2])
            return
        if any(map(is_unknown, (*left, *right))):
            return
        only_left, only_right = self._remaining(left, right)
        if (only_left and self._mentioned != "right") or (only_right and self._mentioned != "left"):
            found = _found(at, left, right)
            yield found._replace(
                only_left=tuple(left[place] for place in only_left),
                only_right=tuple(right[place] for place in only_right),
            )

    def _remaining(self, left: Sequence[object], right: Sequence[object]) -> tuple[list[int], list[int]]:
        """Return the places of elements that have no equal one on the other side, as written or without its words."""
        here, there = list(range(len(left))), list(range(len(right)))
        for sides in ((_AS_WRITTEN, _AS_WRITTEN), self._sides):
            free: dict[str, list[int]] = {}
            for place in here:
                free.setdefault(spell(left[place], sides[0]), []).append(place)
            rest = []
            for place in there:
                same = free.get(spell(right[place], sides[1]))
                if same:
                    same.pop(0)
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
        """Yield the places of elements that are most alike, then those that are left."""
        here = list(here)
        words = {place: _leaves(left[place], self._sides[0]) for place in here}
        for place in there:
            best: int | None = None
            if here and len(here) <= _MOST_LOOSE:
                own = _leaves(right[place], self._sides[1])
                best = max(here, key=lambda one: (len(words[one] & own), -abs(one - place)))
                best = best if 2 * len(words[best] & own) >= min(len(words[best]), len(own)) else None
            elif here:
                best = here[0]
            if best is not None:
                here.remove(best)
            yield best, place
        for one in here:
            yield one, None


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
    return _text(left) == _text(right)


def _text(value: object) -> str:
    """Return how a scalar reads: 80 is "80", true is "true", as environments and IntOrString have it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if value is None or isinstance(value, str | int | float) else repr(type(value))


def spell(value: object, side: Neutral) -> str:
    """Return a text that two values share which say the same but for the words of their environments."""
    if isinstance(value, str):
        return side.text(value)
    if isinstance(value, dict | list):
        return json.dumps(_plain(value, side, 0), sort_keys=True, default=str)
    return "?" if is_unknown(value) else _text(value)


def _plain(value: object, side: Neutral, depth: int) -> object:
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, dict):
        return {str(key): _plain(member, side, depth + 1) for key, member in value.items()}
    if isinstance(value, list):
        return [_plain(member, side, depth + 1) for member in value]
    return spell(value, side)


def _leaves(value: object, side: Neutral) -> set[str]:
    return {spell(leaf, side) for leaf in leaves(value)} - {"", "None"}


def _labels(elements: list[object], key: tuple[str, ...]) -> list[str] | None:
    """Return what each element is called by a key, None where one has no such name or two have the same."""
    found = []
    for element in elements:
        first = element.get(key[0]) if isinstance(element, dict) else None
        rest = [element.get(name) for name in key[1:]] if isinstance(element, dict) else []
        if first is None or isinstance(first, dict) or any(is_unknown(leaf) for leaf in leaves([first, *rest])):
            return None
        found.append("/".join(spell(one, _AS_WRITTEN).lower() for one in (first, *rest) if one is not None))
    return found if len(set(found)) == len(found) else None


def _joined(keys: _Keys) -> dict[int, int]:
    """Return for each place on the right the one on the left of the same name, as written or without its words."""
    found: dict[int, int] = {}
    for here, there in ((keys.left, keys.right), (keys.left_neutral, keys.right_neutral)):
        taken = set(found.values())
        places = {label: place for place, label in enumerate(here) if place not in taken}
        for place, label in enumerate(there):
            other = places.pop(label, None) if place not in found else None
            if other is not None:
                found[place] = other
    return found


def _shown(element: object, key: str) -> str:
    named = element.get(key) if isinstance(element, dict) else ""
    text = ",".join(map(str, named)) if isinstance(named, list) else str(named)
    return text if len(text) <= 60 else text[:59] + "…"


def _flags(elements: list[object]) -> dict[str, int] | None:
    """Return the flags of a command line (``--a=1``, ``--a``) by name, None where anything else stands there too."""
    found: dict[str, int] = {}
    for place, element in enumerate(elements):
        if not isinstance(element, str) or not element.startswith("-"):
            return None
        name = element.partition("=")[0]
        if name in found:
            return None
        found[name] = place
    return found
