"""What is launched in numbers: the machine, the licences and the disks of a template, or of a launch configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.cost.aws import compute
from trueline.cost.reckoning import hull, unlike
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

MIXED = "mixed_instances_policy[0].launch_template[0]"


class Launched(NamedTuple):
    """One machine that is launched: what it asks for while it runs, and its disks, which stay when it stops."""

    machine: Component
    licences: Sequence[Component]
    volumes: Sequence[Component]


def launched(it: Subject) -> Launched:
    """Return what a group of machines launches: of several ways from the cheapest to the dearest, line by line."""
    overrides = it.items(f"{MIXED}.override")
    ways = [way for place in range(len(overrides)) for way in _overridden(it, place, overrides[place])]
    ways = ways or [of_template(one) for one in _main(it)]
    ways = ways or [of_configuration(one) for one in it.refers("aws_launch_configuration", "launch_configuration")]
    ways = ways or [_missing(it, None)]
    return Launched(
        hull([one.machine for one in ways]),
        unlike(None, *(one.licences for one in ways)),
        unlike(None, *(one.volumes for one in ways)),
    )


def _main(it: Subject) -> list[Subject]:
    paths = ("launch_template[0].id", "launch_template[0].name")
    return _templates(it, *paths) or _of_specification(it, MIXED)


def _templates(it: Subject, *paths: str) -> list[Subject]:
    return [one for path in paths for one in it.refers("aws_launch_template", path)]


def _of_specification(it: Subject, at: str) -> list[Subject]:
    block = f"{at}.launch_template_specification[0]"
    return _templates(it, f"{block}.launch_template_id", f"{block}.launch_template_name")


def _overridden(it: Subject, place: int, override: object) -> Iterator[Launched]:
    """Yield what one override of a group launches: of its own template, if it has one, or of the main one."""
    at = f"{MIXED}.override[{place}]"
    type_ = it.get(f"{at}.instance_type")
    if it.items(f"{at}.instance_requirements"):
        type_ = compute.by_requirements(it)
    own = it.items(f"{at}.launch_template_specification")
    templates = _of_specification(it, at) if own else _main(it)
    if isinstance(override, Unknown) or not templates:
        yield _missing(it, type_)
    for template in templates:
        yield of_template(template, type_)


def _missing(it: Subject, type_: object) -> Launched:
    missing = Unknown([f"{it.address} ← its launch template is not here"])
    machine = it.hourly("Linux on demand", "aws/ec2", missing if type_ is None else type_)
    return Launched(machine, [], [it.monthly("volumes", "aws/ebs", missing)])


def of_template(template: Subject, type_: object = None) -> Launched:
    """Return what a template launches, of another type where one is given."""
    return Launched(
        compute.machine(template, type_), list(compute.licences(template)), list(volumes_of_template(template))
    )


def volumes_of_template(template: Subject) -> Iterator[Component]:
    """Yield the disks of a template."""
    mappings = template.items("block_device_mappings")
    if not mappings:
        yield from compute.volume(template, "root volume", kind="gp2", size=8.0)
    for place, mapping in enumerate(mappings):
        if isinstance(mapping, Unknown):
            yield template.monthly("volumes", "aws/ebs", mapping)
        elif template.items(f"block_device_mappings[{place}].ebs"):
            yield from compute.volume(template, f"volume {place + 1}", at=f"block_device_mappings[{place}].ebs[0].")


def of_configuration(configuration: Subject) -> Launched:
    """Return what a launch configuration launches."""
    return Launched(compute.machine(configuration), [], list(_volumes_of_configuration(configuration)))


def _volumes_of_configuration(configuration: Subject) -> Iterator[Component]:
    if configuration.items("root_block_device"):
        yield from compute.volume(configuration, "root volume", at="root_block_device[0].")
    else:
        yield from compute.volume(configuration, "root volume", kind="gp2", size=8.0)
    for place, _ in enumerate(configuration.items("ebs_block_device")):
        yield from compute.volume(configuration, f"volume {place + 1}", at=f"ebs_block_device[{place}].")
