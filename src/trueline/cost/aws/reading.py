"""What estimators of AWS read alike: what lies above a free share, what depends on a flag, who scales a service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cost.reckoning import known, perhaps, perhaps_scaled
from trueline.cost.subject import scale
from trueline.values.unknown import Unknown

_TARGET: Final = "aws_appautoscaling_target"
_DIMENSION: Final = "scalable_dimension"

if TYPE_CHECKING:
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component, Gap
    from trueline.values.bounds import Spread


def scaled(it: Subject, own: float | Unknown, namespace: str, dimension: str = "") -> tuple[Spread, tuple[Gap, ...]]:
    """Return how many there are: ``own`` (as declared), or between the ends of the target that scales it.

    ``namespace`` is the service of what is scaled, ``dimension`` how that ends which is scaled of it. Where a target of
    these may mean it without saying so, nothing bounds the most.
    """
    targets = it.linked(_TARGET, "resource_id")
    for target in targets:
        if known(target.get(_DIMENSION)).endswith(dimension):
            return scale(target.number("min_capacity"), own, target.number("max_capacity"))
    doubt = next((found for one in targets if isinstance(found := one.get(_DIMENSION), Unknown)), None)
    every = it.others(_TARGET)
    if doubt is None and (every.open is not None or any(_may_scale(one, namespace, dimension) for one in every)):
        doubt = targets.open
    return scale(own, own, own) if doubt is None else perhaps_scaled(own, doubt)


def _may_scale(target: Subject, namespace: str, dimension: str) -> bool:
    said = known(target.get(_DIMENSION))
    return known(target.get("service_namespace")) in ("", namespace) and (not said or said.endswith(dimension))


def spot(component: Component) -> Component:
    """Return what runs on spare capacity: its price moves, and is at most that on demand."""
    return component._replace(name=f"{component.name} (Spot: at most)", amount=perhaps(component.amount))
