"""Compute Engine: instances, groups of instances, disks, snapshots and images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.aiming import Named, aimed
from trueline.cost.google import machine as machines
from trueline.cost.google.reading import within
from trueline.cost.reckoning import (
    Ends,
    around,
    because,
    count,
    is_set,
    known,
    may_be_unset,
    maybe,
    moved,
    perhaps_scaled,
    scaled_between,
)
from trueline.cost.subject import scale, times
from trueline.values.bounds import ANYTHING, Bounds
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Amount, Subject
    from trueline.model.cost import Component, Gap
    from trueline.values.bounds import Spread

_TEMPLATES = ("google_compute_instance_template", "google_compute_region_instance_template")
_AUTOSCALERS = ("google_compute_autoscaler", "google_compute_region_autoscaler")


def instance(it: Subject) -> Iterator[Component]:
    """Yield a machine with its GPUs, its disks and its addresses; a stopped one costs no hours."""
    type_, spot = it.get("machine_type"), machines.is_spot(it)
    boot = "boot_disk[0].initialize_params[0]."
    image = _image(it, f"{boot}image")
    status = it.get("desired_status")
    if known(status) not in ("terminated", "suspended"):
        for lines in (
            machines.machine(it, _or_unknown(it, type_), spot=spot),
            machines.gpus(it, type_, spot=spot),
            machines.system(it, type_, image),
        ):
            yield from (maybe(line, status) for line in lines)
    source = it.get("boot_disk[0].source")
    if not is_set(source) or may_be_unset(source):
        size = machines.own_or_image(it, f"{boot}size", image)
        own = machines.disk(it, "boot disk", it.get(f"{boot}type", "pd-standard"), size, boot)
        yield from (maybe(because(line, *_unknown_image(size, image)), source) for line in own)
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
    yield from machines.system(it, type_, _image(it, "disk[0].source_image"))
    scratch = 0.0
    for place, block in enumerate(it.items("disk")):
        at = f"disk[{place}]."
        purpose, source = it.get(f"{at}type"), it.get(f"{at}source")
        doubt = next((one for one in (block, purpose) if isinstance(one, Unknown)), None)
        if doubt is not None:
            yield it.monthly(f"disk {place + 1}", "google/disk", doubt)
        elif known(purpose) == "scratch" or known(it.get(f"{at}disk_type")) == "local-ssd":
            scratch += 1.0
        elif not is_set(source) or may_be_unset(source):
            image = _image(it, f"{at}source_image")
            size = machines.own_or_image(it, f"{at}disk_size_gb", image)
            own = machines.disk(it, f"disk {place + 1}", it.get(f"{at}disk_type", "pd-standard"), size, at)
            yield from (maybe(because(line, *_unknown_image(size, image)), source) for line in own)
    yield from machines.scratch(it, scratch)
    yield from machines.external_addresses(it)


def group(it: Subject) -> Iterator[Component]:
    """Yield as many machines as a managed group may have: of its autoscaler, or of its own size."""
    number, gaps = _size_of_group(it)
    if number.most.high == 0:
        yield it.hourly("machines", machines.COMPUTE, "none", 0.0)._replace(gaps=())
        return
    yield from times(_machine_of(it), number, gaps)


def _size_of_group(it: Subject) -> tuple[Spread, tuple[Gap, ...]]:
    own: Amount = it.number("target_size", 0.0)
    is_sized = it.get("target_size") is not None
    found = [aimed(it, kind, "target", Named("name")) for kind in _AUTOSCALERS]
    ends = [_ends(one) for scalers in found for one in scalers.surely]
    if ends:
        number, gaps = scaled_between(ends, own if is_sized else ends[0].least)
    else:
        number, gaps = scale(own, own, own)
    doubt = next((scalers.open for scalers in found if scalers.open is not None), None)
    if doubt is None:
        return number, gaps
    possible, more = perhaps_scaled(number if is_sized or ends else ANYTHING, doubt)
    unsure = [_ends(one) for scalers in found for one in scalers.perhaps]
    ways = [(possible, more), *(scaled_between([one], own if is_sized else one.least) for one in unsure)]
    every = tuple(dict.fromkeys((*gaps, *(gap for _, further in ways for gap in further))))
    return possible._replace(expected=around(one for one, _ in ways).expected), every


def _ends(scaler: Subject) -> Ends:
    policy = "autoscaling_policy[0]."
    return Ends(scaler.number(f"{policy}min_replicas"), scaler.number(f"{policy}max_replicas"))


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
    size, image = _size_of(it, kind), _image(it, "image")
    own = machines.disk(it, "storage", kind, size, "")
    yield from (because(line, *_unknown_image(size, image)) for line in own)


def _size_of(it: Subject, kind: object) -> Amount:
    if is_set(it.get("size")) or is_set(it.get("snapshot")) or is_set(it.get("source_disk")):
        return it.number("size")
    if is_set(it.get("image")):
        return machines.own_or_image(it, "size", _image(it, "image"))
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


def _image(it: Subject, path: str) -> object:
    """Return the image at a path; of one that is looked up, the family or the name it is looked up by."""
    found = it.get(path)
    for image in it.refers("data.google_compute_image", path) if isinstance(found, Unknown) else ():
        said = [image.get(name) for name in ("project", "family", "name")]
        if any(isinstance(one, str) for one in said[1:]) and not any(isinstance(one, Unknown) for one in said):
            return "/".join(str(one) for one in said if one is not None)
    return found


def _unknown_image(size: Amount, image: object) -> list[object]:
    """Return the image where the size of a disk depends on it and it is not known."""
    return [image] if isinstance(size, Bounds) else []


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
