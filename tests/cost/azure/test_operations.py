from __future__ import annotations

from typing import TYPE_CHECKING

from priced import at_least, declared, estimates, missing, money

from trueline.cost.book import Book
from trueline.cost.section import dump

if TYPE_CHECKING:
    from pathlib import Path


def test_workspaces(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "unknown" {}
        resource "azurerm_log_analytics_workspace" "used" {
          location          = "eastus"
          retention_in_days = 90
        }
        resource "azurerm_log_analytics_workspace" "capped" {
          location       = "eastus"
          daily_quota_gb = 1
        }
        resource "azurerm_log_analytics_workspace" "committed" {
          location                           = "eastus"
          sku                                = "CapacityReservation"
          reservation_capacity_in_gb_per_day = 100
        }
        resource "azurerm_log_analytics_workspace" "unknown" {
          location          = "eastus"
          retention_in_days = var.unknown
        }
        """,
        declared(
            **{
                "azurerm_log_analytics_workspace.used": {
                    "monthly_log_data_ingestion_gb": 100,
                    "monthly_additional_log_data_retention_gb": 200,
                }
            }
        ),
    )

    assert money(found["azurerm_log_analytics_workspace.used"]) == 250.00  # 100 x 2.30 and 200 x 0.10
    # at most 730 / 24 GB x 2.30
    assert round(found["azurerm_log_analytics_workspace.capped"].amount.most.high, 2) == 69.96
    assert money(found["azurerm_log_analytics_workspace.committed"]) == 5961.67  # 196 x 730 / 24
    assert missing(found["azurerm_log_analytics_workspace.unknown"]) == {"value", "usage"}


def test_insights_and_tests(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "unknown" {}
        resource "azurerm_application_insights" "own" {
          location = "eastus"
        }
        resource "azurerm_application_insights" "shared" {
          location     = "eastus"
          workspace_id = "somewhere"
        }
        resource "azurerm_application_insights_standard_web_test" "t" {
          location      = "eastus"
          geo_locations = ["a", "b"]
          frequency     = 900
        }
        resource "azurerm_application_insights_standard_web_test" "off" {
          location      = "eastus"
          geo_locations = ["a", "b"]
          enabled       = false
        }
        resource "azurerm_application_insights_standard_web_test" "unknown" {
          location      = "eastus"
          geo_locations = var.unknown
        }
        resource "azurerm_application_insights_web_test" "ping" {
          location = "eastus"
          kind     = "ping"
        }
        resource "azurerm_application_insights_web_test" "steps" {
          location = "eastus"
          kind     = "multistep"
        }
        """,
        declared(**{"azurerm_application_insights.own": {"monthly_data_ingested_gb": 10}}),
    )

    assert money(found["azurerm_application_insights.own"]) == 23.00
    assert found["azurerm_application_insights.shared"].is_free
    # 2 x 2,628,000 s / 900 x 0.0005
    assert money(found["azurerm_application_insights_standard_web_test.t"]) == 2.92
    assert found["azurerm_application_insights_standard_web_test.off"].is_free
    assert missing(found["azurerm_application_insights_standard_web_test.unknown"]) == {"value"}
    assert found["azurerm_application_insights_web_test.ping"].is_free
    assert money(found["azurerm_application_insights_web_test.steps"]) == 10.00


