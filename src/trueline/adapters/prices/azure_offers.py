"""Which meters of Azure's retail prices are which keys of the book: one table for each section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.adapters.prices.facts import Take

if TYPE_CHECKING:
    from collections.abc import Callable


class Meter(NamedTuple):
    """What tells one meter from others."""

    product: str
    sku: str
    name: str
    size: str


class Table(NamedTuple):
    """One section: the service it is in, what a meter is there, and the unit of a key that the book may not have.

    ``over`` names the section whose price of the same key is taken off: the book has what Windows adds to a machine.
    """

    section: str
    service: str
    take: Callable[[Meter], Take | None]
    units: Callable[[str], str]
    over: str = ""


_DISK: Final = re.compile(r"([EPS]\d+) (LRS|ZRS) Disk")
_SNAPSHOTS: Final = {"Premium SSD": "premium", "Standard HDD": "standard", "Standard SSD": "standard-ssd"}
_PROVISIONED: Final = {
    "Provisioned Capacity": ("capacity", "1 GiB/Hour|1 GB/Hour"),
    "Provisioned IOPS": ("iops", "1/Hour"),
    "Provisioned Throughput (MBps)": ("throughput", "1/Hour"),
}
_FIXED_DISKS: Final = {
    "S30 LRS Disk Operations": Take("operations-standard-hdd", "10K"),
    "E30 LRS Disk Operations": Take("operations-standard-ssd", "10K"),
}
_STORES: Final = {
    "Files v2": "files",
    "General Block Blob v2": "blob",
    "Premium Block Blob": "blob",
    "Premium Files": "files",
}
_STORED: Final = {
    "All Other Operations": ("other", "10K"),
    "Data Retrieval": ("retrieval", "1 GB"),
    "Data Stored": ("stored", "1 GB/Month"),
    "List Operations": ("list", "10K"),
    "List and Create Container Operations": ("list", "10K"),
    "Other Operations": ("other", "10K"),
    "Protocol Operations": ("other", "10K"),
    "Provisioned": ("stored", "1 GiB/Month|1 GB/Month"),
    "Read Operations": ("read", "10K"),
    "Write Operations": ("write", "10K"),
}
_STORED_NAME: Final = re.compile(r"^((Hot|Cool|Cold|Archive|Premium|Standard) )?((RA-)?G?Z?L?RS )?")
_STORED_UNITS: Final = {"retrieval": "GB", "stored": "GB-month"}


def _machine(meter: Meter) -> Take | None:
    """Return a size of virtual machine with Linux, paid as it goes."""
    return None if "Windows" in meter.product else _size(meter)


def _windows(meter: Meter) -> Take | None:
    """Return a size of virtual machine with Windows."""
    return _size(meter) if "Windows" in meter.product else None


def _size(meter: Meter) -> Take | None:
    is_other = re.search("Dedicated|Cloud ?Services", meter.product)
    if is_other or re.search("Spot|Low Priority|Expired", f"{meter.sku} {meter.name}"):
        return None
    return Take(meter.size, "1 Hour") if meter.size.startswith(("Basic_", "Standard_")) else None


def _host(meter: Meter) -> Take | None:
    """Return a dedicated host as Terraform spells it, but for case: ``Dsv3_Type3`` is ``dsv3-type3``."""
    found = re.fullmatch(r"(\w+?)[ _-]+Type ?(\d)", meter.size)
    return Take(f"{found[1].lower()}-type{found[2]}", "1 Hour") if found else None


def _disk(meter: Meter) -> Take | None:
    """Return a managed disk: ``P10_LRS`` a month, and what is paid by the GB, the operation, the IOPS."""
    kind = meter.product.removesuffix(" Managed Disks")
    if found := _DISK.fullmatch(meter.name):
        return Take(f"{found[1]}_{found[2]}", "1/Month")
    if meter.name in _FIXED_DISKS:
        return _FIXED_DISKS[meter.name]
    if kind in _SNAPSHOTS and meter.name.endswith("LRS Snapshots"):
        return Take(f"snapshot-{_SNAPSHOTS[kind]}", "1 GB/Month")
    for product, sku, before in (
        ("Azure Premium SSD v2", "Premium LRS", "premium-v2"),
        ("Ultra Disks", "Ultra LRS", "ultra"),
    ):
        part = _PROVISIONED.get(meter.name.removeprefix(f"{sku} "))
        if meter.product == product and meter.sku == sku and part is not None:
            return Take(f"{before}-{part[0]}", part[1], is_flat=True)  # 3,000 IOPS and 125 MB/s come with the disk
    return None


def _disk_unit(key: str) -> str:
    return "month" if _DISK.fullmatch(f"{key.replace('_', ' ')} Disk") else ""


def _stored(meter: Meter) -> Take | None:
    """Return what blobs and files cost: ``blob-hot-lrs-stored`` a GB and month, ``…-write`` ten thousand."""
    words = meter.sku.split(" ")
    if meter.product not in _STORES or len(words) != 2 or "Priority" in meter.name:
        return None
    found = _STORED.get(_STORED_NAME.sub("", meter.name))
    if found is None:
        return None
    tier, replication = words[0].lower(), words[1].replace("-", "").lower()
    return Take(f"{_STORES[meter.product]}-{tier}-{replication}-{found[0]}", found[1])


def _stored_unit(key: str) -> str:
    return _STORED_UNITS.get(key.rpartition("-")[2], "10k-operations")


TABLES: Final = (
    Table("azure/dedicated-host", "Virtual Machines", _host, lambda _: "hour"),
    Table(
        "azure/managed-disk",
        "Storage",
        _disk,
        _disk_unit,
    ),
    Table("azure/storage", "Storage", _stored, _stored_unit),
    Table("azure/vm", "Virtual Machines", _machine, lambda _: "hour"),
    Table("azure/vm-windows", "Virtual Machines", _windows, lambda _: "hour", "azure/vm"),
)
"""Sorted by section."""
