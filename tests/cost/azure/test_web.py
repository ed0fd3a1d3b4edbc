from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import at_least, declared, estimates, missing, money, spread_of

if TYPE_CHECKING:
    from pathlib import Path


def test_plans(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "size" {}
        resource "azurerm_service_plan" "linux" {
          location     = "eastus"
          os_type      = "Linux"
          sku_name     = "S1"
          worker_count = 2
        }
        resource "azurerm_service_plan" "windows" {
          location = "eastus"
          os_type  = "Windows"
          sku_name = "P1v2"
        }
        resource "azurerm_service_plan" "use" {
          location = "eastus"
          os_type  = "Linux"
          sku_name = "Y1"
        }
        resource "azurerm_service_plan" "missing" {
          location = "eastus"
          os_type  = "Linux"
          sku_name = "P5mv4"
        }
        resource "azurerm_service_plan" "unknown" {
          location = "eastus"
          os_type  = "Linux"
          sku_name = var.size
        }
        resource "azurerm_app_service_plan" "old" {
          location = "eastus"
          sku {
            tier = "Standard"
            size = "S1"
          }
        }
        """,
    )

    assert money(found["azurerm_service_plan.linux"]) == 138.70  # 2 x 0.095 x 730
    assert money(found["azurerm_service_plan.windows"]) == 146.00  # 0.20 x 730
    assert found["azurerm_service_plan.use"].is_free
    assert missing(found["azurerm_service_plan.missing"]) == {"price"}
    assert missing(found["azurerm_service_plan.unknown"]) == {"value"}
    assert money(found["azurerm_app_service_plan.old"]) == 73.00  # 0.10 x 730


def test_a_plan_that_scales(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_service_plan" "p" {
          location = "eastus"
          os_type  = "Windows"
          sku_name = "S1"
        }
        resource "azurerm_monitor_autoscale_setting" "s" {
          target_resource_id = azurerm_service_plan.p.id
          profile {
            name = "day"
            capacity {
              default = 2
              minimum = 2
              maximum = 6
            }
          }
          profile {
            name = "night"
            capacity {
              default = 1
              minimum = 1
              maximum = 3
            }
          }
        }
        """,
    )["azurerm_service_plan.p"]

    assert spread_of(found) == (73.00, 146.00, 438.00)  # one, two, six of 0.10 x 730


def test_an_elastic_plan(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_service_plan" "p" {
          location                     = "eastus"
          os_type                      = "Linux"
          sku_name                     = "EP1"
          maximum_elastic_worker_count = 10
        }
        """,
    )["azurerm_service_plan.p"]

    # 0.173 x 730 = 126.29; 3.5 GB x 0.0123 x 730 = 31.4265
    assert round(found.amount.least.high, 2) == 157.72
    assert round(found.amount.most.low, 2) == 1577.16


def test_functions_are_paid_by_use_unless_their_plan_is_paid(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_service_plan" "use" {
          location = "eastus"
          os_type  = "Linux"
          sku_name = "Y1"
        }
        resource "azurerm_service_plan" "paid" {
          location = "eastus"
          os_type  = "Linux"
          sku_name = "S1"
        }
        resource "azurerm_linux_function_app" "use" {
          location        = "eastus"
          service_plan_id = azurerm_service_plan.use.id
        }
        resource "azurerm_linux_function_app" "undeclared" {
          location        = "eastus"
          service_plan_id = azurerm_service_plan.use.id
        }
        resource "azurerm_windows_function_app" "paid" {
          location        = "eastus"
          service_plan_id = azurerm_service_plan.paid.id
        }
        """,
        declared(
            **{"azurerm_linux_function_app.use": {"monthly_executions": 10_000_000, "monthly_gb_seconds": 1_000_000}}
        ),
    )

    assert money(found["azurerm_linux_function_app.use"]) == 18.00  # 10 x 0.20; 1,000,000 x 0.000016
    assert missing(found["azurerm_linux_function_app.undeclared"]) == {"usage"}
    assert found["azurerm_windows_function_app.paid"].is_free


def test_sites_and_stores(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "tier" {}
        resource "azurerm_static_web_app" "free" {
          location = "westeurope"
        }
        resource "azurerm_static_web_app" "standard" {
          location = "westeurope"
          sku_tier = "Standard"
        }
        resource "azurerm_static_site" "unknown" {
          location = "westeurope"
          sku_tier = var.tier
        }
        resource "azurerm_app_configuration" "free" {
          location = "westeurope"
        }
        resource "azurerm_app_configuration" "standard" {
          location = "westeurope"
          sku      = "standard"
        }
        """,
    )

    assert found["azurerm_static_web_app.free"].is_free
    assert money(found["azurerm_static_web_app.standard"]) == 9.00
    assert missing(found["azurerm_static_site.unknown"]) == {"value"}
    assert found["azurerm_app_configuration.free"].is_free
    assert money(found["azurerm_app_configuration.standard"]) == 36.50  # 1.20 x 730 / 24


def test_a_registry_and_its_copies(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "sku" {}
        resource "azurerm_container_registry" "r" {
          location = "westeurope"
          sku      = "Premium"
          georeplications {
            location = "northeurope"
          }
        }
        resource "azurerm_container_registry" "unknown" {
          location = "westeurope"
          sku      = var.sku
        }
        """,
        declared(**{"azurerm_container_registry.r": {"storage_gb": 100}}),
    )

    # twice 1.667 x 730 / 24 = 101.41; 100 x 0.10 = 10.00
    assert money(found["azurerm_container_registry.r"]) == 111.41
    assert missing(found["azurerm_container_registry.unknown"]) == {"value", "usage"}


