from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import at_least, declared, estimates, lines, missing, money, spread_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_machine_with_linux(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_linux_virtual_machine" "web" {
          location = "West Europe"
          size     = "Standard_D2s_v5"
          os_disk {
            storage_account_type = "Premium_LRS"
            disk_size_gb         = 128
          }
        }
        """,
    )["azurerm_linux_virtual_machine.web"]

    # westeurope: 0.115 x 730 = 83.95; P10 21.68
    assert money(found) == 105.63


def test_a_machine_with_windows_in_the_region_of_its_group(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_resource_group" "g" {
          name     = "g"
          location = "northeurope"
        }
        resource "azurerm_windows_virtual_machine" "web" {
          resource_group_name = azurerm_resource_group.g.name
          location            = azurerm_resource_group.g.location
          size                = "Standard_D2s_v5"
          os_disk {
            storage_account_type = "StandardSSD_LRS"
          }
        }
        resource "azurerm_windows_virtual_machine" "own" {
          location     = "northeurope"
          size         = "Standard_D2s_v5"
          license_type = "Windows_Server"
          os_disk {
            storage_account_type = "StandardSSD_LRS"
          }
        }
        """,
    )

    # northeurope: 0.107 x 730 = 78.11; Windows 0.092 x 730 = 67.16; an image of 127 GiB is E10 9.60
    assert money(found["azurerm_windows_virtual_machine.web"]) == 154.87
    assert money(found["azurerm_windows_virtual_machine.own"]) == 87.71


def test_a_machine_of_unknown_size(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "size" {}
        resource "azurerm_linux_virtual_machine" "web" {
          location = "westeurope"
          size     = var.size
          os_disk {
            storage_account_type = "Standard_LRS"
            disk_size_gb         = 64
          }
        }
        """,
    )["azurerm_linux_virtual_machine.web"]

    assert at_least(found) == 3.01  # S6
    assert missing(found) == {"value"}
    assert found.state == "partly"


def test_a_size_that_the_region_does_not_sell_is_not_free(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_linux_virtual_machine" "web" {
          location = "westeurope"
          size     = "Standard_D9999_v9"
          os_disk {
            diff_disk_settings {
              option = "Local"
            }
          }
        }
        """,
    )["azurerm_linux_virtual_machine.web"]

    assert at_least(found) == 0.0
    assert missing(found) == {"price"}
    assert found.state == "unpriced"


def test_a_spot_machine_costs_at_most_what_a_regular_one_does(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_linux_virtual_machine" "web" {
          location = "westeurope"
          size     = "Standard_D2s_v5"
          priority = "Spot"
          os_disk {
            storage_account_type = "Premium_LRS"
            disk_size_gb         = 128
          }
        }
        """,
    )["azurerm_linux_virtual_machine.web"]

    assert round(found.amount.expected.low, 2) == 21.68
    assert round(found.amount.expected.high, 2) == 105.63


def test_machines_of_the_old_type(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_virtual_machine" "linux" {
          location = "westeurope"
          vm_size  = "Standard_B1s"
          storage_os_disk {
            name              = "os"
            managed_disk_type = "Standard_LRS"
          }
          storage_data_disk {
            name              = "data"
            managed_disk_type = "Premium_LRS"
            disk_size_gb      = 64
          }
          os_profile_linux_config {
            disable_password_authentication = true
          }
        }
        resource "azurerm_virtual_machine" "windows" {
          location = "westeurope"
          vm_size  = "Standard_B1s"
          storage_os_disk {
            name              = "os"
            managed_disk_type = "Standard_LRS"
          }
          os_profile_windows_config {}
        }
        """,
    )

    # 0.012 x 730 = 8.76; S4 1.536; P6 11.2272
    assert money(found["azurerm_virtual_machine.linux"]) == 21.52
    # 8.76; Windows 0.004 x 730 = 2.92; S10 5.888
    assert money(found["azurerm_virtual_machine.windows"]) == 17.57


