"""Which SKUs of Google's billing catalogue are which keys of the book: one table for each section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.adapters.prices.facts import Take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

COMPUTE: Final = "6F81-5844-456A"
CLOUD_SQL: Final = "9662-B51E-5089"
_HOURS: Final = {"Core": "h", "Ram": "GiBy.h"}
_SERIES: Final = "C2D|C3|C3D|E2|N1|N2|N2D|N4|T2D"
_PREDEFINED: Final = re.compile(
    rf"(?:({_SERIES})(?: AMD)?(?: Predefined)? Instance|Compute optimized(?: Instance)?) (Core|Ram) running in .+"
)
_CUSTOM: Final = re.compile(
    r"(?:(E2|N2|N2D)(?: AMD)? Custom|Custom (E2)|Custom) (Extended )?Instance (Core|Ram) running in .+"
)
_DISK: Final = re.compile(
    r"(?:(Regional )?(Storage PD|SSD backed PD|Balanced PD|Extreme PD) Capacity|SSD backed Local Storage)(?: in .+)?"
)
_DISKS: Final = {
    "Balanced PD": "pd-balanced",
    "Extreme PD": "pd-extreme",
    "SSD backed PD": "pd-ssd",
    "Storage PD": "pd-standard",
}
_SQL: Final = re.compile(r"Cloud SQL for (?:MySQL|PostgreSQL): (Zonal|Regional) - (vCPU|RAM|Standard storage) in .+")
_SQLS: Final = {
    "RAM": ("memory", "GiBy.h"),
    "Standard storage": ("ssd", "GiBy.mo"),
    "vCPU": ("cpu", "h"),
}
_MEMORY: Final = {  # GiB that a vCPU of a machine type has; c2 has `standard` alone
    "c2": {"standard": 4.0},
    "c2d": {"highcpu": 2.0, "highmem": 8.0, "standard": 4.0},
    "c3": {"highcpu": 2.0, "highmem": 8.0, "standard": 4.0},
    "c3d": {"highmem": 8.0, "standard": 4.0},
    "e2": {"highcpu": 1.0, "highmem": 8.0, "standard": 4.0},
    "n1": {"highcpu": 0.9, "highmem": 6.5, "standard": 3.75},
    "n2": {"highcpu": 1.0, "highmem": 8.0, "standard": 4.0},
    "n2d": {"highcpu": 1.0, "highmem": 8.0, "standard": 4.0},
    "n4": {"highcpu": 2.0, "highmem": 8.0, "standard": 4.0},
    "t2d": {"standard": 4.0},
}
_SHARED: Final = {"e2-medium": (1.0, 4.0), "e2-micro": (0.25, 1.0), "e2-small": (0.5, 2.0)}
_ODD: Final = {"n2-highmem-128": (128.0, 864.0)}
_MACHINE: Final = re.compile(r"([a-z]\d[a-z]?)-(standard|highmem|highcpu)-(\d+)")


class Table(NamedTuple):
    """One section: the service it is in, what an SKU is there by its description, and the keys that there can be.

    Where ``makes`` is there, prices are made of those of the SKUs: vCPUs and memory make a machine type.
    """

    section: str
    service: str
    take: Callable[[str], Take | None]
    keys: frozenset[str]
    makes: Callable[[Mapping[str, Any], frozenset[str]], Iterator[tuple[str, float]]] | None = None


def machine(name: str) -> tuple[str, float, float] | None:
    """Return the family of a machine type, the vCPUs and the GiB that it is billed; None where that is not known."""
    size = _SHARED.get(name) or _ODD.get(name)
    found = _MACHINE.fullmatch(name)
    if size is None and found is not None:
        memory = _MEMORY.get(found[1], {}).get(found[2])
        size = None if memory is None else (float(found[3]), float(found[3]) * memory)
    return None if size is None else (name.partition("-")[0], *size)


def parts_of(name: str) -> tuple[str, str]:
    """Return the two rates that a machine type is made of."""
    series = name.partition("-")[0]
    return f"{series}/Core", f"{series}/Ram"


def _rate(description: str) -> Take | None:
    found = _PREDEFINED.fullmatch(description)
    if found is None or (found[1] == "N1" and "Predefined" not in description):
        return None
    return Take(f"{(found[1] or 'C2').lower()}/{found[2]}", _HOURS[found[2]])


def _machines(rates: Mapping[str, Any], known: frozenset[str]) -> Iterator[tuple[str, float]]:
    """Yield what machine types cost at the rates of a region, as far as those are there in one tier."""
    for name in sorted(known):
        size = machine(name)
        cpu, memory = (rates.get(part) for part in parts_of(name))
        if size is not None and isinstance(cpu, int | float) and isinstance(memory, int | float):
            yield name, round(size[1] * cpu + size[2] * memory, 8)


def _custom(description: str) -> Take | None:
    found = _CUSTOM.fullmatch(description)
    if found is None or (found[3] and found[4] == "Core"):
        return None
    kind = "cpu" if found[4] == "Core" else "memory-extended" if found[3] else "memory"
    return Take(f"{(found[1] or found[2] or 'N1').lower()}-{kind}", _HOURS[found[4]])


def _disk(description: str) -> Take | None:
    found = _DISK.fullmatch(description)
    if found is None:
        return None
    key = _DISKS[found[2]] if found[2] else "local-ssd"
    return Take(f"{key}-regional" if found[1] else key, "GiBy.mo")


def _sql(description: str) -> Take | None:
    found = _SQL.fullmatch(description)
    if found is None:
        return None
    key, unit = _SQLS[found[2]]
    return Take(f"{key}-ha" if found[1] == "Regional" else key, unit)


TABLES: Final = (
    Table("google/compute", COMPUTE, _rate, frozenset(), _machines),
    Table(
        "google/compute-custom",
        COMPUTE,
        _custom,
        frozenset((
            "e2-cpu", "e2-memory", "n1-cpu", "n1-memory", "n1-memory-extended", "n2-cpu", "n2-memory",
            "n2-memory-extended", "n2d-cpu", "n2d-memory", "n2d-memory-extended",
        )),
    ),
    Table(
        "google/disk",
        COMPUTE,
        _disk,
        frozenset((
            "local-ssd", "pd-balanced", "pd-balanced-regional", "pd-extreme", "pd-ssd", "pd-ssd-regional",
            "pd-standard", "pd-standard-regional",
        )),
    ),
    Table("google/sql", CLOUD_SQL, _sql, frozenset(("cpu", "cpu-ha", "memory", "memory-ha", "ssd", "ssd-ha"))),
)  # fmt: skip
"""Sorted by section."""
