"""Virtual machines and scale sets, their disks, and dedicated hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.azure import size
from trueline.cost.azure.amount import scaled
from trueline.cost.reckoning import is_any_of, maybe, of, some
from trueline.values.bounds import Bounds
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Amount, Subject
    from trueline.model.cost import Component

VM = "azure/vm"
DISK = "azure/managed-disk"

# What images of the marketplace ask for, in GiB.
LINUX_IMAGE, WINDOWS_IMAGE = 30.0, 127.0


def machine(it: Subject, machine_size: object, *, windows: bool | Unknown, at: str = "") -> Iterator[Component]:
    """Yield the hours of one machine: Linux pay as you go, and what Windows adds unless a licence is brought along."""
    priority = it.text(at + "priority", "Regular")
    spot = priority == "Spot" if isinstance(priority, str) else None
    hours: Amount = 1.0 if spot is False else Bounds(0.0, 1.0)  # a spot machine costs no more than a regular one
    yield it.hourly("compute, spot" if spot else "compute", VM, machine_size, hours)
    licence = it.text(at + "license_type")
    if windows is not False and not is_any_of(licence, "Windows_Server", "Windows_Client"):
        added = it.hourly("Windows licence", "azure/vm-windows", machine_size, hours)
        yield maybe(maybe(added, licence), windows)


def linux(it: Subject) -> Iterator[Component]:
    """Yield a machine with Linux and its system disk."""
    yield from machine(it, it.get("size"), windows=False)
    yield from os_disk(it, windows=False)


def windows(it: Subject) -> Iterator[Component]:
    """Yield a machine with Windows and its system disk."""
    yield from machine(it, it.get("size"), windows=True)
    yield from os_disk(it, windows=True)


def os_disk(it: Subject, windows: bool | Unknown) -> Iterator[Component]:  # noqa: FBT001  # it may be unknown
    """Yield the system disk; one on the machine's own storage costs nothing."""
    local = it.get("os_disk[0].diff_disk_settings")
    if not isinstance(local, Unknown) and local:
        return
    kind = local if isinstance(local, Unknown) else it.text("os_disk[0].storage_account_type", "Standard_LRS")
    yield from disk(it, "OS disk", kind, own_or_image(it, "os_disk[0].disk_size_gb", windows))


def data_disks(it: Subject, block: str, kind: str) -> Iterator[Component]:
    """Yield the data disks that are declared inside a machine."""
    for index, one in enumerate(it.items(block)):
        name = f"data disk {index + 1}"
        if isinstance(one, Unknown):
            yield it.monthly(name, DISK, one)
            continue
        path = f"{block}[{index}]."
        yield from disk(it, name, it.text(path + kind, "Standard_LRS"), it.number(path + "disk_size_gb"), at=path)


def legacy(it: Subject) -> Iterator[Component]:
    """Yield an ``azurerm_virtual_machine``, whose blocks tell the system."""
    is_windows = has_windows(it)
    yield from machine(it, it.get("vm_size"), windows=is_windows)
    path = "storage_os_disk[0]."
    kind = it.text(path + "managed_disk_type", "Standard_LRS")
    yield from disk(it, "OS disk", kind, own_or_image(it, path + "disk_size_gb", is_windows))
    yield from data_disks(it, "storage_data_disk", "managed_disk_type")


def has_windows(it: Subject) -> bool | Unknown:
    """Tell whether a machine of the old types runs Windows."""
    system = it.text("storage_os_disk[0].os_type")
    profile = some(it.items("os_profile_windows_config"))
    if profile is True or is_any_of(system, "Windows"):
        return True
    return profile if isinstance(profile, Unknown) else system if isinstance(system, Unknown) else False


def image_of(windows: bool | Unknown) -> float | Unknown:  # noqa: FBT001  # it may be unknown
    """Return the GiB that the image of a system asks for."""
    return of(lambda yes: WINDOWS_IMAGE if yes else LINUX_IMAGE, windows)


def own_or_image(it: Subject, path: str, windows: bool | Unknown) -> float | Unknown:  # noqa: FBT001  # likewise
    """Return the GiB that a system disk is declared with, else those of its image."""
    return image_of(windows) if it.get(path) is None else it.number(path)


def linux_set(it: Subject) -> Iterator[Component]:
    """Yield a scale set with Linux."""
    yield from scale_set(it, windows=False)


def windows_set(it: Subject) -> Iterator[Component]:
    """Yield a scale set with Windows."""
    yield from scale_set(it, windows=True)


def scale_set(it: Subject, *, windows: bool) -> Iterator[Component]:
    """Yield one machine of the set and its disks, as often as the set may have them."""
    parts = [
        *machine(it, it.get("sku"), windows=windows),
        *os_disk(it, windows),
        *data_disks(it, "data_disk", "storage_account_type"),
    ]
    yield from scaled(it, parts, it.number("instances", 0.0))


