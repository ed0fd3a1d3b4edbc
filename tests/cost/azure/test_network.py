from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import at_least, declared, estimates, missing, money

from trueline.cost.azure.network import ESTIMATORS

if TYPE_CHECKING:
    from pathlib import Path


def test_addresses(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "sku" {}
        resource "azurerm_public_ip" "standard" {
          location          = "westeurope"
          allocation_method = "Static"
        }
        resource "azurerm_public_ip" "basic" {
          location          = "westeurope"
          allocation_method = "Dynamic"
          sku               = "Basic"
        }
        resource "azurerm_public_ip" "six" {
          location          = "westeurope"
          allocation_method = "Static"
          ip_version        = "IPv6"
        }
        resource "azurerm_public_ip" "unknown" {
          location          = "westeurope"
          allocation_method = "Static"
          sku               = var.sku
        }
        resource "azurerm_public_ip_prefix" "p" {
          location      = "westeurope"
          prefix_length = 30
        }
        """,
    )

    assert money(found["azurerm_public_ip.standard"]) == 3.65  # 0.005 x 730
    assert money(found["azurerm_public_ip.basic"]) == 2.92  # 0.004 x 730
    assert found["azurerm_public_ip.six"].is_free
    assert missing(found["azurerm_public_ip.unknown"]) == {"value"}
    assert money(found["azurerm_public_ip_prefix.p"]) == 17.52  # 4 x 0.006 x 730


def rules(number: int) -> str:
    return "".join(
        f"""
        resource "azurerm_lb_rule" "r{index}" {{
          loadbalancer_id = azurerm_lb.b.id
          name            = "r{index}"
        }}
        """
        for index in range(number)
    )


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param(0, 5.00, id="without rules only what goes through"),  # 1000 x 0.005
        pytest.param(5, 23.25, id="five rules are one price"),  # 0.025 x 730 = 18.25
        pytest.param(7, 37.85, id="two more rules"),  # 2 x 0.01 x 730 = 14.60
    ],
)
def test_a_load_balancer(tmp_path: Path, number: int, expected: float) -> None:
    text = """
        resource "azurerm_lb" "b" {
          location = "westeurope"
          sku      = "Standard"
        }
        """
    usage = declared(**{"azurerm_lb.b": {"monthly_data_processed_gb": 1000}})

    assert money(estimates(tmp_path, text + rules(number), usage)["azurerm_lb.b"]) == expected


def test_a_basic_load_balancer_is_free_and_a_gateway_is_not(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "sku" {}
        resource "azurerm_lb" "basic" {
          location = "westeurope"
          sku      = "Basic"
        }
        resource "azurerm_lb" "gateway" {
          location = "westeurope"
          sku      = "Gateway"
        }
        resource "azurerm_lb" "unknown" {
          location = "westeurope"
          sku      = var.sku
        }
        """,
    )

    assert found["azurerm_lb.basic"].is_free
    assert at_least(found["azurerm_lb.gateway"]) == 9.49  # 0.013 x 730
    assert missing(found["azurerm_lb.unknown"]) == {"value", "usage"}


def test_a_nat_gateway(tmp_path: Path) -> None:
    text = """
        resource "azurerm_nat_gateway" "n" {
          location = "westeurope"
        }
        """
    usage = declared(**{"azurerm_nat_gateway.n": {"monthly_data_processed_gb": 100}})

    # 0.045 x 730 = 32.85; 100 x 0.045 = 4.50
    assert money(estimates(tmp_path, text, usage)["azurerm_nat_gateway.n"]) == 37.35
    assert missing(estimates(tmp_path, text)["azurerm_nat_gateway.n"]) == {"usage"}


GATEWAY = """
        resource "azurerm_application_gateway" "g" {
          location = "eastus"
          sku {
            name = "WAF_v2"
            tier = "WAF_v2"
          }
          autoscale_configuration {
            min_capacity = 1
            max_capacity = 4
          }
        }
        """


def test_an_application_gateway_between_its_least_and_most_instances(tmp_path: Path) -> None:
    found = estimates(tmp_path, GATEWAY)["azurerm_application_gateway.g"]

    # 0.443 x 730 = 323.39; ten units for each instance: 10 x 0.0144 x 730 = 105.12
    assert round(found.amount.least.high, 2) == 428.51
    assert round(found.amount.expected.low, 2) == 428.51
    assert round(found.amount.expected.high, 2) == 743.87
    assert round(found.amount.most.low, 2) == 743.87


def test_the_capacity_units_of_an_application_gateway_are_declared(tmp_path: Path) -> None:
    usage = declared(**{"azurerm_application_gateway.g": {"capacity_units": 20}})
    found = estimates(tmp_path, GATEWAY, usage)["azurerm_application_gateway.g"]

    assert round(found.amount.expected.low, 2) == round(found.amount.expected.high, 2) == 533.63  # 323.39 + 210.24


