"""What scales the machines of EMR."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import estimates, missing, money, spread_of

if TYPE_CHECKING:
    from pathlib import Path

UNBOUNDED = float("inf")
# "aws_emr_cluster": m5.xlarge (0.192 + 0.048) x 730 = 175.20 for each machine
CLUSTER = """
resource "aws_emr_cluster" "a" {
  name          = "a"
  release_label = "emr-7.0.0"
  master_instance_group {
    instance_type = "m5.xlarge"
  }
  core_instance_group {
    instance_type  = "m5.xlarge"
    instance_count = 2
  }
}
"""
POLICY = """
resource "aws_emr_managed_scaling_policy" "p" {
  cluster_id = aws_emr_cluster.a.id
  compute_limits {
    unit_type              = "Instances"
    minimum_capacity_units = 10
    maximum_capacity_units = 500
  }
}
"""
TASKS = """
resource "aws_emr_instance_group" "t" {
  cluster_id    = aws_emr_cluster.a.id
  instance_type = "m5.24xlarge"
}
"""


def test_a_managed_policy_bounds_the_machines_beside_the_first(tmp_path: Path) -> None:
    found = estimates(tmp_path, CLUSTER + POLICY)

    # 1 + 10, as it raises 2 to 10, and 1 + 500 at the most: 11 x 175.20 = 1927.20; 501 x 175.20 = 87775.20
    assert spread_of(found["aws_emr_cluster.a"]) == (1927.20, 1927.20, 87775.20)
    assert found["aws_emr_managed_scaling_policy.p"].is_free


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(CLUSTER + POLICY.replace("Instances", "VCPU"), id="by cores"),
        pytest.param(CLUSTER + POLICY + TASKS, id="another group"),
        pytest.param(
            CLUSTER.replace("instance_count = 2", "instance_count = 2\n    autoscaling_policy = jsonencode({})"),
            id="a policy of its own",
        ),
    ],
)
def test_scaling_that_makes_nobody_knows_how_many(tmp_path: Path, text: str) -> None:
    found = estimates(tmp_path, text)["aws_emr_cluster.a"]

    # the first machine is there whatever scales the others
    assert [round(side.low, 2) for side in found.amount] == [175.20, 175.20, 175.20]
    assert found.amount.most.high == found.amount.expected.high == UNBOUNDED
    assert missing(found) == {"value"}


def test_a_policy_of_a_cluster_elsewhere(tmp_path: Path) -> None:
    text = POLICY.replace("aws_emr_cluster.a.id", '"j-1"')
    found = estimates(tmp_path, text)["aws_emr_managed_scaling_policy.p"]

    assert found.amount.expected == (0.0, UNBOUNDED)
    assert missing(found) == {"value"}


TEMPLATE = """
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  A:
    Type: AWS::EMR::Cluster
    Properties:
      Instances:
        MasterInstanceGroup: {InstanceType: m5.xlarge, InstanceCount: 1}
        CoreInstanceGroup: {InstanceType: m5.xlarge, InstanceCount: 2}
"""
OWN = """
      ManagedScalingPolicy:
        ComputeLimits: {UnitType: Instances, MinimumCapacityUnits: 1, MaximumCapacityUnits: 20}
"""
MORE = "        TaskInstanceGroups: [{InstanceType: m5.xlarge, InstanceCount: 3}]\n"


def test_the_policy_of_a_cluster_in_a_template(tmp_path: Path) -> None:
    def of(text: str):  # type: ignore[no-untyped-def]
        return estimates(tmp_path, text, name="t.yaml")["A"]

    # 3, between 1 + 1 and 1 + 20, and 6 with three of tasks, of 175.20
    assert money(of(TEMPLATE)) == 525.60
    assert spread_of(of(TEMPLATE + OWN)) == (350.40, 525.60, 3679.20)
    assert money(of(TEMPLATE + MORE)) == 1051.20
    assert of(TEMPLATE + MORE + OWN).amount.most.high == UNBOUNDED
