"""What an autoscaler adds whose target is not in its unit: nobody knows how much one of what it scales costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cost.kubernetes.replicas import ends_of
from trueline.cost.subject import spread
from trueline.dialects.kubernetes.kinds import WORKLOAD
from trueline.model.cost import Component, Gap
from trueline.values.bounds import ANYTHING, NOTHING, OPEN, Spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.cost.subject import Subject

_TARGET: Final = "scaleTargetRef"
_SCALED: Final = (WORKLOAD, "kubernetes/Rollout")
_RAISED_FROM: Final = {"HorizontalPodAutoscaler": 1.0, "ScaledObject": 0.0}
"""Up to which minimum each leaves what it scales at the number that it has: an HPA lets alone what is at nothing."""


def autoscaler(it: Subject) -> Iterator[Component]:
    """Yield what it may scale up elsewhere; what is in its unit is reckoned there."""
    if any(it.world.relations.refers(it.resource, kind, _TARGET).resources for kind in _SCALED):
        return
    floor, gaps = spread(ends_of(it).least)
    more = OPEN if floor.least.high > _RAISED_FROM[it.kind] else Spread(NOTHING, NOTHING, ANYTHING)
    gap = Gap("value", "what it scales is not in this unit, so nothing bounds what that may cost")
    yield Component("what it scales", "", more, more, None, (gap, *gaps))
