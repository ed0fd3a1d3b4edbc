"""Groups of instances: least, wanted, most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import estimates, missing, spread_of
from tests.cost.aws.bills import bill

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = """
resource "aws_launch_template" "t" {
  instance_type = "m5.large"
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_size = 20
      volume_type = "gp3"
    }
  }
}
"""


def test_a_group_with_its_template(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        TEMPLATE
        + """
        resource "aws_autoscaling_group" "a" {
          min_size         = 1
          desired_capacity = 2
          max_size         = 10
          launch_template {
            id      = aws_launch_template.t.id
            version = "$Latest"
          }
        }
        """,
    )

    # one: m5.large 0.096 x 730 = 70.08, gp3 20 x 0.08 = 1.60, together 71.68
    assert spread_of(found) == (71.68, 143.36, 716.80)


def test_a_group_with_a_launch_configuration(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        """
        resource "aws_launch_configuration" "c" {
          image_id      = "ami-1"
          instance_type = "t3.micro"
        }
        resource "aws_autoscaling_group" "a" {
          min_size             = 2
          max_size             = 4
          launch_configuration = aws_launch_configuration.c.name
        }
        """,
    )

    # one: t3.micro 0.0104 x 730 = 7.592, gp2 8 x 0.10 = 0.80, together 8.392; wanted is the least
    assert spread_of(found) == (16.78, 16.78, 33.57)


def test_a_group_of_mixed_types_lies_between_them(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        TEMPLATE
        + """
        resource "aws_autoscaling_group" "a" {
          min_size = 1
          max_size = 3
          mixed_instances_policy {
            launch_template {
              launch_template_specification {
                launch_template_id = aws_launch_template.t.id
              }
              override {
                instance_type = "m5.large"
              }
              override {
                instance_type = "m5.xlarge"
              }
            }
          }
        }
        """,
    )

    # from m5.large 70.08 to m5.xlarge 0.192 x 730 = 140.16, each with 1.60 of gp3
    assert [round(end, 2) for end in found.amount.expected] == [71.68, 141.76]
    assert [round(end, 2) for end in found.amount.most] == [215.04, 425.28]


def test_a_group_without_a_known_maximum_has_no_bound(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        TEMPLATE
        + """
        resource "aws_autoscaling_group" "a" {
          min_size = 1
          max_size = var.x
          launch_template {
            id = aws_launch_template.t.id
          }
        }
        """,
    )

    assert found.amount.most.high == float("inf")
    assert round(found.amount.least.low, 2) == 71.68
    assert missing(found) == {"value"}


def test_a_group_whose_template_is_elsewhere(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        """
        resource "aws_autoscaling_group" "a" {
          min_size = 1
          max_size = 1
          launch_template {
            id = "lt-0123"
          }
        }
        """,
    )

    assert found.amount.expected.high == float("inf")
    assert "launch template" in found.every_gap[0].reason


def test_nodes_of_eks(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        """
        resource "aws_eks_node_group" "a" {
          cluster_name   = "c"
          instance_types = ["t3.large"]
          disk_size      = 50
          scaling_config {
            min_size     = 1
            desired_size = 3
            max_size     = 5
          }
        }
        """,
    )

    # one: t3.large 0.0832 x 730 = 60.736, gp2 50 x 0.10 = 5.00, together 65.736
    assert spread_of(found) == (65.74, 197.21, 328.68)


def test_nodes_on_spare_capacity_cost_at_most_what_they_do_on_demand(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        """
        resource "aws_eks_node_group" "a" {
          cluster_name   = "c"
          instance_types = ["t3.large"]
          capacity_type  = "SPOT"
          scaling_config {
            min_size     = 1
            desired_size = 1
            max_size     = 1
          }
        }
        """,
    )

    # nothing to 60.736, and 20 GB of disk at 0.10
    assert [round(end, 2) for end in found.amount.expected] == [2.00, 62.74]


def test_nodes_of_an_unknown_type(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        """
        resource "aws_eks_node_group" "a" {
          cluster_name   = "c"
          instance_types = [var.x]
          scaling_config {
            min_size     = 1
            desired_size = 1
            max_size     = 1
          }
        }
        """,
    )

    assert round(found.amount.expected.low, 2) == 2.00
    assert found.amount.expected.high == float("inf")
    assert missing(found) == {"value"}


@pytest.mark.parametrize(("type_", "high"), [('"m5.large"', 70.08), ("var.x", float("inf"))])
def test_a_spot_request(tmp_path: Path, type_: str, high: float) -> None:
    found = bill(tmp_path, f'resource "aws_spot_instance_request" "a" {{\n  instance_type = {type_}\n}}\n')

    # at most m5.large 0.096 x 730
    assert round(found.amount.expected.high, 2) == high
    assert found.amount.expected.low == 0.0


def test_dedicated_tenancy_is_not_priced_as_shared(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        'resource "aws_instance" "a" {\n  instance_type = "m5.large"\n  tenancy       = "dedicated"\n}\n',
    )["aws_instance.a"]

    assert found.state == "partly"
    assert found.amount.expected.high == float("inf")


def test_an_instance_of_a_template(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        TEMPLATE
        + """
        resource "aws_instance" "a" {
          launch_template {
            id = aws_launch_template.t.id
          }
        }
        """,
    )

    # m5.large 0.096 x 730
    assert round(found.components[0].amount.expected.low, 2) == 70.08


def test_nodes_whose_template_names_no_type_are_of_the_default_one(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        """
        resource "aws_launch_template" "t" {
          name = "t"
        }
        resource "aws_eks_node_group" "a" {
          launch_template {
            id      = aws_launch_template.t.id
            version = "1"
          }
          scaling_config {
            min_size     = 1
            desired_size = 1
            max_size     = 1
          }
        }
        """,
    )

    # t3.medium 0.0416 x 730 = 30.368; 8 GB of gp2 x 0.10
    assert spread_of(found) == (31.17, 31.17, 31.17)


def test_an_instance_without_a_type_is_not_priced(tmp_path: Path) -> None:
    found = bill(tmp_path, 'resource "aws_instance" "a" {\n}\n')

    assert missing(found) == {"price"}
    assert found.amount.expected.high == float("inf")
