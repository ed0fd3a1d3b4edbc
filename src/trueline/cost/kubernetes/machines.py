"""What the machines of Cluster API cost: as many as there are, at the price of their instance type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cost.kubernetes.pods import notes_of
from trueline.cost.kubernetes.replicas import Count, between, count_of
from trueline.cost.reckoning import perhaps_scaled
from trueline.model.cost import Gap
from trueline.values.unknown import Unknown, find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.subject import Subject
    from trueline.model.cost import Component, Price

_TEMPLATES: Final = {  # kind → cloud, section, where the instance type is
    "AWSMachineTemplate": ("aws", "aws/ec2", "spec.template.spec.instanceType"),
    "AzureMachineTemplate": ("azure", "azure/vm", "spec.template.spec.vmSize"),
    "GCPMachineTemplate": ("google", "google/compute", "spec.template.spec.instanceType"),
}
_REFERENCES: Final[Mapping[str, str]] = {
    "KubeadmControlPlane": "spec.machineTemplate.infrastructureRef",
}
_REFERENCE: Final = "spec.template.spec.infrastructureRef"
_BOUND: Final = "cluster.x-k8s.io/cluster-api-autoscaler-node-group-{}-size"


def machines(it: Subject) -> Iterator[Component]:
    """Yield the machines of a MachineDeployment, a MachineSet or a control plane; their disks are not counted."""
    count = _count(it).hours
    found = it.component("machines", _price(it), count.spread)
    gaps = tuple(dict.fromkeys((*found.gaps, *count.gaps))) if count.spread.most.high else ()
    yield found._replace(gaps=gaps, usage=count.usage)


def _count(it: Subject) -> Count:
    declared = count_of(it, "spec.replicas", 1.0)
    notes = notes_of(it)
    least, most = (find(notes, (_BOUND.format(end),)) for end in ("min", "max"))
    doubt = next((one for one in (least, most) if isinstance(one, Unknown)), None)
    if doubt is not None and least is not None and most is not None:
        return Count(*perhaps_scaled(declared, doubt))
    if not (isinstance(least, str) and isinstance(most, str) and least.isdigit() and most.isdigit()):
        return between(it, declared, declared, declared)
    return between(it, float(least), declared if it.get("spec.replicas") is not None else None, float(most))


def _price(it: Subject) -> Price | Gap:
    reference = _REFERENCES.get(it.kind, _REFERENCE)
    kind, name = it.get(f"{reference}.kind"), it.get(f"{reference}.name")
    if not isinstance(kind, str) or kind not in _TEMPLATES:
        return Gap("price", f"nobody has priced machines of {kind if isinstance(kind, str) else 'no kind'} yet")
    cloud, section, path = _TEMPLATES[kind]
    home = it.get("metadata.namespace")
    for one in it.others(kind):
        if one.resource.name == name and one.get("metadata.namespace") == home:
            instance = one.get(path)
            nodes = it.world.settings.nodes
            region = (nodes.region if nodes.cloud == cloud else "") or it.world.settings.regions.get(cloud, "")
            if not region:
                return Gap("value", f"where the machines are is not declared: `cost.regions.{cloud}`")
            if not isinstance(instance, str):
                return Gap("value", f"the instance type of {kind} {name} is not known")
            return it.price(section, instance, region=region)
    return Gap("value", f"{kind} {name} is not in this unit")
