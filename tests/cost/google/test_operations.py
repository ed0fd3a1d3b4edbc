"""Keys, secrets, logs and metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import US, at_least, declared, estimates, missing, money

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


KEY = "google_kms_crypto_key"


@pytest.mark.parametrize(
    ("template", "amount"),
    [
        ("", 0.36),  # 0.06; 10 x 0.03
        ('version_template {\n  algorithm = "GOOGLE_SYMMETRIC_ENCRYPTION"\n  protection_level = "HSM"\n}', 1.30),
        ('version_template {\n  algorithm = "RSA_SIGN_PSS_4096_SHA256"\n  protection_level = "HSM"\n}', 2.80),
    ],
)
def test_a_key(tmp_path: Path, template: str, amount: float) -> None:
    told = usage(KEY, monthly_key_operations=100_000)

    assert money(one(tmp_path, KEY, f'key_ring = "k"\n{template}', told)) == amount


def test_versions_of_a_key_that_are_declared_and_a_level_that_is_not(tmp_path: Path) -> None:
    told = usage(KEY, key_versions=10, monthly_key_operations=0)

    assert money(one(tmp_path, KEY, 'key_ring = "k"', told)) == 0.60
    body = 'key_ring = "k"\nversion_template {\n  algorithm = "A"\n  protection_level = var.v\n}'
    assert missing(one(tmp_path, KEY, body, told)) == {"value"}


SECRET = """
resource "google_secret_manager_secret" "s" {
  secret_id = "s"
  replication {
    user_managed {
      replicas {
        location = "us-central1"
      }
      replicas {
        location = "us-east1"
      }
    }
  }
}
"""


def test_a_version_of_a_secret_for_each_place(tmp_path: Path) -> None:
    kind = "google_secret_manager_secret_version"
    dynamic = 'dynamic "replicas" {\n  for_each = var.v\n  content {\n    location = "us-east1"\n  }\n}'
    start = SECRET.index("      replicas")
    unknown = SECRET[:start] + dynamic + "\n    }\n  }\n}\n"

    assert money(one(tmp_path, kind, "secret = google_secret_manager_secret.s.id", before=SECRET)) == 0.12
    automatic = 'resource "google_secret_manager_secret" "s" {\n  replication {\n    auto {}\n  }\n}\n'
    assert money(one(tmp_path, kind, "secret = google_secret_manager_secret.s.id", before=automatic)) == 0.06
    elsewhere = one(tmp_path, kind, 'secret = "s"').amount.expected
    assert tuple(elsewhere) == (pytest.approx(0.06), pytest.approx(2.58))  # up to 43 regions
    assert money(one(tmp_path, "google_secret_manager_regional_secret_version", 'secret = "s"')) == 0.06
    found = one(tmp_path, kind, "secret = google_secret_manager_secret.s.id", before=unknown)
    assert missing(found) == {"value"}


@pytest.mark.parametrize("kind", ["google_secret_manager_secret", "google_secret_manager_regional_secret"])
def test_how_often_a_secret_is_read(tmp_path: Path, kind: str) -> None:
    told = usage(kind, monthly_access_operations=20_000, monthly_rotation_notifications=4)

    assert money(one(tmp_path, kind, 'secret_id = "s"', told)) == 0.06
    assert money(one(tmp_path, kind, 'secret_id = "s"\nrotation {\n  rotation_period = "3600s"\n}', told)) == 0.26
    assert missing(one(tmp_path, kind, 'secret_id = "s"')) == {"usage"}


@pytest.mark.parametrize(
    "kind",
    [
        "google_logging_billing_account_bucket_config",
        "google_logging_folder_bucket_config",
        "google_logging_organization_bucket_config",
        "google_logging_project_bucket_config",
    ],
)
def test_logs(tmp_path: Path, kind: str) -> None:
    told = usage(kind, monthly_logging_data_gb=100, monthly_retained_data_gb=200)

    assert money(one(tmp_path, kind, "retention_days = 30", told)) == 50.00
    assert money(one(tmp_path, kind, "retention_days = 90", told)) == 52.00  # 200 x 0.01
    assert missing(one(tmp_path, kind, "retention_days = var.v")) == {"usage", "value"}
    assert one(tmp_path, kind, "retention_days = var.v", told).amount.expected == (50.00, 52.00)


def test_metrics(tmp_path: Path) -> None:
    kind = "google_monitoring_metric_descriptor"

    assert money(one(tmp_path, kind, 'type = "t"', usage(kind, monthly_monitoring_data_mb=110_000))) == 27310.00
    assert missing(one(tmp_path, kind, 'type = "t"')) == {"usage"}


def test_an_uptime_check_may_be_free(tmp_path: Path) -> None:
    kind = "google_monitoring_uptime_check_config"
    found = one(tmp_path, kind, 'period = "60s"\nselected_regions = ["USA", "EUROPE", "ASIA_PACIFIC"]')

    # 2,628,000 / 60 x 3 = 131,400 executions at 0.30 a thousand
    assert tuple(found.amount.expected) == (0.0, pytest.approx(39.42))
    assert at_least(one(tmp_path, kind, "period = var.v")) == 0.0
    assert missing(one(tmp_path, kind, "period = var.v")) == {"value"}


def test_an_algorithm_of_a_hardware_key_that_is_not_known_may_be_a_dear_one(tmp_path: Path) -> None:
    text = """
        variable "x" {}
        resource "google_kms_crypto_key" "a" {
          version_template {
            algorithm        = var.x
            protection_level = "HSM"
          }
        }
    """
    found = estimates(tmp_path, text, US._replace(undeclared="zero"))["google_kms_crypto_key.a"]

    assert found.amount.expected.high == float("inf")
