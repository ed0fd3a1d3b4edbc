"""What may refer to a resource without saying so: who scales it is open, what it is made of is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import estimates, missing, money

from trueline.cost.reckoning import around, unlike
from trueline.model.cost import Component
from trueline.values.bounds import Bounds, Spread, always
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate

UNBOUNDED = float("inf")
SERVICE = """
variable "x" {}
resource "aws_ecs_task_definition" "t" {
  cpu    = 1024
  memory = 2048
}
resource "aws_ecs_service" "s" {
  launch_type     = "FARGATE"
  desired_count   = 2
  task_definition = aws_ecs_task_definition.t.arn
}
"""
TARGET = """
resource "aws_appautoscaling_target" "t" {{
  service_namespace = {namespace}
  resource_id       = var.x
  min_capacity      = 1
  max_capacity      = 3
}}
"""


def service(folder: Path, namespace: str) -> Estimate:
    return estimates(folder, SERVICE + TARGET.format(namespace=namespace))["aws_ecs_service.s"]


@pytest.mark.parametrize("namespace", ['"ecs"', "var.x"])
def test_what_a_target_may_scale_has_no_upper_bound(tmp_path: Path, namespace: str) -> None:
    found = service(tmp_path, namespace)

    # 2 x (0.04048 + 2 x 0.004445) x 730 = 72.08
    assert tuple(found.amount.expected) == (pytest.approx(72.08, abs=0.01), pytest.approx(72.08, abs=0.01))
    assert tuple(found.amount.most) == (pytest.approx(72.08, abs=0.01), UNBOUNDED)
    assert missing(found) == {"value"}
    assert "whether something scales it: " in found.every_gap[0].reason


def test_a_target_of_another_service_scales_it_not(tmp_path: Path) -> None:
    assert money(service(tmp_path, '"dynamodb"')) == 72.08


def test_a_set_that_a_setting_may_scale(tmp_path: Path) -> None:
    text = """
    variable "x" {}
    resource "azurerm_linux_virtual_machine_scale_set" "s" {
      location  = "westeurope"
      sku       = "Standard_D2s_v5"
      instances = 2
      os_disk {
        storage_account_type = "Standard_LRS"
      }
    }
    resource "azurerm_monitor_autoscale_setting" "a" {
      target_resource_id = var.x
    }
    """
    found = estimates(tmp_path, text)["azurerm_linux_virtual_machine_scale_set.s"].amount

    assert found.expected.is_exact
    assert found.most == Bounds(found.expected.low, UNBOUNDED)


def test_a_group_that_an_autoscaler_may_scale(tmp_path: Path) -> None:
    text = """
    variable "x" {}
    resource "google_compute_instance_template" "t" {
      machine_type = "e2-medium"
      region       = "us-central1"
    }
    resource "google_compute_instance_group_manager" "g" {
      zone        = "us-central1-a"
      target_size = 2
      version {
        instance_template = google_compute_instance_template.t.id
      }
    }
    resource "google_compute_autoscaler" "a" {
      target = var.x
    }
    """
    found = estimates(tmp_path, text)["google_compute_instance_group_manager.g"].amount

    assert found.expected.is_exact
    assert found.expected.low > 0
    assert found.most == Bounds(found.expected.low, UNBOUNDED)


def test_nodes_of_a_template_that_is_not_here_have_no_exact_price(tmp_path: Path) -> None:
    text = """
    resource "aws_eks_node_group" "g" {
      launch_template {
        id      = "lt-1"
        version = "1"
      }
      scaling_config {
        min_size     = 1
        desired_size = 1
        max_size     = 1
      }
    }
    """
    found = estimates(tmp_path, text)["aws_eks_node_group.g"]

    assert found.amount.expected == Bounds(0.0, UNBOUNDED)
    assert missing(found) == {"value"}


def test_an_image_that_is_looked_up_tells_its_system(tmp_path: Path) -> None:
    text = """
    variable "x" {}
    data "google_compute_image" "w" {
      family  = "windows-2022"
      project = "windows-cloud"
    }
    data "google_compute_image" "d" {
      family  = "debian-12"
      project = "debian-cloud"
    }
    """
    machine = """
    resource "google_compute_instance" "{name}" {{
      machine_type = "e2-standard-2"
      zone         = "us-central1-a"
      boot_disk {{
        initialize_params {{
          image = {image}
        }}
      }}
    }}
    """
    images = {"d": "data.google_compute_image.d.self_link", "w": "data.google_compute_image.w.self_link", "x": "var.x"}
    text += "".join(machine.format(name=name, image=image) for name, image in images.items())
    found = {name: estimates(tmp_path, text)[f"google_compute_instance.{name}"] for name in images}

    # Windows asks for 2 x 0.046 x 730 = 67.16 more, and its image for 40 GiB x 0.04 = 1.60 more
    assert money(found["w"]) - money(found["d"]) == pytest.approx(68.76)
    assert found["x"].amount.expected.low == pytest.approx(money(found["d"]), abs=0.01)
    assert found["x"].amount.expected.high >= money(found["w"]) - 0.01
    assert missing(found["x"]) == {"value"}


def test_a_database_that_may_be_in_a_pool(tmp_path: Path) -> None:
    text = """
    variable "x" {}
    resource "azurerm_mssql_database" "d" {
      sku_name        = "S0"
      elastic_pool_id = var.x
    }
    """
    alone = money(estimates(tmp_path, text.replace("var.x", "null"))["azurerm_mssql_database.d"])
    found = estimates(tmp_path, text)["azurerm_mssql_database.d"]

    assert tuple(found.amount.expected) == (0.0, pytest.approx(alone, abs=0.01))
    assert missing(found) == {"value"}


def test_bills_that_are_unlike_lie_line_by_line_between_the_least_and_the_most() -> None:
    one, two = (Component(name, "hour", always(1.0), always(cost)) for name, cost in (("a", 3.0), ("a", 5.0)))
    further = Component("b", "hour", always(1.0), always(7.0))

    found = unlike(Unknown(["which"]), [one], [two, further])

    assert [(line.name, line.amount.expected) for line in found] == [("a", (3.0, 5.0)), ("b", (0.0, 7.0))]
    assert [gap.reason for line in found for gap in line.gaps] == ["which", "which"]
    assert around([always(2.0), Spread(*[Bounds(1.0, 4.0)] * 3)]) == Spread(*[Bounds(1.0, 4.0)] * 3)
