"""What aims at a resource without being asked: by a reference, or by its name in plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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
    linked, every = it.linked(kind, attribute), it.others(kind)
    surely = [one for one in linked if may(one)]
    met = {id(one.resource) for one in linked}
    others = [one for one in every if id(one.resource) not in met and may(one)]
    doubts = [] if every.open is None else [every.open]
    own, perhaps = it.get(named.attribute), []
    things = {_KEYS.sub("", one.address) for one in it.others(it.kind)} if others else set()
    for one in others:
        said = one.get(attribute)
        refers = {_KEYS.sub("", address) for address in _references(one, attribute)}
        if refers & things:
            if linked.open is not None and _KEYS.sub("", it.address) in refers:  # which instance, or how many
                perhaps.append(one)
                doubts.append(linked.open)
            continue
        answer = _spells(said, own, named.place)
        if answer:
            surely.append(one)
        elif answer is None:
            perhaps.append(one)
            doubts += [value for value in (said, own) if isinstance(value, Unknown)]
    return Aimed(surely, perhaps, join(*doubts) if doubts else None)


def _references(one: Subject, attribute: str) -> Iterable[str]:
    return one.resource.refer(one.world.attribute_of(one.kind, attribute, one.resource)).addresses


def _spells(said: object, own: object, place: int | None) -> bool | None:
    """Tell whether what is said names a resource by its own name; None where that is not known."""
    if isinstance(said, str):
        parts = [said] if place is None else re.split("[/:]", said)
        part = parts[place or 0] if -len(parts) <= (place or 0) < len(parts) else ""
        if isinstance(own, PartialText):
            return own.is_text(part)
        return None if isinstance(own, Unknown) else part == own
    if isinstance(said, PartialText) and isinstance(own, str) and place == -1:
        return True if said.suffix.endswith((f"/{own}", f":{own}")) else said.ends_in(own)
    return None if isinstance(said, Unknown) else False