def test_alerts(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "unknown" {}
        resource "azurerm_monitor_metric_alert" "a" {
          scopes = ["one", "two"]
          criteria {
            metric_name = "cpu"
          }
          criteria {
            metric_name = "memory"
          }
        }
        resource "azurerm_monitor_metric_alert" "off" {
          enabled = false
          scopes  = ["one"]
          criteria {
            metric_name = "cpu"
          }
        }
        resource "azurerm_monitor_metric_alert" "learns" {
          scopes = ["one"]
          dynamic_criteria {
            metric_name = "cpu"
          }
        }
        resource "azurerm_monitor_metric_alert" "unknown" {
          scopes = var.unknown
          criteria {
            metric_name = "cpu"
          }
        }
        resource "azurerm_monitor_scheduled_query_rules_alert_v2" "often" {
          location             = "eastus"
          evaluation_frequency = "PT1M"
        }
        resource "azurerm_monitor_scheduled_query_rules_alert_v2" "seldom" {
          location             = "eastus"
          evaluation_frequency = "P1D"
        }
        resource "azurerm_monitor_scheduled_query_rules_alert_v2" "unknown" {
          location             = "eastus"
          evaluation_frequency = var.unknown
        }
        resource "azurerm_monitor_scheduled_query_rules_alert" "old" {
          location  = "eastus"
          frequency = 5
        }
        """,
    )

    assert money(found["azurerm_monitor_metric_alert.a"]) == 0.40  # two on two x 0.10
    assert found["azurerm_monitor_metric_alert.off"].is_free
    assert missing(found["azurerm_monitor_metric_alert.learns"]) == {"price"}
    assert missing(found["azurerm_monitor_metric_alert.unknown"]) == {"value"}
    assert money(found["azurerm_monitor_scheduled_query_rules_alert_v2.often"]) == 3.00
    assert money(found["azurerm_monitor_scheduled_query_rules_alert_v2.seldom"]) == 0.50
    assert missing(found["azurerm_monitor_scheduled_query_rules_alert_v2.unknown"]) == {"value"}
    assert money(found["azurerm_monitor_scheduled_query_rules_alert.old"]) == 1.50


def test_keys(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "unknown" {}
        resource "azurerm_key_vault" "v" {
          location = "westeurope"
          sku_name = "standard"
        }
        resource "azurerm_key_vault_key" "soft" {
          key_type = "RSA"
          key_size = 2048
        }
        resource "azurerm_key_vault_key" "hard" {
          key_type = "RSA-HSM"
          key_size = 2048
        }
        resource "azurerm_key_vault_key" "large" {
          key_type = "RSA-HSM"
          key_size = 4096
        }
        resource "azurerm_key_vault_key" "unknown" {
          key_type = var.unknown
        }
        resource "azurerm_key_vault_certificate" "c" {
          name = "c"
        }
        resource "azurerm_key_vault_managed_hardware_security_module" "m" {
          location = "westeurope"
        }
        """,
        declared(
            **{
                "azurerm_key_vault.v": {"monthly_secrets_operations": 1_000_000},
                "azurerm_key_vault_key.soft": {"monthly_protected_keys_operations": 100_000},
                "azurerm_key_vault_key.hard": {"monthly_protected_keys_operations": 100_000},
                "azurerm_key_vault_key.large": {"monthly_protected_keys_operations": 100_000},
                "azurerm_key_vault_certificate.c": {"monthly_certificate_renewal_requests": 2},
            }
        ),
    )

    assert money(found["azurerm_key_vault.v"]) == 3.00  # 100 x 0.03
    assert money(found["azurerm_key_vault_key.soft"]) == 0.30
    assert money(found["azurerm_key_vault_key.hard"]) == 1.30
    assert missing(found["azurerm_key_vault_key.large"]) == {"price"}
    assert missing(found["azurerm_key_vault_key.unknown"]) == {"value"}
    assert money(found["azurerm_key_vault_certificate.c"]) == 6.00
    assert money(found["azurerm_key_vault_managed_hardware_security_module.m"]) == 2336.00  # 3.20 x 730


def test_jobs_and_factories(tmp_path: Path) -> None:
    text = """
        resource "azurerm_automation_account" "a" {
          location = "eastus"
        }
        resource "azurerm_data_factory" "f" {
          location = "eastus"
        }
        """
    usage = declared(
        **{
            "azurerm_automation_account.a": {"monthly_job_run_mins": 1500},
            "azurerm_data_factory.f": {"monthly_orchestration_runs": 5000, "monthly_diu_hours": 10},
        }
    )
    found = estimates(tmp_path, text, usage)

    assert money(found["azurerm_automation_account.a"]) == 2.00  # 1,000 minutes after the first 500 x 0.002
    assert money(found["azurerm_data_factory.f"]) == 7.50  # 5 x 1.00 and 10 x 0.25
    assert missing(estimates(tmp_path, text)["azurerm_data_factory.f"]) == {"usage"}


def test_of_solutions_only_sentinel_costs(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "unknown" {}
        resource "azurerm_log_analytics_solution" "containers" {
          location      = "eastus"
          solution_name = "ContainerInsights"
        }
        resource "azurerm_log_analytics_solution" "sentinel" {
          location      = "eastus"
          solution_name = "SecurityInsights"
        }
        resource "azurerm_log_analytics_solution" "unknown" {
          location      = "eastus"
          solution_name = var.unknown
        }
        """,
    )

    assert found["azurerm_log_analytics_solution.containers"].is_free
    assert missing(found["azurerm_log_analytics_solution.sentinel"]) == {"price", "usage"}
    assert missing(found["azurerm_log_analytics_solution.unknown"]) == {"value", "usage"}
    assert at_least(found["azurerm_log_analytics_solution.unknown"]) == 0.0


def test_sentinel_at_a_price_of_the_team(tmp_path: Path) -> None:
    text = """
        variable "unknown" {}
        resource "azurerm_log_analytics_solution" "sentinel" {
          location      = "eastus"
          solution_name = "SecurityInsights"
        }
        resource "azurerm_log_analytics_solution" "unknown" {
          location      = "eastus"
          solution_name = var.unknown
        }
        """
    section = {
        "section": "azure/log-analytics",
        "asof": "2026-11-01",
        "confidence": "manual",
        "unit": "GB",
        "prices": {"eastus": {"sentinel": 2.0}},
    }
    usage = declared(**{"azurerm_log_analytics_solution.*": {"monthly_analyzed_gb": 150}})
    found = estimates(tmp_path, text, usage, book=Book({"azure/log-analytics": dump(section).encode()}))

    assert money(found["azurerm_log_analytics_solution.sentinel"]) == 300.00  # 150 x 2.00
    assert at_least(found["azurerm_log_analytics_solution.unknown"]) == 0.0
    assert missing(found["azurerm_log_analytics_solution.unknown"]) == {"value"}
