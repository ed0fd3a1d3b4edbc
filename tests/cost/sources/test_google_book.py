"""The Google book is what a reader of it may count on."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.cost.sources import google

from trueline.cost.book import Book
from trueline.cost.google.registry import MODULES
from trueline.cost.section import dump
from trueline.model.cost import Gap, Price

if TYPE_CHECKING:
    from pathlib import Path

SECTIONS = sorted(path for path in google.PRICES.glob("*.json") if path.name != "free.json")
REGION = re.compile(r"global|[a-z]+-[a-z]+\d+|[a-z]+\d|[A-Z]+\d?|\*")
THINGS = (
    "GB|GHz|IOPS|MBps|MiB|TiB|calls|deletes|executions|hour|job|month|node|operations|policy|queries|reads|"
    "requests|rotation|rule|slot|steps|vCPU|version|version-location|writes|zone"
)
UNIT = re.compile(rf"(\d+[kM]? )?({THINGS})(-(hour|month|second))?")


def figures(price: Any) -> list[float]:
    """Return the prices of an entry; tiers begin at zero and rise."""
    if not isinstance(price, list):
        return [price]
    starts = [start for start, _ in price]
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    return [each for _, each in price]


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_a_section_is_well_formed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    section = json.loads(text)

    assert section["section"] == f"google/{path.stem}"
    assert section["confidence"] in {"list", "manual", "derived"}
    assert date(2026, 1, 1) <= date.fromisoformat(section["asof"]) <= date(2026, 11, 30)
    assert section["source"]["url"].startswith("https://")
    assert section["currency"] == "USD"
    assert ("unit" in section) != ("units" in section)
    keys = {key for prices in section["prices"].values() for key in prices}
    units = section.get("units") or dict.fromkeys(keys, section.get("unit", ""))
    assert set(units) == keys
    assert [unit for unit in units.values() if not UNIT.fullmatch(unit)] == []
    for region, prices in section["prices"].items():
        assert REGION.fullmatch(region), region
        assert all(0 < figure < 1e5 for price in prices.values() for figure in figures(price))
    ratios = section.get("derived", {"ratios": {}})["ratios"]
    assert all(0.6 < ratio < 1.7 for found in ratios.values() for ratio in found.values())
    assert dump(section) == text


def test_free_types_are_sorted_and_each_once_and_none_is_priced() -> None:
    types = json.loads((google.PRICES / "free.json").read_text(encoding="utf-8"))["types"]

    assert types == sorted(set(types))
    assert all(name.startswith("google_") for name in types)
    assert not set(types) & set(MODULES)


@pytest.mark.parametrize(
    ("machine", "region", "hour"),
    [
        # https://cloud.google.com/compute/vm-instance-pricing, and the list as it was read, in six digits
        ("e2-micro", "us-central1", 0.008376),
        ("e2-standard-4", "africa-south1", 0.147431),
        ("e2-highmem-16", "us-west2", 0.868649),
        ("n1-standard-64", "asia-east2", 4.253504),
        ("n2-standard-4", "asia-northeast1", 0.249176),
        ("n2-standard-2", "europe-west3", 0.125124),
        ("n2d-standard-224", "europe-west4", 10.41824),
        ("c2-standard-60", "europe-west6", 4.10316),
        ("c2d-highmem-4", "europe-west2", 0.315552),
        ("c3-highmem-8", "australia-southeast1", 0.66154),
        ("c4-standard-96", "us-west2", 5.702859),
        ("m1-ultramem-80", "asia-south1", 14.434806),
        ("t2d-standard-32", "asia-southeast1", 1.667744),
        ("n4-standard-16", "europe-west3", 0.856208),
    ],
)
def test_a_machine_type_costs_what_the_list_says(machine: str, region: str, hour: float) -> None:
    price = Book().price("google/compute", machine, region)

    assert isinstance(price, Price)
    assert price.first == pytest.approx(hour, rel=2e-4)


def test_where_a_family_is_not_sold_it_has_no_price() -> None:
    assert isinstance(Book().price("google/compute", "a2-highgpu-1g", "europe-west1"), Gap)


def test_a_rate_that_the_list_does_not_bear_out_gives_no_ratio() -> None:
    listed = {"n2-standard-2": {"cost": {"us-central1": {"hour": 0.2}, "europe-west1": {"hour": 0.22}}}}

    assert google.ratios({"n2-standard-2": 0.1}, listed, {"n2": {"europe-west1"}}) == {}


def test_a_machine_type_is_its_processors_its_memory_and_its_disks() -> None:
    found = google.machines({"c3-standard-4-lssd": {"cpu": 4, "ram": 16, "local-ssd": 375}})

    # 4 x 0.03465 + 16 x 0.003938 = 0.201608; 375 x 0.08 / 730 = 0.04109589
    assert found["c3-standard-4-lssd"] == 0.24270389
