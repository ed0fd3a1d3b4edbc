"""Clusters and pools, at prices of us-central1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priced import US, at_least, declared, estimates, missing, money, spread_of

if TYPE_CHECKING:
    from pathlib import Path

# e2-medium: 0.02181159 + 4 x 0.00292353 = 0.03350571 x 730 = 24.4592; 100 GiB of pd-balanced at 0.10 = 10.00
# a cluster: 0.10 x 730 = 73.00


def test_a_zonal_cluster_with_its_default_pool(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "google_container_cluster" "c" {
          name               = "c"
          location           = "us-central1-a"
          initial_node_count = 2
        }
        """,
    )["google_container_cluster.c"]

    assert money(found) == 141.92  # 73.00 + 2 x 34.4592


def test_a_regional_cluster_has_nodes_in_three_zones(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "google_container_cluster" "c" {
          name                     = "c"
          location                 = "us-central1"
          remove_default_node_pool = true
          initial_node_count       = 1
        }
        resource "google_container_node_pool" "p" {
          cluster  = google_container_cluster.c.name
          location = "us-central1"
          autoscaling {
            min_node_count = 1
            max_node_count = 4
          }
          node_config {
            machine_type = "n1-standard-4"
            disk_type    = "pd-standard"
            disk_size_gb = 50
          }
        }
        """,
    )

    assert money(found["google_container_cluster.c"]) == 73.00
    # n1-standard-4 97.0895 (70 % of 138.6993) + 50 x 0.04 = 99.0895: 3 to 12 of them
    assert spread_of(found["google_container_node_pool.p"]) == (297.27, 297.27, 1189.07)


def test_a_pool_in_the_zones_it_names_with_a_total(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "google_container_cluster" "c" {
          name           = "c"
          location       = "us-central1-a"
          node_locations = ["us-central1-b"]
          node_pool {
            node_count = 1
          }
        }
        resource "google_container_node_pool" "p" {
          cluster            = google_container_cluster.c.id
          initial_node_count = 2
          autoscaling {
            total_min_node_count = 1
            total_max_node_count = 5
          }
        }
        """,
    )

    assert money(found["google_container_cluster.c"]) == 141.92  # one node in each of two zones
    # 34.4592: at least 1, 2 in each of two zones as declared, at most 5
    assert spread_of(found["google_container_node_pool.p"]) == (34.46, 137.84, 172.3)


def test_a_pool_of_spot_machines_with_local_disks(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "google_container_node_pool" "p" {
          cluster    = "c"
          location   = "us-central1-a"
          node_count = 1
          node_config {
            spot         = true
            machine_type = "n1-standard-4"
            ephemeral_storage_local_ssd_config {
              local_ssd_count = 1
            }
          }
        }
        """,
    )["google_container_node_pool.p"]

    # 138.6993 at most, 12.4829 at least; 10.00 of disk; 375 x 0.08 = 30.00
    assert round(found.amount.expected.high, 2) == 178.70
    assert round(found.amount.expected.low, 2) == 52.48


def test_autopilot_costs_what_runs_on_it(tmp_path: Path) -> None:
    text = """
        resource "google_container_cluster" "c" {
          name             = "c"
          location         = "us-central1"
          enable_autopilot = true
        }
        """
    found = estimates(tmp_path, text)["google_container_cluster.c"]

    assert at_least(found) == 73.00
    assert missing(found) == {"usage"}
    told = declared(
        **{
            "google_container_cluster.c": {
                "autopilot_vcpu_count": 2,
                "autopilot_memory_gb": 8,
                "autopilot_ephemeral_storage_gb": 0,
            }
        }
    )
    # 2 x 0.0445 x 730 = 64.97; 8 x 0.0049225 x 730 = 28.7474
    assert money(estimates(tmp_path, text, told)["google_container_cluster.c"]) == 166.72


def test_a_pool_without_a_maximum_that_is_known(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "most" {}
        resource "google_container_node_pool" "p" {
          cluster  = "c"
          location = "us-central1-a"
          autoscaling {
            min_node_count = 1
            max_node_count = var.most
          }
        }
        """,
    )["google_container_node_pool.p"]

    assert round(found.amount.least.low, 2) == 34.46
    assert found.amount.most.high == float("inf")
    assert missing(found) == {"value"}


def test_a_cluster_that_makes_nodes_by_itself(tmp_path: Path) -> None:
    text = """
    resource "google_container_cluster" "c" {
      location           = "us-central1-a"
      initial_node_count = 1
      cluster_autoscaling {
        enabled = true
        resource_limits {
          resource_type = "cpu"
          maximum       = 100000
        }
      }
    }
    """
    found = estimates(tmp_path, text, US._replace(undeclared="zero"))["google_container_cluster.c"]

    # 73.00 + 34.4592 of the default pool; of which machines the cores at the most are nobody knows
    assert [round(side.low, 2) for side in found.amount] == [107.46, 107.46, 107.46]
    assert [side.is_exact for side in found.amount] == [True, True, False]
    assert found.amount.most.high == float("inf")
    assert missing(found) == {"value"}
    assert money(estimates(tmp_path, text.replace("= true", "= false"))["google_container_cluster.c"]) == 107.46
