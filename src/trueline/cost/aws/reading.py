"""What estimators of AWS read alike: what lies above a free share, what depends on a flag, who scales a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.subject import scale
from trueline.model.cost import Gap
from trueline.values.bounds import Bounds, Spread
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.cost.subject import Amount, Subject
    from trueline.model.cost import Component


def above(amount: float | Unknown, included: float) -> float | Unknown:
    """Return what of an amount is more than what is included."""
    return amount if isinstance(amount, Unknown) else max(0.0, amount - included)


def either(flag: object, yes: float, no: float = 0.0) -> Amount:
    """Return one of two amounts, or both as bounds where the flag is not known."""
    if isinstance(flag, Unknown):
        return Bounds(min(yes, no), max(yes, no))
    return yes if flag else no


def because(component: Component, *values: object) -> Component:
    """Return a component that also says which of the values it depends on is not known."""
    gaps = tuple(Gap("value", "; ".join(one.reasons)) for one in values if isinstance(one, Unknown))
    return component._replace(gaps=tuple(dict.fromkeys((*component.gaps, *gaps))))


def chosen(value: object, keys: Mapping[str, str], otherwise: str = "") -> str | Unknown:
    """Return the key that a text stands for, in whatever case it is written, or ``otherwise``; unknown where it is."""
    if isinstance(value, Unknown):
        return value
    return keys.get(str(value).lower(), otherwise)


def joined(template: str, *parts: str | Unknown) -> str | Unknown:
    """Return ``template`` with the parts in it, unknown where one of them is."""
    unknown = next((one for one in parts if isinstance(one, Unknown)), None)
    return template.format(*parts) if unknown is None else unknown


def known(value: object) -> str:
    """Return a text in lower case, empty where it is not known."""
    return "" if isinstance(value, Unknown) or value is None else str(value).lower()


def count(it: Subject, path: str) -> float | Unknown:
    """Return how many members a list has; unknown where it may have more."""
    found = it.items(path)
    unknown = next((one for one in found if isinstance(one, Unknown)), None)
    return float(len(found)) if unknown is None else unknown


def scaled(it: Subject, least: float | Unknown, attribute: str = "resource_id") -> tuple[Spread, tuple[Gap, ...]]:
    """Return how many there are: ``least`` (as declared), or between the ends of the target that scales it."""
    targets = it.linked("aws_appautoscaling_target", attribute)
    if not targets:
        return scale(least, least, least)
    target = targets[0]
    return scale(target.number("min_capacity"), least, target.number("max_capacity"))


def spot(component: Component) -> Component:
    """Return what runs on spare capacity: its price moves, and is at most that on demand."""
    return component._replace(name=f"{component.name} (Spot: at most)", amount=perhaps(component.amount))


def perhaps(amount: Spread) -> Spread:
    """Return from nothing to an amount: what is paid only perhaps, or only in part."""
    return Spread(*(Bounds(0.0, side.high) for side in amount))


def maybe(component: Component, condition: object) -> Component:
    """Return a component that is paid for where a condition holds: perhaps not, where that is not known."""
    if not isinstance(condition, Unknown):
        return component
    return because(component._replace(amount=perhaps(component.amount)), condition)
