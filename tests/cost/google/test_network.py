"""Networks, at prices of us-central1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import US, at_least, declared, estimates, missing, money, spread_of

from trueline.model.cost_settings import CostSettings

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate


def one(folder: Path, kind: str, body: str, settings: CostSettings = US) -> Estimate:
    """Return the estimate of a resource `x` of ``kind``."""
    text = f'variable "v" {{}}\nresource "{kind}" "x" {{\n{body}\n}}\n'
    return estimates(folder, text, settings)[f"{kind}.x"]


def usage(kind: str, **values: object) -> CostSettings:
    """Return settings that declare what `x` uses."""
    return declared(**{f"{kind}.x": values})


def test_an_address_is_paid_for_by_what_uses_it(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "google_compute_address" "machine" {
          region = "us-central1"
        }
        resource "google_compute_address" "balancer" {
          region = "us-central1"
        }
        resource "google_compute_address" "idle" {
          region = "europe-west6"
        }
        resource "google_compute_address" "inner" {
          region       = "us-central1"
          address_type = "INTERNAL"
        }
        resource "google_compute_global_address" "idle" {}
        resource "google_compute_instance" "web" {
          machine_type = "e2-medium"
          zone         = "us-central1-a"
          network_interface {
            access_config {
              nat_ip = google_compute_address.machine.address
            }
          }
        }
        resource "google_compute_forwarding_rule" "rule" {
          ip_address = google_compute_address.balancer.address
        }
        """,
    )

    assert money(found["google_compute_address.machine"]) == 3.65  # 0.005 x 730
    assert found["google_compute_address.balancer"].is_free
    assert found["google_compute_address.inner"].is_free
    assert tuple(found["google_compute_address.idle"].amount.expected) == (0.0, pytest.approx(7.3))  # 0.01 x 730
    assert tuple(found["google_compute_global_address.idle"].amount.expected) == (0.0, pytest.approx(7.3))


def test_an_address_of_unknown_kind(tmp_path: Path) -> None:
    found = one(tmp_path, "google_compute_address", 'region = "us-central1"\naddress_type = var.v')

    assert found.amount.expected.low == 0.0
    assert missing(found) == {"value"}


def test_five_forwarding_rules_cost_one_minimum(tmp_path: Path) -> None:
    text = "".join(
        f'resource "google_compute_forwarding_rule" "r{n}" {{\n  region = "us-east1"\n}}\n' for n in range(6)
    )
    told = declared(**{"google_compute_forwarding_rule.*": {"monthly_ingress_data_gb": 100}})
    found = [each for _, each in sorted(estimates(tmp_path, text, told).items())]

    # 0.025 x 730 = 18.25 and 0.80 of data; the sixth 0.01 x 730 = 7.30
    assert [money(each) for each in found] == [19.05, 0.8, 0.8, 0.8, 0.8, 8.1]


def test_a_global_rule_and_an_endpoint(tmp_path: Path) -> None:
    told = usage("google_compute_global_forwarding_rule", monthly_ingress_data_gb=0)
    endpoint = 'load_balancing_scheme = ""\ntarget = "projects/p/regions/us-central1/serviceAttachments/a"'

    assert money(one(tmp_path, "google_compute_global_forwarding_rule", "", told)) == 18.25
    assert money(one(tmp_path, "google_compute_forwarding_rule", endpoint)) == 7.30
    assert missing(one(tmp_path, "google_compute_forwarding_rule", "region = var.v", CostSettings())) == {
        "value",
        "usage",
    }


def test_nat_is_paid_for_by_the_machines_behind_it(tmp_path: Path) -> None:
    kind = "google_compute_router_nat"
    body = 'region = "us-central1"\nnat_ip_allocate_option = "AUTO_ONLY"'
    told = usage(kind, assigned_vms=4, monthly_data_processed_gb=100)
    many = usage(kind, assigned_vms=400, monthly_data_processed_gb=0)

    # 4 x 0.0014 x 730 = 4.088; an address 3.65; 100 x 0.045 = 4.50
    assert money(one(tmp_path, kind, body, told)) == 12.24
    assert money(one(tmp_path, kind, body, many)) == 36.35  # 32 x 0.0014 x 730 = 32.704
    found = one(tmp_path, kind, body)
    assert missing(found) == {"usage"}
    assert at_least(found) == 3.65


def test_a_tunnel(tmp_path: Path) -> None:
    kind = "google_compute_vpn_tunnel"

    assert money(one(tmp_path, kind, 'region = "europe-west3"')) == 43.80  # 0.06 x 730
    assert missing(one(tmp_path, kind, "region = var.v", CostSettings())) == {"value"}


