"""Groups of EC2 instances that grow and shrink: priced at their least, as wanted and at their most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.aiming import aimed
from trueline.cost.aws import compute
from trueline.cost.aws.launching import launched, volumes_of_template
from trueline.cost.aws.reading import spot
from trueline.cost.aws.warm import GROUP, warm_pool
from trueline.cost.reckoning import Ends, because, hull, known, perhaps_scaled, scaled_between
from trueline.cost.subject import scale, times
from trueline.values.bounds import UNBOUNDED, Bounds, Spread
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component, Gap

_DISTRIBUTION = "mixed_instances_policy[0].instances_distribution[0]"
_SCHEDULED = ("min_size", "max_size", "desired_capacity")
_SHARES = (".on_demand_base_capacity", ".on_demand_percentage_above_base_capacity")


def autoscaling_group(it: Subject) -> Iterator[Component]:
    """Yield as many machines as the group may have, as its template or its launch configuration declares them."""
    size, gaps = _size(it)
    made = launched(it)
    machine, share = made.machine, _on_demand(it, size)
    if share is not None:
        parts = [it.get(f"{_DISTRIBUTION}{name}") for name in ("", *_SHARES)]
        machine = because(machine._replace(amount=machine.amount.times(share)), *parts)
    yield from times([machine, *made.licences, *made.volumes], size, gaps)
    yield from warm_pool(it, made, size)


def _size(it: Subject) -> tuple[Spread, tuple[Gap, ...]]:
    """Return how many machines there may be; any number that a schedule sets is one of them."""
    least = it.number("min_size")
    wanted = least if it.get("desired_capacity") is None else it.number("desired_capacity")
    schedules = aimed(it, "aws_autoscaling_schedule", "autoscaling_group_name", GROUP)
    numbers = [one.number(name, -1.0) for one in schedules.surely for name in _SCHEDULED]
    set_ = [one for one in numbers if isinstance(one, Unknown) or one >= 0]  # -1 leaves it as it is
    size, gaps = scaled_between([Ends(least, it.number("max_size")), *(Ends(one, one) for one in set_)], wanted)
    if schedules.open is None:
        return size, gaps
    size, more = perhaps_scaled(size, schedules.open)
    return size, (*gaps, *more)


def _on_demand(it: Subject, size: Spread) -> Spread | None:
    """Return which share of a group's machines is surely on demand; the others are spare capacity, at most as dear."""
    if not it.items(_DISTRIBUTION.removesuffix("[0]")):
        return None
    base, above = (it.number(f"{_DISTRIBUTION}{name}", none) for name, none in zip(_SHARES, (0.0, 100.0), strict=True))
    first, more = (0.0 if isinstance(one, Unknown) else max(0.0, one) for one in (base, above))
    shares = []
    for side in size:
        number = side.high
        surely = min(first, number) + max(0.0, number - first) * min(more, 100.0) / 100 if number < UNBOUNDED else 0.0
        shares.append(Bounds(surely / number if 0 < number < UNBOUNDED else 0.0, 1.0))
    return Spread(*shares)


def node_group(it: Subject) -> Iterator[Component]:
    """Yield the nodes of EKS: of the group's own types, or of its launch template's."""
    least, wanted, most = (it.number(f"scaling_config[0].{end}_size") for end in ("min", "desired", "max"))
    size, gaps = scale(least, wanted, most)
    templates = [one for by in ("id", "name") for one in it.refers("aws_launch_template", f"launch_template[0].{by}")]
    elsewhere = None if templates or not it.items("launch_template") else _missing(it)
    types = it.items("instance_types")
    of_template = bool(templates) and not types and compute.type_of(templates[0]) is not None
    if of_template:
        machines = [compute.machine(templates[0])]
    else:
        kinds = types or [elsewhere or "t3.medium"]
        machines = [hull([it.hourly("Linux on demand", "aws/ec2", one) for one in kinds])]
    if templates:
        machines += [*compute.licences(templates[0]), *volumes_of_template(templates[0])]
    elif elsewhere is not None:
        machines.append(it.monthly("volumes", "aws/ebs", elsewhere))
    else:
        machines += compute.volume(it, "root volume", size=it.number("disk_size", 20.0))
    capacity = it.get("capacity_type")
    if isinstance(capacity, Unknown) or known(capacity) == "spot":
        machines[0] = because(spot(machines[0]), capacity)
    yield from times(machines, size, gaps)


def spot_request(it: Subject) -> Iterator[Component]:
    """Yield one machine of spare capacity."""
    yield spot(it.hourly("Linux", "aws/ec2", it.get("instance_type")))


def _missing(it: Subject) -> Unknown:
    return Unknown([f"{it.address} ← its launch template is not here"])


ESTIMATORS: Mapping[str, Estimator] = {
    "aws_autoscaling_group": autoscaling_group,
    "aws_eks_node_group": node_group,
    "aws_spot_instance_request": spot_request,
}
