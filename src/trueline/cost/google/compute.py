"""Compute Engine: instances, groups of instances, disks, snapshots and images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.google import machine as machines
from trueline.cost.google.reading import within
from trueline.cost.reckoning import count, is_set, known, moved
from trueline.cost.subject import scale, times
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Amount, Subject
    from trueline.model.cost import Component

_TEMPLATES = ("google_compute_instance_template", "google_compute_region_instance_template")
_AUTOSCALERS = ("google_compute_autoscaler", "google_compute_region_autoscaler")


def instance(it: Subject) -> Iterator[Component]:
    """Yield a machine with its GPUs, its disks and its addresses; a stopped one costs no hours."""
    type_, spot = it.get("machine_type"), machines.is_spot(it)
    boot = "boot_disk[0].initialize_params[0]."
    image = it.get(f"{boot}image")
    if known(it.get("desired_status")) not in ("terminated", "suspended"):
        yield from machines.machine(it, _or_unknown(it, type_), spot=spot)
        yield from machines.gpus(it, type_, spot=spot)
        yield from machines.system(it, type_, image)
    if not is_set(it.get("boot_disk[0].source")):
        size = it.number(f"{boot}size", _known(machines.image_size(image)))
        yield from machines.disk(it, "boot disk", it.get(f"{boot}type", "pd-standard"), size, boot)
    yield from machines.scratch(it, count(it.items("scratch_disk")))
    yield from machines.external_addresses(it)


def from_template(it: Subject) -> Iterator[Component]:
    """Yield a machine as its template declares it, with the machine type it names itself."""
    for kind in _TEMPLATES:
        for found in it.refers(kind, "source_instance_template"):
            yield from template(moved(found, it.region), machine_type=it.get("machine_type"))
            return
    yield it.unpriced("machine", f"{it.address} ← its template is not here")


def template(it: Subject, machine_type: object = None) -> Iterator[Component]:
    """Yield one machine of a template."""
    type_ = it.get("machine_type") if machine_type is None else machine_type
    spot = machines.is_spot(it)
    yield from machines.machine(it, _or_unknown(it, type_), spot=spot)
    yield from machines.gpus(it, type_, spot=spot)
    yield from machines.system(it, type_, it.get("disk[0].source_image"))
    scratch = 0.0
    for place, block in enumerate(it.items("disk")):
        at = f"disk[{place}]."
        if isinstance(block, Unknown):
            yield it.monthly(f"disk {place + 1}", "google/disk", block)
        elif known(it.get(f"{at}type")) == "scratch" or known(it.get(f"{at}disk_type")) == "local-ssd":
            scratch += 1.0
        elif not is_set(it.get(f"{at}source")):
            size = it.number(f"{at}disk_size_gb", _known(machines.image_size(it.get(f"{at}source_image"))))
            yield from machines.disk(it, f"disk {place + 1}", it.get(f"{at}disk_type", "pd-standard"), size, at)
    yield from machines.scratch(it, scratch)
    yield from machines.external_addresses(it)


def group(it: Subject) -> Iterator[Component]:
    """Yield as many machines as a managed group may have: of its autoscaler, or of its own size."""
    size: Amount = it.number("target_size", 0.0)
    least = most = size
    for kind in _AUTOSCALERS:
        for scaler in it.linked(kind, "target"):
            policy = "autoscaling_policy[0]."
            least, most = scaler.number(f"{policy}min_replicas"), scaler.number(f"{policy}max_replicas")
            size = least if it.get("target_size") is None else size
    number, gaps = scale(least, size, most)
    if number.most.high == 0:
        yield it.hourly("machines", machines.COMPUTE, "none", 0.0)._replace(gaps=())
        return
    yield from times(_machine_of(it), number, gaps)


def _machine_of(it: Subject) -> Iterator[Component]:
    for path in ("version[0].instance_template", "instance_template"):
        for kind in _TEMPLATES:
            for found in it.refers(kind, path):
                yield from template(moved(found, it.region))
                return
    yield it.hourly("machine", machines.COMPUTE, Unknown([f"{it.address} ← its instance template is not here"]))


def disk(it: Subject) -> Iterator[Component]:
    """Yield a disk; without a size and without a source Google makes one of 500 GiB, or 100 if it is no hard disk."""
    kind = it.get("type", "pd-standard")
    if it.kind == "google_compute_region_disk" and isinstance(kind, str) and kind.startswith("pd-"):
        kind = f"{kind}-regional"
    size = it.number("size", _size_of(it, kind))
    yield from machines.disk(it, "storage", kind, size, "")


def _size_of(it: Subject, kind: object) -> float | None:
    if is_set(it.get("snapshot")) or is_set(it.get("source_disk")):
        return None
    if is_set(it.get("image")):
        return _known(machines.image_size(it.get("image")))
    return 500.0 if known(kind).startswith("pd-standard") else 100.0


def snapshot(it: Subject) -> Iterator[Component]:
    """Yield what a snapshot stores, which is at most what its disk holds."""
    owner = within(it, [("google_compute_disk", "source_disk"), ("google_compute_region_disk", "source_disk")])
    size = next((one.number("size") for one in it.refers("google_compute_disk", "source_disk")), None)
    yield owner.used("storage", "google/disk", "snapshot", "storage_gb", most=size)


def image(it: Subject) -> Iterator[Component]:
    """Yield what an image stores."""
    key = "machine-image" if it.kind == "google_compute_machine_image" else "image"
    place = it.get("storage_locations[0]")
    yield it.used("storage", "google/image", key, "storage_gb", region=place if isinstance(place, str) else None)


def _known(size: float | Unknown) -> float | None:
    return None if isinstance(size, Unknown) else size


def _or_unknown(it: Subject, type_: object) -> object:
    return Unknown([f"{it.address}.machine_type ← not set"]) if type_ is None else type_


ESTIMATORS: Mapping[str, Estimator] = {
    "google_compute_disk": disk,
    "google_compute_image": image,
    "google_compute_instance": instance,
    "google_compute_instance_from_template": from_template,
    "google_compute_instance_group_manager": group,
    "google_compute_machine_image": image,
    "google_compute_region_disk": disk,
    "google_compute_region_instance_group_manager": group,
    "google_compute_snapshot": snapshot,
}
