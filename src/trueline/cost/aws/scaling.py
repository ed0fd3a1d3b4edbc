"""Groups of EC2 instances that grow and shrink: priced at their least, as wanted and at their most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.aws import compute
from trueline.cost.aws.reading import spot
from trueline.cost.reckoning import because, known
from trueline.cost.subject import scale, times
from trueline.values.bounds import UNBOUNDED, Bounds, Spread
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

_DISTRIBUTION = "mixed_instances_policy[0].instances_distribution[0]"
_SHARES = (".on_demand_base_capacity", ".on_demand_percentage_above_base_capacity")
_MIXED = "mixed_instances_policy[0].launch_template[0]"


def autoscaling_group(it: Subject) -> Iterator[Component]:
    """Yield as many machines as the group may have, as its template or its launch configuration declares them."""
    least = it.number("min_size")
    wanted = least if it.get("desired_capacity") is None else it.number("desired_capacity")
    size, gaps = scale(least, wanted, it.number("max_size"))
    machines = list(_machines(it))
    share = _on_demand(it, size)
    if share is not None and machines:
        parts = [it.get(f"{_DISTRIBUTION}{name}") for name in ("", *_SHARES)]
        machines[0] = because(machines[0]._replace(amount=machines[0].amount.times(share)), *parts)
    yield from times(machines, size, gaps)


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
    machines: list[Component] = []
    of_template = bool(templates) and not types and templates[0].get("instance_type") is not None
    if not of_template:
        machines.append(_cheapest_to_dearest(it, types or [elsewhere or "t3.medium"]))
    if templates:
        machines += _template(templates[0], machine=of_template)
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


def _machines(it: Subject) -> Iterable[Component]:
    override = [
        it.get(f"{_MIXED}.override[{place}].instance_type") for place in range(len(it.items(f"{_MIXED}.override")))
    ]
    types = [one for one in override if one is not None]
    for path in (
        "launch_template[0].id",
        "launch_template[0].name",
        f"{_MIXED}.launch_template_specification[0].launch_template_id",
    ):
        for template in it.refers("aws_launch_template", path):
            if types:
                return [_cheapest_to_dearest(it, types), *_template(template, machine=False)]
            return list(_template(template, machine=True))
    for configuration in it.refers("aws_launch_configuration", "launch_configuration"):
        return list(_configuration(configuration))
    volumes = it.monthly("volumes", "aws/ebs", _missing(it))
    return [_cheapest_to_dearest(it, types or [_missing(it)]), volumes]


def _missing(it: Subject) -> Unknown:
    return Unknown([f"{it.address} ← its launch template is not here"])


def _template(template: Subject, *, machine: bool) -> Iterator[Component]:
    if machine:
        yield compute.machine(template)
    yield from compute.licences(template)
    mappings = template.items("block_device_mappings")
    if not mappings:
        yield from compute.volume(template, "root volume", kind="gp2", size=8.0)
    for place, mapping in enumerate(mappings):
        if isinstance(mapping, Unknown):
            yield template.monthly("volumes", "aws/ebs", mapping)
        elif template.items(f"block_device_mappings[{place}].ebs"):
            yield from compute.volume(template, f"volume {place + 1}", at=f"block_device_mappings[{place}].ebs[0].")


def _configuration(configuration: Subject) -> Iterator[Component]:
    yield compute.machine(configuration)
    if configuration.items("root_block_device"):
        yield from compute.volume(configuration, "root volume", at="root_block_device[0].")
    else:
        yield from compute.volume(configuration, "root volume", kind="gp2", size=8.0)
    for place, _ in enumerate(configuration.items("ebs_block_device")):
        yield from compute.volume(configuration, f"volume {place + 1}", at=f"ebs_block_device[{place}].")


def _cheapest_to_dearest(it: Subject, types: list[object]) -> Component:
    """Return a machine of any of the types, named after the first, from the cheapest to the dearest."""
    found = [it.hourly("Linux on demand", "aws/ec2", one) for one in types]
    sides = [
        Bounds(min(one.amount[place].low for one in found), max(one.amount[place].high for one in found))
        for place in range(3)
    ]
    gaps = tuple(dict.fromkeys(gap for one in found for gap in one.gaps))
    return found[0]._replace(amount=Spread(*sides), gaps=gaps)


ESTIMATORS: Mapping[str, Estimator] = {
    "aws_autoscaling_group": autoscaling_group,
    "aws_eks_node_group": node_group,
    "aws_spot_instance_request": spot_request,
}
