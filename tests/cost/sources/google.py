"""Makes the Google sections of the price book that public lists give: `python -m tests.cost.sources.google FOLDER`.

FOLDER is a clone of Cyclenerd/google-cloud-pricing-cost-calculator: `pricing.yml` (what the billing catalogue asks, by
machine type and region; a part of it will do: one machine type a family), `build/gcp.yml` (the sizes of the machine
types) and `tools/machinetyperegion.csv` (where each is sold). A machine type costs what its vCPUs and its memory cost,
at the rates of its family. All other sections are written by hand from the public price pages that they name.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from trueline.cost.section import dump

if TYPE_CHECKING:
    from collections.abc import Iterable

PRICES: Final = Path(__file__).parents[3] / "src" / "trueline" / "cost" / "prices" / "google"

HOME: Final = "us-central1"
NEAR: Final = 2e-4  # how far a rate may be from the list before the list has changed
HOURS: Final = 730

SOURCE: Final = {
    "name": "Cyclenerd/google-cloud-pricing-cost-calculator: pricing.yml",
    "url": "https://github.com/Cyclenerd/google-cloud-pricing-cost-calculator",
    "licence": "Apache-2.0",
}

# Family → one vCPU for an hour, one GiB for an hour, in us-central1 (https://cloud.google.com/compute/vm-instance-pricing).
RATES: Final = {
    "c2": (0.033982, 0.004555),
    "c2d": (0.029563, 0.003959),
    "c3": (0.03465, 0.003938),
    "c3d": (0.029563, 0.003959),
    "c4": (0.03465, 0.003938),
    "e2": (0.02181159, 0.00292353),
    "m1": (0.0348, 0.0051),
    "n1": (0.031611, 0.004237),
    "n2": (0.031611, 0.004237),
    "n2d": (0.027502, 0.003686),
    "n4": (0.03119, 0.00354),
    "t2d": (0.027502, 0.003686),
}
LOCAL_SSD: Final = {"c3": 0.08, "c3d": 0.08, "c4": 0.16}  # one GiB of the local disks of a machine type, for a month
SHARED: Final = {"e2-micro": 0.25, "e2-small": 0.5, "e2-medium": 1.0}  # vCPUs that are paid for
CUSTOM: Final = {  # the custom machine types of a family; what is above 8 GiB a vCPU (6.5 in N1) is extended
    "e2": {"cpu": 0.02289, "memory": 0.003067},
    "n1": {"cpu": 0.033174, "memory": 0.004446, "memory-extended": 0.00955},
    "n2": {"cpu": 0.033174, "memory": 0.004446, "memory-extended": 0.00955},
    "n2d": {"cpu": 0.028877, "memory": 0.00387},
}
TYPES: Final = {  # what is priced as a whole
    "a2-highgpu-1g": 3.673385,
    "a2-highgpu-2g": 7.34677,
    "a2-highgpu-4g": 14.69354,
    "a2-highgpu-8g": 29.38708,
    "a2-megagpu-16g": 55.739504,
    "f1-micro": 0.0076,
    "g1-small": 0.0257,
    "g2-standard-12": 1.000416287,
    "g2-standard-16": 1.147208,
    "g2-standard-24": 2.000832574,
    "g2-standard-32": 1.734377,
    "g2-standard-4": 0.706832,
    "g2-standard-48": 4.001665148,
    "g2-standard-8": 0.853624,
    "g2-standard-96": 8.003330296,
    "m2-ultramem-208": 42.111936,
    "m2-ultramem-416": 84.223872,
    "m3-megamem-128": 14.4096,
    "m3-megamem-64": 7.2048,
}
DISKS: Final = {
    "balanced": "pd-balanced",
    "balanced-replicated": "pd-balanced-regional",
    "extreme": "pd-extreme",
    "hdd": "pd-standard",
    "hdd-replicated": "pd-standard-regional",
    "local": "local-ssd",
    "snapshot": "snapshot",
    "ssd": "pd-ssd",
    "ssd-replicated": "pd-ssd-regional",
}
CLASSES: Final = {"archiv": "archive", "coldline": "coldline", "nearline": "nearline", "standard": "standard"}
PLACES: Final = {
    "asia-multi": "ASIA",
    "asia1": "ASIA1",
    "eur4": "EUR4",
    "europe-multi": "EU",
    "nam4": "NAM4",
    "us-multi": "US",
}

Table = dict[str, dict[str, float]]  # region → key → price


def family(machine: str) -> str:
    """Return the family of a machine type, `n2` of `n2-standard-4`."""
    return machine.partition("-")[0]


def sold(path: Path) -> dict[str, set[str]]:
    """Return the regions where each family is sold."""
    found: dict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            found[family(row["NAME"])].add(row["ZONE"])
    return found


def machines(sizes: dict[str, dict[str, Any]]) -> dict[str, float]:
    """Return what each machine type costs an hour at home."""
    prices = dict(TYPES)
    for name, size in sizes.items():
        if family(name) not in RATES or name.endswith("-metal"):
            continue
        cpu, memory = RATES[family(name)]
        price = SHARED.get(name, float(size["cpu"])) * cpu + float(size["ram"]) * memory
        price += float(size.get("local-ssd", 0)) * LOCAL_SSD.get(family(name), 0) / HOURS
        prices[name] = round(price, 8)
    return prices


def ratios(home: dict[str, float], listed: dict[str, Any], where: dict[str, set[str]]) -> Table:
    """Return what families cost elsewhere, as parts of the price at home."""
    elsewhere: Table = defaultdict(dict)
    for name, entry in sorted(listed.items()):
        kind = family(name)
        if name not in home or not math.isclose(home[name], entry["cost"][HOME]["hour"], rel_tol=NEAR):
            continue
        for region, price in entry["cost"].items():
            if region != HOME and region in where[kind] and "hour" in price:
                elsewhere[region].setdefault(kind, round(price["hour"] / entry["cost"][HOME]["hour"], 5))
    return elsewhere


def table(entries: dict[str, Any], names: dict[str, str], unit: str = "month") -> Table:
    """Return the prices of entries under the names of the book, by region."""
    found: Table = defaultdict(dict)
    for name, key in names.items():
        for kind in (name, f"{name}-dual", f"{name}-multi"):
            for region, price in entries.get(kind, {"cost": {}})["cost"].items():
                if unit in price:
                    found[PLACES.get(region, region)][key] = price[unit]
    return found


def units(keys: Iterable[str]) -> dict[str, str]:
    """Return the unit of each part of a custom machine type."""
    return {key: "vCPU-hour" if key.endswith("-cpu") else "GB-hour" for key in keys}


def main(folder: Path) -> None:
    """Write the sections."""
    with (folder / "pricing.yml").open(encoding="utf-8") as text:
        listed = yaml.safe_load(text)
    with (folder / "build" / "gcp.yml").open(encoding="utf-8") as text:
        sizes = yaml.safe_load(text)["compute"]["instance"]
    asof = datetime.fromtimestamp(listed["about"]["timestamp"], UTC).date().isoformat()

    def section(name: str, title: str, prices: Table, **more: Any) -> None:
        head = {"section": f"google/{name}", "title": title, "asof": asof, "confidence": "list", "source": SOURCE}
        text = dump({**head, "currency": "USD", "prices": prices, **more})
        (PRICES / f"{name}.json").write_text(text, encoding="utf-8")

    compute = listed["compute"]
    home = machines(sizes)
    elsewhere = ratios(home, compute["instance"], sold(folder / "tools" / "machinetyperegion.csv"))
    derived = {"from": HOME, "asof": asof, "source": SOURCE, "by": "series", "ratios": elsewhere}
    section("compute", "Machine types, on demand", {HOME: home}, unit="hour", derived=derived)
    custom = {f"{kind}-{part}": price for kind, parts in CUSTOM.items() for part, price in parts.items()}
    there = {region: {kind: found[kind] for kind in CUSTOM if kind in found} for region, found in elsewhere.items()}
    custom_there = {**derived, "ratios": there}
    section("compute-custom", "Custom machine types", {HOME: custom}, units=units(custom), derived=custom_there)
    section("disk", "Disks and snapshots", table(compute["storage"], DISKS), unit="GB-month")
    section("storage", "Cloud Storage: what is stored", table(listed["storage"]["bucket"], CLASSES), unit="GB-month")
    network = compute["network"]
    idle = table(network["ip"], {"unused": "idle", "vm": "in-use"}, "hour")
    section("address", "External addresses", idle, unit="hour")
    section("vpn", "VPN tunnels", table(network["vpn"], {"tunnel": "tunnel"}, "hour"), unit="hour")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
