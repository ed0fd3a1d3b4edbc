"""Logs, metrics, alarms, keys, secrets, audits: what watches over the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trueline.cost.reckoning import because, chosen, count, known
from trueline.values.bounds import Bounds, Spread, exactly
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

_CLOUDWATCH = "aws/cloudwatch"
_MINUTES = {"minute": 1.0, "hour": 60.0, "day": 1440.0}


def log_group(it: Subject) -> Iterator[Component]:
    """Yield what comes in and what is kept; queries where they are declared."""
    key = chosen(it.get("log_group_class"), {"infrequent_access": "logs-ingestion-infrequent"}, "logs-ingestion")
    yield it.used("data ingested", _CLOUDWATCH, key, "monthly_data_ingested_gb")
    yield it.used("archival storage", _CLOUDWATCH, "logs-storage", "storage_gb")
    if it.usage("monthly_data_scanned_gb") is not None:
        yield it.used("data scanned by queries", _CLOUDWATCH, "logs-insights", "monthly_data_scanned_gb")


def flow_log(it: Subject) -> Iterator[Component]:
    """Yield what flow logs bring to CloudWatch; elsewhere they are priced like other deliveries."""
    where = it.get("log_destination_type", "cloud-watch-logs")
    if isinstance(where, Unknown):
        yield it.monthly("delivered logs", _CLOUDWATCH, where)
    elif known(where) == "cloud-watch-logs":
        yield it.used("data ingested", _CLOUDWATCH, "logs-ingestion", "monthly_data_ingested_gb")
    else:
        yield it.unpriced("delivered logs", "the price book has no prices of vended logs to S3 or Firehose")


def alarm(it: Subject) -> Iterator[Component]:
    """Yield the metrics an alarm looks at: each costs, more when it looks more often than once a minute."""
    queries = it.items("metric_query")
    metrics = [place for place in range(len(queries)) if it.items(f"metric_query[{place}].metric")]
    unknown = next((one for one in queries if isinstance(one, Unknown)), None)
    if unknown is not None:
        yield it.monthly("alarm", _CLOUDWATCH, "alarm", unknown)
        return
    if it.get("threshold_metric_id") is not None:
        yield it.monthly("alarm on an anomaly", _CLOUDWATCH, "alarm-anomaly", float(len(metrics) or 1))
        return
    period = it.number("period" if not metrics else f"metric_query[{metrics[0]}].metric[0].period", 60.0)
    if isinstance(period, Unknown):
        yield it.monthly("alarm", _CLOUDWATCH, period)
        return
    key = "alarm" if period >= 60 else "alarm-high-resolution"
    yield it.monthly("alarm", _CLOUDWATCH, key, float(len(metrics) or 1))


def composite_alarm(it: Subject) -> Iterator[Component]:
    """Yield an alarm over alarms."""
    yield it.monthly("composite alarm", _CLOUDWATCH, "alarm-composite")


def dashboard(it: Subject) -> Iterator[Component]:
    """Yield a dashboard; an account's first three are free, which one resource cannot know."""
    yield it.monthly("dashboard", _CLOUDWATCH, "dashboard")


def metric_stream(it: Subject) -> Iterator[Component]:
    """Yield the updates."""
    yield it.used("metric updates", _CLOUDWATCH, "metric-stream", "monthly_metric_updates", divide=1e3)


def canary(it: Subject) -> Iterator[Component]:
    """Yield the runs, as its schedule says."""
    rate = it.get("schedule[0].expression")
    found = None if isinstance(rate, Unknown) else re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", str(rate))
    if found and int(found[1]):
        runs = 730 * 60 / (int(found[1]) * _MINUTES[found[2]])
        yield it.monthly("runs", _CLOUDWATCH, "canary-run", runs)
    elif isinstance(rate, Unknown):
        yield it.monthly("runs", _CLOUDWATCH, "canary-run", rate)
    else:
        yield it.used("runs", _CLOUDWATCH, "canary-run", "monthly_runs")


