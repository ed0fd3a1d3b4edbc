"""Who scales services, tables and functions: targets, several of them, and their schedules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import estimates, missing, spread_of
from tests.cost.aws.bills import bill

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate

UNBOUNDED = float("inf")
ONE = 36.04
"""1 vCPU and 2 GiB on Fargate: (0.04048 + 2 x 0.004445) x 730 = 36.04."""
SERVICE = """
resource "aws_ecs_task_definition" "t" {
  cpu    = 1024
  memory = 2048
}
resource "aws_ecs_service" "a" {
  name            = "web"
  launch_type     = "FARGATE"
  desired_count   = 2
  task_definition = aws_ecs_task_definition.t.arn
}
"""


def target(name: str, least: object, most: object, resource: str = '"service/c/${aws_ecs_service.a.name}"') -> str:
    return f"""
    resource "aws_appautoscaling_target" "{name}" {{
      service_namespace  = "ecs"
      scalable_dimension = "ecs:service:DesiredCount"
      resource_id        = {resource}
      min_capacity       = {least}
      max_capacity       = {most}
    }}
    """


def schedule(body: str, of: str = "aws_appautoscaling_target.t") -> str:
    return f"""
    resource "aws_appautoscaling_scheduled_action" "s" {{
      name               = "s"
      service_namespace  = "ecs"
      scalable_dimension = "ecs:service:DesiredCount"
      resource_id        = {of}.resource_id
      schedule           = "cron(0 0 * * ? *)"
      scalable_target_action {{
        {body}
      }}
    }}
    """


def numbers(found: Estimate) -> tuple[tuple[int, int], ...]:
    """Return how many tasks of `ONE` that is, at each scale, where the bounds are so many."""
    return tuple(tuple(end if end == UNBOUNDED else round(end / ONE) for end in side) for side in found.amount)  # type: ignore[misc]  # two of them


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(target("t", 1, 3), (1, 2, 3), id="one"),
        pytest.param(target("t", 2, 3) + target("u", 1, 50), (1, 2, 50), id="the widest of two"),
        pytest.param(target("t", 1, 3, '"service/c/web"'), (1, 2, 3), id="it is named, not referred to"),
        pytest.param(target("t", 1, 3, '"service/web/api"'), (2, 2, 2), id="another one is named"),
        pytest.param(target("t", 1, 3) + schedule("max_capacity = 100"), (1, 2, 100), id="a schedule raises the most"),
        pytest.param(
            target("t", 2, 3) + schedule("min_capacity = 90\n max_capacity = 100"), (2, 2, 100), id="both ends"
        ),
        pytest.param(target("t", 2, 3) + schedule("min_capacity = 0"), (0, 2, 3), id="a schedule lowers the least"),
        pytest.param(schedule("max_capacity = 9", "aws_ecs_service.a").replace(
            "aws_ecs_service.a.resource_id", '"service/c/web"'
        ), (2, 2, 9), id="a schedule of a target that is elsewhere"),
    ],
)  # fmt: skip
def test_tasks_lie_between_the_widest_ends(tmp_path: Path, text: str, expected: tuple[int, int, int]) -> None:
    found = bill(tmp_path, SERVICE + text)

    # one task is 36.04
    assert spread_of(found) == tuple(pytest.approx(number * ONE, abs=0.02) for number in expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(target("t", 1, 3) + target("u", 1, "var.x"), ((1, 1), (2, 2), (3, UNBOUNDED)), id="an end"),
        pytest.param(
            target("t", 1, 3) + target("u", 5, 50, "var.x"), ((0, 5), (2, 5), (3, UNBOUNDED)), id="what it scales"
        ),
        pytest.param(
            target("t", 1, 3) + target("u", 1, 50).replace('"ecs:service:DesiredCount"', "var.x"),
            ((0, 1), (2, 2), (3, UNBOUNDED)),
            id="which number of it",
        ),
        pytest.param(
            target("t", 1, 3) + schedule("max_capacity = var.x"), ((0, 1), (2, 2), (3, UNBOUNDED)), id="a schedule"
        ),
        pytest.param(
            target("t", 1, 3, '"service/${var.x}/web"'), ((1, 1), (2, 2), (3, 3)), id="its cluster does not matter"
        ),
        pytest.param(
            target("t", 1, 3, '"service/${var.x}/api"'), ((2, 2), (2, 2), (2, 2)), id="the cluster of another one"
        ),
    ],
)
def test_what_is_not_known_of_who_scales_leaves_every_number_possible(
    tmp_path: Path, text: str, expected: tuple[tuple[float, float], ...]
) -> None:
    found = bill(tmp_path, SERVICE + text)

    assert numbers(found) == expected
    assert bool(missing(found)) == (not found.amount.is_exact)


def test_indexes_of_a_table_are_scaled_apart(tmp_path: Path) -> None:
    text = """
    resource "aws_dynamodb_table" "a" {
      name           = "orders"
      read_capacity  = 10
      write_capacity = 0
      global_secondary_index {
        name           = "by-day"
        read_capacity  = 10
        write_capacity = 0
      }
    }
    resource "aws_appautoscaling_target" "i" {
      service_namespace  = "dynamodb"
      scalable_dimension = "dynamodb:index:ReadCapacityUnits"
      resource_id        = "table/${aws_dynamodb_table.a.name}/index/%s"
      min_capacity       = 10
      max_capacity       = 1000
    }
    """
    mine, another = (bill(tmp_path, text % name) for name in ("by-day", "by-week"))

    # a unit is 0.00013 x 730 = 0.0949 a month: 20 of them, and 1010
    assert spread_of(mine) == (1.90, 1.90, 95.85)
    assert spread_of(another) == (1.90, 1.90, 1.90)


def test_schedules_inside_a_target_of_cloudformation(tmp_path: Path) -> None:
    text = """
    AWSTemplateFormatVersion: "2010-09-09"
    Resources:
      T:
        Type: AWS::ECS::TaskDefinition
        Properties: {Cpu: "1024", Memory: "2048"}
      S:
        Type: AWS::ECS::Service
        Properties: {LaunchType: FARGATE, DesiredCount: 2, TaskDefinition: !Ref T}
      A:
        Type: AWS::ApplicationAutoScaling::ScalableTarget
        Properties:
          ServiceNamespace: ecs
          ScalableDimension: ecs:service:DesiredCount
          ResourceId: !Sub "service/c/${S.Name}"
          MinCapacity: 1
          MaxCapacity: 3
          ScheduledActions:
            - Schedule: "rate(1 day)"
              ScalableTargetAction: {MinCapacity: 80, MaxCapacity: 100}
    """
    found = estimates(tmp_path, text, name="t.yaml")["S"]

    # 36.04 each: 1, 2 and 100
    assert spread_of(found) == tuple(pytest.approx(number * ONE, abs=0.05) for number in (1, 2, 100))
