"""Machines of Compute Engine: predefined and custom types, GPUs, operating systems, and their disks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.cost.reckoning import because, is_set, is_zero, known, of, product, unlike
from trueline.values.bounds import Bounds, always
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.subject import Amount, Subject
    from trueline.model.cost import Component

COMPUTE: Final = "google/compute"
CUSTOM: Final = "google/compute-custom"
DISKS: Final = ("google/disk", "google/hyperdisk")
SCRATCH: Final = 375.0  # GiB of one local disk

_CUSTOM: Final = re.compile(r"(?:([a-z]\w+)-)?custom-(micro|small|medium|\d+)-(\d+)(-ext)?")
_SIZED: Final = re.compile(r".*-(\d+)(?:-(?:lssd|metal|highlssd|standardlssd))*")
_SHARED: Final = {"micro": 0.25, "small": 0.5, "medium": 1.0}
_ORDINARY: Final = {"n1": 6.5}  # GiB a vCPU, above which memory is extended; 8 elsewhere
_WITH_GPUS: Final = ("a2", "a3", "a4", "a4x", "g2", "g4")  # whose price has them in it
_IMAGES: Final = (("windows", 50.0), ("rhel", 20.0), ("centos", 20.0), ("rocky", 20.0), ("almalinux", 20.0))

_SMALLEST: Final = 10.0  # GiB that nearly all public images of Linux ask for
_LICENCE: Final = "licence of the operating system"
_LICENSED: Final = ("windows", "sles", "rhel")

# What is left of the price of a machine that runs all month: a discount that everybody gets (sustained use).
_SUSTAINED: Final = {
    "c2": 0.8002,
    "f1": 0.7,
    "g1": 0.7,
    "m1": 0.7,
    "m2": 0.7,
    "n1": 0.7,
    "n2": 0.8002,
    "n2d": 0.8002,
}
_SUSTAINED_GPUS: Final = {f"nvidia-tesla-{kind}": 0.7 for kind in ("p100", "p4", "t4", "v100")}

# The largest discount of a spot machine is 91 %; its price moves, and is never above that on demand.
SPOT: Final = Bounds(0.09, 1.0)


class Custom(NamedTuple):
    """A custom machine type: vCPUs, and GiB of memory."""

    series: str
    cpus: float
    memory: float
    is_extended: bool


def custom_type(text: str) -> Custom | None:
    """Return the parts of ``n2-custom-4-8192``, None where it is a predefined type."""
    found = _CUSTOM.fullmatch(text)
    if found is None:
        return None
    cpus = _SHARED.get(found[2]) or float(found[2])
    return Custom(found[1] or "n1", cpus, float(found[3]) / 1024, bool(found[4]))


def cpus_of(machine: str | Unknown) -> float | Unknown:
    """Return the vCPUs of a machine type, as its name says."""
    if isinstance(machine, Unknown):
        return machine
    custom = custom_type(machine)
    if custom is not None:
        return custom.cpus
    if machine in ("e2-micro", "e2-small", "e2-medium"):
        return 2.0
    if machine in ("f1-micro", "g1-small"):
        return 1.0
    found = _SIZED.fullmatch(machine)
    return float(found[1]) if found else Unknown([f"{machine} ← how many vCPUs it has is not known"])


def plain(machine: object) -> str | Unknown:
    """Return a machine or disk type without the URL that may stand before it."""
    return machine if isinstance(machine, Unknown) else str(machine).rpartition("/")[2]


def machine(it: Subject, type_: object, *, spot: bool | Unknown = False, number: float = 1.0) -> Iterator[Component]:
    """Yield the hours of a machine; ``number`` of them where a resource declares several alike."""
    name = plain(type_)
    suffix = " (Spot: at most)" if spot is True else ""
    custom = None if isinstance(name, Unknown) else custom_type(name)
    if custom is None:
        what = "machine" if isinstance(name, Unknown) else name
        line = it.hourly(f"{what}{suffix}", COMPUTE, name, _share(number, spot))
        yield because(_sustained(line, _SUSTAINED, what.partition("-")[0], spot), spot)
        return
    ordinary = _ORDINARY.get(custom.series, 8.0) * custom.cpus
    more = max(0.0, custom.memory - ordinary) if custom.is_extended else 0.0
    parts = (("vCPU", "cpu", custom.cpus), ("memory", "memory", custom.memory - more))
    for part, key, amount in (*parts, ("extended memory", "memory-extended", more)):
        if amount:
            quantity = _share(amount * number, spot)
            line = it.hourly(f"{name}, {part}{suffix}", CUSTOM, f"{custom.series}-{key}", quantity)
            yield because(_sustained(line, _SUSTAINED, custom.series, spot), spot)


def _share(number: float, spot: bool | Unknown) -> Amount:  # noqa: FBT001  # it may be unknown
    return number if spot is False else Bounds(SPOT.low * number, number)


def _sustained(line: Component, left: Mapping[str, float], key: str, spot: bool | Unknown) -> Component:  # noqa: FBT001
    """Return a line less the discount for what runs all month, which spot machines do not get."""
    factor = left.get(key, 1.0) if spot is False else 1.0
    return line._replace(amount=line.amount.times(always(factor)))


def is_spot(it: Subject, at: str = "scheduling[0].") -> bool | Unknown:
    """Tell whether a machine may be taken away at any time, for less money."""
    preemptible = it.flag(f"{at}preemptible")
    model = it.text(f"{at}provisioning_model")
    if preemptible is True or known(model) == "spot":
        return True
    return next((one for one in (preemptible, model) if isinstance(one, Unknown)), False)


def gpus(it: Subject, type_: object, at: str = "", *, spot: bool | Unknown = False) -> Iterator[Component]:
    """Yield the GPUs of one machine; those of A2, A3 and G2 are in the price of the machine."""
    name = plain(type_)
    if isinstance(name, str) and name.partition("-")[0] in _WITH_GPUS:
        return
    for place, block in enumerate(it.items(f"{at}guest_accelerator")):
        if isinstance(block, Unknown):
            yield it.hourly("GPUs", "google/gpu", block)
            continue
        path = f"{at}guest_accelerator[{place}]."
        kind = plain(it.text(f"{path}type"))
        found = it.number(f"{path}count", 1.0)
        number: Amount = found if isinstance(found, Unknown) else _share(found, spot)
        line = it.hourly(f"GPU {place + 1}", "google/gpu", kind, number)
        yield because(_sustained(line, _SUSTAINED_GPUS, known(kind), spot), spot)


def system(it: Subject, type_: object, image: object) -> Iterator[Component]:
    """Yield what the operating system asks for, if its image tells that it does: of one that is not known perhaps."""
    if isinstance(image, Unknown):
        found = [line._replace(name=_LICENCE) for text in _LICENSED for line in system(it, type_, text)]
        yield from unlike(image, (), *([line] for line in found))
        return
    text = known(image)
    cpus = cpus_of(plain(type_))
    if "sap" in text and ("rhel" in text or "sles" in text):
        yield it.unpriced(_LICENCE, f"the price book has no price of the licence of {image}")
    elif "windows" in text:
        yield it.hourly("Windows licence", "google/license", "windows", cpus)
    elif "sles" in text or "suse" in text:
        yield it.hourly("SUSE licence", "google/license", "sles")
    elif "rhel" in text:
        key = cpus if isinstance(cpus, Unknown) else _red_hat(cpus)
        yield it.hourly("Red Hat licence", "google/license", key, cpus)


def _red_hat(cpus: float) -> str:
    if cpus <= 8:
        return "rhel-small"
    return "rhel" if cpus < 128 else "rhel-large"


def own_or_image(it: Subject, path: str, image: object) -> Amount:
    """Return the GiB that a disk is declared with, else those of its image."""
    if it.get(path) is not None:
        return it.number(path)
    if isinstance(image, Unknown):
        return Bounds(_SMALLEST, max(size for _, size in _IMAGES))
    text = str(image or "").lower()
    return next((size for name, size in _IMAGES if name in text), _SMALLEST)


def disk(it: Subject, name: str, kind: object, size: Amount, at: str | None = None) -> Iterator[Component]:
    """Yield the capacity of a disk, and the operations and throughput that are paid for beside it."""
    type_ = plain(kind)
    what = type_ if isinstance(type_, str) else "disk"
    yield it.monthly(f"{name}, {what}", DISKS, type_, size)
    if at is None or isinstance(type_, Unknown):
        return
    free = 3000.0 if type_ == "hyperdisk-balanced" else 0.0
    if type_ in ("pd-extreme", "hyperdisk-extreme", "hyperdisk-balanced"):
        default = 3000.0 if free else None if type_ == "hyperdisk-extreme" else 100000.0
        more = of(lambda found: max(0.0, found - free), it.number(f"{at}provisioned_iops", default))
        if not is_zero(more):
            yield it.monthly(f"{name}, IOPS", DISKS, f"{type_}-iops", more)
    if type_ in ("hyperdisk-balanced", "hyperdisk-throughput", "hyperdisk-ml"):
        included = 140.0 if type_ == "hyperdisk-balanced" else 0.0
        speed = it.number(f"{at}provisioned_throughput", included or None)
        more = of(lambda found: max(0.0, found - included), speed)
        if not is_zero(more):
            yield it.monthly(f"{name}, throughput", DISKS, f"{type_}-throughput", more)


def scratch(it: Subject, number: float | Unknown, size: float | Unknown = SCRATCH) -> Iterator[Component]:
    """Yield the local disks of a machine."""
    if not is_zero(number):
        yield it.monthly("local SSD", "google/disk", "local-ssd", product(number, size))


def external_addresses(it: Subject, at: str = "") -> Iterator[Component]:
    """Yield the external addresses of a machine that are not declared by themselves."""
    number = 0.0
    for place, block in enumerate(it.items(f"{at}network_interface")):
        if isinstance(block, Unknown):
            yield it.hourly("external addresses", "google/address", "in-use", block)
            return
        path = f"{at}network_interface[{place}].access_config"
        for inner, access in enumerate(it.items(path)):
            if isinstance(access, Unknown):
                yield it.hourly("external addresses", "google/address", "in-use", access)
                return
            number += 0.0 if is_set(it.get(f"{path}[{inner}].nat_ip")) else 1.0
    if number:
        yield it.hourly("external addresses", "google/address", "in-use", number)
