"""What faces users: front doors, gateways for them, sites, functions of the old type and events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import at_least, declared, estimates, missing, money

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate

UNKNOWN = 'variable "unknown" {}\n'
DOOR = "azurerm_cdn_frontdoor_profile"
USERS = "azurerm_point_to_site_vpn_gateway"
APP = "azurerm_function_app"
SITE = "azurerm_static_site"


def one(folder: Path, kind: str, body: str, *, before: str = "", **usage: object) -> Estimate:
    """Return the estimate of a resource `x` of ``kind``, of which ``usage`` is declared."""
    text = f'{UNKNOWN}{before}\nresource "{kind}" "x" {{\n{body}\n}}\n'
    return estimates(folder, text, declared(**{f"{kind}.x": usage}))[f"{kind}.x"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Standard_AzureFrontDoor", 35.00, id="standard"),  # 35.00 a month
        pytest.param("Premium_AzureFrontDoor", 330.00, id="premium"),  # 330.00 a month
    ],
)
def test_a_front_door_that_nobody_goes_through(tmp_path: Path, name: str, expected: float) -> None:
    found = one(tmp_path, DOOR, f'sku_name = "{name}"', monthly_requests=0, monthly_outbound_gb=0)

    assert money(found) == expected


def test_a_front_door_of_unknown_tier(tmp_path: Path) -> None:
    found = one(tmp_path, DOOR, "sku_name = var.unknown", monthly_requests=0, monthly_outbound_gb=0)

    assert at_least(found) == 0.0
    assert "value" in missing(found)
    assert found.state == "unpriced"


def test_a_gateway_for_users(tmp_path: Path) -> None:
    body = 'location = "westeurope"\nscale_unit = 2'

    # 2 x 0.361 x 730 = 527.06; ten users for 100 hours: 1000 x 0.0125 = 12.50
    assert money(one(tmp_path, USERS, body, monthly_connection_hours=1000)) == 539.56
    alone = one(tmp_path, USERS, body)
    assert at_least(alone) == 527.06
    assert missing(alone) == {"usage"}


def test_a_gateway_for_users_of_unknown_scale(tmp_path: Path) -> None:
    body = 'location = "westeurope"\nscale_unit = var.unknown'
    found = one(tmp_path, USERS, body, monthly_connection_hours=1000)

    assert at_least(found) == 12.50
    assert missing(found) == {"value"}


def test_a_site_of_the_old_type(tmp_path: Path) -> None:
    assert money(one(tmp_path, SITE, 'sku_tier = "Standard"')) == 9.00  # 9.00 a month
    assert one(tmp_path, SITE, 'sku_tier = "Free"').is_free
    unknown = one(tmp_path, SITE, "sku_tier = var.unknown")
    assert at_least(unknown) == 0.0
    assert missing(unknown) == {"value"}


def a_plan(size: str) -> str:
    return f"""
        resource "azurerm_app_service_plan" "p" {{
          location = "eastus"
          kind     = "FunctionApp"
          sku {{
            tier = "Dynamic"
            size = {size}
          }}
        }}
        """


ON_PLAN = 'location = "eastus"\napp_service_plan_id = azurerm_app_service_plan.p.id'


def test_functions_of_the_old_type(tmp_path: Path) -> None:
    usage = {"monthly_executions": 5_000_000, "monthly_gb_seconds": 500_000}

    # 5 x 0.20 = 1.00; 500,000 x 0.000016 = 8.00
    assert money(one(tmp_path, APP, ON_PLAN, before=a_plan('"Y1"'), **usage)) == 9.00
    assert one(tmp_path, APP, ON_PLAN, before=a_plan('"S1"'), **usage).is_free


@pytest.mark.parametrize(
    ("body", "plan"),
    [
        pytest.param(ON_PLAN, a_plan("var.unknown"), id="a plan of unknown size"),
        pytest.param('location = "eastus"\napp_service_plan_id = var.unknown', "", id="an unknown plan"),
    ],
)
def test_functions_of_the_old_type_on_a_plan_that_is_not_known(tmp_path: Path, body: str, plan: str) -> None:
    found = one(tmp_path, APP, body, before=plan)

    assert at_least(found) == 0.0
    assert missing(found) == {"usage", "value"}


def test_functions_on_a_plan_that_is_not_known_are_paid_by_use_at_the_most(tmp_path: Path) -> None:
    usage = {"monthly_executions": 5_000_000, "monthly_gb_seconds": 500_000}
    found = one(tmp_path, APP, 'location = "eastus"\napp_service_plan_id = var.unknown', **usage)

    # on a plan that is paid by the instance they cost nothing more
    assert tuple(found.amount.expected) == (0.0, pytest.approx(9.0))


@pytest.mark.parametrize("kind", ["azurerm_eventgrid_domain", "azurerm_eventgrid_system_topic"])
def test_events(tmp_path: Path, kind: str) -> None:
    body = 'location = "westeurope"'

    # ten million after the first 100,000 x 0.60
    assert money(one(tmp_path, kind, body, monthly_operations=10_100_000)) == 6.00
    # the first 100,000 are free for everybody
    assert money(one(tmp_path, kind, body, monthly_operations=100_000)) == 0.00
    # everywhere the same
    assert money(one(tmp_path, kind, "location = var.unknown", monthly_operations=1_100_000)) == 0.60


@pytest.mark.parametrize("kind", ["azurerm_eventgrid_domain", "azurerm_eventgrid_system_topic"])
@pytest.mark.parametrize("place", ['"westeurope"', "var.unknown"])
def test_events_of_which_nobody_says_how_many(tmp_path: Path, kind: str, place: str) -> None:
    found = one(tmp_path, kind, f"location = {place}")

    assert at_least(found) == 0.0
    assert missing(found) == {"usage"}


MACHINE = """
  size = "Standard_D2s_v3"
  dynamic "os_disk" {
    for_each = var.x
    content {
      storage_account_type = "Premium_LRS"
    }
  }
"""
DISK = """
  storage_account_type = "Premium_LRS"
  disk_size_gb         = 128
  tier                 = var.x
"""


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param("azurerm_linux_virtual_machine", MACHINE, id="a block that may be there"),
        pytest.param("azurerm_managed_disk", DISK, id="a tier"),
    ],
)
def test_a_disk_of_which_something_is_not_known_is_open(tmp_path: Path, kind: str, body: str) -> None:
    text = f'variable "x" {{}}\nresource "{kind}" "a" {{\n  location = "eastus"\n{body}\n}}\n'
    found = estimates(tmp_path, text)[f"{kind}.a"]

    assert found.amount.expected.high == float("inf")
    assert missing(found) == {"value"}
