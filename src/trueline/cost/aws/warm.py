"""Warm pools: machines that wait beside a group of instances until it grows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.cost.aiming import Aimed, Named, aimed
from trueline.cost.reckoning import because, known, perhaps
from trueline.cost.subject import spread, times
from trueline.values.bounds import Bounds, Spread
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.cost.aws.launching import Launched
    from trueline.cost.subject import Amount, Subject
    from trueline.model.cost import Component, Gap

_OWN = "AWS::AutoScaling::WarmPool"
GROUP = Named("name", None)


class _Pool(NamedTuple):
    """How many wait at least, how many there are with those that run (None: as many as the most), and how they wait."""

    least: Amount
    prepared: Amount | None
    state: object


def warm_pool(it: Subject, made: Launched, size: Spread) -> Iterator[Component]:
    """Yield what waits beside a group of ``size``: its disks, and the machines where these run while they wait."""
    for pool in _pools(it):
        number, gaps = _number(it, pool, size)
        lines = list(made.volumes)
        if isinstance(pool.state, Unknown) or known(pool.state) == "running":
            running = [made.machine, *made.licences]
            if isinstance(pool.state, Unknown):
                running = [because(one._replace(amount=perhaps(one.amount)), pool.state) for one in running]
            lines = [*running, *lines]
        for line in times(lines, number, gaps):
            yield line._replace(name=f"warm pool, {line.name}")


def _pools(it: Subject) -> Iterator[_Pool]:
    if it.items("warm_pool"):
        yield _pool(it, "warm_pool[0].")
    found: Aimed = aimed(it, _OWN, "auto_scaling_group_name", GROUP)
    for one in found.surely:
        yield _pool(one, "")
    if found.open is not None:
        yield _Pool(found.open, 0.0, found.open)


def _pool(one: Subject, at: str) -> _Pool:
    prepared = one.number(f"{at}max_group_prepared_capacity", -1.0)
    return _Pool(
        one.number(f"{at}min_size", 0.0),
        None if not isinstance(prepared, Unknown) and prepared < 0 else prepared,
        one.get(f"{at}pool_state", "Stopped"),
    )


def _number(it: Subject, pool: _Pool, size: Spread) -> tuple[Spread, tuple[Gap, ...]]:
    """Return how many wait: the fewer run, the more do."""
    waiting, first = spread(pool.least)
    ready, second = spread(it.number("max_size") if pool.prepared is None else pool.prepared)
    most = ready.most if pool.prepared is not None else ready.most._replace(high=max(ready.most.high, size.most.high))
    sides = (
        Bounds(max(waiting.least.low, most.low - side.high), max(waiting.most.high, most.high - side.low))
        for side in size
    )
    return Spread(*sides), (*first, *second)