def orchestrated_set(it: Subject) -> Iterator[Component]:
    """Yield a scale set in flexible orchestration."""
    is_windows = some(it.items("os_profile[0].windows_configuration"))
    if it.get("sku_name") is None:
        return
    parts = [
        *machine(it, it.get("sku_name"), windows=is_windows),
        *os_disk(it, is_windows),
        *data_disks(it, "data_disk", "storage_account_type"),
    ]
    yield from scaled(it, parts, it.number("instances", 0.0))


def legacy_set(it: Subject) -> Iterator[Component]:
    """Yield an ``azurerm_virtual_machine_scale_set``."""
    is_windows = some(it.items("os_profile_windows_config"))
    path = "storage_profile_os_disk[0]."
    kind = it.text(path + "managed_disk_type", "Standard_LRS")
    parts = [
        *machine(it, it.get("sku[0].name"), windows=is_windows),
        *disk(it, "OS disk", kind, image_of(is_windows)),
        *data_disks(it, "storage_profile_data_disk", "managed_disk_type"),
    ]
    yield from scaled(it, parts, it.number("sku[0].capacity", 1.0))


def disk(it: Subject, name: str, kind: str | Unknown, gib: float | Unknown, *, at: str = "") -> Iterator[Component]:
    """Yield a disk: by its size, or by what is provisioned."""
    if isinstance(kind, Unknown):
        yield it.monthly(name, DISK, kind)
    elif kind in ("PremiumV2_LRS", "UltraSSD_LRS"):
        yield from provisioned(it, name, "premium-v2" if kind == "PremiumV2_LRS" else "ultra", gib, at)
    elif isinstance(gib, Unknown):
        yield it.monthly(f"{name}, {kind}", DISK, gib)
    else:
        key = size.disk(kind, gib) or f"{kind} of {gib:g} GiB"
        yield it.monthly(f"{name}, {key}", DISK, key)


def provisioned(it: Subject, name: str, key: str, gib: float | Unknown, at: str) -> Iterator[Component]:
    """Yield a disk of which capacity, operations and throughput are paid apart."""
    yield it.hourly(f"{name}, capacity", DISK, f"{key}-capacity", gib)
    free = (3000.0, 125.0) if key == "premium-v2" else (0.0, 0.0)
    names = ("disk_iops_read_write", "disk_mbps_read_write")
    if at:
        names = ("ultra_ssd_disk_iops_read_write", "ultra_ssd_disk_mbps_read_write")
    for part, attribute, included in zip(("iops", "throughput"), names, free, strict=True):
        asked = it.number(at + attribute, included) if included else it.number(at + attribute)
        more = of(lambda figure, less=included: max(0.0, figure - less), asked)
        if isinstance(more, Unknown) or more:
            yield it.hourly(f"{name}, {part}", DISK, f"{key}-{part}", more)


def managed_disk(it: Subject) -> Iterator[Component]:
    """Yield a disk of its own; ``tier`` asks for the price of a larger one."""
    kind = it.text("storage_account_type")
    tier = it.text("tier")
    if isinstance(tier, Unknown) and (isinstance(kind, Unknown) or kind.startswith("Premium_")):
        yield it.monthly("disk", DISK, tier)
        return
    if isinstance(kind, str) and isinstance(tier, str) and tier and kind.startswith("Premium_"):
        key = f"{tier}_{kind.partition('_')[2]}"
        yield it.monthly(f"disk, {key}", DISK, key)
        return
    yield from disk(it, "disk", kind, it.number("disk_size_gb"))
    if isinstance(kind, str) and kind.startswith("Standard"):
        key = "operations-standard-ssd" if kind.startswith("StandardSSD") else "operations-standard-hdd"
        yield it.used("disk operations", DISK, key, "monthly_disk_operations", divide=10_000)


def snapshot(it: Subject) -> Iterator[Component]:
    """Yield a snapshot: what it holds, at most all of the disk."""
    size_of = it.number("disk_size_gb") if it.get("disk_size_gb") is not None else None
    yield it.used("snapshot", DISK, "snapshot-standard", "storage_gb", most=size_of)


def dedicated_host(it: Subject) -> Iterator[Component]:
    """Yield a whole machine."""
    name = it.text("sku_name")
    yield it.hourly("host", "azure/dedicated-host", name.lower() if isinstance(name, str) else name)


def capacity_reservation(it: Subject) -> Iterator[Component]:
    """Yield machines that are paid whether they run or not."""
    yield it.hourly("reserved capacity", VM, it.get("sku[0].name"), it.number("sku[0].capacity", 1.0))


ESTIMATORS: Mapping[str, Estimator] = {
    "azurerm_capacity_reservation": capacity_reservation,
    "azurerm_dedicated_host": dedicated_host,
    "azurerm_linux_virtual_machine": linux,
    "azurerm_linux_virtual_machine_scale_set": linux_set,
    "azurerm_managed_disk": managed_disk,
    "azurerm_orchestrated_virtual_machine_scale_set": orchestrated_set,
    "azurerm_snapshot": snapshot,
    "azurerm_virtual_machine": legacy,
    "azurerm_virtual_machine_scale_set": legacy_set,
    "azurerm_windows_virtual_machine": windows,
    "azurerm_windows_virtual_machine_scale_set": windows_set,
}
