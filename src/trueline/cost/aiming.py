"""What aims at a resource without being asked: by a reference, or by its name in plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from trueline.cost.subject import Subject

_KEYS: Final = re.compile(r"\[[^\]]*\]")


class Named(NamedTuple):
    """How a resource is named by what scales it: by which attribute, and at which place of ``service/prod/web``.

    Without a place the name is all that is said.
    """

    attribute: str
    place: int | None = -1


class Aimed(NamedTuple):
    """What surely aims at a resource, what perhaps does, and why there may be more."""

    surely: Sequence[Subject]
    perhaps: Sequence[Subject]
    open: Unknown | None


def aimed(
    it: Subject, kind: str, attribute: str, named: Named, *, may: Callable[[Subject], bool] = lambda _: True
) -> Aimed:
    """Return the resources of a type whose ``attribute`` refers to ``it`` or spells its name, of those that ``may``."""
    linked, said = it.linked(kind, attribute), _said(it, kind, attribute, named)
    met = {id(one.resource) for one in linked}
    surely = [one for one in linked if may(one)]
    perhaps: list[Subject] = []
    doubts = [] if said.open is None else [said.open]
    if linked.open is not None:  # which instance is meant, or how many of it there are
        perhaps += [one for one in said.pointing.get(_plain(it), ()) if id(one.resource) not in met and may(one)]
        doubts += [linked.open] * bool(perhaps)
    own = it.get(named.attribute)
    if isinstance(own, str):
        surely += [one for one in said.spelled.get(own, ()) if may(one)]
    elif isinstance(own, Unknown):
        found = [one for part, every in said.spelled.items() if _may_be(own, part) for one in every if may(one)]
        perhaps += found
        doubts += [own] * bool(found)
    for one, value in said.unknown:
        answer = _ends_in(value, own) if named.place == -1 else None
        if answer is not False and may(one):
            (perhaps if answer is None else surely).append(one)
            doubts += [] if answer else [value]
    return Aimed(surely, perhaps, join(*doubts) if doubts else None)


class _Said(NamedTuple):
    """What resources of a type aim at: by address without keys, or by the name that they spell, if that is known."""

    pointing: Mapping[str, Sequence[Subject]]
    spelled: Mapping[str, Sequence[Subject]]
    unknown: Sequence[tuple[Subject, Unknown]]
    open: Unknown | None


def _said(it: Subject, kind: str, attribute: str, named: Named) -> _Said:
    """Return what aims at things of the type of ``it``, worked out once for all of them."""
    key = (_said, it.resource.kind.partition("/")[0], it.kind, kind, attribute, named)
    found = it.world.memory.get(key)
    if not isinstance(found, _Said):
        found = it.world.memory[key] = _sorted(it, kind, attribute, named)
    return found


def _sorted(it: Subject, kind: str, attribute: str, named: Named) -> _Said:
    pointing: dict[str, list[Subject]] = {}
    spelled: dict[str, list[Subject]] = {}
    unknown: list[tuple[Subject, Unknown]] = []
    every = it.others(kind)
    things = {_plain(one) for one in it.others(it.kind)} if every else set()
    for one in every:
        references = one.resource.refer(one.world.attribute_of(one.kind, attribute, one.resource)).addresses
        meant = things.intersection(_KEYS.sub("", address) for address in references)
        for address in meant:
            pointing.setdefault(address, []).append(one)
        value = None if meant else one.get(attribute)
        if isinstance(value, str):
            spelled.setdefault(_part(value, named.place), []).append(one)
        elif isinstance(value, Unknown):
            unknown.append((one, value))
    return _Said(pointing, spelled, unknown, every.open)


def _plain(it: Subject) -> str:
    return _KEYS.sub("", it.address)


def _part(text: str, place: int | None) -> str:
    if place is None:
        return text
    parts = re.split("[/:]", text)
    return parts[place] if -len(parts) <= place < len(parts) else ""


def _may_be(own: Unknown, part: str) -> bool:
    return not isinstance(own, PartialText) or own.is_text(part) is not False


def _ends_in(value: Unknown, own: object) -> bool | None:
    """Tell whether what is said ends in a name; None where that is not known."""
    if not isinstance(value, PartialText) or not isinstance(own, str):
        return None
    return True if value.suffix.endswith((f"/{own}", f":{own}")) else value.ends_in(own)