def test_a_scale_set_with_and_without_an_autoscale_setting(tmp_path: Path) -> None:
    text = """
        resource "azurerm_linux_virtual_machine_scale_set" "web" {
          location  = "westeurope"
          sku       = "Standard_D2s_v5"
          instances = 3
          os_disk {
            storage_account_type = "Premium_LRS"
            disk_size_gb         = 128
          }
        }
        """
    alone = estimates(tmp_path, text)["azurerm_linux_virtual_machine_scale_set.web"]
    found = estimates(
        tmp_path,
        text
        + """
        resource "azurerm_monitor_autoscale_setting" "web" {
          location           = "westeurope"
          target_resource_id = azurerm_linux_virtual_machine_scale_set.web.id
          profile {
            name = "default"
            capacity {
              default = 3
              minimum = 2
              maximum = 10
            }
          }
        }
        """,
    )["azurerm_linux_virtual_machine_scale_set.web"]

    # one: 0.115 x 730 + 21.68 = 105.63
    assert money(alone) == 316.89
    assert spread_of(found) == (211.26, 316.89, 1056.30)


SETTING = """
resource "azurerm_monitor_autoscale_setting" "%s" {
  location           = "westeurope"
  target_resource_id = %s
  enabled            = %s
  profile {
    name = "default"
    capacity {
      default = 3
      minimum = 2
      maximum = %s
    }
  }
}
"""
SET = """
variable "x" {}
resource "azurerm_resource_group" "r" {
  name     = "r"
  location = "westeurope"
}
resource "azurerm_linux_virtual_machine_scale_set" "web" {
  name      = "web"
  location  = "westeurope"
  sku       = "Standard_D2s_v5"
  instances = 3
  os_disk {
    storage_account_type = "Premium_LRS"
    disk_size_gb         = 128
  }
}
"""
WEB_ID = "azurerm_linux_virtual_machine_scale_set.web.id"
BY_NAME = '"${azurerm_resource_group.r.id}/providers/Microsoft.Compute/virtualMachineScaleSets/%s"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            SETTING % ("a", WEB_ID, "true", 5) + SETTING % ("b", WEB_ID, "true", 10), (2, 3, 10), id="several"
        ),
        pytest.param(SETTING % ("a", WEB_ID, "false", 5), (3, 3, 3), id="switched off"),
        pytest.param(SETTING % ("a", BY_NAME % "web", "true", 5), (2, 3, 5), id="by its name"),
        pytest.param(SETTING % ("a", BY_NAME % "api", "true", 5), (3, 3, 3), id="of another one"),
    ],
)
def test_a_scale_set_lies_between_the_widest_ends(tmp_path: Path, text: str, expected: tuple[int, int, int]) -> None:
    found = estimates(tmp_path, SET + text)["azurerm_linux_virtual_machine_scale_set.web"]

    # one is 105.63
    assert spread_of(found) == tuple(pytest.approx(number * 105.63, abs=0.01) for number in expected)


@pytest.mark.parametrize(
    ("text", "most"),
    [
        # 10 at the most where the setting is on, else 3
        pytest.param(SETTING % ("a", WEB_ID, "var.x", 10), (316.89, 1056.30), id="perhaps on"),
        pytest.param(
            SETTING % ("a", WEB_ID, "true", 5) + SETTING % ("b", "var.x", "true", 10),
            (528.15, float("inf")),
            id="perhaps a second one",
        ),
    ],
)
def test_a_setting_that_is_not_known(tmp_path: Path, text: str, most: tuple[float, float]) -> None:
    found = estimates(tmp_path, SET + text)["azurerm_linux_virtual_machine_scale_set.web"]

    assert found.amount.most == pytest.approx(most, abs=0.01)
    assert missing(found) == {"value"}


def test_a_scale_set_of_an_unknown_number(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "number" {}
        resource "azurerm_windows_virtual_machine_scale_set" "web" {
          location  = "westeurope"
          sku       = "Standard_D2s_v5"
          instances = var.number
          os_disk {
            storage_account_type = "Premium_LRS"
          }
        }
        """,
    )["azurerm_windows_virtual_machine_scale_set.web"]

    assert at_least(found) == 0.0
    assert missing(found) == {"value"}


def test_other_scale_sets(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_orchestrated_virtual_machine_scale_set" "o" {
          location                    = "westeurope"
          platform_fault_domain_count = 1
          sku_name                    = "Standard_B1s"
          instances                   = 2
          os_profile {
            linux_configuration {}
          }
          os_disk {
            storage_account_type = "StandardSSD_LRS"
          }
        }
        resource "azurerm_orchestrated_virtual_machine_scale_set" "empty" {
          location                    = "westeurope"
          platform_fault_domain_count = 1
        }
        resource "azurerm_virtual_machine_scale_set" "old" {
          location = "westeurope"
          sku {
            name     = "Standard_B1s"
            capacity = 2
          }
          storage_profile_os_disk {
            managed_disk_type = "Standard_LRS"
          }
          os_profile_linux_config {}
        }
        """,
    )

    # twice 8.76 and E4 2.40
    assert money(found["azurerm_orchestrated_virtual_machine_scale_set.o"]) == 22.32
    assert found["azurerm_orchestrated_virtual_machine_scale_set.empty"].is_free
    # twice 8.76 and S4 1.536
    assert money(found["azurerm_virtual_machine_scale_set.old"]) == 20.59


