from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import at_least, declared, estimates, lines, missing, money

if TYPE_CHECKING:
    from pathlib import Path

SERVER = """
        variable "unknown" {}
        resource "azurerm_mssql_server" "s" {
          location = "eastus"
          version  = "12.0"
        }
        """


def test_databases_by_the_dtu_and_by_the_core(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        SERVER
        + """
        resource "azurerm_mssql_database" "dtu" {
          server_id = azurerm_mssql_server.s.id
          sku_name  = "S1"
        }
        resource "azurerm_mssql_database" "cores" {
          server_id   = azurerm_mssql_server.s.id
          sku_name    = "GP_Gen5_4"
          max_size_gb = 100
        }
        resource "azurerm_mssql_database" "own" {
          server_id    = azurerm_mssql_server.s.id
          sku_name     = "GP_Gen5_4"
          max_size_gb  = 100
          license_type = "BasePrice"
        }
        resource "azurerm_mssql_database" "pooled" {
          server_id = azurerm_mssql_server.s.id
          sku_name  = "ElasticPool"
        }
        resource "azurerm_mssql_database" "unknown" {
          server_id = azurerm_mssql_server.s.id
          sku_name  = var.unknown
        }
        resource "azurerm_mssql_database" "zones" {
          server_id      = azurerm_mssql_server.s.id
          sku_name       = "BC_Gen5_2"
          max_size_gb    = 32
          zone_redundant = true
        }
        """,
    )

    assert money(found["azurerm_mssql_database.dtu"]) == 29.43  # 0.9677 x 730 / 24
    # 4 x 0.152199 x 730 = 444.42; licence 4 x 0.099996 x 730 = 291.99; 100 x 0.115 = 11.50
    assert money(found["azurerm_mssql_database.cores"]) == 747.91
    assert money(found["azurerm_mssql_database.own"]) == 455.92
    assert found["azurerm_mssql_database.pooled"].is_free
    assert found["azurerm_mssql_server.s"].is_free
    assert missing(found["azurerm_mssql_database.unknown"]) == {"value"}
    # 2 x (0.304398 + 0.375) x 730 = 991.92; 32 x 0.25 = 8
    assert at_least(found["azurerm_mssql_database.zones"]) == 999.92
    assert missing(found["azurerm_mssql_database.zones"]) == {"price"}


def test_a_serverless_database_costs_at_most_all_its_cores(tmp_path: Path) -> None:
    text = (
        SERVER
        + """
        resource "azurerm_mssql_database" "d" {
          server_id = azurerm_mssql_server.s.id
          sku_name  = "GP_S_Gen5_2"
        }
        """
    )
    usage = declared(**{"azurerm_mssql_database.d": {"monthly_vcore_hours": 100}})

    # 100 x 0.5218 = 52.18; 32 GB x 0.115 = 3.68
    assert money(estimates(tmp_path, text, usage)["azurerm_mssql_database.d"]) == 55.86
    alone = estimates(tmp_path, text)["azurerm_mssql_database.d"]
    assert round(alone.amount.most.high, 2) == 765.51  # 2 x 730 x 0.5218 and 3.68
    assert missing(alone) == {"usage"}


