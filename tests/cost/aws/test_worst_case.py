"""What code itself bounds: concurrency, targets of autoscaling, provisioned limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priced import estimates, lines, missing, money, spread_of
from tests.cost.aws.bills import UNKNOWN, bill

if TYPE_CHECKING:
    from pathlib import Path

TASK = """
resource "aws_ecs_task_definition" "t" {
  family = "x"
  cpu    = "512"
  memory = "1024"
  %s
}
"""


def test_a_service_on_fargate(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        TASK % "ephemeral_storage {\n  size_in_gib = 50\n}"
        + """
        resource "aws_ecs_service" "a" {
          launch_type     = "FARGATE"
          desired_count   = 2
          task_definition = aws_ecs_task_definition.t.arn
        }
        """,
    )

    # one: 0.5 x 0.04048 x 730 = 14.7752, 1 x 0.004445 x 730 = 3.24485, 30 x 0.000111 x 730 = 2.4309; two of them
    assert money(found) == 40.90


def test_a_service_on_arm(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        TASK % 'runtime_platform {\n  cpu_architecture = "ARM64"\n}'
        + """
        resource "aws_ecs_service" "a" {
          launch_type     = "FARGATE"
          task_definition = aws_ecs_task_definition.t.arn
        }
        """,
    )

    # 0.5 x 0.03238 x 730 = 11.8187, 1 x 0.00356 x 730 = 2.5988
    assert money(found) == 14.42


def test_a_service_that_scales(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        TASK % ""
        + """
        resource "aws_ecs_cluster" "c" {
          name = "c"
        }
        resource "aws_ecs_service" "a" {
          name            = "a"
          cluster         = aws_ecs_cluster.c.id
          launch_type     = "FARGATE"
          desired_count   = 2
          task_definition = aws_ecs_task_definition.t.arn
        }
        resource "aws_appautoscaling_target" "t" {
          min_capacity       = 1
          max_capacity       = 20
          resource_id        = "service/${aws_ecs_cluster.c.name}/${aws_ecs_service.a.name}"
          scalable_dimension = "ecs:service:DesiredCount"
          service_namespace  = "ecs"
        }
        """,
    )

    # one is 14.7752 for its vCPU and 3.24485 for its memory
    assert spread_of(found) == (18.02, 36.04, 360.40)


def test_a_service_on_spare_capacity_costs_at_most_what_it_does_on_demand(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        TASK % ""
        + """
        resource "aws_ecs_service" "a" {
          task_definition = aws_ecs_task_definition.t.arn
          desired_count   = 1
          capacity_provider_strategy {
            capacity_provider = "FARGATE_SPOT"
          }
        }
        """,
    )

    assert [round(end, 2) for end in found.amount.expected] == [0.0, 18.02]


def test_a_service_of_which_is_not_known_where_it_runs(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        TASK % ""
        + """
        resource "aws_ecs_service" "a" {
          task_definition = aws_ecs_task_definition.t.arn
          desired_count   = 1
          launch_type     = var.x
        }
        """,
    )

    assert [round(end, 2) for end in found.amount.expected] == [0.0, 18.02]
    assert missing(found) == {"value"}


def test_a_service_whose_task_is_elsewhere(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        'resource "aws_ecs_service" "a" {\n  launch_type = "FARGATE"\n  task_definition = "t:1"\n}\n',
    )

    assert found.amount.expected.high == float("inf")
    assert missing(found) == {"value"}


def test_a_function_with_reserved_concurrency_has_a_worst_month(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "aws_lambda_function" "a" {
          memory_size                    = 512
          reserved_concurrent_executions = 10
        }
        """,
    )["aws_lambda_function.a"]

    # 10 x 0.5 GB x 730 x 3600 s = 13.14 M GB-s x 0.0000166667 = 219.00
    assert round(lines(found)["duration"].amount.most.high, 2) == 219.00
    assert missing(found) == {"usage"}


def test_a_function_without_a_limit_has_none(tmp_path: Path) -> None:
    found = estimates(tmp_path, 'resource "aws_lambda_function" "a" {\n}\n')["aws_lambda_function.a"]

    assert lines(found)["duration"].amount.most.high == float("inf")