def test_disks(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_managed_disk" "premium" {
          location             = "westeurope"
          storage_account_type = "Premium_LRS"
          disk_size_gb         = 512
        }
        resource "azurerm_managed_disk" "tier" {
          location             = "westeurope"
          storage_account_type = "Premium_LRS"
          disk_size_gb         = 512
          tier                 = "P30"
        }
        resource "azurerm_managed_disk" "second" {
          location             = "westeurope"
          storage_account_type = "PremiumV2_LRS"
          disk_size_gb         = 100
          disk_iops_read_write = 4000
          disk_mbps_read_write = 125
        }
        resource "azurerm_managed_disk" "ultra" {
          location             = "westeurope"
          storage_account_type = "UltraSSD_LRS"
          disk_size_gb         = 64
          disk_iops_read_write = 1000
          disk_mbps_read_write = 10
        }
        resource "azurerm_managed_disk" "east" {
          location             = "eastus"
          storage_account_type = "Premium_LRS"
          disk_size_gb         = 128
        }
        """,
    )

    assert money(found["azurerm_managed_disk.premium"]) == 80.54
    assert money(found["azurerm_managed_disk.tier"]) == 148.68
    # 100 GiB x 0.00013 x 730 = 9.49; 1000 IOPS x 0.000008 x 730 = 5.84
    assert money(found["azurerm_managed_disk.second"]) == 15.33
    # 64 x 0.000213 x 730 = 9.95; 1000 x 0.000088 x 730 = 64.24; 10 x 0.000572 x 730 = 4.18
    assert money(found["azurerm_managed_disk.ultra"]) == 78.37
    assert money(found["azurerm_managed_disk.east"]) == 19.71
    assert lines(found["azurerm_managed_disk.east"])["disk, P10_LRS"].price.confidence == "derived"  # type: ignore[union-attr]


def test_the_operations_of_a_standard_disk_are_declared(tmp_path: Path) -> None:
    text = """
        resource "azurerm_managed_disk" "d" {
          location             = "westeurope"
          storage_account_type = "StandardSSD_LRS"
          disk_size_gb         = 128
        }
        """
    usage = declared(**{"azurerm_managed_disk.d": {"monthly_disk_operations": 1_000_000}})

    # E10 9.60; a hundred times 10,000 operations at 0.002 = 0.20
    assert money(estimates(tmp_path, text, usage)["azurerm_managed_disk.d"]) == 9.80
    alone = estimates(tmp_path, text)["azurerm_managed_disk.d"]
    assert at_least(alone) == 9.60
    assert missing(alone) == {"usage"}


def test_a_disk_of_unknown_size(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "size" {}
        resource "azurerm_managed_disk" "d" {
          location             = "westeurope"
          storage_account_type = "Premium_LRS"
          disk_size_gb         = var.size
        }
        """,
    )["azurerm_managed_disk.d"]

    assert at_least(found) == 0.0
    assert missing(found) == {"value"}


def test_snapshots_hosts_and_reservations(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_snapshot" "s" {
          location      = "westeurope"
          create_option = "Copy"
          disk_size_gb  = 100
        }
        resource "azurerm_dedicated_host" "h" {
          location = "eastus"
          sku_name = "DSv3-Type3"
        }
        resource "azurerm_capacity_reservation" "r" {
          sku {
            name     = "Standard_D2s_v5"
            capacity = 2
          }
        }
        """,
    )

    # at most 100 GB x 0.05
    assert found["azurerm_snapshot.s"].amount.most.high == 5.0
    assert missing(found["azurerm_snapshot.s"]) == {"usage"}
    # 4.225 x 730
    assert money(found["azurerm_dedicated_host.h"]) == 3084.25
    # eastus, as the settings say: 2 x 0.096 x 730
    assert money(found["azurerm_capacity_reservation.r"]) == 140.16