def test_an_interconnect(tmp_path: Path) -> None:
    links = 'interconnect_type = "DEDICATED"\nlink_type = "LINK_TYPE_ETHERNET_10G_LR"\nrequested_link_count = 2'
    partner = 'type = "PARTNER"\nbandwidth = "BPS_1G"\nregion = "us-central1"'
    attachment = "google_compute_interconnect_attachment"

    assert money(one(tmp_path, "google_compute_interconnect", links)) == 3398.88  # 2 x 2.328 x 730
    assert missing(one(tmp_path, "google_compute_interconnect", links.replace("2", "var.v"))) >= {"value"}
    assert money(one(tmp_path, attachment, partner)) == 202.79  # 0.2778 x 730
    assert missing(one(tmp_path, attachment, 'region = "us-central1"')) == {"price"}
    assert missing(one(tmp_path, attachment, 'type = "PARTNER"\nbandwidth = var.v')) == {"value"}


def test_a_security_policy(tmp_path: Path) -> None:
    kind = "google_compute_security_policy"
    rules = 'rule {\n  action = "deny(403)"\n}\nrule {\n  action = "allow"\n}'

    # 5.00; 2 rules at 1.00; 4 million requests at 0.75
    assert money(one(tmp_path, kind, rules, usage(kind, monthly_requests=4_000_000))) == 10.00
    unknown = 'dynamic "rule" {\n  for_each = var.v\n  content {\n    action = "allow"\n  }\n}'
    found = one(tmp_path, kind, unknown)
    assert at_least(found) == 5.00
    assert missing(found) == {"value", "usage"}


def test_a_security_policy_of_a_region(tmp_path: Path) -> None:
    kind = "google_compute_region_security_policy"
    text = """
        variable "v" {}
        resource "google_compute_region_security_policy" "x" {
          region = "us-west2"
          type   = "CLOUD_ARMOR"
          rules {
            action   = "deny(403)"
            priority = 1000
          }
          rules {
            action   = "allow"
            priority = 2147483647
          }
        }
        resource "google_compute_region_security_policy_rule" "r" {
          region          = "us-west2"
          security_policy = google_compute_region_security_policy.x.name
          action          = "allow"
          priority        = 100
        }
        """
    found = estimates(tmp_path, text, usage(kind, monthly_requests=4_000_000))

    # 5.00; 3 rules at 1.00; 4 million requests at 0.75
    assert money(found[f"{kind}.x"]) == 11.00
    unknown = 'dynamic "rules" {\n  for_each = var.v\n  content {\n    action = "allow"\n  }\n}'
    open_ended = one(tmp_path, kind, unknown, usage(kind, monthly_requests=0))
    assert at_least(open_ended) == 5.00
    assert missing(open_ended) == {"value"}
    assert missing(one(tmp_path, kind, 'type = "CLOUD_ARMOR_NETWORK"')) == {"price"}


def test_a_zone(tmp_path: Path) -> None:
    kind = "google_dns_managed_zone"

    assert money(one(tmp_path, kind, 'dns_name = "a.example."', usage(kind, monthly_queries=5_000_000))) == 2.20
    assert missing(one(tmp_path, kind, "dns_name = var.v")) == {"usage"}


def test_an_access_connector(tmp_path: Path) -> None:
    kind = "google_vpc_access_connector"

    # e2-micro 0.25 x 0.02181159 + 0.00292353 = 0.00837643 x 730 = 6.1148: 2 to 10 of them
    assert spread_of(one(tmp_path, kind, 'region = "us-central1"')) == (12.23, 12.23, 61.15)
    body = 'region = "us-central1"\nmin_throughput = 200\nmax_throughput = 300'
    assert spread_of(one(tmp_path, kind, body)) == (12.23, 12.23, 18.34)
    found = one(tmp_path, kind, 'region = "us-central1"\nmax_instances = var.v')
    assert missing(found) == {"value"}


def test_addresses_of_a_gateway_are_perhaps_its_own(tmp_path: Path) -> None:
    text = 'variable "x" {}\nresource "google_compute_router_nat" "a" {\n  nat_ip_allocate_option = var.x\n}\n'
    found = estimates(tmp_path, text, US._replace(undeclared="zero"))["google_compute_router_nat.a"]

    assert found.amount.expected.high == float("inf")
    assert missing(found) == {"value"}
