from __future__ import annotations

from typing import TYPE_CHECKING

from priced import at_least, declared, estimates, missing, money

if TYPE_CHECKING:
    from pathlib import Path


def test_an_account(tmp_path: Path) -> None:
    text = """
        resource "azurerm_storage_account" "a" {
          location                 = "northeurope"
          account_tier             = "Standard"
          account_replication_type = "ZRS"
        }
        """
    address = "azurerm_storage_account.a"
    usage = {
        "storage_gb": 100_000,
        "monthly_write_operations": 0,
        "monthly_list_and_create_container_operations": 1_000_000,
        "monthly_read_operations": 10_000_000,
        "monthly_other_operations": 0,
    }

    # 51,200 GB x 0.023 = 1177.60 and 48,800 x 0.02208 = 1077.504; lists 100 x 0.0625 = 6.25; reads 1000 x 0.004 = 4.00
    found = estimates(tmp_path, text, declared(**{address: usage}))[address]
    assert round(found.amount.expected.low, 2) == 2265.35
    assert missing(found) == {"price"}  # of writes, which the list does not have
    alone = estimates(tmp_path, text)[address]
    assert at_least(alone) == 0.0
    assert missing(alone) == {"price", "usage"}


def test_cool_data_is_paid_when_it_is_read(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_storage_account" "a" {
          location                 = "westeurope"
          account_tier             = "Standard"
          account_replication_type = "LRS"
          access_tier              = "Cool"
        }
        """,
        declared(
            **{
                "azurerm_storage_account.a": {
                    "storage_gb": 1000,
                    "monthly_write_operations": 100_000,
                    "monthly_read_operations": 100_000,
                    "monthly_data_retrieval_gb": 200,
                }
            }
        ),
    )["azurerm_storage_account.a"]

    # 1000 x 0.01 = 10; 10 x 0.10 = 1; 10 x 0.01 = 0.10; 200 x 0.01 = 2
    assert money(found) == 13.10


def test_an_account_of_an_unknown_kind(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "replication" {}
        resource "azurerm_storage_account" "a" {
          location                 = "westeurope"
          account_tier             = "Standard"
          account_replication_type = var.replication
        }
        """,
    )["azurerm_storage_account.a"]

    assert at_least(found) == 0.0
    assert missing(found) == {"value", "usage"}


def test_a_premium_share_is_paid_as_large_as_it_may_get(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_storage_account" "a" {
          location                 = "westeurope"
          account_kind             = "FileStorage"
          account_tier             = "Premium"
          account_replication_type = "LRS"
        }
        resource "azurerm_storage_share" "s" {
          storage_account_id = azurerm_storage_account.a.id
          quota              = 100
        }
        """,
    )

    assert found["azurerm_storage_account.a"].is_free
    assert money(found["azurerm_storage_share.s"]) == 19.20  # 100 x 0.192


def test_a_standard_share_is_paid_for_what_it_holds(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_storage_account" "a" {
          location                 = "westeurope"
          account_tier             = "Standard"
          account_replication_type = "LRS"
        }
        resource "azurerm_storage_share" "s" {
          storage_account_name = azurerm_storage_account.a.name
          quota                = 50
        }
        resource "azurerm_storage_share" "elsewhere" {
          storage_account_name = "other"
          quota                = 50
        }
        """,
    )

    assert found["azurerm_storage_share.s"].amount.most.high == 3.0  # 50 x 0.06
    assert missing(found["azurerm_storage_share.s"]) == {"usage"}
    assert missing(found["azurerm_storage_share.elsewhere"]) == {"value", "usage"}


def test_a_pool_of_netapp(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "unknown" {}
        resource "azurerm_netapp_pool" "p" {
          location      = "eastus"
          service_level = "Premium"
          size_in_tb    = 4
        }
        resource "azurerm_netapp_pool" "unknown" {
          location      = "eastus"
          service_level = "Premium"
          size_in_tb    = var.unknown
        }
        """,
    )

    assert money(found["azurerm_netapp_pool.p"]) == 1205.00  # 4096 x 0.000403 x 730
    assert missing(found["azurerm_netapp_pool.unknown"]) == {"value"}