def test_pools_and_instances(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "unknown" {}
        resource "azurerm_mssql_elasticpool" "dtu" {
          location    = "eastus"
          max_size_gb = 50
          sku {
            name     = "StandardPool"
            tier     = "Standard"
            capacity = 50
          }
        }
        resource "azurerm_mssql_elasticpool" "cores" {
          location    = "eastus"
          max_size_gb = 100
          sku {
            name     = "GP_Gen5"
            tier     = "GeneralPurpose"
            family   = "Gen5"
            capacity = 4
          }
        }
        resource "azurerm_mssql_elasticpool" "unknown" {
          location = "eastus"
          sku {
            name     = var.unknown
            capacity = 4
          }
        }
        resource "azurerm_mssql_managed_instance" "m" {
          location           = "eastus"
          sku_name           = "GP_Gen5"
          vcores             = 4
          storage_size_in_gb = 132
          license_type       = "LicenseIncluded"
        }
        resource "azurerm_mssql_managed_instance" "unknown" {
          location           = "eastus"
          sku_name           = "GP_Gen5"
          vcores             = var.unknown
          storage_size_in_gb = 32
          license_type       = "BasePrice"
        }
        """,
    )

    assert money(found["azurerm_mssql_elasticpool.dtu"]) == 110.38  # 50 x 0.072581 x 730 / 24
    assert money(found["azurerm_mssql_elasticpool.cores"]) == 747.91
    assert missing(found["azurerm_mssql_elasticpool.unknown"]) == {"value"}
    assert money(found["azurerm_mssql_managed_instance.m"]) == 747.91  # 100 GB after the first 32
    assert missing(found["azurerm_mssql_managed_instance.unknown"]) == {"value"}


def test_flexible_servers(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "unknown" {}
        resource "azurerm_postgresql_flexible_server" "small" {
          location   = "eastus"
          sku_name   = "B_Standard_B1ms"
          storage_mb = 32768
        }
        resource "azurerm_postgresql_flexible_server" "twice" {
          location   = "eastus"
          sku_name   = "GP_Standard_D4ds_v4"
          storage_mb = 131072
          high_availability {
            mode = "ZoneRedundant"
          }
        }
        resource "azurerm_postgresql_flexible_server" "other" {
          location   = "eastus"
          sku_name   = "GP_Standard_D4ads_v5"
          storage_mb = 32768
        }
        resource "azurerm_postgresql_flexible_server" "unknown" {
          location   = "eastus"
          sku_name   = var.unknown
          storage_mb = 32768
        }
        resource "azurerm_mysql_flexible_server" "m" {
          location = "eastus"
          sku_name = "B_Standard_B2s"
          storage {
            size_gb = 100
          }
        }
        """,
        declared(
            **{
                f"azurerm_postgresql_flexible_server.{name}": {"additional_backup_storage_gb": 0}
                for name in ("small", "twice", "other", "unknown")
            },
            **{"azurerm_mysql_flexible_server.m": {"additional_backup_storage_gb": 10}},
        ),
    )

    # 0.017 x 730 = 12.41; 32 x 0.115 = 3.68
    assert money(found["azurerm_postgresql_flexible_server.small"]) == 16.09
    # twice 4 x 0.089 x 730 = 259.88 and 128 x 0.115 = 14.72
    assert money(found["azurerm_postgresql_flexible_server.twice"]) == 549.20
    assert missing(found["azurerm_postgresql_flexible_server.other"]) == {"price"}
    assert missing(found["azurerm_postgresql_flexible_server.unknown"]) == {"value"}
    # 0.068 x 730 = 49.64; 100 x 0.115 = 11.50; 10 x 0.095 = 0.95
    assert money(found["azurerm_mysql_flexible_server.m"]) == 62.09


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        pytest.param('sku_name = "Basic"\n  family = "C"\n  capacity = 0', 16.06, id="the smallest"),  # 0.022 x 730
        pytest.param('sku_name = "Standard"\n  family = "C"\n  capacity = 1', 100.74, id="standard"),  # 0.138 x 730
        # 0.555 x 730, for each of two shards
        pytest.param(
            'sku_name = "Premium"\n  family = "P"\n  capacity = 1\n  shard_count = 2', 810.30, id="two shards"
        ),
        # three nodes in place of two
        pytest.param(
            'sku_name = "Premium"\n  family = "P"\n  capacity = 1\n  replicas_per_primary = 2',
            607.73,
            id="two replicas",
        ),
    ],
)
def test_redis(tmp_path: Path, attributes: str, expected: float) -> None:
    text = f'resource "azurerm_redis_cache" "c" {{\n  location = "eastus"\n  {attributes}\n}}\n'

    assert money(estimates(tmp_path, text)["azurerm_redis_cache.c"]) == expected


