"""EC2: instances and their disks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trueline.cost.aws.reading import spot
from trueline.cost.reckoning import because, either, known
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Amount, Subject
    from trueline.model.cost import Component

_PAID = re.compile(r"(windows|rhel|sles|suse)", re.IGNORECASE)
_DISKS = ("root_block_device", "ebs_block_device")


def instance(it: Subject) -> Iterator[Component]:
    """Yield the machine by the hour, and its disks; Linux on demand, in shared tenancy."""
    yield machine(it)
    yield from licences(it)
    public = it.flag("associate_public_ip_address")
    if public is not False:
        yield because(it.hourly("public IPv4 address", "aws/public-ipv4", "address", either(public, 1.0)), public)
    watched = it.flag("monitoring")
    if watched is not False:
        yield because(it.monthly("detailed monitoring", "aws/cloudwatch", "metrics", either(watched, 7.0)), watched)
    if not it.items("root_block_device"):
        yield from volume(it, "root volume", kind="gp2", size=8.0)  # AMIs of Amazon Linux ask for 8 GiB
    for block in _DISKS:
        for place, disk in enumerate(it.items(block)):
            name = "root volume" if block == "root_block_device" else f"volume {place + 1}"
            if isinstance(disk, Unknown):
                yield it.monthly(name, "aws/ebs", "gp2", disk)
                continue
            yield from volume(it, name, at=f"{block}[{place}].")


def licences(it: Subject) -> Iterator[Component]:
    """Yield what an image of another system than a free Linux adds, where the image's name tells that, or may."""
    found = [it.refers("data.aws_ami", path) for path in ("ami", "image_id")]
    names = [
        value
        for image in (one for images in found for one in images)
        for place, _ in enumerate(image.items("filter"))
        for value in image.items(f"filter[{place}].values")
    ]
    system = next((paid for name in names if isinstance(name, str) and (paid := _PAID.search(name))), None)
    if system is not None:
        yield it.unpriced(f"licence of {system[1]}", f"the price book has no prices of {system[1]}")
        return
    doubts = [one for one in (*names, *(images.open for images in found)) if isinstance(one, Unknown)]
    if doubts:
        yield it.hourly("licence of its system", "aws/ec2", join(*doubts))


def machine(it: Subject, type_: object = None) -> Component:
    """Return the machine by the hour: Linux, in shared tenancy; on spare capacity at most the price on demand.

    It is of another type than its own where one is given.
    """
    tenancy = it.get("tenancy", it.get("placement[0].tenancy", it.get("placement_tenancy", "default")))
    if known(tenancy) in ("dedicated", "host"):
        return it.unpriced(f"Linux, tenancy {tenancy}", "the price book has no prices of dedicated tenancy")
    type_ = type_of(it) if type_ is None else type_
    if type_ is None:
        return it.unpriced("Linux on demand", "its instance type is declared nowhere here")
    line = it.hourly("Linux on demand", "aws/ec2", tenancy if isinstance(tenancy, Unknown) else type_)
    market = it.get("instance_market_options[0].market_type", "spot" if it.get("spot_price") is not None else None)
    return because(spot(line), market) if isinstance(market, Unknown) or known(market) == "spot" else line


def type_of(it: Subject) -> object:
    """Return the type of a machine, its own or its template's; None where nobody says, unknown where AWS chooses it."""
    if it.items("instance_requirements"):
        return by_requirements(it)
    own = it.get("instance_type")
    if own is not None:
        return own
    for path in ("launch_template[0].id", "launch_template[0].name"):
        for template in it.refers("aws_launch_template", path):
            return type_of(template)
    return None


def by_requirements(it: Subject) -> Unknown:
    """Return the type that AWS chooses by what is required of it, whatever its template says."""
    return Unknown([f"{it.address} ← which machine fits its `instance_requirements` is for AWS to choose"])


def ebs_volume(it: Subject) -> Iterator[Component]:
    """Yield a disk of its own."""
    yield from volume(it, "storage", at="", sizes=("size",), kinds=("type",))


def volume(  # noqa: PLR0913  # a disk is declared in as many ways
    it: Subject,
    name: str,
    *,
    at: str | None = None,
    kind: str = "gp2",
    size: Amount | None = None,
    sizes: tuple[str, ...] = ("volume_size",),
    kinds: tuple[str, ...] = ("volume_type",),
) -> Iterator[Component]:
    """Yield the capacity, the operations and the throughput of a disk; gp3 has 3,000 and 125 MiB/s for nothing."""
    prefix = at or ""
    type_ = it.text(prefix + kinds[0], kind) if at is not None else kind
    capacity = it.number(prefix + sizes[0], 8.0) if size is None else size
    yield it.monthly(f"{name}, {type_ if isinstance(type_, str) else 'EBS'}", "aws/ebs", type_, capacity)
    if at is None or isinstance(type_, Unknown):
        return
    iops = it.number(prefix + "iops", 3000.0 if type_ == "gp3" else 100.0)
    if type_ in ("io1", "io2"):
        yield it.monthly(f"{name}, provisioned IOPS", "aws/ebs", f"{type_}-iops", iops)
    if type_ == "gp3":
        if isinstance(iops, Unknown) or iops > 3000:
            yield it.monthly(f"{name}, IOPS", "aws/ebs", "gp3-iops", iops if isinstance(iops, Unknown) else iops - 3000)
        fast = it.number(prefix + "throughput", 125.0)
        if isinstance(fast, Unknown) or fast > 125:
            more = fast if isinstance(fast, Unknown) else fast - 125
            yield it.monthly(f"{name}, throughput", "aws/ebs", "gp3-throughput", more)


ESTIMATORS: Mapping[str, Estimator] = {"aws_ebs_volume": ebs_volume, "aws_instance": instance}