def test_other_application_gateways(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "number" {}
        resource "azurerm_application_gateway" "fixed" {
          location = "eastus"
          sku {
            name     = "Standard_v2"
            tier     = "Standard_v2"
            capacity = 2
          }
        }
        resource "azurerm_application_gateway" "unknown" {
          location = "eastus"
          sku {
            name     = "Standard_v2"
            tier     = "Standard_v2"
            capacity = var.number
          }
        }
        resource "azurerm_application_gateway" "old" {
          location = "eastus"
          sku {
            name     = "WAF_Medium"
            tier     = "WAF"
            capacity = 2
          }
        }
        """,
        declared(**{"azurerm_application_gateway.old": {"monthly_data_processed_gb": 11_240}}),
    )

    # 0.246 x 730 = 179.58; 20 x 0.008 x 730 = 116.80
    assert money(found["azurerm_application_gateway.fixed"]) == 296.38
    assert at_least(found["azurerm_application_gateway.unknown"]) == 179.58
    assert missing(found["azurerm_application_gateway.unknown"]) == {"value"}
    # 2 x 0.126 x 730 = 183.96; 1,000 GB after the first 10 TB x 0.007 = 7.00
    assert money(found["azurerm_application_gateway.old"]) == 190.96


def test_a_firewall(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "tier" {}
        resource "azurerm_firewall" "f" {
          location = "westeurope"
          sku_name = "AZFW_VNet"
          sku_tier = "Premium"
        }
        resource "azurerm_firewall" "unknown" {
          location = "westeurope"
          sku_name = "AZFW_VNet"
          sku_tier = var.tier
        }
        """,
        declared(**{"azurerm_firewall.f": {"monthly_data_processed_gb": 1000}}),
    )

    assert money(found["azurerm_firewall.f"]) == 1293.50  # 1.75 x 730 = 1277.50; 1000 x 0.016 = 16.00
    assert missing(found["azurerm_firewall.unknown"]) == {"value", "usage"}


def test_gateways_of_networks(tmp_path: Path) -> None:
    tunnels = "".join(
        f"""
        resource "azurerm_virtual_network_gateway_connection" "c{index}" {{
          location                   = "westeurope"
          type                       = "IPsec"
          virtual_network_gateway_id = azurerm_virtual_network_gateway.tunnels.id
        }}
        """
        for index in range(12)
    )
    found = estimates(
        tmp_path,
        """
        variable "sku" {}
        resource "azurerm_virtual_network_gateway" "vpn" {
          location = "westeurope"
          type     = "Vpn"
          sku      = "VpnGw1"
        }
        resource "azurerm_virtual_network_gateway" "tunnels" {
          location = "westeurope"
          type     = "Vpn"
          sku      = "VpnGw1"
        }
        resource "azurerm_virtual_network_gateway" "users" {
          location = "westeurope"
          type     = "Vpn"
          sku      = "VpnGw1"
          vpn_client_configuration {
            address_space = ["10.2.0.0/24"]
          }
        }
        resource "azurerm_virtual_network_gateway" "er" {
          location = "westeurope"
          type     = "ExpressRoute"
          sku      = "Standard"
        }
        resource "azurerm_virtual_network_gateway" "unknown" {
          location = "westeurope"
          type     = "Vpn"
          sku      = var.sku
        }
        """
        + tunnels,
        declared(**{"azurerm_virtual_network_gateway.users": {"p2s_connection": 138}}),
    )

    assert money(found["azurerm_virtual_network_gateway.vpn"]) == 138.70  # 0.19 x 730
    assert money(found["azurerm_virtual_network_gateway.tunnels"]) == 160.60  # and 2 x 0.015 x 730
    assert money(found["azurerm_virtual_network_gateway.users"]) == 211.70  # and 10 x 0.01 x 730
    assert money(found["azurerm_virtual_network_gateway.er"]) == 138.70
    assert missing(found["azurerm_virtual_network_gateway.unknown"]) == {"value"}
    assert found["azurerm_virtual_network_gateway_connection.c0"].is_free


