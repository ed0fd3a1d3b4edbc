"""Clusters of EMR: their machines, and what scales these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.cost.aiming import Named, aimed
from trueline.cost.reckoning import Ends, is_any_of, outermost
from trueline.cost.subject import scale, spread, times
from trueline.model.cost import Component, Gap
from trueline.values.bounds import OPEN, Bounds, Spread
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject

_POLICY: Final = "aws_emr_managed_scaling_policy"
_GROUP: Final = "aws_emr_instance_group"
_CLUSTER: Final = "cluster_id"


def cluster(it: Subject) -> Iterator[Component]:
    """Yield the machines of a cluster, and what EMR asks on top."""
    scaling = _scaling(it)
    if it.items("master_instance_group"):
        number = it.number("master_instance_group[0].instance_count", 1.0)
        yield from _nodes(it, "master", "master_instance_group[0]", _Count.of(number))
    if it.items("core_instance_group"):
        yield from _nodes(it, "core", "core_instance_group[0]", _scaled(it, "core_instance_group[0]", scaling))
    for place, block in enumerate(it.items("task_instance_groups")):
        at = f"task_instance_groups[{place}]"
        count = _Count.of(block) if isinstance(block, Unknown) else _scaled(it, at, scaling)
        yield from _nodes(it, f"task {place + 1}", at, count)
    if any(it.items(name) for name in ("master_instance_fleet", "core_instance_fleet", "task_instance_fleets")):
        yield it.unpriced("instance fleets", "fleets mix types by weight")
    elif it.items("managed_scaling_policy") and not it.items("core_instance_group"):
        yield it.unpriced("what it scales", "it has no group of core nodes")


class _Count(NamedTuple):
    """How many machines a group has, and what of that is not known."""

    spread: Spread
    gaps: tuple[Gap, ...] = ()

    @classmethod
    def of(cls, number: float | Unknown) -> _Count:
        found, gaps = spread(number)
        return cls(found, tuple(gaps))


class _Scaling(NamedTuple):
    """What scales all machines beside the first: between which ends, or why that is not known."""

    ends: tuple[Ends, ...] = ()
    doubt: Unknown | None = None


def _nodes(it: Subject, name: str, at: str, count: _Count) -> Iterator[Component]:
    type_ = it.get(f"{at}.instance_type")
    lines = [it.hourly(f"{name} nodes", "aws/ec2", type_), it.hourly(f"EMR on {name} nodes", "aws/emr", type_)]
    yield from times(lines, *count)


def _scaled(it: Subject, at: str, scaling: _Scaling) -> _Count:
    rule = it.get(f"{at}.autoscaling_policy")
    if rule is not None:
        return _Count.of(rule if isinstance(rule, Unknown) else Unknown([f"{it.address} ← {at} scales by a policy"]))
    if scaling.doubt is not None:
        return _Count.of(scaling.doubt)
    own = it.number(f"{at}.instance_count", 1.0)
    return _between(scaling.ends, own) if scaling.ends else _Count.of(own)


def _between(ends: Sequence[Ends], own: float | Unknown) -> _Count:
    """Return how many there are, as declared, where a policy raises them to the fewest and lowers them to the most."""
    (least, most), doubts = outermost(ends)
    (declared, gaps), floor, ceiling = spread(own), spread(least)[0].least, spread(most)[0].most
    low, high = (min(one, two) for one, two in zip(declared.expected, ceiling, strict=True))
    wanted = Bounds(max(low, floor.low), max(high, min(floor.high, ceiling.high)))
    number, _ = scale(least, wanted, most)
    return _Count(number, tuple(dict.fromkeys((*gaps, *doubts))))


def _scaling(it: Subject) -> _Scaling:
    """Return what scales a cluster; by other units than machines, or of several types, who knows how many."""
    policies = aimed(it, _POLICY, _CLUSTER, Named("id"))
    limits = [(one, "compute_limits[0].") for one in policies.surely]
    own = it.items("managed_scaling_policy")
    limits += [(it, "managed_scaling_policy[0].compute_limits[0].")] * bool(own)
    units = [one.get(f"{at}unit_type") for one, at in limits]
    doubts = [one for one in (policies.open, *own, *units) if isinstance(one, Unknown)]
    groups = it.linked(_GROUP, _CLUSTER)
    several = bool(groups) or groups.open is not None or bool(it.items("task_instance_groups"))
    if limits and (several or not all(is_any_of(unit, "Instances") for unit in units)):
        doubts.append(Unknown([f"{it.address} ← how many machines of each type its scaling makes is not known"]))
    ends = (
        Ends(one.number(f"{at}minimum_capacity_units"), one.number(f"{at}maximum_capacity_units")) for one, at in limits
    )
    return _Scaling(tuple(ends), join(*doubts) if doubts else None)


def policy(it: Subject) -> Iterator[Component]:
    """Yield what a policy may scale up elsewhere; a cluster that is in its unit is reckoned there."""
    found = it.refers("aws_emr_cluster", _CLUSTER)
    if not found or not any(one.items("core_instance_group") for one in found):
        where = "is not in this unit" if not found else "has no group of core nodes"
        gap = Gap("value", f"the cluster that it scales {where}, so nothing bounds what that may cost")
        yield Component("what it scales", "", OPEN, OPEN, None, (gap,))


ESTIMATORS: Mapping[str, Estimator] = {
    "aws_emr_cluster": cluster,
    _POLICY: policy,
}
