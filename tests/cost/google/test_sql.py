"""Databases, at prices of us-central1."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from priced import US, at_least, declared, estimates, missing, money, spread_of

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Estimate
    from trueline.model.cost_settings import CostSettings


def one(folder: Path, kind: str, body: str, settings: CostSettings = US, *, before: str = "") -> Estimate:
    """Return the estimate of a resource `x` of ``kind``."""
    text = f'{before}\nvariable "v" {{}}\nresource "{kind}" "x" {{\n{body}\n}}\n'
    return estimates(folder, text, settings)[f"{kind}.x"]


def usage(kind: str, **values: object) -> CostSettings:
    """Return settings that declare what `x` uses."""
    return declared(**{f"{kind}.x": values})


SQL = "google_sql_database_instance"


@pytest.mark.parametrize(
    ("settings", "amount"),
    [
        ('tier = "db-f1-micro"', 9.37),  # 0.0105 x 730 = 7.665; 10 GiB at 0.17
        # 2 x 0.0413 x 730 = 60.298; 7.5 x 0.007 x 730 = 38.325; 100 x 0.17 = 17.00
        ('tier = "db-custom-2-7680"\ndisk_size = 100', 115.62),
        # twice that
        ('tier = "db-custom-2-7680"\ndisk_size = 100\navailability_type = "REGIONAL"', 231.25),
        # 4 x 0.0413 x 730 = 120.596; 15 x 0.007 x 730 = 76.65; 10 x 0.09 = 0.90
        ('tier = "db-n1-standard-4"\ndisk_type = "PD_HDD"', 198.15),
    ],
)
def test_a_sql_instance(tmp_path: Path, settings: str, amount: float) -> None:
    body = f'database_version = "POSTGRES_16"\nregion = "us-central1"\nsettings {{\n{settings}\n}}'

    assert money(one(tmp_path, SQL, body)) == amount


def test_a_sql_server_has_a_licence(tmp_path: Path) -> None:
    body = 'database_version = "SQLSERVER_2022_STANDARD"\nsettings {\ntier = "db-custom-2-8192"\n}'

    # 60.298; 8 x 0.007 x 730 = 40.88; at least 4 licences of 0.13: 379.60; 1.70
    assert money(one(tmp_path, SQL, body)) == 482.48


def test_a_disk_that_may_grow_to_a_limit_and_backups(tmp_path: Path) -> None:
    body = """
    database_version = "MYSQL_8_0"
    settings {
      tier                  = "db-g1-small"
      disk_size             = 20
      disk_autoresize_limit = 100
      backup_configuration {
        enabled = true
      }
    }
    """
    found = one(tmp_path, SQL, body, usage(SQL, backup_storage_gb=50))

    # 0.035 x 730 = 25.55; 20 to 100 x 0.17 = 3.40 to 17.00; 50 x 0.08 = 4.00
    assert spread_of(found) == (32.95, 32.95, 46.55)


def test_a_sql_instance_of_unknown_tier_or_of_one_without_a_price(tmp_path: Path) -> None:
    unknown = one(tmp_path, SQL, 'database_version = "MYSQL_8_0"\nsettings {\ntier = var.v\n}')
    plus = one(tmp_path, SQL, 'settings {\ntier = "db-perf-optimized-N-2"\nedition = "ENTERPRISE_PLUS"\n}')
    elsewhere = one(tmp_path, SQL, 'region = "asia-south2"\nsettings {\ntier = "db-f1-micro"\n}')

    assert (at_least(unknown), missing(unknown)) == (1.70, {"value"})
    assert (at_least(plus), missing(plus)) == (1.70, {"price"})
    assert (at_least(elsewhere), missing(elsewhere)) == (0.0, {"price"})


def test_alloydb(tmp_path: Path) -> None:
    cluster = 'resource "google_alloydb_cluster" "c" {\n  location = "us-central1"\n}\n'
    kind = "google_alloydb_instance"
    body = "cluster = google_alloydb_cluster.c.name\n"
    primary = one(
        tmp_path, kind, body + 'instance_type = "PRIMARY"\nmachine_config {\ncpu_count = 4\n}', before=cluster
    )
    pool = 'instance_type = "READ_POOL"\nmachine_config {\ncpu_count = 2\n}\nread_pool_config {\nnode_count = 3\n}'

    # 2 nodes: 8 x 0.06608 x 730 = 385.9072; 64 x 0.0112 x 730 = 523.264
    assert money(primary) == 909.17
    # 3 nodes: 6 x 0.06608 x 730 = 289.4304; 48 x 0.0112 x 730 = 392.448
    assert money(one(tmp_path, kind, body + pool, before=cluster)) == 681.88
    unknown = one(tmp_path, kind, body + "machine_config {\ncpu_count = var.v\n}", before=cluster)
    assert (at_least(unknown), missing(unknown)) == (0.0, {"value"})


def test_an_alloydb_cluster_stores_what_is_declared(tmp_path: Path) -> None:
    kind = "google_alloydb_cluster"
    body = 'location = "us-central1"'

    assert missing(one(tmp_path, kind, body)) == {"usage"}
    assert money(one(tmp_path, kind, body, usage(kind, storage_gb=100, backup_storage_gb=10))) == 31.00


@pytest.mark.parametrize(
    ("body", "amount"),
    [
        ("num_nodes = 2", 1314.00),  # 2 x 0.90 x 730
        ("processing_units = 300", 197.10),
        ('num_nodes = 1\nedition = "ENTERPRISE"', 897.90),  # 1.23 x 730
    ],
)
def test_spanner(tmp_path: Path, body: str, amount: float) -> None:
    kind = "google_spanner_instance"
    told = usage(kind, storage_gb=0)

    assert money(one(tmp_path, kind, f'config = "regional-us-central1"\n{body}', told)) == amount


def test_spanner_between_limits_and_where_it_is_not_known(tmp_path: Path) -> None:
    kind = "google_spanner_instance"
    limits = (
        "autoscaling_config {\nautoscaling_limits {\nmin_processing_units = 1000\nmax_processing_units = 3000\n}\n}"
    )
    found = one(tmp_path, kind, f'config = "regional-us-central1"\n{limits}', usage(kind, storage_gb=10))

    assert spread_of(found) == (660.0, 660.0, 1974.0)  # 657.00 to 1971.00; 10 x 0.30
    assert missing(one(tmp_path, kind, "config = var.v")) == {"value", "usage"}
    assert missing(one(tmp_path, kind, 'config = "nam6"')) == {"price", "usage"}


def test_bigtable(tmp_path: Path) -> None:
    kind = "google_bigtable_instance"
    scaling = "autoscaling_config {\nmin_nodes = 1\nmax_nodes = 4\ncpu_target = 60\n}"
    body = f"""
    cluster {{
      zone      = "us-central1-b"
      num_nodes = 3
    }}
    cluster {{
      zone         = "europe-west1-b"
      storage_type = "HDD"
      {scaling}
    }}
    """
    found = one(tmp_path, kind, body, usage(kind, storage_gb=100))

    # 3 x 0.65 x 730 = 1423.50 and 17.00; 474.50 to 1898.00 and 2.60
    assert spread_of(found) == (1917.6, 1917.6, 3341.1)
    unknown = one(tmp_path, kind, 'cluster {\nzone = "us-central1-b"\nnum_nodes = var.v\n}')
    assert missing(unknown) == {"value", "usage"}


@pytest.mark.parametrize(
    ("body", "amount"),
    [
        ("memory_size_gb = 1", 35.77),  # 0.049 x 730
        ('memory_size_gb = 5\ntier = "STANDARD_HA"', 197.10),  # 5 x 0.054 x 730
        ("memory_size_gb = 40", 554.80),  # 40 x 0.019 x 730
    ],
)
def test_redis(tmp_path: Path, body: str, amount: float) -> None:
    assert money(one(tmp_path, "google_redis_instance", body)) == amount


def test_redis_of_unknown_size_and_with_replicas(tmp_path: Path) -> None:
    kind = "google_redis_instance"
    replicas = 'memory_size_gb = 5\ntier = "STANDARD_HA"\nread_replicas_mode = "READ_REPLICAS_ENABLED"'

    assert missing(one(tmp_path, kind, "memory_size_gb = var.v")) == {"value"}
    assert missing(one(tmp_path, kind, replicas)) == {"price"}
    assert one(tmp_path, kind, replicas).amount.expected.high == math.inf


def test_an_instance_of_alloydb_may_be_a_pool_of_many(tmp_path: Path) -> None:
    text = 'variable "x" {}\nresource "google_alloydb_instance" "a" {\n  instance_type = var.x\n}\n'
    found = estimates(tmp_path, text)["google_alloydb_instance.a"]

    assert found.amount.expected == (0.0, float("inf"))
