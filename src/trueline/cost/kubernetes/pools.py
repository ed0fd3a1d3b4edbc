"""What pools of nodes may cost: nothing at the least, what their limits allow at the most.

The pods on them are estimated on their own; a pool says how much more there may be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.kubernetes.nodes import parts_of
from trueline.cost.kubernetes.pods import GIB, amount
from trueline.model.cost import HOURS, Gap
from trueline.values.bounds import ANYTHING, NOTHING, UNBOUNDED, Bounds, Spread, exactly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.cost.subject import Subject
    from trueline.model.cost import Component, Price

    Figure = Bounds


def node_pool(it: Subject) -> Iterator[Component]:
    """Yield the cores and the memory of a Karpenter NodePool; usage ``cores`` and ``memory_gb`` say what it runs."""
    limits = "spec.limits.resources" if it.kind == "Provisioner" else "spec.limits"
    prices = parts_of(it.world)
    yield _line(it, "CPU", prices.cpu, "cores", amount_of(it, f"{limits}.cpu", 1.0))
    yield _line(it, "memory", prices.memory, "memory_gb", amount_of(it, f"{limits}.memory", GIB))


def amount_of(it: Subject, path: str, of: float) -> Bounds | Gap:
    """Return a limit, or why there is none."""
    found = it.get(path)
    if found is None:
        return Gap("value", f"nothing bounds it: `{path}` is not set")
    return amount(found, of)


def _line(it: Subject, name: str, price: Price | Gap, usage: str, limit: Bounds | Gap) -> Component:
    most = ANYTHING if isinstance(limit, Gap) else limit
    gaps = (limit,) if isinstance(limit, Gap) else ()
    used = it.usage(usage)
    if used is not None:
        high = max(used, most.high)
        known = exactly(used)
        count = Spread(NOTHING, known, exactly(high) if high != UNBOUNDED else Bounds(used, high))
        made = it.component(name, price, count, per=HOURS)._replace(usage=usage)
    else:
        made = it.undeclared(name, price, usage, _hours(Spread(NOTHING, Bounds(0.0, most.high), most)))
    return made._replace(gaps=(*made.gaps, *gaps))


def _hours(count: Spread) -> Spread:
    every = exactly(float(HOURS))
    return count.times(Spread(every, every, every))
