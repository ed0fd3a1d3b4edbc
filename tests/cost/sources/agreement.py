"""Compares the book with public lists that it was not made from: `python -m tests.cost.sources.agreement [LIST…]`."""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA: Final = Path(__file__).parent / "data"
BOOK: Final = Path(__file__).parents[3] / "src" / "trueline" / "cost" / "prices" / "aws"
TOLERANCE: Final = 0.005  # lists round to a tenth of a cent, ratios carry that to other sizes
LISTS: Final = ("skypilot-aws-sample.csv", "focus-aws-sample.csv", "libcloud-aws-us-east-1.csv")


class Row(NamedTuple):
    """One price of a list: dollars an hour."""

    instance: str
    region: str
    price: float


class Agreement(NamedTuple):
    """How a list compares: rows that agree, that differ with the book's price, that the book does not price."""

    agreeing: list[Row]
    differing: list[tuple[Row, float]]
    unknown: list[Row]


def rows(path: Path) -> Iterator[Row]:
    """Return the EC2 prices of one stored list."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines):
        if "instance" in row:
            yield Row(row["instance"], row["region"], float(row["price"]))
        elif found := re.search(r"per On Demand Linux (\S+) Instance Hour", row["description"]):
            yield Row(found[1], row["region"], float(row["price"]))


# What the list of all services says of what, as section and key of the book.
SERVICES: Final = {
    r"\(gp3\) provisioned storage": ("ebs", "gp3"),
    r"IOPS-month of gp3": ("ebs", "gp3-iops"),
    r"MiBps-month of gp3": ("ebs", "gp3-throughput"),
    r"\(gp2\) provisioned storage": ("ebs", "gp2"),
    r"Magnetic provisioned storage": ("ebs", "standard"),
    r"snapshot data stored": ("ebs", "snapshot"),
    r"per NAT Gateway Hour": ("nat-gateway", "hour"),
    r"Processed by NAT Gateways": ("nat-gateway", "gigabyte"),
    r"per Application LoadBalancer-hour": ("elb", "alb-hour"),
    r"Application load balancer capacity": ("elb", "alb-lcu"),
    r"Network load balancer capacity": ("elb", "nlb-lcu"),
    r"per LoadBalancer-hour": ("elb", "clb-hour"),
    r"custom log data ingested": ("cloudwatch", "logs-ingestion"),
    r"of log storage": ("cloudwatch", "logs-storage"),
    r"alarm metric month \(standard": ("cloudwatch", "alarm"),
    r"first 10 TB / month data transfer out beyond": ("data-transfer", "internet-out"),
    r"KMS key version": ("kms", "key"),
    r"SQS standard requests": ("sqs", "standard"),
    r"public IPv4 address": ("public-ipv4", "address"),
    r"web ACL created": ("waf", "web-acl"),
}


def services(path: Path) -> Iterator[tuple[str, str, float, float | None]]:
    """Return what a list of all services says: description, region, its price, the book's, of the first tier."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines):
        listed = float(re.match(r"\$([\d.]+)", row["description"])[1])  # type: ignore[index]  # the rows all begin so
        for pattern, (section, key) in SERVICES.items():
            if re.search(pattern, row["description"]):
                prices = json.loads((BOOK / f"{section}.json").read_text(encoding="utf-8"))["prices"]
                ours = prices.get(row["region"], prices.get("*", {})).get(key)
                yield row["description"], row["region"], listed, ours[0][1] if isinstance(ours, list) else ours


def price(section: dict[str, Any], instance: str, region: str) -> float | None:
    """Return the book's price of an instance, by the ratio of its family where the region has no list."""
    listed = section["prices"].get(region, {}).get(instance)
    if listed is not None or region in section["prices"]:
        return listed
    home = section["prices"][section["derived"]["from"]].get(instance)
    ratio = section["derived"]["ratios"].get(region, {}).get(instance.partition(".")[0])
    return None if home is None or ratio is None else home * ratio


def compare(path: Path) -> Agreement:
    """Compare one list with the section of EC2."""
    section = json.loads((BOOK / "ec2.json").read_text(encoding="utf-8"))
    found = Agreement([], [], [])
    for row in rows(path):
        ours = price(section, row.instance, row.region)
        if ours is None:
            found.unknown.append(row)
        elif abs(ours - row.price) <= TOLERANCE * row.price:
            found.agreeing.append(row)
        else:
            found.differing.append((row, ours))
    return found


def main(names: list[str]) -> None:
    """Print what agrees and what does not."""
    for path in [Path(name) for name in names] or [DATA / name for name in LISTS]:
        found = compare(path)
        print(f"{path.name}: {len(found.agreeing)} agree, {len(found.differing)} differ, {len(found.unknown)} unknown")  # noqa: T201
        for row, ours in found.differing:
            print(f"  {row.instance} {row.region}: list {row.price}, book {ours:.4f}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