def key(it: Subject) -> Iterator[Component]:
    """Yield a key, at most with two rotated versions that cost as much, and its requests."""
    rotates = it.flag("enable_key_rotation")
    most = Bounds(1.0 if rotates is not True else 3.0, 1.0 if rotates is False else 3.0)
    line = it.monthly("key", "aws/kms", "key", Spread(exactly(1.0), exactly(1.0), most))
    yield because(line, rotates)
    spec = it.get("customer_master_key_spec", it.get("key_spec"))
    price = "asymmetric-requests" if known(spec).startswith(("ecc", "rsa_3", "rsa_4")) else "requests"
    yield it.used("requests", "aws/kms", spec if isinstance(spec, Unknown) else price, "monthly_requests", divide=1e4)


def replica_key(it: Subject) -> Iterator[Component]:
    """Yield a key that is the copy of another, and its requests."""
    yield it.monthly("key", "aws/kms", "key")
    yield it.used("requests", "aws/kms", "requests", "monthly_requests", divide=1e4)


def secret(it: Subject) -> Iterator[Component]:
    """Yield a secret with its replicas, and its requests."""
    replicas = count(it.items("replica"))
    number = replicas if isinstance(replicas, Unknown) else replicas + 1
    yield it.monthly("secret", "aws/secrets-manager", "secret", number)
    yield it.used("requests", "aws/secrets-manager", "requests", "monthly_requests", divide=1e4)


def parameter(it: Subject) -> Iterator[Component]:
    """Yield an advanced parameter; standard ones cost nothing."""
    tier = it.text("tier", "Standard")
    if isinstance(tier, Unknown):
        yield it.monthly("parameter", "aws/ssm", tier)
    elif tier.lower() == "advanced":
        yield it.monthly("advanced parameter", "aws/ssm", "advanced-parameter")


def authority(it: Subject) -> Iterator[Component]:
    """Yield a private authority, and the certificates it issues."""
    mode = it.get("usage_mode")
    kind = chosen(mode, {"short_lived_certificate": "short-lived"}, "general-purpose")
    yield it.monthly("authority", "aws/acm-pca", kind)
    issued = chosen(mode, {"short_lived_certificate": "short-lived-certificate"}, "certificate")
    yield it.used("certificates", "aws/acm-pca", issued, "monthly_certificates")


def trail(it: Subject) -> Iterator[Component]:
    """Yield data events and insights, where the trail records them; its first copy of management events is free."""
    if it.items("event_selector") or it.items("advanced_event_selector"):
        yield it.used("data events", "aws/cloudtrail", "data-events", "monthly_data_events", divide=1e5)
    if it.items("insight_selector"):
        yield it.used("insight events", "aws/cloudtrail", "insights-events", "monthly_insight_events", divide=1e5)


def recorder(it: Subject) -> Iterator[Component]:
    """Yield the recorded items."""
    yield it.used("configuration items", "aws/config", "configuration-item", "monthly_config_items")


def rule(it: Subject) -> Iterator[Component]:
    """Yield the evaluations of a rule."""
    yield it.used("evaluations", "aws/config", "rule-evaluation", "monthly_rule_evaluations")


def shield(it: Subject) -> Iterator[Component]:
    """Yield the subscription, whose term is a year."""
    yield it.monthly("subscription", "aws/shield", "advanced")


ESTIMATORS: Mapping[str, Estimator] = {
    "aws_acmpca_certificate_authority": authority,
    "aws_cloudtrail": trail,
    "aws_cloudwatch_composite_alarm": composite_alarm,
    "aws_cloudwatch_dashboard": dashboard,
    "aws_cloudwatch_log_group": log_group,
    "aws_cloudwatch_metric_alarm": alarm,
    "aws_cloudwatch_metric_stream": metric_stream,
    "aws_config_config_rule": rule,
    "aws_config_configuration_recorder": recorder,
    "aws_config_organization_custom_rule": rule,
    "aws_config_organization_managed_rule": rule,
    "aws_flow_log": flow_log,
    "aws_kms_external_key": replica_key,
    "aws_kms_key": key,
    "aws_kms_replica_key": replica_key,
    "aws_secretsmanager_secret": secret,
    "aws_shield_subscription": shield,
    "aws_ssm_parameter": parameter,
    "aws_synthetics_canary": canary,
}
