"""The Azure book is what a reader of it may count on, and its list sections are what the lists say."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.cost.sources import azure

from trueline.cost.section import dump, problem_of

if TYPE_CHECKING:
    from pathlib import Path

SECTIONS = sorted(path for path in azure.BOOK.glob("*.json") if path.name != "free.json")
MEASURES = (
    "address|DIU|DWU|GB|GiB|IOPS|MBps|RU|TB|calls|certificate|day|events|execution|executions|hour|minute|month|"
    "operations|queries|renewal|requests|runs|second|vCPU|vCore|eDTU"
)
UNIT = re.compile(rf"(\d+[kM]?-?)?({MEASURES})(-(hour|month|second|day))?")


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_a_section_is_well_formed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    section = json.loads(text)

    assert problem_of(section, f"azure/{path.stem}") == ""
    assert section["section"] == f"azure/{path.stem}"
    assert section["confidence"] in {"list", "manual"}
    assert date.fromisoformat(section["asof"]) <= date(2026, 11, 30)
    assert section["source"]["url"].startswith("https://")
    assert section["currency"] == "USD"
    keys = {key for region in section["prices"].values() for key in region}
    units = section.get("units") or dict.fromkeys(keys, section["unit"])
    assert set(units) == keys
    assert [unit for unit in units.values() if not UNIT.fullmatch(unit)] == []
    assert list(section["prices"]) == sorted(section["prices"])
    for region, prices in section["prices"].items():
        assert re.fullmatch(r"[a-z]+\d?|\*", region)
        assert prices
        assert list(prices) == sorted(prices)
    assert text == dump(section)


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_a_price_is_positive_and_steps_go_up(path: Path) -> None:
    for prices in json.loads(path.read_text(encoding="utf-8"))["prices"].values():
        for price in prices.values():
            steps = price if isinstance(price, list) else [[0, price]]
            starts = [start for start, _ in steps]

            assert starts == sorted(set(starts))
            assert starts[0] == 0
            assert all(cost > 0 for _, cost in steps[isinstance(price, list) :])
            assert all(cost >= 0 for _, cost in steps)


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_a_derived_price_is_made_of_one_that_is_there(path: Path) -> None:
    section = json.loads(path.read_text(encoding="utf-8"))
    derived = section.get("derived")
    if derived is None:
        return

    assert derived["from"] in section["prices"]
    for region, ratios in derived["ratios"].items():
        assert region not in section["prices"]
        assert set(ratios) <= set(section["prices"][derived["from"]])
        assert list(ratios) == sorted(ratios)
        assert all(0.3 < ratio < 3 for ratio in ratios.values())


def test_free_types_are_sorted_and_of_the_provider() -> None:
    section = json.loads((azure.BOOK / "free.json").read_text(encoding="utf-8"))
    types = section["types"]

    assert types == sorted(set(types))
    assert [name for name in types if not re.fullmatch(r"azurerm_[a-z0-9_]+", name)] == []


def price(section: str, region: str, key: str) -> Any:
    return json.loads((azure.BOOK / f"{section}.json").read_text(encoding="utf-8"))["prices"][region][key]


@pytest.mark.parametrize(
    ("section", "region", "key", "expected"),
    [
        pytest.param("vm", "eastus", "Standard_D2s_v5", 0.096, id="a small machine"),
        pytest.param("vm", "westeurope", "Standard_B1s", 0.012, id="a burstable machine"),
        pytest.param("vm-windows", "*", "Standard_D2s_v5", 0.092, id="Windows is 0.046 dollars a core"),
        pytest.param("managed-disk", "northeurope", "P10_LRS", 19.71, id="a premium disk"),
        pytest.param("managed-disk", "westeurope", "E10_LRS", 9.6, id="a standard disk"),
        pytest.param("firewall", "*", "Standard", 1.25, id="a firewall"),
    ],
)
def test_anchors(section: str, region: str, key: str, expected: float) -> None:
    assert price(section, region, key) == expected


def test_the_generated_map_has_machines_and_hosts_and_says_when() -> None:
    text = """
// generated at 2026-06-18T03:43:41Z
	initialOnDemandPrices["eastus"] = map[string]float64{
		"Dsv5_Type1":            5.000000,
		"Standard_D2s_v5":       0.096000,
		"Standard_M128bds_1_v4": 0.000000,
	}
"""

    day, prices = azure.generated(text)

    assert day == "2026-06-18"
    assert azure.machines(prices) == {"eastus": {"Standard_D2s_v5": 0.096}}
    assert azure.hosts(prices) == {"eastus": {"dsv5-type1": 5.0}}


def machine(product: str, name: str, price: float) -> azure.Meter:
    return azure.Meter(f"Virtual Machines {product}", name, name, price, "1 Hour")


def test_windows_is_what_it_adds_for_all_regions_where_they_agree() -> None:
    lists = {
        "northeurope": [
            machine("Dsv3 Series", "D2 v3/D2s v3", 0.107),
            machine("Dsv3 Series Windows", "D2 v3/D2s v3", 0.199),
            machine("A Series", "A5", 0.2),
            machine("A Series Windows", "A5", 0.252),
        ],
        "westeurope": [
            machine("Dsv3 Series", "D2 v3/D2s v3", 0.12),
            machine("Dsv3 Series Windows", "D2 v3/D2s v3", 0.212),
            machine("Dsv3 Series Windows", "D2 v3/D2s v3 Spot", 0.02),
            machine("A Series", "A5", 0.2),
            machine("A Series Windows", "A5", 0.27),
        ],
    }

    found = azure.windows(lists, ["Standard_A5", "Standard_D2_v3", "Standard_D2s_v3"])

    assert found == {
        "*": {"Standard_D2_v3": 0.092, "Standard_D2s_v3": 0.092},
        "northeurope": {"Standard_A5": 0.052},
        "westeurope": {"Standard_A5": 0.07},
    }


def test_hot_data_has_three_steps_and_what_does_not_look_like_it_is_left_out() -> None:
    assert azure.stepped(0.018032) == [[0, 0.0196], [51200, 0.018816], [512000, 0.018032]]
    assert azure.stepped(0.056242) is None
