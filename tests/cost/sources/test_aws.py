"""Every section of the AWS book is well-formed."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.cost.sources.aws import PRICES, karpenter, ratios

from trueline.cost.section import dump

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(path for path in PRICES.glob("*.json") if path.name != "free.json")
CONFIDENCES = {"list", "manual", "derived"}


def numbers(price: Any) -> list[float]:
    """Return the prices of an entry; tiers begin at zero and rise."""
    if not isinstance(price, list):
        return [price]
    starts = [start for start, _ in price]
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    return [each for _, each in price]


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_a_section_is_well_formed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    section = json.loads(text)

    assert section["section"] == f"aws/{path.stem}"
    assert section["confidence"] in CONFIDENCES
    assert section["currency"] == "USD"
    assert section["source"]["url"].startswith("https://")
    assert date.fromisoformat(section["asof"]) >= date(2021, 1, 1)
    assert ("unit" in section) != ("units" in section)
    keys = {key for prices in section["prices"].values() for key in prices}
    assert keys
    assert set(section.get("units", keys)) == keys
    for prices in section["prices"].values():
        for price in prices.values():
            assert all(math.isfinite(each) and each >= 0 for each in numbers(price))
            assert max(numbers(price)) > 0
    assert dump(section) == text


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_ratios_are_near_one(path: Path) -> None:
    derived = json.loads(path.read_text(encoding="utf-8")).get("derived", {"ratios": {}})

    assert all(0.4 < ratio < 3 for found in derived["ratios"].values() for ratio in found.values())


def test_free_types_are_sorted_and_each_once() -> None:
    types = json.loads((PRICES / "free.json").read_text(encoding="utf-8"))["types"]

    assert types == sorted(set(types))
    assert all(name.startswith(("aws_", "AWS::")) for name in types)


def test_dedicated_tenancy_is_voted_out() -> None:
    home = {"c5.large": 1.0, "c5.xlarge": 2.0, "c5.2xlarge": 4.0}
    elsewhere = {"c5.large": {"eu-west-1": 1.2}, "c5.xlarge": {"eu-west-1": 2.4}, "c5.2xlarge": {"eu-west-1": 5.088}}

    assert ratios(home, elsewhere) == {"eu-west-1": {"c5": 1.2}}


def test_bare_metal_costs_what_its_largest_size_does() -> None:
    text = '// generated at 2026-07-20T13:44:30Z\n"us-east-1": {\n"c6g.16xlarge": 2.176000, "c6g.metal": 2.306600,'

    assert karpenter(text) == ("2026-07-20", {"us-east-1": {"c6g.16xlarge": 2.176, "c6g.metal": 2.176}})
