"""Containers: clusters, services on Fargate, images."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.cost.aiming import Named, aimed
from trueline.cost.aws.autoscaling import Scaling, scaled
from trueline.cost.aws.reading import spot
from trueline.cost.reckoning import above, because, chosen, joined, known, made_on_demand, perhaps
from trueline.cost.subject import scale, times
from trueline.model.cost import Gap
from trueline.values.bounds import Bounds, Spread
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject, Subjects
    from trueline.model.cost import Component

_LAST_OLD: Final = 33
"""The last minor version whose standard support ended before November 2026, by Amazon EKS's calendar of releases."""


_TASKS: Final = Scaling("ecs", "ecs:service:desiredcount", Named("name"))


def cluster(it: Subject) -> Iterator[Component]:
    """Yield the control plane of EKS, and the nodes that its auto mode makes."""
    yield _control_plane(it)
    yield from made_on_demand(it, it.flag("compute_config[0].enabled"))


def _control_plane(it: Subject) -> Component:
    """Return the control plane; of a version that may be in extended support from the one price to the other."""
    plain = it.hourly("control plane", "aws/eks", "cluster")
    version = it.get("version")
    standard = known(it.get("upgrade_policy[0].support_type")) == "standard"
    if version is None or standard or not _may_be_old(version):
        return plain
    dearest = it.hourly("control plane", "aws/eks", "cluster-extended-support")
    sides = (Bounds(low.low, high.high) for low, high in zip(plain.amount, dearest.amount, strict=True))
    gap = Gap("value", f"whether version {version} is in extended support" if known(version) else "its version")
    return plain._replace(amount=Spread(*sides), gaps=(*plain.gaps, gap))


def _may_be_old(version: object) -> bool:
    """Tell whether a version may have left standard support, which lasts fourteen months, when the book was made."""
    found = re.fullmatch(r"1\.(\d+)", str(version)) if not isinstance(version, Unknown) else None
    return found is None or int(found[1]) <= _LAST_OLD


def service(it: Subject) -> Iterator[Component]:
    """Yield the tasks of a service on Fargate; on EC2 the instances bill."""
    definitions = it.refers("aws_ecs_task_definition", "task_definition")
    providers = _providers(it, "capacity_provider_strategy") or _launched(it, definitions)
    capacity = _capacity(providers)
    if capacity == "ec2":
        return
    wanted = it.number("desired_count", 1.0)
    tasks, gaps = scaled(it, wanted, _TASKS)
    if not definitions:
        yield it.hourly("tasks", "aws/fargate", Unknown([f"{it.address} ← its task definition is not here"]))
        return
    lines = list(_task(definitions[0], it))
    if capacity != "fargate":
        lines = [
            because(spot(line) if capacity == "spare" else line._replace(amount=perhaps(line.amount)), *providers)
            for line in lines
        ]
    yield from times(lines, tasks, gaps)


def _providers(it: Subject, block: str) -> list[object]:
    return [
        one if isinstance(one, Unknown) else it.get(f"{block}[{place}].capacity_provider")
        for place, one in enumerate(it.items(block))
    ]


def _launched(it: Subject, definitions: Subjects) -> list[object]:
    """Return where a service without a strategy of its own runs: as it says, else by default of its cluster."""
    said = it.get("launch_type")
    if said is not None:
        return [said]
    fits = _fits(definitions)
    if not isinstance(fits, Unknown) and "fargate" not in fits:
        return ["ec2"]
    clusters = it.refers("aws_ecs_cluster", "cluster")
    missing = Unknown([f"{it.address} ← what its cluster runs tasks on by default is not here"])
    if not clusters:
        return [missing]
    block = "default_capacity_provider_strategy"
    associated = aimed(clusters[0], "aws_ecs_cluster_capacity_providers", "cluster_name", Named("name"))
    found = [one for cluster in (*clusters, *associated.surely) for one in _providers(cluster, block)]
    if associated.open is not None:
        found.append(associated.open)
    if found or isinstance(fits, Unknown):
        return found or [fits]
    return ["ec2"] if "ec2" in fits else [missing]


def _fits(definitions: Subjects) -> set[str] | Unknown:
    """Return what a task may run on: EC2 unless its definition asks for something else."""
    if not definitions:
        return Unknown(["its task definition is not here"])
    asked = definitions[0].items("requires_compatibilities")
    unknown = next((one for one in asked if isinstance(one, Unknown)), None)
    return ({known(one) for one in asked} or {"ec2"}) if unknown is None else unknown


def _capacity(providers: list[object]) -> str:
    """Return where a service runs: ``ec2``, ``fargate``, ``spare`` capacity of Fargate, or ``unknown``."""
    names = {known(one) for one in providers}
    if not any(name.startswith("fargate") or not name for name in names):
        return "ec2"
    if "" in names:
        return "unknown"
    return "spare" if names == {"fargate_spot"} else "fargate"


def _task(definition: Subject, it: Subject) -> Iterator[Component]:
    chip = chosen(definition.get("runtime_platform[0].cpu_architecture"), {"arm64": "arm"}, "x86")
    cpu, memory = definition.number("cpu"), definition.number("memory")
    yield it.hourly("vCPU", "aws/fargate", joined("{}-vcpu", chip), cpu if isinstance(cpu, Unknown) else cpu / 1024)
    yield it.hourly(
        "memory", "aws/fargate", joined("{}-memory", chip), memory if isinstance(memory, Unknown) else memory / 1024
    )
    disk = above(definition.number("ephemeral_storage[0].size_in_gib", 20.0), 20.0)
    if isinstance(disk, Unknown) or disk:
        yield it.hourly("ephemeral storage", "aws/fargate", "ephemeral", disk)


def apprunner(it: Subject) -> Iterator[Component]:
    """Yield the memory of the instances that wait, and their vCPU while they work: all of them, at most."""
    cpu = _units(it.get("instance_configuration[0].cpu", "1024"))
    memory = _units(it.get("instance_configuration[0].memory", "2048"))
    rules = it.refers("aws_apprunner_auto_scaling_configuration_version", "auto_scaling_configuration_arn")
    least: float | Unknown = 1.0
    most: float | Unknown = 25.0
    if rules:
        least, most = rules[0].number("min_size", 1.0), rules[0].number("max_size", 25.0)
    elif it.get("auto_scaling_configuration_arn") is not None:
        least = most = Unknown([f"{it.address} ← its auto scaling configuration is not here"])
    waiting, gaps = scale(least, least, most)
    yield from times([it.hourly("memory", "aws/apprunner", "memory", memory)], waiting, gaps)
    working, gaps = scale(0.0, Unknown(["how busy it is ← traffic"]), most)
    yield from times([it.hourly("vCPU", "aws/apprunner", "vcpu", cpu)], working, gaps)


def _units(value: object) -> float | Unknown:
    """Read ``1024``, ``1 vCPU`` and ``2 GB``."""
    if isinstance(value, Unknown):
        return value
    figure, _, unit = str(value).partition(" ")
    try:
        return float(figure) if unit else float(figure) / 1024
    except ValueError:
        return Unknown([f"{value} ← is no size"])


def repository(it: Subject) -> Iterator[Component]:
    """Yield what the images take."""
    yield it.used("storage", "aws/ecr", "storage", "storage_gb")


ESTIMATORS: Mapping[str, Estimator] = {
    "aws_apprunner_service": apprunner,
    "aws_ecr_repository": repository,
    "aws_ecs_service": service,
    "aws_eks_cluster": cluster,
}
