"""What estimators of AWS read alike: what lies above a free share, what depends on a flag, who scales a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.reckoning import perhaps
from trueline.cost.subject import scale

if TYPE_CHECKING:
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component, Gap
    from trueline.values.bounds import Spread
    from trueline.values.unknown import Unknown


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
