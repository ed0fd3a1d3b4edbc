"""What Kubernetes objects cost: their share of the nodes, their volumes and their load balancers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.cost.subject import World
    from trueline.model.cost import Estimate
    from trueline.model.resource import Resource


def estimate_objects(resources: Sequence[Resource], world: World) -> list[Estimate]:
    """Return an estimate of each object that may cost something."""
    return []