def test_bastions(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "units" {}
        resource "azurerm_bastion_host" "basic" {
          location = "westeurope"
        }
        resource "azurerm_bastion_host" "standard" {
          location    = "westeurope"
          sku         = "Standard"
          scale_units = 4
        }
        resource "azurerm_bastion_host" "developer" {
          location = "westeurope"
          sku      = "Developer"
        }
        resource "azurerm_bastion_host" "unknown" {
          location    = "westeurope"
          sku         = "Standard"
          scale_units = var.units
        }
        """,
    )

    assert money(found["azurerm_bastion_host.basic"]) == 138.70  # 0.19 x 730
    assert money(found["azurerm_bastion_host.standard"]) == 416.10  # (0.29 + 2 x 0.14) x 730
    assert found["azurerm_bastion_host.developer"].is_free
    assert at_least(found["azurerm_bastion_host.unknown"]) == 211.70  # 0.29 x 730


def test_endpoints_and_names(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_private_endpoint" "e" {
          location = "westeurope"
        }
        resource "azurerm_private_dns_zone" "private" {
          name = "privatelink.example.org"
        }
        resource "azurerm_dns_zone" "public" {
          name = "example.org"
        }
        resource "azurerm_private_dns_resolver_inbound_endpoint" "in" {
          location = "westeurope"
        }
        resource "azurerm_private_dns_resolver_outbound_endpoint" "out" {
          location = "westeurope"
        }
        resource "azurerm_private_dns_resolver_dns_forwarding_ruleset" "r" {
          location = "westeurope"
        }
        """,
        declared(
            **{
                "azurerm_private_endpoint.e": {
                    "monthly_inbound_data_processed_gb": 100,
                    "monthly_outbound_data_processed_gb": 50,
                },
                "azurerm_dns_zone.public": {"monthly_queries": 2_000_000},
            }
        ),
    )

    assert money(found["azurerm_private_endpoint.e"]) == 8.80  # 0.01 x 730 = 7.30; 150 x 0.01 = 1.50
    assert money(found["azurerm_dns_zone.public"]) == 1.30  # 0.50 and 2 x 0.40
    assert at_least(found["azurerm_private_dns_zone.private"]) == 0.50
    assert missing(found["azurerm_private_dns_zone.private"]) == {"usage"}
    assert money(found["azurerm_private_dns_resolver_inbound_endpoint.in"]) == 180.00
    assert money(found["azurerm_private_dns_resolver_outbound_endpoint.out"]) == 180.00
    assert money(found["azurerm_private_dns_resolver_dns_forwarding_ruleset.r"]) == 2.50


def test_traffic_manager(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "interval" {}
        resource "azurerm_traffic_manager_profile" "p" {
          monitor_config {
            interval_in_seconds = 10
          }
        }
        resource "azurerm_traffic_manager_profile" "unknown" {
          monitor_config {
            interval_in_seconds = var.interval
          }
        }
        resource "azurerm_traffic_manager_azure_endpoint" "a" {
          profile_id = azurerm_traffic_manager_profile.p.id
        }
        resource "azurerm_traffic_manager_external_endpoint" "e" {
          profile_id = "elsewhere"
        }
        resource "azurerm_traffic_manager_external_endpoint" "unknown" {
          profile_id = azurerm_traffic_manager_profile.unknown.id
        }
        """,
        declared(**{"azurerm_traffic_manager_profile.p": {"monthly_dns_queries": 10_000_000}}),
    )

    assert money(found["azurerm_traffic_manager_profile.p"]) == 5.40  # 10 x 0.54
    assert money(found["azurerm_traffic_manager_azure_endpoint.a"]) == 1.36  # 0.36 and 1.00
    assert money(found["azurerm_traffic_manager_external_endpoint.e"]) == 0.54
    assert missing(found["azurerm_traffic_manager_external_endpoint.unknown"]) == {"value"}


def test_a_front_door_of_which_the_requests_have_no_price(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_cdn_frontdoor_profile" "f" {
          sku_name = "Premium_AzureFrontDoor"
        }
        """,
    )["azurerm_cdn_frontdoor_profile.f"]

    assert at_least(found) == 330.00
    assert missing(found) == {"price", "usage"}
    assert found.state == "partly"


def test_a_virtual_wan(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "units" {}
        resource "azurerm_virtual_hub" "h" {
          location = "westeurope"
        }
        resource "azurerm_vpn_gateway" "g" {
          location   = "westeurope"
          scale_unit = 2
        }
        resource "azurerm_vpn_gateway_connection" "c" {
          vpn_gateway_id = azurerm_vpn_gateway.g.id
        }
        resource "azurerm_point_to_site_vpn_gateway" "p" {
          location   = "westeurope"
          scale_unit = var.units
        }
        """,
    )

    assert money(found["azurerm_virtual_hub.h"]) == 182.50  # 0.25 x 730
    assert money(found["azurerm_vpn_gateway.g"]) == 563.56  # 2 x 0.361 x 730 = 527.06; 0.05 x 730 = 36.50
    assert missing(found["azurerm_point_to_site_vpn_gateway.p"]) == {"value", "usage"}


def test_a_plan_against_floods(tmp_path: Path) -> None:
    found = estimates(tmp_path, 'resource "azurerm_network_ddos_protection_plan" "p" {\n  location = "westeurope"\n}\n')

    assert money(found["azurerm_network_ddos_protection_plan.p"]) == 2944.00


@pytest.mark.parametrize("kind", sorted(ESTIMATORS))
def test_what_is_wholly_unknown_is_never_nothing(tmp_path: Path, kind: str) -> None:
    names = ("sku", "sku_name", "sku_tier", "type", "prefix_length", "scale_unit", "scale_units", "ip_version")
    attributes = "\n".join(f"  {name} = var.unknown" for name in names)
    found = estimates(tmp_path, f'variable "unknown" {{}}\nresource "{kind}" "it" {{\n{attributes}\n}}\n')[f"{kind}.it"]

    assert found.components
    assert found.amount.most.high > 0
