from __future__ import annotations

from typing import TYPE_CHECKING

from priced import at_least, estimates, missing, money, spread_of

if TYPE_CHECKING:
    from pathlib import Path

CLUSTER = """
        resource "azurerm_kubernetes_cluster" "k" {
          location = "westeurope"
          sku_tier = "Standard"
          default_node_pool {
            name                 = "default"
            vm_size              = "Standard_D2s_v5"
            auto_scaling_enabled = true
            min_count            = 2
            max_count            = 5
          }
        }
        """


def test_a_cluster_that_scales(tmp_path: Path) -> None:
    found = estimates(tmp_path, CLUSTER)["azurerm_kubernetes_cluster.k"]

    # 0.10 x 730 = 73; balancer 0.025 x 730 = 18.25; address 0.005 x 730 = 3.65: 94.90
    # a node 0.115 x 730 + P10 21.68 = 105.63
    assert spread_of(found) == (306.16, 306.16, 623.05)


def test_a_cluster_of_a_free_tier_with_its_own_disks(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "azurerm_kubernetes_cluster" "k" {
          location = "westeurope"
          default_node_pool {
            name         = "default"
            vm_size      = "Standard_D2s_v5"
            node_count   = 3
            os_disk_type = "Ephemeral"
          }
          network_profile {
            network_plugin = "azure"
            outbound_type  = "userDefinedRouting"
          }
        }
        """,
    )["azurerm_kubernetes_cluster.k"]

    assert money(found) == 251.85  # 3 x 0.115 x 730


def test_a_pool_is_where_its_cluster_is(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        CLUSTER
        + """
        resource "azurerm_kubernetes_cluster_node_pool" "p" {
          kubernetes_cluster_id = azurerm_kubernetes_cluster.k.id
          vm_size               = "Standard_D2s_v5"
          node_count            = 2
          os_disk_type          = "Ephemeral"
          os_type               = "Windows"
        }
        """,
    )["azurerm_kubernetes_cluster_node_pool.p"]

    assert money(found) == 302.22  # 2 x (0.115 + 0.092) x 730


def test_a_pool_without_a_greatest_number_has_no_bound(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "most" {}
        resource "azurerm_kubernetes_cluster_node_pool" "p" {
          kubernetes_cluster_id = "elsewhere"
          vm_size               = "Standard_D2s_v5"
          auto_scaling_enabled  = true
          node_count            = 1
          min_count             = 1
          max_count             = var.most
          os_disk_type          = "Ephemeral"
        }
        """,
    )["azurerm_kubernetes_cluster_node_pool.p"]

    # eastus, as the settings say: 0.096 x 730
    assert round(found.amount.expected.low, 2) == 70.08
    assert found.amount.most.high == float("inf")
    assert missing(found) == {"value"}


def test_a_pool_of_unknown_size(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "size" {}
        resource "azurerm_kubernetes_cluster_node_pool" "p" {
          kubernetes_cluster_id = "elsewhere"
          vm_size               = var.size
        }
        """,
    )["azurerm_kubernetes_cluster_node_pool.p"]

    assert at_least(found) == 19.71  # P10 in eastus
    assert missing(found) == {"value"}


def test_a_cluster_that_makes_nodes_by_itself(tmp_path: Path) -> None:
    text = """
    resource "azurerm_kubernetes_cluster" "k" {
      location = "eastus"
      node_provisioning_profile {
        mode = "Auto"
      }
      default_node_pool {
        vm_size    = "Standard_D2s_v3"
        node_count = 1
      }
    }
    """
    found = estimates(tmp_path, text)["azurerm_kubernetes_cluster.k"]
    manual = estimates(tmp_path, text.replace("Auto", "Manual"))["azurerm_kubernetes_cluster.k"]

    # what the cluster costs without them, and any number of nodes of any size
    assert found.amount.most == (money(manual), float("inf"))
    assert found.amount.least.low == found.amount.least.high == money(manual)
    assert missing(found) == {"value"}
