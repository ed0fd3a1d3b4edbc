"""Scale sets with Windows, reserved machines and snapshots: what is known of them, and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import at_least, declared, estimates, missing, money, spread_of

if TYPE_CHECKING:
    from pathlib import Path

SET = "azurerm_windows_virtual_machine_scale_set"
RESERVED = "azurerm_capacity_reservation"
SNAPSHOT = "azurerm_snapshot"
UNKNOWN = 'variable "unknown" {}\n'


def a_set(number: str, more: str = "") -> str:
    return f"""{UNKNOWN}
        resource "{SET}" "x" {{
          location  = "northeurope"
          sku       = "Standard_D2s_v5"
          instances = {number}
          os_disk {{
            storage_account_type = "StandardSSD_LRS"
          }}
          {more}
        }}
        """


def test_a_scale_set_with_windows(tmp_path: Path) -> None:
    # 0.107 x 730 = 78.11; Windows 0.092 x 730 = 67.16; an image of 127 GiB is E10 9.60: 154.87, three times
    assert money(estimates(tmp_path, a_set("3"))[f"{SET}.x"]) == 464.61
    own = estimates(tmp_path, a_set("3", 'license_type = "Windows_Server"'))[f"{SET}.x"]
    assert money(own) == 263.13  # without Windows 87.71
    data = 'data_disk {\n  storage_account_type = "Standard_LRS"\n  disk_size_gb = 64\n}'
    assert money(estimates(tmp_path, a_set("2", data))[f"{SET}.x"]) == 315.76  # each with S6 3.008


def test_a_scale_set_with_windows_that_scales(tmp_path: Path) -> None:
    setting = f"""
        resource "azurerm_monitor_autoscale_setting" "x" {{
          location           = "northeurope"
          target_resource_id = {SET}.x.id
          profile {{
            name = "default"
            capacity {{
              minimum = 1
              default = 2
              maximum = 4
            }}
          }}
        }}
        """

    # one, two and four of 154.87
    assert spread_of(estimates(tmp_path, a_set("2") + setting)[f"{SET}.x"]) == (154.87, 309.74, 619.48)


@pytest.mark.parametrize(
    ("number", "more", "least"),
    [
        pytest.param("var.unknown", "", 0.0, id="how many"),
        pytest.param("1", "data_disk {\n  disk_size_gb = var.unknown\n}", 154.87, id="the size of a disk"),
    ],
)
def test_a_scale_set_with_windows_of_which_something_is_not_known(
    tmp_path: Path, number: str, more: str, least: float
) -> None:
    found = estimates(tmp_path, a_set(number, more))[f"{SET}.x"]

    assert at_least(found) == least
    assert missing(found) == {"value"}


def test_reserved_machines(tmp_path: Path) -> None:
    text = f"""
        resource "{RESERVED}" "x" {{
          sku {{
            name     = "Standard_B1s"
            capacity = 5
          }}
        }}
        """

    # eastus, as the settings say: 5 x 0.0104 x 730
    assert money(estimates(tmp_path, text)[f"{RESERVED}.x"]) == 37.96


@pytest.mark.parametrize(
    "sku",
    [
        pytest.param('name = "Standard_D2s_v5"\ncapacity = var.unknown', id="how many"),
        pytest.param("name = var.unknown\ncapacity = 2", id="of which size"),
    ],
)
def test_reserved_machines_of_which_something_is_not_known(tmp_path: Path, sku: str) -> None:
    text = f'{UNKNOWN}resource "{RESERVED}" "x" {{\nsku {{\n{sku}\n}}\n}}\n'
    found = estimates(tmp_path, text)[f"{RESERVED}.x"]

    assert at_least(found) == 0.0
    assert found.amount.most.high == float("inf")
    assert missing(found) == {"value"}


def a_snapshot(gib: str) -> str:
    return f"""{UNKNOWN}
        resource "{SNAPSHOT}" "x" {{
          location      = "westeurope"
          create_option = "Copy"
          disk_size_gb  = {gib}
        }}
        """


def test_a_snapshot_of_which_is_declared_what_it_holds(tmp_path: Path) -> None:
    usage = declared(**{f"{SNAPSHOT}.x": {"storage_gb": 40}})

    assert money(estimates(tmp_path, a_snapshot("100"), usage)[f"{SNAPSHOT}.x"]) == 2.00  # 40 x 0.05


def test_a_snapshot_of_a_disk_of_unknown_size_has_no_bound(tmp_path: Path) -> None:
    found = estimates(tmp_path, a_snapshot("var.unknown"))[f"{SNAPSHOT}.x"]

    assert at_least(found) == 0.0
    assert found.amount.most.high == float("inf")
    assert missing(found) == {"usage", "value"}  # how much it may hold at most is not known either
