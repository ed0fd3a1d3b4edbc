"""Makes the sections of the Azure book that come from lists: ``python -m tests.cost.sources.azure KARPENTER RADAR``.

``KARPENTER`` is a git directory of Azure/karpenter-provider-azure (Linux prices of virtual machines), ``RADAR`` one of
andy-diericks/azure-pricing-radar (what the retail prices API says of virtual machines and storage, for a few regions).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from trueline.cost.section import dump

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Price: TypeAlias = "float | list[list[float]]"
Prices: TypeAlias = "dict[str, dict[str, Price]]"

BOOK = Path(__file__).parents[3] / "src/trueline/cost/prices/azure"
KARPENTER = "https://github.com/Azure/karpenter-provider-azure"
RADAR = "https://github.com/andy-diericks/azure-pricing-radar"
GENERATED = "pkg/providers/pricing/zz_generated.pricing.go"
SCOPES = {
    "belgium": "belgiumcentral",
    "eu-west": "westeurope",
    "francecentral": "francecentral",
    "northeurope": "northeurope",
    "swedencentral": "swedencentral",
}

# Hot data costs less from 50 TB and from 500 TB on; the radar keeps the last of the three prices.
STEPS = ((0, 1.0), (51200, 0.96), (512000, 0.92))

DISKS = re.compile(r"([EPS]\d+) (LRS|ZRS) Disk")
SNAPSHOTS = {"Premium SSD": "premium", "Standard HDD": "standard", "Standard SSD": "standard-ssd"}
PROVISIONED = {
    "Provisioned Capacity": "capacity",
    "Provisioned IOPS": "iops",
    "Provisioned Throughput (MBps)": "throughput",
}
OPERATIONS = {
    "All Other Operations": "other",
    "Data Retrieval": "retrieval",
    "Data Stored": "stored",
    "List Operations": "list",
    "List and Create Container Operations": "list",
    "Other Operations": "other",
    "Protocol Operations": "other",
    "Provisioned": "stored",
    "Read Operations": "read",
    "Write Operations": "write",
}
STORES = {
    "Files v2": "files",
    "General Block Blob v2": "blob",
    "Premium Block Blob": "blob",
    "Premium Files": "files",
}

# The unit of a price by the end of its key; what ends in nothing of these is by the month.
DISK_UNITS = {
    "capacity": "GiB-hour",
    "iops": "IOPS-hour",
    "snapshot-premium": "GB-month",
    "snapshot-standard": "GB-month",
    "snapshot-standard-ssd": "GB-month",
    "standard-hdd": "10k-operations",
    "standard-ssd": "10k-operations",
    "throughput": "MBps-hour",
}
STORAGE_UNITS = {
    "list": "10k-operations",
    "other": "10k-operations",
    "read": "10k-operations",
    "retrieval": "GB",
    "stored": "GB-month",
    "write": "10k-operations",
}

# What the public pages say of regions that the list does not have, as shares of one that it has.
DISK_SIZES = {
    "E": ["1", "2", "3", "4", "6", "10", "15", "20", "30", "40", "50", "60", "70", "80"],
    "P": ["4", "6", "10", "15", "20", "30", "40", "50", "60"],
    "S": ["4", "6", "10", "15", "20", "30"],
}
SMALL = dict.fromkeys(("P1_LRS", "P2_LRS", "P3_LRS"), 0.833333)
SAME_DISKS = {
    **{f"{kind}{size}_LRS": 1.0 for kind in "ES" for size in DISK_SIZES[kind]},
    **dict.fromkeys(("operations-standard-hdd", "operations-standard-ssd", "snapshot-standard"), 1.0),
}
EAST_DISKS = {
    **SAME_DISKS,
    **SMALL,
    **{f"P{size}_LRS": 1.0 for size in DISK_SIZES["P"]},
    **dict.fromkeys(("premium-v2-capacity", "premium-v2-iops", "premium-v2-throughput", "snapshot-premium"), 1.0),
}
WEST_DISKS = {**SAME_DISKS, **SMALL, **{f"P{size}_LRS": 0.9091 for size in DISK_SIZES["P"]}}
DISK_RATIOS = {"eastus": EAST_DISKS, "eastus2": WEST_DISKS, "westus2": WEST_DISKS}
SAME_FILES = {f"files-standard-lrs-{kind}": 1.0 for kind in ("list", "other", "read", "stored", "write")}
WEST_STORAGE = {
    **SAME_FILES,
    "blob-archive-lrs-stored": 0.55,
    "blob-cool-lrs-read": 1.0,
    "blob-cool-lrs-retrieval": 1.0,
    "blob-cool-lrs-stored": 1.0,
    "blob-cool-lrs-write": 1.0,
    "blob-hot-grs-stored": 0.938776,
    "blob-hot-lrs-read": 0.930233,
    "blob-hot-lrs-stored": 0.938776,
    "blob-hot-lrs-write": 0.925926,
    "blob-hot-ragrs-stored": 0.938776,
    "blob-hot-zrs-stored": 0.958333,
    "files-premium-lrs-stored": 0.833333,
}
EAST_STORAGE = {
    **SAME_FILES,
    "blob-cool-lrs-stored": 1.52,
    "blob-hot-lrs-stored": 1.061224,
    "files-premium-lrs-stored": 0.833333,
}
STORAGE_RATIOS = {"eastus": EAST_STORAGE, "eastus2": WEST_STORAGE, "westus2": WEST_STORAGE}


class Meter(NamedTuple):
    """One line of the retail prices API: dollars of one ``unit``."""

    product: str
    sku: str
    name: str
    price: float
    unit: str


def read(repository: Path, path: str) -> str:
    """Return the text of a file at the head of a git directory."""
    command = ["git", "--git-dir", str(repository), "show", f"HEAD:{path}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def committed(repository: Path) -> str:
    """Return the day of the head of a git directory."""
    command = ["git", "--git-dir", str(repository), "log", "-1", "--format=%cs"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def meters(text: str) -> list[Meter]:
    """Read a file of the radar."""
    rows = json.loads(text).values()
    return [
        Meter(row["productName"], row["skuName"], row["meterName"], row["retailPrice"], row["unitOfMeasure"])
        for row in rows
    ]


def generated(text: str) -> tuple[str, Prices]:
    """Read the day and the prices out of the map that karpenter generates; zero means not sold."""
    day = re.search(r"generated at (\d{4}-\d\d-\d\d)", text)
    if day is None:
        raise SystemExit("the list does not say when it was made")
    prices: Prices = {}
    for line in text.splitlines():
        if region := re.search(r'initialOnDemandPrices\["(\w+)"\]', line):
            here = prices[region[1]] = {}
        elif (entry := re.match(r'\s+"([^"]+)":\s+([\d.]+),', line)) and float(entry[2]) > 0:
            here[entry[1]] = float(entry[2])
    return day[1], prices


def machines(prices: Prices) -> Prices:
    """Keep the virtual machines."""
    sold = {
        region: {name: price for name, price in here.items() if name.startswith(("Basic_", "Standard_"))}
        for region, here in prices.items()
    }
    return {region: here for region, here in sold.items() if here}


def hosts(prices: Prices) -> Prices:
    """Keep the dedicated hosts, as Terraform spells them but for case: ``Dsv3_Type3`` is ``dsv3-type3``."""
    kept: Prices = defaultdict(dict)
    for region, here in prices.items():
        for name, price in here.items():
            if host := re.fullmatch(r"(\w+?)[ _-]+Type ?(\d)", name):
                kept[region][f"{host[1].lower()}-type{host[2]}"] = price
    return dict(kept)


def windows(lists: Mapping[str, Iterable[Meter]], sizes: Iterable[str]) -> Prices:
    """Return what Windows adds to an hour of each size: under ``*`` where all regions agree, to a rounding."""
    known = {size.lower(): size for size in sizes}
    extra: dict[str, dict[str, float]] = defaultdict(dict)
    for region, rows in lists.items():
        plain, licensed = systems(rows)
        for name in plain.keys() & licensed.keys():
            for size in sizes_of(name, known):
                extra[size][region] = round(licensed[name] - plain[name], 6)
    prices: Prices = defaultdict(dict)
    for size, by_region in extra.items():
        found = sorted(by_region.values())
        if found[0] <= 0:
            continue
        if len(found) > 1 and found[-1] - found[0] < 0.0011:
            prices["*"][size] = max(found, key=found.count)
        else:
            for region, price in by_region.items():
                prices[region][size] = price
    return dict(prices)


def systems(rows: Iterable[Meter]) -> tuple[dict[str, float], dict[str, float]]:
    """Split the meters of virtual machines: Linux, Windows; a name with two prices is left out."""
    found: tuple[dict[str, set[float]], dict[str, set[float]]] = (defaultdict(set), defaultdict(set))
    for row in rows:
        if re.search("Spot|Low Priority|Expired", row.name) or "Dedicated" in row.product or row.unit != "1 Hour":
            continue
        found["Windows" in row.product][row.name].add(row.price)
    plain, licensed = ({name: min(prices) for name, prices in half.items() if len(prices) == 1} for half in found)
    return plain, licensed


def agreement(prices: Prices, lists: Mapping[str, Iterable[Meter]]) -> tuple[int, int]:
    """Return how many prices of Linux are the same in both lists, and how many are not."""
    same = other = 0
    for region, rows in lists.items():
        here = prices.get(region, {})
        known = {size.lower(): size for size in here}
        for name, price in systems(rows)[0].items():
            for size in sizes_of(name, known):
                same += here[size] == price
                other += here[size] != price
    return same, other


def sizes_of(name: str, known: Mapping[str, str]) -> Iterator[str]:
    """Yield the sizes that a meter stands for: ``D2 v3/D2s v3`` is two."""
    for part in name.split("/"):
        size = "standard_" + part.strip().replace(" ", "_").lower()
        if size in known:
            yield known[size]


def disks(rows: Iterable[Meter]) -> dict[str, Price]:
    """Return the prices of managed disks: ``P10_LRS`` a month, and what is paid by the GB, the operation, the IOPS."""
    prices: dict[str, Price] = {}
    for row in rows:
        kind = row.product.removesuffix(" Managed Disks")
        if disk := DISKS.fullmatch(row.name):
            prices[f"{disk[1]}_{disk[2]}"] = row.price
        elif re.fullmatch("S30 LRS Disk Operations", row.name):
            prices["operations-standard-hdd"] = row.price
        elif re.fullmatch("E30 LRS Disk Operations", row.name):
            prices["operations-standard-ssd"] = row.price
        elif kind in SNAPSHOTS and row.name.endswith("LRS Snapshots"):
            prices[f"snapshot-{SNAPSHOTS[kind]}"] = row.price
        elif row.product == "Azure Premium SSD v2" and row.sku == "Premium LRS":
            prices[f"premium-v2-{PROVISIONED[row.name.removeprefix('Premium LRS ')]}"] = row.price
        elif row.product == "Ultra Disks" and row.name.removeprefix("Ultra LRS ") in PROVISIONED:
            prices[f"ultra-{PROVISIONED[row.name.removeprefix('Ultra LRS ')]}"] = row.price
    return prices


def storage(rows: Iterable[Meter]) -> dict[str, Price]:
    """Return the prices of blobs and files: ``blob-hot-lrs-stored`` a GB and month, ``…-write`` ten thousand."""
    prices: dict[str, Price] = {}
    for row in rows:
        words = row.sku.split(" ")
        if row.product not in STORES or len(words) != 2 or "Priority" in row.name or row.price <= 0:
            continue
        tier, replication = words[0].lower(), words[1].replace("-", "").lower()
        operation = OPERATIONS.get(
            re.sub(r"^((Hot|Cool|Cold|Archive|Premium|Standard) )?((RA-)?G?Z?L?RS )?", "", row.name)
        )
        if operation is None:
            continue
        key = f"{STORES[row.product]}-{tier}-{replication}-{operation}"
        price = stepped(row.price) if key.startswith("blob-hot-") and operation == "stored" else row.price
        if price is not None:
            prices[key] = price
    return prices


def stepped(last: float) -> Price | None:
    """Return the three prices of hot data, of which the list has the last; nothing where it does not look like one."""
    first = round(last / STEPS[-1][1], 4)
    if abs(first * STEPS[-1][1] - last) > 0.0000015:
        return None
    return [[start, round(first * share, 6)] for start, share in STEPS]


def units(prices: Prices, endings: Mapping[str, str]) -> dict[str, str]:
    """Return the unit of each key."""
    keys = sorted({key for region in prices.values() for key in region})
    longest = sorted(endings, key=len, reverse=True)
    return {key: next((endings[end] for end in longest if key.endswith(end)), "month") for key in keys}


def derived(base: str, page: str, ratios: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """Return the part of a section that makes regions out of another one."""
    url = f"https://azure.microsoft.com/pricing/details/{page}/"
    source = {"name": "Azure pricing pages", "url": url, "licence": ""}
    shares = {region: dict(sorted(keys.items())) for region, keys in ratios.items()}
    return {"derived": {"from": base, "asof": "2026-11-25", "source": source, "ratios": shares}}


def write(name: str, title: str, asof: str, source: Mapping[str, str], more: Mapping[str, Any], prices: Prices) -> None:
    """Write one list section of the book."""
    section = {
        "section": f"azure/{name}",
        "title": title,
        "asof": asof,
        "confidence": "list",
        "source": source,
        "currency": "USD",
        **more,
        "prices": prices,
    }
    (BOOK / f"{name}.json").write_text(dump(section), encoding="utf-8")


def main(karpenter: Path, radar: Path) -> None:
    """Write the sections that come from lists."""
    day, everything = generated(read(karpenter, GENERATED))
    prices = machines(everything)
    source = {"name": f"karpenter-provider-azure, {GENERATED}", "url": KARPENTER, "licence": "Apache-2.0"}
    write("vm", "Virtual machines, Linux, pay as you go", day, source, {"unit": "hour"}, prices)
    write("dedicated-host", "Dedicated hosts", day, source, {"unit": "hour"}, hosts(everything))

    source = {"name": "Azure Pricing Radar, data/latest", "url": RADAR, "licence": "MIT"}
    day = committed(radar)
    lists = {region: meters(read(radar, f"data/latest/vm-{scope}.json")) for scope, region in SCOPES.items()}
    equal, differ = agreement(prices, lists)
    sys.stdout.write(f"Linux prices that both lists have: {equal:,} equal, {differ:,} differ\n")
    sizes = {size for region in prices.values() for size in region}
    title = "What Windows adds to an hour of a virtual machine"
    write("vm-windows", title, day, source, {"unit": "hour"}, windows(lists, sizes))
    stores = {region: meters(read(radar, f"data/latest/storage-{scope}.json")) for scope, region in SCOPES.items()}
    prices = {region: disks(rows) for region, rows in stores.items()}
    more = {"units": units(prices, DISK_UNITS), **derived("northeurope", "managed-disks", DISK_RATIOS)}
    write("managed-disk", "Managed disks and their snapshots", day, source, more, prices)
    prices = {region: storage(rows) for region, rows in stores.items()}
    more = {"units": units(prices, STORAGE_UNITS), **derived("westeurope", "storage/blobs", STORAGE_RATIOS)}
    write("storage", "Blobs and files", day, source, more, prices)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
