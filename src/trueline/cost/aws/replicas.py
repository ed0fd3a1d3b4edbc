"""Read replicas that a cluster of databases gets by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.aws.autoscaling import scaled
from trueline.cost.reckoning import number_of, unlike
from trueline.cost.subject import spread, times
from trueline.values.bounds import Bounds, Spread
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.cost.aws.autoscaling import Scaling
    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component


def replicas(it: Subject, scaling: Scaling, kind: str, instance: Estimator) -> Iterator[Component]:
    """Yield the replicas beyond those that are declared, of the class that the declared instances have.

    ``kind`` is the type of these, one of which writes; ``instance`` tells what one costs.
    """
    wanted, gaps = scaled(it, 0.0, scaling)
    if wanted.most.high == 0:
        return
    declared = it.linked(kind, "cluster_identifier")
    readers = spread(number_of(declared))[0].most
    fewest, most = max(0.0, readers.low - 1), max(0.0, readers.high - 1)
    added = Spread(*(Bounds(max(0.0, side.low - most), max(0.0, side.high - fewest)) for side in wanted))
    lines = unlike(None, *(list(instance(one)) for one in declared))
    if declared.open is not None or not declared:
        missing = Unknown([f"{it.address} ← which class its instances have is not here"])
        lines = [it.hourly("instance", (), missing if declared.open is None else declared.open)]
    for line in times(lines, added, gaps):
        yield line._replace(name=f"replicas by autoscaling, {line.name}")