def test_a_function_is_kept_warm(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        """
        resource "aws_lambda_function" "f" {
          function_name = "f"
          memory_size   = 1024
        }
        resource "aws_lambda_provisioned_concurrency_config" "a" {
          function_name                     = aws_lambda_function.f.function_name
          provisioned_concurrent_executions = 2
        }
        """,
    )

    # 2 x 1 GB x 730 x 3600 s = 5.256 M GB-s x 0.0000041667
    assert money(found) == 21.90


def test_a_table_that_scales(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        """
        resource "aws_dynamodb_table" "a" {
          name           = "a"
          read_capacity  = 10
          write_capacity = 5
        }
        resource "aws_appautoscaling_target" "reads" {
          min_capacity       = 5
          max_capacity       = 100
          resource_id        = "table/${aws_dynamodb_table.a.name}"
          scalable_dimension = "dynamodb:table:ReadCapacityUnits"
          service_namespace  = "dynamodb"
        }
        """,
    )

    # reads 0.0949 each: 5 0.4745, 10 0.949, 100 9.49; writes 5 x 0.00065 x 730 = 2.3725
    assert spread_of(found) == (2.85, 3.32, 11.86)


def test_a_table_on_demand_with_a_limit(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        """
        resource "aws_dynamodb_table" "a" {
          billing_mode = "PAY_PER_REQUEST"
          on_demand_throughput {
            max_read_request_units = 10
          }
        }
        """,
    )["aws_dynamodb_table.a"]

    # 10 a second x 730 x 3600 = 26.28 M x 0.125
    assert round(lines(found)["reads"].amount.most.high, 3) == 3.285
    assert lines(found)["writes"].amount.most.high == float("inf")


def test_a_key_that_rotates(tmp_path: Path) -> None:
    # two rotated versions cost as much as the key
    assert spread_of(bill(tmp_path, 'resource "aws_kms_key" "a" {\n  enable_key_rotation = true\n}\n')) == (1, 1, 3)


def test_a_service_of_app_runner(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        """
        resource "aws_apprunner_auto_scaling_configuration_version" "s" {
          min_size = 1
          max_size = 4
        }
        resource "aws_apprunner_service" "a" {
          auto_scaling_configuration_arn = aws_apprunner_auto_scaling_configuration_version.s.arn
          instance_configuration {
            cpu    = "1 vCPU"
            memory = "2 GB"
          }
        }
        """,
    )

    # memory 2 x 0.007 x 730 = 10.22 each; vCPU 0.064 x 730 = 46.72 each while it works
    assert round(found.amount.least.low, 2) == 10.22
    assert round(found.amount.most.high, 2) == 227.76


def test_workers_of_airflow(tmp_path: Path) -> None:
    found = bill(tmp_path, 'resource "aws_mwaa_environment" "a" {\n  max_workers = 3\n}\n')

    # 0.49 x 730 = 357.70; two more workers 0.055 x 730 = 40.15 each
    assert spread_of(found) == (357.70, 357.70, 438.00)


def test_an_endpoint_of_a_model(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        """
        resource "aws_sagemaker_endpoint_configuration" "c" {
          production_variants {
            model_name             = "m"
            instance_type          = "ml.m5.large"
            initial_instance_count = 2
          }
        }
        resource "aws_sagemaker_endpoint" "a" {
          endpoint_config_name = aws_sagemaker_endpoint_configuration.c.name
        }
        """,
    )

    # 2 x 0.115 x 730
    assert money(found) == 167.90


def test_a_consumer_of_a_stream(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        """
        resource "aws_kinesis_stream" "s" {
          shard_count = 2
        }
        resource "aws_kinesis_stream_consumer" "a" {
          stream_arn = aws_kinesis_stream.s.arn
        }
        """,
        {"monthly_data_retrieved_gb": 100},
    )

    # 2 x 0.015 x 730 = 21.90; 100 x 0.013 = 1.30
    assert money(found) == 23.20


def test_a_snapshot_takes_at_most_what_its_volume_does(tmp_path: Path) -> None:
    found = estimates(
        tmp_path,
        UNKNOWN
        + """
        resource "aws_ebs_volume" "v" {
          availability_zone = "us-east-1a"
          size              = 100
        }
        resource "aws_ebs_snapshot" "a" {
          volume_id = aws_ebs_volume.v.id
        }
        """,
    )["aws_ebs_snapshot.a"]

    # 100 x 0.05
    assert found.amount.expected == (0.0, 5.0)
