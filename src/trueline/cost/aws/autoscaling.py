"""What scales a resource of AWS: targets of Application Auto Scaling, and what schedules make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.cost.aiming import Named, aimed
from trueline.cost.reckoning import Ends, around, known, perhaps_scaled, scaled_between
from trueline.cost.subject import spread
from trueline.values.bounds import UNBOUNDED, Bounds, Spread
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.cost.subject import Subject
    from trueline.model.cost import Gap

_TARGET: Final = "aws_appautoscaling_target"
_ACTION: Final = "aws_appautoscaling_scheduled_action"
_ID: Final = "resource_id"


class Scaling(NamedTuple):
    """What Application Auto Scaling calls a number that it changes, and which part of the resource has it."""

    namespace: str
    dimension: str
    named: Named
    part: object = None


def scaled(it: Subject, own: float | Unknown, scaling: Scaling) -> tuple[Spread, tuple[Gap, ...]]:
    """Return how many there are: ``own`` (as declared), or between the widest ends of what scales it.

    Of several targets of one thing the cloud keeps one, and schedules move its ends: any of them may hold. Where it is
    not known whether one means it, nothing bounds the most.
    """
    targets, actions = (
        aimed(it, kind, _ID, scaling.named, may=lambda one: _is_of(one, scaling) is not False)
        for kind in (_TARGET, _ACTION)
    )
    sure = [one for one in targets.surely if _is_of(one, scaling)]
    unsure = [*targets.perhaps, *(one for one in targets.surely if not _is_of(one, scaling))]
    doubts = [one for one in (targets.open, actions.open) if one is not None]
    doubts += [_doubt(one) for one in (*targets.surely, *actions.surely) if not _is_of(one, scaling)]
    ends = [*map(_ends, sure)] or [Ends(own, own)]
    ends += [one for target in sure for one in _inner(target)]
    ends += [one for action in actions.surely if _is_of(action, scaling) for one in _moved(action)]
    number, gaps = _between(ends, own)
    if not doubts:
        return number, gaps
    open_, more = perhaps_scaled(number, join(*doubts))
    each = [(number, more), *(_between([_ends(one)], own) for one in unsure)]
    every = tuple(dict.fromkeys((*gaps, *(gap for _, further in each for gap in further))))
    possible = around(one for one, _ in each)
    return open_._replace(least=Bounds(0.0, possible.least.high), expected=possible.expected), every


def _between(ends: Sequence[Ends], own: float | Unknown) -> tuple[Spread, tuple[Gap, ...]]:
    """Return how many there are; the cloud lets ``own`` stand above the ends, and raises it to an end that it knows."""
    number, gaps = scaled_between(ends, own)
    floor = min(spread(one.least)[0].least.high for one in ends)
    ceiling = max(spread(one.most)[0].most.high for one in ends)
    top = UNBOUNDED if isinstance(own, Unknown) else max(number.expected.high, min(floor, ceiling))
    least, wanted, most = number
    return Spread(
        least._replace(high=min(floor, top)), wanted._replace(high=top), most._replace(high=max(most.high, top))
    ), gaps


def _ends(target: Subject) -> Ends:
    return Ends(target.number("min_capacity"), target.number("max_capacity"))


def _moved(action: Subject, at: str = "scalable_target_action[0].") -> Iterator[Ends]:
    """Yield each end that a schedule sets; what it does not name stays as it is."""
    for path in (f"{at}min_capacity", f"{at}max_capacity"):
        if action.get(path) is not None:
            yield Ends(action.number(path), action.number(path))


def _inner(target: Subject) -> Iterator[Ends]:
    """Yield the ends of the schedules that CloudFormation declares inside a target."""
    for place, action in enumerate(target.items("scheduled_actions")):
        if isinstance(action, Unknown):
            yield Ends(action, action)
        else:
            yield from _moved(target, f"scheduled_actions[{place}].scalable_target_action[0].")


def _is_of(one: Subject, scaling: Scaling) -> bool | None:
    """Tell whether a target or an action is of a dimension, and of a part; None where that is not known."""
    namespace, dimension = one.get("service_namespace"), one.get("scalable_dimension")
    if known(namespace) not in ("", scaling.namespace):
        return False
    if known(dimension) not in ("", scaling.dimension):
        return False
    said = one.get(_ID)
    if scaling.part is not None and not isinstance(scaling.part, Unknown):
        tail = f"/{scaling.part}"
        answer = said.endswith(tail) if isinstance(said, str) else _ends_in(said, tail)
        if answer is not True:
            return answer
    return None if isinstance(scaling.part, Unknown) or not known(dimension) else True


def _ends_in(said: object, tail: str) -> bool | None:
    return said.ends_in(tail) if isinstance(said, PartialText) else None


def _doubt(one: Subject) -> Unknown:
    said = [value for name in ("scalable_dimension", _ID) if isinstance(value := one.get(name), Unknown)]
    return join(*said) if said else Unknown([f"{one.address}.scalable_dimension ← not set"])
