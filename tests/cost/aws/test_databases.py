"""RDS and Aurora: machines, disks that grow, and what scales by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import lines, missing, money, spread_of
from tests.cost.aws.bills import bill

if TYPE_CHECKING:
    from pathlib import Path


def test_a_database_in_two_zones(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        """
        resource "aws_db_instance" "a" {
          engine            = "postgres"
          instance_class    = "db.m5.large"
          multi_az          = true
          allocated_storage = 100
          storage_type      = "gp3"
          iops              = 14000
        }
        """,
        {"additional_backup_storage_gb": 100},
    )

    # 2 x 0.178 x 730 = 259.88; 2 x 100 x 0.115 = 23.00; 2 x 2,000 IOPS above 12,000 x 0.02 = 80.00;
    # backups 100 x 0.095 = 9.50
    assert money(found) == 372.38


def test_a_database_whose_disk_may_grow(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        """
        resource "aws_db_instance" "a" {
          engine                = "mysql"
          instance_class        = "db.t3.micro"
          allocated_storage     = 20
          max_allocated_storage = 100
        }
        """,
    )

    # 0.017 x 730 = 12.41; 20 x 0.115 = 2.30, at most 100 x 0.115 = 11.50
    assert spread_of(found) == (14.71, 14.71, 23.91)


@pytest.mark.parametrize(
    ("engine", "class_", "expected"),
    [
        pytest.param("mariadb", "db.r6i.large", 175.20, id="a newer class: 0.24 x 730"),
        pytest.param("mysql", "db.m6g.large", 110.96, id="0.152 x 730"),
        pytest.param("sqlserver-se", "db.m5.large", 713.21, id="with its licence: 0.977 x 730"),
        pytest.param("oracle-se2", "db.m5.large", 319.74, id="with its licence: 0.438 x 730"),
    ],
)
def test_engines_have_prices_of_their_own(tmp_path: Path, engine: str, class_: str, expected: float) -> None:
    found = bill(
        tmp_path,
        f"""
        resource "aws_db_instance" "a" {{
          engine            = "{engine}"
          instance_class    = "{class_}"
          allocated_storage = 20
        }}
        """,
    )

    assert round(lines(found)["instance"].amount.expected.low, 2) == expected


def test_a_replica_is_of_the_engine_and_the_size_of_its_source(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        """
        resource "aws_db_instance" "source" {
          engine            = "mysql"
          instance_class    = "db.m5.large"
          allocated_storage = 100
        }
        resource "aws_db_instance" "a" {
          replicate_source_db = aws_db_instance.source.identifier
          instance_class      = "db.m5.large"
        }
        """,
    )

    # 0.171 x 730 = 124.83; 100 x 0.115 = 11.50
    assert money(found) == 136.33


CLUSTER = """
resource "aws_rds_cluster" "c" {
  engine       = "aurora-postgresql"
  storage_type = "%s"
  serverlessv2_scaling_configuration {
    min_capacity = 0.5
    max_capacity = 8
  }
}
"""


def test_an_instance_of_aurora(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        CLUSTER % "aurora"
        + """
        resource "aws_rds_cluster_instance" "a" {
          cluster_identifier = aws_rds_cluster.c.id
          engine             = aws_rds_cluster.c.engine
          instance_class     = "db.r5.large"
        }
        """,
    )

    # 0.29 x 730
    assert money(found) == 211.70


def test_an_instance_of_aurora_whose_storage_is_optimized(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        CLUSTER % "aurora-iopt1"
        + """
        resource "aws_rds_cluster_instance" "a" {
          cluster_identifier = aws_rds_cluster.c.id
          engine             = aws_rds_cluster.c.engine
          instance_class     = "db.r5.large"
        }
        """,
    )

    # 0.29 x 1.3 = 0.377 x 730
    assert money(found) == 275.21


def test_a_serverless_instance_lies_between_the_ends_of_its_cluster(tmp_path: Path) -> None:
    text = (
        CLUSTER % "aurora"
        + """
        resource "aws_rds_cluster_instance" "a" {
          cluster_identifier = aws_rds_cluster.c.id
          engine             = aws_rds_cluster.c.engine
          instance_class     = "db.serverless"
        }
        """
    )

    # 0.5 x 0.12 x 730 = 43.80 to 8 x 0.12 x 730 = 700.80; 2 units are declared: 175.20
    found = bill(tmp_path, text)
    assert [round(end, 2) for end in found.amount.expected] == [43.80, 700.80]
    assert round(found.amount.most.high, 2) == 700.80
    assert spread_of(bill(tmp_path, text, {"capacity_units_per_hr": 2})) == (43.80, 175.20, 700.80)


def test_the_storage_of_aurora(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        'resource "aws_rds_cluster" "a" {\n  engine = "aurora-mysql"\n}\n',
        {"storage_gb": 100, "write_requests_per_sec": 10, "read_requests_per_sec": 10, "backup_snapshot_size_gb": 100},
    )

    # 100 x 0.10 = 10.00; 20 x 730 x 3600 = 52.56 M x 0.20 = 10.512; 100 x 0.021 = 2.10
    assert money(found) == 22.61


def test_a_cluster_of_plain_postgres_is_not_priced(tmp_path: Path) -> None:
    found = bill(
        tmp_path,
        'resource "aws_rds_cluster" "a" {\n  engine = "postgres"\n  db_cluster_instance_class = "db.m5d.large"\n}\n',
    )

    assert found.state == "unpriced"
    assert missing(found) == {"price"}


def test_a_proxy_and_a_snapshot(tmp_path: Path) -> None:
    proxy = bill(tmp_path, 'resource "aws_db_proxy" "a" {\n}\n', {"monthly_vcpu_hours": 1460})
    snapshot = bill(tmp_path, 'resource "aws_db_snapshot" "a" {\n}\n', {"storage_gb": 100})

    # 2 vCPUs x 730 x 0.015; 100 x 0.095
    assert (money(proxy), money(snapshot)) == (21.90, 9.50)
