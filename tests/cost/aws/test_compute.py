from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import at_least, estimates, lines, missing, money

if TYPE_CHECKING:
    from pathlib import Path


def test_an_instance_with_its_disks(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        provider "aws" {
          region = "eu-west-1"
        }
        resource "aws_instance" "web" {
          instance_type = "m5.large"
          root_block_device {
            volume_type = "gp3"
            volume_size = 50
            iops        = 4000
            throughput  = 225
          }
          ebs_block_device {
            device_name = "/dev/sdf"
            volume_size = 100
            volume_type = "io1"
            iops        = 500
          }
        }
        """,
    )["aws_instance.web"]

    # eu-west-1: m5.large 0.107 x 730 = 78.11; gp3 50 x 0.088 = 4.40, 1000 IOPS x 0.0055 = 5.50,
    # 100 MiB/s x 0.044 = 4.40; io1 100 x 0.138 = 13.80, 500 IOPS x 0.072 = 36.00
    assert money(found) == 142.21
    assert round(lines(found)["Linux on demand"].amount.expected.low, 2) == 78.11


def test_an_instance_of_unknown_size(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "size" {}
        resource "aws_instance" "web" {
          instance_type = var.size
        }
        """,
    )["aws_instance.web"]

    assert at_least(found) == 0.80  # 8 GiB of gp2 at 0.10
    assert missing(found) == {"value"}
    assert found.state == "partly"


def test_a_volume(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "aws_ebs_volume" "data" {
          availability_zone = "us-west-2a"
          type              = "io2"
          size              = 200
          iops              = 40000
        }
        """,
    )["aws_ebs_volume.data"]

    # us-west-2: 200 x 0.125 = 25.00; the first 32,000 IOPS at 0.065 = 2080.00, 8,000 more at 0.0455 = 364.00
    assert money(found) == 2469.00


def test_a_volume_of_unknown_size(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "size" {}
        resource "aws_ebs_volume" "data" {
          availability_zone = "us-west-2a"
          type              = "gp3"
          size              = var.size
        }
        """,
    )["aws_ebs_volume.data"]

    assert at_least(found) == 0.0
    assert missing(found) == {"value"}


def test_a_region_that_nobody_names(tmp_path: Path) -> None:
    from trueline.model.cost_settings import CostSettings

    found = estimates(tmp_path, 'resource "aws_instance" "a" {\n  instance_type = "t3.micro"\n}\n', CostSettings())[
        "aws_instance.a"
    ]

    assert at_least(found) == 0.0
    assert "cost.regions.aws" in found.every_gap[0].reason


def test_a_count_that_is_not_known(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        variable "number" {}
        resource "aws_instance" "a" {
          count         = var.number
          instance_type = "t3.micro"
        }
        """,
    )["aws_instance.a[*]"]

    assert at_least(found) == 0.0
    assert missing(found) == {"value"}


def test_an_instance_of_cloudformation(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          Disk:
            Type: AWS::EC2::Volume
            Properties:
              AvailabilityZone: us-east-1a
              VolumeType: gp3
              Size: 100
        """,
        name="template.yaml",
    )["Disk"]

    assert money(found) == 8.00  # us-east-1: 100 x 0.08


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        pytest.param("count = var.on ? 3 : 0", (0.0, 212.64), id="none or three"),
        pytest.param("count = var.on ? 3 : 1", (70.88, 212.64), id="one or three"),
        pytest.param('for_each = var.on ? toset(["a", "b"]) : toset([])', (0.0, 141.76), id="keys"),
        pytest.param("count = var.on ? (var.two ? 4 : 2) : 0", (0.0, 283.52), id="a condition in one"),
        pytest.param("count = var.on ? var.number : 0", (0.0, float("inf")), id="a branch that is not known"),
    ],
)
def test_a_number_that_hangs_on_a_condition_is_bounded(
    tmp_path: Path, count: str, expected: tuple[float, float]
) -> None:
    found = estimates(
        tmp_path,
        f"""
        variable "on" {{}}
        variable "two" {{}}
        variable "number" {{}}
        resource "aws_instance" "a" {{
          {count}
          instance_type = "m5.large"
        }}
        """,
    )["aws_instance.a[*]"]

    assert tuple(round(end, 2) for end in found.amount.expected) == expected  # 70.88 each
    assert missing(found) == {"value"}


def test_an_image_of_windows_is_not_a_free_linux(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        data "aws_ami" "windows" {
          most_recent = true
          filter {
            name   = "name"
            values = ["Windows_Server-2022-English-Full-Base-*"]
          }
        }
        resource "aws_instance" "a" {
          ami           = data.aws_ami.windows.id
          instance_type = "m5.large"
        }
        """,
    )["aws_instance.a"]

    assert at_least(found) == 70.88
    assert missing(found) == {"price"}


def test_a_group_of_several_markets_is_bounded_by_what_is_surely_on_demand(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "aws_launch_template" "a" {
          image_id      = "ami-1"
          instance_type = "m5.large"
        }
        resource "aws_autoscaling_group" "a" {
          min_size         = 4
          desired_capacity = 4
          max_size         = 4
          mixed_instances_policy {
            instances_distribution {
              on_demand_base_capacity                  = 1
              on_demand_percentage_above_base_capacity = 0
            }
            launch_template {
              launch_template_specification {
                launch_template_id = aws_launch_template.a.id
              }
            }
          }
        }
        """,
    )["aws_autoscaling_group.a"]

    # 4 disks x 0.80 = 3.20; one machine of 70.08 surely, and up to four
    assert tuple(round(end, 2) for end in found.amount.expected) == (73.28, 283.52)


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.24", (73.0, 438.0)), ("1.99", (73.0, 73.0))],  # 730 x 0.10, and 730 x 0.60 in extended support
)
def test_a_cluster_of_an_old_version(tmp_path: Path, version: str, expected: tuple[float, float]) -> None:
    text = f'resource "aws_eks_cluster" "a" {{\n  name     = "a"\n  role_arn = "r"\n  version  = "{version}"\n}}\n'

    assert tuple(estimates(tmp_path, text)["aws_eks_cluster.a"].amount.expected) == expected


def test_a_cluster_that_makes_nodes_by_itself(tmp_path: Path) -> None:
    text = 'resource "aws_eks_cluster" "a" {\n  version = "1.99"\n  compute_config {\n    enabled = true\n  }\n}\n'
    template = """
    Resources:
      A:
        Type: AWS::EKS::Cluster
        Properties: {Version: "1.99", ComputeConfig: {Enabled: true}}
    """
    made = estimates(tmp_path, text)["aws_eks_cluster.a"]
    (tmp_path / "main.tf").unlink()
    written = estimates(tmp_path, template, name="t.yaml")["A"]

    # 730 x 0.10, and any number of machines
    for found in (made, written):
        assert found.amount.least == (73.0, 73.0)
        assert found.amount.most == (73.0, float("inf"))
        assert missing(found) == {"value"}
