"""Types that are estimated as another one is: each by itself, known and unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import at_least, declared, estimates, missing, money

if TYPE_CHECKING:
    from pathlib import Path

COSMOS = (
    "azurerm_cosmosdb_cassandra_keyspace",
    "azurerm_cosmosdb_gremlin_database",
    "azurerm_cosmosdb_gremlin_graph",
    "azurerm_cosmosdb_mongo_collection",
    "azurerm_cosmosdb_mongo_database",
    "azurerm_cosmosdb_table",
)
ACCOUNT = """
variable "unknown" {}
resource "azurerm_cosmosdb_account" "a" {
  location = "eastus"
  geo_location {
    location          = "eastus"
    failover_priority = 0
  }
}
"""


@pytest.mark.parametrize("kind", COSMOS)
def test_the_throughput_of_whatever_lies_in_an_account(tmp_path: Path, kind: str) -> None:
    one = 'resource "%s" "%s" {\n  account_name = azurerm_cosmosdb_account.a.name\n  throughput   = %s\n}\n'
    found = estimates(tmp_path, ACCOUNT + one % (kind, "known", 400) + one % (kind, "open", "var.unknown"))

    assert money(found[f"{kind}.known"]) == 23.36  # 4 x 0.008 x 730
    assert at_least(found[f"{kind}.open"]) == 0.0
    assert missing(found[f"{kind}.open"]) == {"value"}


def test_the_throughput_of_a_table_of_cassandra(tmp_path: Path) -> None:
    keyspace = (
        'resource "azurerm_cosmosdb_cassandra_keyspace" "k" {\n  account_name = azurerm_cosmosdb_account.a.name\n}\n'
    )
    one = (
        'resource "azurerm_cosmosdb_cassandra_table" "%s" {\n'
        "  cassandra_keyspace_id = azurerm_cosmosdb_cassandra_keyspace.k.id\n  throughput            = %s\n}\n"
    )
    found = estimates(tmp_path, ACCOUNT + keyspace + one % ("known", 1000) + one % ("open", "var.unknown"))

    assert at_least(found["azurerm_cosmosdb_cassandra_table.open"]) == 0.0
    assert missing(found["azurerm_cosmosdb_cassandra_table.open"]) >= {"value"}
    assert money(found["azurerm_cosmosdb_cassandra_table.known"]) == 58.40  # 10 x 0.008 x 730


@pytest.mark.parametrize("kind", ["azurerm_function_app", "azurerm_linux_function_app", "azurerm_windows_function_app"])
def test_functions_are_paid_by_what_they_do(tmp_path: Path, kind: str) -> None:
    text = f'resource "{kind}" "f" {{\n  location = "eastus"\n}}\n'
    usage = declared(**{f"{kind}.f": {"monthly_executions": 3_000_000, "monthly_gb_seconds": 500_000}})

    # 3 x 0.20 = 0.60, and 500,000 x 0.000016 = 8.00
    assert money(estimates(tmp_path, text, usage)[f"{kind}.f"]) == 8.60
    assert missing(estimates(tmp_path, text)[f"{kind}.f"]) == {"usage"}


@pytest.mark.parametrize(
    "kind", ["azurerm_eventgrid_domain", "azurerm_eventgrid_system_topic", "azurerm_eventgrid_topic"]
)
def test_events_are_paid_by_their_number(tmp_path: Path, kind: str) -> None:
    text = f'resource "{kind}" "t" {{\n  location = "eastus"\n}}\n'
    found = estimates(tmp_path, text)[f"{kind}.t"]

    assert missing(found) == {"usage"}
    (name,) = {gap.name for gap in found.every_gap}
    used = estimates(tmp_path, text, declared(**{f"{kind}.t": {name: 10_000_000}}))
    assert money(used[f"{kind}.t"]) == 5.94  # 9.9 x 0.60: the first 100,000 cost nothing
