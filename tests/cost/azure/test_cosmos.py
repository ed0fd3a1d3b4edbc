"""Databases and containers of Cosmos DB: request units for themselves, in all regions of their account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import at_least, declared, estimates, missing, money

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate

# An account in West Europe and North Europe, and a keyspace in it.
ACCOUNT = """
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
resource "azurerm_cosmosdb_cassandra_keyspace" "k" {
  account_name = azurerm_cosmosdb_account.a.name
}
"""
IN_ACCOUNT = "account_name = azurerm_cosmosdb_account.a.name"
IN_KEYSPACE = "cassandra_keyspace_id = azurerm_cosmosdb_cassandra_keyspace.k.id"

KINDS = [
    ("azurerm_cosmosdb_cassandra_keyspace", IN_ACCOUNT),
    ("azurerm_cosmosdb_cassandra_table", IN_KEYSPACE),
    ("azurerm_cosmosdb_gremlin_database", IN_ACCOUNT),
    ("azurerm_cosmosdb_gremlin_graph", IN_ACCOUNT),
    ("azurerm_cosmosdb_mongo_collection", IN_ACCOUNT),
    ("azurerm_cosmosdb_mongo_database", IN_ACCOUNT),
    ("azurerm_cosmosdb_sql_container", IN_ACCOUNT),
    ("azurerm_cosmosdb_sql_database", IN_ACCOUNT),
    ("azurerm_cosmosdb_table", IN_ACCOUNT),
]
each_kind = pytest.mark.parametrize(("kind", "place"), KINDS)


def one(folder: Path, kind: str, body: str, account: str = ACCOUNT) -> Estimate:
    """Return the estimate of a resource `x` of ``kind``."""
    return estimates(folder, f'{account}resource "{kind}" "x" {{\n{body}\n}}\n')[f"{kind}.x"]


@each_kind
def test_throughput_in_each_region(tmp_path: Path, kind: str, place: str) -> None:
    found = one(tmp_path, kind, f"{place}\nthroughput = 1000")

    assert money(found) == 116.80  # 10 x 2 regions x 0.008 x 730
    assert found.state == "priced"


@each_kind
def test_throughput_that_scales(tmp_path: Path, kind: str, place: str) -> None:
    found = one(tmp_path, kind, f"{place}\nautoscale_settings {{\n  max_throughput = 2000\n}}")

    # 20 x 2 regions x 0.012 x 730 = 350.40, and a tenth of it when nothing is asked
    assert round(found.amount.least.high, 2) == 35.04
    assert round(found.amount.expected.low, 2) == 35.04
    assert round(found.amount.expected.high, 2) == 350.40
    assert round(found.amount.most.low, 2) == 350.40


@each_kind
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("throughput = var.unknown", id="fixed"),
        pytest.param("autoscale_settings {\n  max_throughput = var.unknown\n}", id="scales"),
        pytest.param(
            'dynamic "autoscale_settings" {\n  for_each = var.unknown\n  content {\n    max_throughput = 4000\n  }\n}',
            id="whether it scales",
        ),
    ],
)
def test_throughput_that_is_not_known(tmp_path: Path, kind: str, place: str, body: str) -> None:
    found = one(tmp_path, kind, f"{place}\n{body}")

    assert at_least(found) == 0.0
    assert missing(found) == {"value"}
    assert found.state == "partly"


@each_kind
def test_an_account_that_is_elsewhere_has_at_least_one_region(tmp_path: Path, kind: str, place: str) -> None:
    found = one(tmp_path, kind, f"{place.partition('=')[0]} = var.unknown\nthroughput = 1000")

    assert at_least(found) == 58.40  # eastus, as the settings say: 10 x 0.008 x 730
    assert missing(found) == {"value"}


# An account of which the regions, or what each of them takes, is not known.
REGIONS = 'dynamic "geo_location" {\n  for_each = var.unknown\n  content {\n    location = geo_location.value\n  }\n}'
WRITES = 'multiple_write_locations_enabled = var.unknown\ngeo_location {\n  location = "eastus"\n}'


def an_account(body: str) -> str:
    return f'variable "unknown" {{}}\nresource "azurerm_cosmosdb_account" "a" {{\nlocation = "eastus"\n{body}\n}}\n'


@pytest.mark.parametrize(
    ("body", "least"),
    [
        pytest.param(REGIONS, 58.40, id="regions"),  # at least one: 10 x 0.008 x 730
        pytest.param(WRITES, 0.0, id="writes"),
    ],
)
def test_an_account_of_which_something_is_not_known(tmp_path: Path, body: str, least: float) -> None:
    kind = "azurerm_cosmosdb_gremlin_graph"
    found = one(tmp_path, kind, f"{IN_ACCOUNT}\nthroughput = 1000", an_account(body))

    assert at_least(found) == least
    assert missing(found) == {"value"}


def test_throughput_that_scales_where_each_region_takes_writes(tmp_path: Path) -> None:
    account = an_account('enable_multiple_write_locations = true\ngeo_location {\n  location = "eastus"\n}')
    body = f"{IN_ACCOUNT}\nautoscale_settings {{\n  max_throughput = 1000\n}}"
    found = one(tmp_path, "azurerm_cosmosdb_mongo_database", body, account)

    assert round(found.amount.most.low, 2) == 116.80  # 10 x 0.016 x 730


def test_what_an_account_keeps_in_regions_that_are_not_known(tmp_path: Path) -> None:
    usage = declared(**{"azurerm_cosmosdb_account.a": {"storage_gb": 10}})
    found = estimates(tmp_path, an_account(REGIONS), usage)["azurerm_cosmosdb_account.a"]

    assert at_least(found) == 2.50  # 10 x 0.25 in one of them
    assert missing(found) == {"value"}


def test_an_account_that_may_be_serverless(tmp_path: Path) -> None:
    usage = declared(
        **{"azurerm_cosmosdb_account.a": {"storage_gb": 10, "monthly_serverless_request_units": 10_000_000}}
    )
    account = an_account("capabilities {\n  name = var.unknown\n}")
    found = estimates(tmp_path, account, usage)["azurerm_cosmosdb_account.a"]

    assert at_least(found) == 2.50  # 10 x 0.25
    assert missing(found) == {"value"}