def test_redis_of_unknown_size(tmp_path: Path) -> None:
    text = """
        variable "size" {}
        resource "azurerm_redis_cache" "c" {
          location = "eastus"
          sku_name = "Basic"
          family   = "C"
          capacity = var.size
        }
        """

    assert missing(estimates(tmp_path, text)["azurerm_redis_cache.c"]) == {"value"}


def test_cosmos(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "unknown" {}
        resource "azurerm_cosmosdb_account" "a" {
          location = "westeurope"
          geo_location {
            location          = "westeurope"
            failover_priority = 0
          }
          geo_location {
            location          = "northeurope"
            failover_priority = 1
          }
        }
        resource "azurerm_cosmosdb_account" "serverless" {
          location = "eastus"
          capabilities {
            name = "EnableServerless"
          }
          geo_location {
            location          = "eastus"
            failover_priority = 0
          }
        }
        resource "azurerm_cosmosdb_sql_database" "d" {
          account_name = azurerm_cosmosdb_account.a.name
          throughput   = 400
        }
        resource "azurerm_cosmosdb_sql_container" "scales" {
          account_name = azurerm_cosmosdb_account.a.name
          autoscale_settings {
            max_throughput = 4000
          }
        }
        resource "azurerm_cosmosdb_sql_container" "shares" {
          account_name = azurerm_cosmosdb_account.a.name
        }
        resource "azurerm_cosmosdb_mongo_collection" "unknown" {
          account_name = azurerm_cosmosdb_account.a.name
          throughput   = var.unknown
        }
        """,
        declared(
            **{
                "azurerm_cosmosdb_account.a": {"storage_gb": 10},
                "azurerm_cosmosdb_account.serverless": {
                    "storage_gb": 10,
                    "monthly_serverless_request_units": 10_000_000,
                },
            }
        ),
    )

    assert money(found["azurerm_cosmosdb_account.a"]) == 5.00  # 10 GB x 0.25 in two regions
    assert money(found["azurerm_cosmosdb_account.serverless"]) == 5.00  # 2.50 and 10 x 0.25
    assert money(found["azurerm_cosmosdb_sql_database.d"]) == 46.72  # 4 x 2 regions x 0.008 x 730
    scaling = found["azurerm_cosmosdb_sql_container.scales"].amount
    assert round(scaling.least.high, 2) == 70.08  # a tenth of 40 x 2 x 0.012 x 730
    assert round(scaling.most.low, 2) == 700.80
    assert (scaling.expected.low, scaling.expected.high) == (scaling.least.low, scaling.most.high)
    assert found["azurerm_cosmosdb_sql_container.shares"].is_free
    assert missing(found["azurerm_cosmosdb_mongo_collection.unknown"]) == {"value"}


def test_an_account_writes_in_several_regions(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_cosmosdb_account" "a" {
          location                         = "eastus"
          multiple_write_locations_enabled = true
          geo_location {
            location          = "eastus"
            failover_priority = 0
          }
        }
        resource "azurerm_cosmosdb_sql_database" "d" {
          account_name = azurerm_cosmosdb_account.a.name
          throughput   = 400
        }
        """,
    )

    assert money(found["azurerm_cosmosdb_sql_database.d"]) == 46.72  # 4 x 0.016 x 730
    assert lines(found["azurerm_cosmosdb_sql_database.d"])["throughput"].unit == "100RU-hour"


def test_a_warehouse(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "unknown" {}
        resource "azurerm_synapse_workspace" "w" {
          location = "eastus"
        }
        resource "azurerm_synapse_sql_pool" "p" {
          synapse_workspace_id = azurerm_synapse_workspace.w.id
          sku_name             = "DW300c"
        }
        resource "azurerm_synapse_sql_pool" "unknown" {
          synapse_workspace_id = azurerm_synapse_workspace.w.id
          sku_name             = var.unknown
        }
        """,
    )

    assert at_least(found["azurerm_synapse_sql_pool.p"]) == 2628.00  # 3 x 1.20 x 730
    assert missing(found["azurerm_synapse_sql_pool.p"]) == {"price", "usage"}  # of what it keeps
    assert missing(found["azurerm_synapse_sql_pool.unknown"]) == {"price", "usage", "value"}
