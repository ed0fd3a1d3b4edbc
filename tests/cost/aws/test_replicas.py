"""Nodes and disks of data services that are scaled by targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import US, estimates, missing, spread_of
from tests.cost.aws.bills import bill

if TYPE_CHECKING:
    from pathlib import Path

UNBOUNDED = float("inf")
ZERO = US._replace(undeclared="zero")


def target(namespace: str, dimension: str, resource: str, least: object, most: object) -> str:
    return f"""
    resource "aws_appautoscaling_target" "t" {{
      service_namespace  = "{namespace}"
      scalable_dimension = "{namespace}:{dimension}"
      resource_id        = {resource}
      min_capacity       = {least}
      max_capacity       = {most}
    }}
    """


def readers(least: object, most: object, resource: str = '"cluster:${aws_rds_cluster.a.id}"') -> str:
    return target("rds", "cluster:ReadReplicaCount", resource, least, most)


AURORA = """
resource "aws_rds_cluster" "a" {
  cluster_identifier = "main"
  engine             = "aurora-postgresql"
}
"""
INSTANCE = """
resource "aws_rds_cluster_instance" "i" {
  cluster_identifier = aws_rds_cluster.a.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r5.large"
}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # db.r5.large with Aurora PostgreSQL is 0.29 x 730 = 211.70
        pytest.param(INSTANCE, (0, 0, 0), id="nothing scales it"),
        pytest.param(INSTANCE + readers(1, 15), (1, 1, 15), id="beside the one that writes"),
        pytest.param(INSTANCE + readers(0, 3, '"cluster:main"'), (0, 0, 3), id="by its name"),
        pytest.param(INSTANCE + INSTANCE.replace('"i"', '"r"') + readers(1, 15), (0, 0, 14), id="one reads already"),
    ],
)
def test_replicas_of_aurora_beyond_those_declared(tmp_path: Path, text: str, expected: tuple[int, int, int]) -> None:
    found = bill(tmp_path, AURORA + text)

    assert spread_of(found) == tuple(pytest.approx(number * 211.70, abs=0.01) for number in expected)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(INSTANCE.replace("db.r5.large", "${var.x}") + readers(0, 2), id="a class"),
        pytest.param(readers(0, 2), id="no instance"),
        pytest.param(INSTANCE + readers(0, "var.x"), id="how many"),
        pytest.param(INSTANCE + readers(0, 2, "var.x"), id="of which cluster"),
        pytest.param(INSTANCE.replace("aws_rds_cluster.a.id", "var.x") + readers(0, 2), id="whose instance"),
    ],
)
def test_replicas_that_are_not_known_have_no_upper_bound(tmp_path: Path, text: str) -> None:
    found = bill(tmp_path, AURORA + text)

    assert found.amount.expected.low == 0.0
    assert found.amount.most.high == UNBOUNDED
    assert missing(found) == {"value"}


def test_replicas_of_aurora_in_cloudformation(tmp_path: Path) -> None:
    text = """
    Resources:
      C:
        Type: AWS::RDS::DBCluster
        Properties: {Engine: aurora-postgresql}
      I:
        Type: AWS::RDS::DBInstance
        Properties: {DBClusterIdentifier: !Ref C, Engine: aurora-postgresql, DBInstanceClass: db.r5.large}
      T:
        Type: AWS::ApplicationAutoScaling::ScalableTarget
        Properties:
          ServiceNamespace: rds
          ScalableDimension: rds:cluster:ReadReplicaCount
          ResourceId: !Sub "cluster:${C}"
          MinCapacity: 2
          MaxCapacity: 5
    """
    found = estimates(tmp_path, text, ZERO, name="t.yaml")

    # 2, 2 and 5 of 211.70
    assert spread_of(found["C"]) == (423.40, 423.40, 1058.50)


def test_replicas_of_neptune(tmp_path: Path) -> None:
    text = """
    resource "aws_neptune_cluster" "a" {
      cluster_identifier = "graph"
    }
    resource "aws_neptune_cluster_instance" "i" {
      cluster_identifier = aws_neptune_cluster.a.id
      instance_class     = "db.r5.large"
    }
    """
    found = estimates(
        tmp_path,
        text + target("neptune", "cluster:ReadReplicaCount", '"cluster:${aws_neptune_cluster.a.id}"', 1, 3),
        ZERO,
    )
    one = found["aws_neptune_cluster_instance.i"].amount.expected.low

    # as many as one costs, once and three times
    assert spread_of(found["aws_neptune_cluster.a"]) == tuple(
        pytest.approx(number * one, abs=0.01) for number in (1, 1, 3)
    )


@pytest.mark.parametrize(
    ("scaled", "expected"),
    [
        # cache.m5.large is 0.156 x 730 = 113.88; declared are 2 shards of 2
        pytest.param(("NodeGroups", 1, 10), (2, 4, 20), id="shards"),
        pytest.param(("Replicas", 1, 5), (4, 4, 12), id="replicas"),
    ],
)
def test_nodes_of_a_cache(tmp_path: Path, scaled: tuple[str, int, int], expected: tuple[int, int, int]) -> None:
    text = """
    resource "aws_elasticache_replication_group" "a" {
      replication_group_id    = "cache"
      node_type               = "cache.m5.large"
      num_node_groups         = 2
      replicas_per_node_group = 1
    }
    """
    name, least, most = scaled
    text += target("elasticache", f"replication-group:{name}", '"replication-group/cache"', least, most)

    assert spread_of(bill(tmp_path, text)) == tuple(pytest.approx(number * 113.88, abs=0.01) for number in expected)


def test_disks_of_brokers(tmp_path: Path) -> None:
    text = """
    resource "aws_msk_cluster" "a" {
      cluster_name           = "events"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type = "kafka.m5.large"
        storage_info {
          ebs_storage_info {
            volume_size = 100
          }
        }
      }
    }
    """
    alone = bill(tmp_path, text)
    found = bill(tmp_path, text + target("kafka", "broker-storage:VolumeSize", "aws_msk_cluster.a.arn", 100, 1000))

    # 3 x 900 GB x 0.10 more at the most
    assert found.amount.expected == alone.amount.expected
    assert found.amount.most.low - alone.amount.most.low == pytest.approx(270.0)


def test_variants_of_a_model(tmp_path: Path) -> None:
    text = """
    resource "aws_sagemaker_endpoint_configuration" "c" {
      production_variants {
        variant_name           = "v"
        initial_instance_count = 1
        instance_type          = "ml.m5.large"
      }
    }
    resource "aws_sagemaker_endpoint" "a" {
      name                 = "e"
      endpoint_config_name = aws_sagemaker_endpoint_configuration.c.name
    }
    """
    dimension = "variant:DesiredInstanceCount"
    one = bill(tmp_path, text).amount.expected.low
    found = bill(tmp_path, text + target("sagemaker", dimension, '"endpoint/e/variant/v"', 1, 20))
    another = bill(tmp_path, text + target("sagemaker", dimension, '"endpoint/e/variant/w"', 1, 20))

    assert spread_of(found) == tuple(pytest.approx(number * one, abs=0.01) for number in (1, 1, 20))
    assert spread_of(another) == tuple(pytest.approx(one, abs=0.01) for _ in range(3))
