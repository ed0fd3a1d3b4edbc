"""Keys, secrets, logs and metrics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.cost.reckoning import SECONDS, because, count, is_zero, known, maybe, of, product
from trueline.values.bounds import Bounds
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Amount, Subject
    from trueline.model.cost import Component

_REGIONS: Final = 43.0  # that there are
_CHEAP: Final = ("symmetric", "hmac", "2048", "p256", "p_256", "p384", "p_384", "aes")


def crypto_key(it: Subject) -> Iterator[Component]:
    """Yield the versions of a key: one, unless it is declared how many there are by now; and its operations."""
    level = it.text("version_template[0].protection_level", "SOFTWARE")
    kind = it.get("version_template[0].algorithm", "GOOGLE_SYMMETRIC_ENCRYPTION")
    algorithm = known(kind)
    key = level if isinstance(level, Unknown) else level.upper()
    if known(key) == "hsm" and algorithm and not any(word in algorithm for word in _CHEAP):
        key = "HSM-asymmetric"
    if known(key) == "hsm" and isinstance(kind, Unknown):
        key = kind
    versions = it.usage("key_versions")
    yield it.monthly("versions", "google/kms", key, 1.0 if versions is None else versions, region="*")
    yield it.used("operations", "google/kms", "operations", "monthly_key_operations", divide=1e4, region="*")


def secret(it: Subject) -> Iterator[Component]:
    """Yield how often a secret is read, and told to be rotated; its versions are resources of their own."""
    yield it.used("access", "google/secret-manager", "operations", "monthly_access_operations", divide=1e4, region="*")
    if it.items("rotation"):
        usage = "monthly_rotation_notifications"
        yield it.used("rotations", "google/secret-manager", "rotation", usage, region="*")


def secret_version(it: Subject) -> Iterator[Component]:
    """Yield a version, once for each place that its secret is kept in; any region may be one where it is not here."""
    regional = it.kind == "google_secret_manager_regional_secret_version"
    places: Amount = 1.0 if regional else Bounds(1.0, _REGIONS)
    doubt = None if regional else Unknown([f"{it.address}.secret ← in how many places it is kept is not here"])
    for owner in it.refers("google_secret_manager_secret", "secret"):
        managed = "replication[0].user_managed"
        places = count(owner.items(f"{managed}[0].replicas")) if owner.items(managed) else 1.0
        doubt = None
    yield because(it.monthly("version", "google/secret-manager", "version", places, region="*"), doubt)


def log_bucket(it: Subject) -> Iterator[Component]:
    """Yield what is logged, and what is kept for longer than 30 days."""
    yield it.used("logs", "google/logging", "gigabyte", "monthly_logging_data_gb", region="*")
    days = it.number("retention_days", 30.0)
    if isinstance(days, Unknown) or days > 30:
        kept = it.used("logs kept", "google/logging", "retention", "monthly_retained_data_gb", region="*")
        yield maybe(kept, days)


def metric(it: Subject) -> Iterator[Component]:
    """Yield the data of a metric of one's own."""
    yield it.used("data", "google/monitoring", "data", "monthly_monitoring_data_mb", region="*")


def uptime_check(it: Subject) -> Iterator[Component]:
    """Yield the executions of a check, of which a project has a million for nothing."""
    period = it.text("period", "300s")
    seconds = period if isinstance(period, Unknown) else _seconds(period)
    places = count(it.items("selected_regions"))
    runs = product(of(lambda each: SECONDS / each / 1000, seconds), 6.0 if is_zero(places) else places)
    price = it.price("google/monitoring", "uptime", region="*")
    yield it.component("executions", price, runs if isinstance(runs, Unknown) else Bounds(0.0, runs))


def _seconds(period: str) -> float | Unknown:
    found = re.fullmatch(r"([0-9]{1,9})s?", period)
    return float(found[1]) if found and float(found[1]) else Unknown([f"period ← {period} is no time between checks"])


ESTIMATORS: Mapping[str, Estimator] = {
    "google_kms_crypto_key": crypto_key,
    "google_logging_billing_account_bucket_config": log_bucket,
    "google_logging_folder_bucket_config": log_bucket,
    "google_logging_organization_bucket_config": log_bucket,
    "google_logging_project_bucket_config": log_bucket,
    "google_monitoring_metric_descriptor": metric,
    "google_monitoring_uptime_check_config": uptime_check,
    "google_secret_manager_regional_secret": secret,
    "google_secret_manager_regional_secret_version": secret_version,
    "google_secret_manager_secret": secret,
    "google_secret_manager_secret_version": secret_version,
}