def test_containers(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "cpu" {}
        resource "azurerm_container_group" "g" {
          location = "eastus"
          os_type  = "Linux"
          container {
            cpu    = 1
            memory = 1.5
          }
        }
        resource "azurerm_container_group" "unknown" {
          location = "eastus"
          os_type  = "Linux"
          container {
            cpu    = var.cpu
            memory = 1.5
          }
        }
        resource "azurerm_container_app" "a" {
          location = "eastus"
          template {
            min_replicas = 1
            max_replicas = 3
            container {
              cpu    = 0.5
              memory = "1Gi"
            }
          }
        }
        """,
        declared(**{"azurerm_container_app.a": {"monthly_requests": 0}}),
    )

    # 0.0405 x 730 = 29.565; 1.5 x 0.00445 x 730 = 4.87275
    assert money(found["azurerm_container_group.g"]) == 34.44
    assert at_least(found["azurerm_container_group.unknown"]) == 4.87
    # 0.5 x 2,628,000 s x 0.000024 = 31.536; 2,628,000 x 0.000003 = 7.884
    assert round(found["azurerm_container_app.a"].amount.least.high, 2) == 39.42
    assert round(found["azurerm_container_app.a"].amount.most.low, 2) == 118.26
    assert found["azurerm_container_app.a"].amount.expected.low < found["azurerm_container_app.a"].amount.expected.high


def test_signalr(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "units" {}
        resource "azurerm_signalr_service" "s" {
          location = "westeurope"
          sku {
            name     = "Standard_S1"
            capacity = 2
          }
        }
        resource "azurerm_signalr_service" "free" {
          location = "westeurope"
          sku {
            name     = "Free_F1"
            capacity = 1
          }
        }
        resource "azurerm_signalr_service" "unknown" {
          location = "westeurope"
          sku {
            name     = "Premium_P1"
            capacity = var.units
          }
        }
        """,
    )

    assert money(found["azurerm_signalr_service.s"]) == 97.94  # 2 x 1.61 x 730 / 24
    assert found["azurerm_signalr_service.free"].is_free
    assert missing(found["azurerm_signalr_service.unknown"]) == {"value"}


@pytest.mark.parametrize(
    ("sku", "expected"),
    [
        pytest.param("Developer_1", 48.03, id="a developer's"),  # 0.0658 x 730
        pytest.param("Standard_2", 1373.42, id="two units"),  # 2 x 0.9407 x 730
        pytest.param("Consumption_0", 14.00, id="by the call"),  # 4,000,000 after the first million x 3.50
    ],
)
def test_api_management(tmp_path: Path, sku: str, expected: float) -> None:
    text = f'resource "azurerm_api_management" "a" {{\n  location = "eastus"\n  sku_name = "{sku}"\n}}\n'
    usage = declared(**{"azurerm_api_management.a": {"monthly_api_calls": 5_000_000}})

    assert money(estimates(tmp_path, text, usage)["azurerm_api_management.a"]) == expected


def test_api_management_of_unknown_size(tmp_path: Path) -> None:
    text = 'variable "s" {}\nresource "azurerm_api_management" "a" {\n  location = "eastus"\n  sku_name = var.s\n}\n'

    assert missing(estimates(tmp_path, text)["azurerm_api_management.a"]) == {"value"}


def test_search(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "parts" {}
        resource "azurerm_search_service" "s" {
          location        = "eastus"
          sku             = "standard"
          replica_count   = 2
          partition_count = 3
        }
        resource "azurerm_search_service" "free" {
          location = "eastus"
          sku      = "free"
        }
        resource "azurerm_search_service" "unknown" {
          location        = "eastus"
          sku             = "standard"
          partition_count = var.parts
        }
        """,
    )

    assert money(found["azurerm_search_service.s"]) == 1471.68  # 6 x 0.336 x 730
    assert found["azurerm_search_service.free"].is_free
    assert missing(found["azurerm_search_service.unknown"]) == {"value"}


def test_a_workflow(tmp_path: Path) -> None:
    text = 'resource "azurerm_logic_app_workflow" "w" {\n  location = "eastus"\n}\n'
    usage = {
        "monthly_actions": 100_000,
        "monthly_standard_connector_calls": 10_000,
        "monthly_enterprise_connector_calls": 1000,
    }
    settings = declared(**{"azurerm_logic_app_workflow.w": usage})

    # 100,000 x 0.000025 = 2.50; 10,000 x 0.000125 = 1.25; 1,000 x 0.001 = 1.00
    assert money(estimates(tmp_path, text, settings)["azurerm_logic_app_workflow.w"]) == 4.75
    assert missing(estimates(tmp_path, text)["azurerm_logic_app_workflow.w"]) == {"usage"}
