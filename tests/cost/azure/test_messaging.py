from __future__ import annotations

from typing import TYPE_CHECKING

from priced import declared, estimates, missing, money

if TYPE_CHECKING:
    from pathlib import Path


def test_service_bus(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "unknown" {}
        resource "azurerm_servicebus_namespace" "standard" {
          location = "westeurope"
          sku      = "Standard"
        }
        resource "azurerm_servicebus_namespace" "premium" {
          location = "westeurope"
          sku      = "Premium"
          capacity = 2
        }
        resource "azurerm_servicebus_namespace" "basic" {
          location = "westeurope"
          sku      = "Basic"
        }
        resource "azurerm_servicebus_namespace" "unknown" {
          location = "westeurope"
          sku      = var.unknown
        }
        """,
        declared(
            **{
                "azurerm_servicebus_namespace.standard": {"monthly_messaging_operations": 20_000_000},
                "azurerm_servicebus_namespace.basic": {"monthly_messaging_operations": 20_000_000},
            }
        ),
    )

    # 0.0135 x 730 = 9.855; seven million after the first thirteen x 0.80 = 5.60
    assert money(found["azurerm_servicebus_namespace.standard"]) in (15.45, 15.46)
    assert money(found["azurerm_servicebus_namespace.premium"]) == 1354.15  # 2 x 0.9275 x 730
    assert money(found["azurerm_servicebus_namespace.basic"]) == 1.00  # 20 x 0.05
    assert missing(found["azurerm_servicebus_namespace.unknown"]) == {"value"}


def test_event_hubs(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "unknown" {}
        resource "azurerm_eventhub_namespace" "fixed" {
          location = "westeurope"
          sku      = "Standard"
          capacity = 2
        }
        resource "azurerm_eventhub_namespace" "inflates" {
          location                 = "westeurope"
          sku                      = "Standard"
          capacity                 = 1
          auto_inflate_enabled     = true
          maximum_throughput_units = 10
        }
        resource "azurerm_eventhub_namespace" "unknown" {
          location                 = "westeurope"
          sku                      = "Standard"
          capacity                 = 1
          auto_inflate_enabled     = true
          maximum_throughput_units = var.unknown
        }
        """,
        declared(
            **{
                f"azurerm_eventhub_namespace.{name}": {"monthly_ingress_events": 10_000_000}
                for name in ("fixed", "inflates", "unknown")
            }
        ),
    )

    # 2 x 0.03 x 730 = 43.80; 10 x 0.028 = 0.28
    assert money(found["azurerm_eventhub_namespace.fixed"]) == 44.08
    inflating = found["azurerm_eventhub_namespace.inflates"].amount
    assert round(inflating.least.high, 2) == 22.18
    assert round(inflating.most.low, 2) == 219.28
    assert found["azurerm_eventhub_namespace.unknown"].amount.most.high == float("inf")
    assert missing(found["azurerm_eventhub_namespace.unknown"]) == {"value"}


def test_notifications_devices_and_events(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "unknown" {}
        resource "azurerm_notification_hub_namespace" "n" {
          location = "westeurope"
          sku_name = "Standard"
        }
        resource "azurerm_notification_hub_namespace" "free" {
          location = "westeurope"
          sku_name = "Free"
        }
        resource "azurerm_iothub" "i" {
          location = "westeurope"
          sku {
            name     = "S1"
            capacity = 3
          }
        }
        resource "azurerm_iothub" "unknown" {
          location = "westeurope"
          sku {
            name     = "S1"
            capacity = var.unknown
          }
        }
        resource "azurerm_eventgrid_topic" "t" {
          location = "westeurope"
        }
        resource "azurerm_eventgrid_domain" "d" {
          location = "westeurope"
        }
        """,
        declared(**{"azurerm_eventgrid_topic.t": {"monthly_operations": 5_100_000}}),
    )

    assert money(found["azurerm_notification_hub_namespace.n"]) == 200.00
    assert found["azurerm_notification_hub_namespace.free"].is_free
    assert money(found["azurerm_iothub.i"]) == 75.00
    assert missing(found["azurerm_iothub.unknown"]) == {"value"}
    assert money(found["azurerm_eventgrid_topic.t"]) == 3.00  # five million after the first 100,000 x 0.60
    assert missing(found["azurerm_eventgrid_domain.d"]) == {"usage"}


def test_a_cluster_of_event_hubs(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "unknown" {}
        resource "azurerm_eventhub_cluster" "c" {
          location = "westeurope"
          sku_name = "Dedicated_2"
        }
        resource "azurerm_eventhub_cluster" "unknown" {
          location = "westeurope"
          sku_name = var.unknown
        }
        """,
    )

    assert money(found["azurerm_eventhub_cluster.c"]) == 9999.54  # 2 x 6.849 x 730
    assert missing(found["azurerm_eventhub_cluster.unknown"]) == {"value"}
