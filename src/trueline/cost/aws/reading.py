"""What estimators of AWS read alike: what runs on spare capacity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.reckoning import perhaps

if TYPE_CHECKING:
    from trueline.model.cost import Component


def spot(component: Component) -> Component:
    """Return what runs on spare capacity: its price moves, and is at most that on demand."""
    return component._replace(name=f"{component.name} (Spot: at most)", amount=perhaps(component.amount))
