"""Groups of instances beyond their template: schedules, warm pools, overrides with templates or requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import estimates, missing, spread_of
from tests.cost.aws.bills import bill

if TYPE_CHECKING:
    from pathlib import Path

UNBOUNDED = float("inf")
ONE = 70.88
"""m5.large 0.096 x 730 = 70.08, and 8 GB of gp2 x 0.10."""
TEMPLATE = 'resource "aws_launch_template" "t" {\n  instance_type = "m5.large"\n}\n'


def group(body: str = "launch_template {\n    id = aws_launch_template.t.id\n  }", *, least: int = 1) -> str:
    return (
        f'{TEMPLATE}resource "aws_autoscaling_group" "a" {{\n  name = "web"\n  min_size = {least}\n'
        f"  max_size = 2\n  {body}\n}}\n"
    )


def schedule(body: str, of: str = "aws_autoscaling_group.a.name") -> str:
    return (
        'resource "aws_autoscaling_schedule" "s" {\n  scheduled_action_name = "s"\n'
        f"  autoscaling_group_name = {of}\n  {body}\n}}\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(schedule("min_size = 90\n  max_size = 100\n  desired_capacity = 95"), (1, 1, 100), id="more"),
        pytest.param(schedule("desired_capacity = 50\n  max_size = -1"), (1, 1, 50), id="as many as are asked for"),
        pytest.param(schedule("min_size = 0"), (0, 1, 2), id="fewer"),
        pytest.param(schedule("max_size = 9", '"web"'), (1, 1, 9), id="by its name"),
        pytest.param(schedule("max_size = 9", '"api"'), (1, 1, 2), id="of another one"),
    ],
)
def test_schedules_widen_a_group(tmp_path: Path, text: str, expected: tuple[int, int, int]) -> None:
    found = bill(tmp_path, group() + text)

    # one is 70.88
    assert spread_of(found) == tuple(pytest.approx(number * ONE, abs=0.01) for number in expected)


@pytest.mark.parametrize("text", [schedule("max_size = var.x"), schedule("max_size = 9", "var.x")])
def test_a_schedule_that_is_not_known_may_set_any_number(tmp_path: Path, text: str) -> None:
    found = bill(tmp_path, group() + text)

    assert found.amount.expected == pytest.approx((ONE, ONE), abs=0.01)
    assert found.amount.least == pytest.approx((0.0, ONE), abs=0.01)
    assert found.amount.most == (pytest.approx(2 * ONE, abs=0.01), UNBOUNDED)
    assert missing(found) == {"value"}


def test_a_schedule_of_cloudformation(tmp_path: Path) -> None:
    text = """
    Resources:
      T:
        Type: AWS::EC2::LaunchTemplate
        Properties: {LaunchTemplateData: {InstanceType: m5.large}}
      G:
        Type: AWS::AutoScaling::AutoScalingGroup
        Properties: {MinSize: "1", MaxSize: "2", LaunchTemplate: {LaunchTemplateId: !Ref T, Version: "1"}}
      S:
        Type: AWS::AutoScaling::ScheduledAction
        Properties: {AutoScalingGroupName: !Ref G, MaxSize: 500}
      W:
        Type: AWS::AutoScaling::WarmPool
        Properties: {AutoScalingGroupName: !Ref G, MinSize: 10, MaxGroupPreparedCapacity: 10, PoolState: Running}
    """
    found = estimates(tmp_path, text, name="t.yaml")

    # 1, 1 and 500 of 70.88, and beside them 10 at least, as 10 are prepared in all
    assert spread_of(found["G"]) == tuple(pytest.approx(number * ONE, abs=0.01) for number in (11, 11, 510))
    assert found["S"].is_free
    assert found["W"].is_free


@pytest.mark.parametrize(
    ("pool", "expected"),
    [
        # with those that run 200 are prepared: 199 beside one, 198 beside two
        pytest.param('pool_state = "Running"\n max_group_prepared_capacity = 200', (200 * ONE,) * 3, id="running"),
        pytest.param('pool_state = "Running"\n min_size = 7', (8 * ONE, 8 * ONE, 9 * ONE), id="as many at least"),
        # one runs and one waits, which has a disk of 8 GB x 0.10 alone; or two run, and none waits
        pytest.param("", (ONE + 0.80, ONE + 0.80, 2 * ONE), id="stopped, up to the most"),
        pytest.param('pool_state = "Hibernated"\n min_size = 10', (ONE + 8, ONE + 8, 2 * ONE + 8), id="hibernated"),
    ],
)
def test_what_waits_in_a_warm_pool_is_paid(tmp_path: Path, pool: str, expected: tuple[float, ...]) -> None:
    body = f"launch_template {{\n    id = aws_launch_template.t.id\n  }}\n  warm_pool {{\n    {pool}\n  }}"
    found = bill(tmp_path, group(body))

    assert spread_of(found) == tuple(pytest.approx(one, abs=0.01) for one in expected)


def test_how_a_pool_waits_may_not_be_known(tmp_path: Path) -> None:
    body = "launch_template {\n    id = aws_launch_template.t.id\n  }\n  warm_pool {\n    %s\n  }"
    state = bill(tmp_path, group(body % "pool_state = var.x\n    min_size = 10"))
    number = bill(tmp_path, group(body % "min_size = var.x"))

    # 10 disks of 0.80, and 10 machines of 70.08 or none
    assert state.amount.expected == (pytest.approx(ONE + 8, abs=0.01), pytest.approx(11 * ONE, abs=0.01))
    assert number.amount.expected == (pytest.approx(ONE + 0.8, abs=0.01), UNBOUNDED)
    assert missing(state) == missing(number) == {"value"}


def mixed(override: str) -> str:
    return group(f"""mixed_instances_policy {{
    launch_template {{
      launch_template_specification {{
        launch_template_id = aws_launch_template.t.id
      }}
      {override}
    }}
  }}""")


def test_an_override_with_a_template_of_its_own(tmp_path: Path) -> None:
    override = """override {
        launch_template_specification {
          launch_template_id = %s
        }
      }
      override {
        instance_type = "m5.large"
      }"""
    big = """
    resource "aws_launch_template" "big" {
      instance_type = "m5.xlarge"
      block_device_mappings {
        device_name = "/dev/sda1"
        ebs {
          volume_type = "gp3"
          volume_size = 1000
        }
      }
    }
    """
    found = bill(tmp_path, mixed(override % "aws_launch_template.big.id") + big)
    unknown = bill(tmp_path, mixed(override % "var.x") + big)

    # m5.large 70.08 to m5.xlarge 140.16, 8 GB of gp2 at 0.80 or none, 1,000 GB of gp3 x 0.08 or none
    assert found.amount.expected == pytest.approx((70.08, 140.16 + 0.80 + 80.00), abs=0.01)
    assert unknown.amount.expected.high == UNBOUNDED
    assert missing(unknown) == {"value"}


def test_an_override_with_a_template_of_its_own_in_cloudformation(tmp_path: Path) -> None:
    text = """
    Resources:
      T:
        Type: AWS::EC2::LaunchTemplate
        Properties: {LaunchTemplateData: {InstanceType: m5.large}}
      U:
        Type: AWS::EC2::LaunchTemplate
        Properties: {LaunchTemplateData: {InstanceType: m5.xlarge}}
      G:
        Type: AWS::AutoScaling::AutoScalingGroup
        Properties:
          MinSize: "1"
          MaxSize: "1"
          MixedInstancesPolicy:
            LaunchTemplate:
              LaunchTemplateSpecification: {LaunchTemplateId: !Ref T, Version: "1"}
              Overrides:
                - InstanceType: t3.large
                - LaunchTemplateSpecification: {LaunchTemplateId: !Ref U, Version: "1"}
    """
    found = estimates(tmp_path, text, name="t.yaml")["G"]

    # t3.large 0.0832 x 730 = 60.736 to m5.xlarge 0.192 x 730 = 140.16, each with 0.80 of gp2
    assert found.amount.expected == pytest.approx((61.54, 140.96), abs=0.01)


REQUIREMENTS = """instance_requirements {
    vcpu_count {
      min = 96
    }
    memory_mib {
      min = 393216
    }
  }"""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(mixed(f"override {{\n {REQUIREMENTS}\n }}"), id="of an override"),
        pytest.param(group().replace('instance_type = "m5.large"', REQUIREMENTS), id="of a template"),
    ],
)
def test_a_machine_that_aws_chooses_by_requirements_is_of_no_known_type(tmp_path: Path, text: str) -> None:
    found = bill(tmp_path, text)

    # 8 GB of gp2 at least
    assert found.amount.expected == (pytest.approx(0.80), UNBOUNDED)
    assert "`instance_requirements`" in found.every_gap[0].reason


@pytest.mark.parametrize("kind", ["aws_ec2_fleet", "aws_spot_fleet_request"])
def test_fleets_are_not_free(tmp_path: Path, kind: str) -> None:
    found = bill(tmp_path, f'resource "{kind}" "a" {{\n}}\n')

    assert missing(found) == {"type"}


CLUSTER = """
resource "aws_ecs_task_definition" "t" {
  cpu                      = 1024
  memory                   = 2048
  requires_compatibilities = [%s]
}
resource "aws_ecs_cluster" "c" {
  name = "c"
}
resource "aws_ecs_service" "a" {
  cluster         = %s
  task_definition = aws_ecs_task_definition.t.arn
}
"""
DEFAULT = """
resource "aws_ecs_cluster_capacity_providers" "p" {
  cluster_name = %s
  default_capacity_provider_strategy {
    capacity_provider = "%s"
  }
}
"""
HERE, BOTH = "aws_ecs_cluster.c.id", '"EC2", "FARGATE"'


@pytest.mark.parametrize(
    ("text", "expected", "doubt"),
    [
        # (0.04048 + 2 x 0.004445) x 730 = 36.04
        pytest.param(
            CLUSTER % (BOTH, HERE) + DEFAULT % ("aws_ecs_cluster.c.name", "FARGATE"), (36.04, 36.04), False, id="it"
        ),
        pytest.param(CLUSTER % (BOTH, HERE) + DEFAULT % ('"c"', "FARGATE"), (36.04, 36.04), False, id="by name"),
        pytest.param(
            CLUSTER % (BOTH, HERE) + DEFAULT % ('"c"', "FARGATE_SPOT"), (0.0, 36.04), False, id="spare capacity"
        ),
        pytest.param(
            CLUSTER % (BOTH, HERE) + DEFAULT % ('"c"', "machines"), (0.0, 0.0), False, id="machines of one's own"
        ),
        pytest.param(CLUSTER % (BOTH, HERE), (0.0, 0.0), False, id="EC2, as it fits and nothing is said"),
        pytest.param(CLUSTER % ('"EC2"', '"elsewhere"'), (0.0, 0.0), False, id="EC2, as nothing else fits"),
        pytest.param(CLUSTER % ('"FARGATE"', HERE), (0.0, 36.04), True, id="a default that is not here"),
        pytest.param(CLUSTER % (BOTH, '"elsewhere"'), (0.0, 36.04), True, id="a cluster that is not here"),
        pytest.param(
            CLUSTER % (BOTH, HERE) + DEFAULT % ("var.x", "FARGATE"), (0.0, 36.04), True, id="perhaps its default"
        ),
    ],
)
def test_a_service_runs_where_its_cluster_runs_tasks_by_default(
    tmp_path: Path, text: str, expected: tuple[float, float], *, doubt: bool
) -> None:
    found = bill(tmp_path, text)

    assert found.amount.expected == pytest.approx(expected, abs=0.01)
    assert missing(found) == ({"value"} if doubt else set())


@pytest.mark.parametrize("apart", [True, False])
def test_the_default_of_a_cluster_in_cloudformation(tmp_path: Path, *, apart: bool) -> None:
    strategy = "DefaultCapacityProviderStrategy: [{CapacityProvider: FARGATE}]"
    text = f"""
    Resources:
      T:
        Type: AWS::ECS::TaskDefinition
        Properties: {{Cpu: "1024", Memory: "2048", RequiresCompatibilities: [FARGATE]}}
      C:
        Type: AWS::ECS::Cluster
        Properties: {{{"ClusterName: c" if apart else strategy}}}
      P:
        Type: AWS::ECS::ClusterCapacityProviderAssociations
        Condition: {"There" if apart else "Nowhere"}
        Properties: {{Cluster: !Ref C, CapacityProviders: [FARGATE], {strategy}}}
      S:
        Type: AWS::ECS::Service
        Properties: {{Cluster: !Ref C, DesiredCount: 2, TaskDefinition: !Ref T}}
    Conditions:
      There: !Equals [a, a]
      Nowhere: !Equals [a, b]
    """
    found = estimates(tmp_path, text, name="t.yaml")

    # 2 x 36.04
    assert spread_of(found["S"]) == (72.08, 72.08, 72.08)
    assert found["C"].is_free
