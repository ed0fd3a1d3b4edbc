"""Logs, alerts, tests, keys and automation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.azure.amount import DAYS
from trueline.cost.reckoning import SECONDS, count, is_any_of, maybe, of, unlike
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

LOGS = "azure/log-analytics"
ALERTS = "azure/monitor"
KEYS = "azure/key-vault"
RESERVED = "reservation_capacity_in_gb_per_day"
EVERY = {"PT1M": "1m", "PT5M": "5m", "PT10M": "10m", "PT15M": "15m"}


def workspace(it: Subject) -> Iterator[Component]:
    """Yield what is taken in, by the GB or by a commitment, and what is kept after the first 31 days."""
    kind = it.text("sku", "PerGB2018")
    size = it.number(RESERVED)
    is_reserved = is_any_of(kind, "CapacityReservation")
    if is_reserved or (isinstance(kind, Unknown) and it.get(RESERVED) is not None):
        key = size if isinstance(size, Unknown) else f"commitment-{size:g}"
        yield maybe(it.monthly("commitment", LOGS, key, DAYS), kind)
    if not is_reserved:
        key = kind if isinstance(kind, Unknown) or kind != "PerGB2018" else "ingestion"
        yield it.used("data taken in", LOGS, key, "monthly_log_data_ingestion_gb", most=daily(it, "daily_quota_gb"))
    days = it.number("retention_in_days", 30.0)
    if isinstance(days, Unknown) or days > 31:
        usage = "monthly_additional_log_data_retention_gb"
        yield it.used("data kept after 31 days", LOGS, days if isinstance(days, Unknown) else "retention", usage)


def solution(it: Subject) -> Iterator[Component]:
    """Yield what Sentinel adds to the data of a workspace; other solutions cost nothing more."""
    name = it.text("solution_name")
    if isinstance(name, Unknown) or name == "SecurityInsights":
        yield it.used("data analysed", LOGS, name if isinstance(name, Unknown) else "sentinel", "monthly_analyzed_gb")


def daily(it: Subject, name: str) -> float | Unknown | None:
    """Return how much a month takes in at most under a cap by the day, None without one."""
    cap = it.number(name, -1.0)
    return cap if isinstance(cap, Unknown) else None if cap < 0 else cap * DAYS


def insights(it: Subject) -> Iterator[Component]:
    """Yield what is taken in; one with a workspace costs what the workspace does."""
    if it.get("workspace_id") is None:
        most = daily(it, "daily_data_cap_in_gb")
        yield it.used("data taken in", LOGS, "ingestion", "monthly_data_ingested_gb", most=most)


def standard_test(it: Subject) -> Iterator[Component]:
    """Yield the runs of a test: from every place, every so many seconds."""
    places = count(it.items("geo_locations"))
    every = it.number("frequency", 300.0)
    if not isinstance(every, Unknown) and every <= 0:
        every = Unknown([f"{it.address}.frequency ← is no time between runs"])
    runs = of(lambda number, seconds: number * SECONDS / seconds, places, every)
    enabled = it.get("enabled", default=True)
    if enabled is not False:
        yield maybe(it.monthly("runs", ALERTS, "standard-test", runs), enabled)


def multi_step_test(it: Subject) -> Iterator[Component]:
    """Yield a test of several steps; a ping costs nothing."""
    kind = it.text("kind")
    if isinstance(kind, Unknown) or kind == "multistep":
        yield it.monthly("test", ALERTS, kind if isinstance(kind, Unknown) else "multi-step-test")


def metric_alert(it: Subject) -> Iterator[Component]:
    """Yield the series that are watched: each criterion on each scope."""
    enabled = it.get("enabled")
    if enabled is False:
        return
    criteria = count(it.items("criteria"))
    if isinstance(criteria, Unknown) or criteria:
        series = of(lambda watched, scopes: watched * max(1.0, scopes), criteria, count(it.items("scopes")))
        yield maybe(it.monthly("series", ALERTS, "metric-alert-series", series), enabled)
    if it.items("dynamic_criteria") or it.items("application_insights_web_test_location_availability_criteria"):
        yield it.unpriced("further criteria", "the price book has no price of such criteria")


def log_alert(it: Subject) -> Iterator[Component]:
    """Yield a rule by how often it looks; the oldest kind says minutes, the newest a duration."""
    enabled = it.get("enabled")
    if enabled is False:
        return
    every = it.text("evaluation_frequency")
    if it.kind == "azurerm_monitor_scheduled_query_rules_alert":
        minutes = it.number("frequency")
        every = minutes if isinstance(minutes, Unknown) else f"PT{minutes:g}M"
    key = every if isinstance(every, Unknown) else f"log-alert-{EVERY.get(every, '15m' if slower(every) else every)}"
    yield maybe(it.monthly("rule", ALERTS, key), enabled)


def slower(every: str) -> bool:
    """Tell whether a duration is longer than a quarter of an hour: then the price is that of one."""
    text = every.removeprefix("PT")
    if text.endswith("M") and text[:-1].isdigit():
        return int(text[:-1]) > 15
    return text.endswith("H") or (every.startswith("P") and every.endswith("D"))


def vault(it: Subject) -> Iterator[Component]:
    """Yield what is asked of a vault."""
    yield it.used("operations", KEYS, "operations", "monthly_secrets_operations", divide=10_000)


def key(it: Subject) -> Iterator[Component]:
    """Yield a key: of hardware by the month; and what it is used for."""
    kind = it.text("key_type")
    if isinstance(kind, Unknown):
        yield it.monthly("key", KEYS, kind)
        return
    size = it.number("key_size", 2048.0)
    advanced = True if kind.startswith("EC") else of(lambda bits: bits != 2048, size)
    if kind.endswith("-HSM"):
        dearer = f"hsm-key-{kind}"
        hardware = advanced if isinstance(advanced, Unknown) else dearer if advanced else "hsm-key"
        yield it.monthly("key in hardware", KEYS, hardware)
    ways = [
        [it.used("operations", KEYS, name, "monthly_protected_keys_operations", divide=10_000)]
        for name in ("operations", "advanced-operations")
    ]
    yield from unlike(advanced, *ways) if isinstance(advanced, Unknown) else ways[bool(advanced)]


def certificate(it: Subject) -> Iterator[Component]:
    """Yield the renewals of a certificate."""
    yield it.used("renewals", KEYS, "certificate-renewal", "monthly_certificate_renewal_requests")


def hardware_module(it: Subject) -> Iterator[Component]:
    """Yield a module that is the team's own."""
    yield it.hourly("module", KEYS, "managed-hsm")


def automation(it: Subject) -> Iterator[Component]:
    """Yield the minutes of jobs."""
    yield it.used("job minutes", "azure/automation", "job", "monthly_job_run_mins")


def factory(it: Subject) -> Iterator[Component]:
    """Yield the runs of a data factory and what it moves."""
    yield it.used("runs", "azure/data-factory", "orchestration", "monthly_orchestration_runs", divide=1000)
    yield it.used("data movement", "azure/data-factory", "movement", "monthly_diu_hours")


ESTIMATORS: Mapping[str, Estimator] = {
    "azurerm_application_insights": insights,
    "azurerm_application_insights_standard_web_test": standard_test,
    "azurerm_application_insights_web_test": multi_step_test,
    "azurerm_automation_account": automation,
    "azurerm_data_factory": factory,
    "azurerm_key_vault": vault,
    "azurerm_key_vault_certificate": certificate,
    "azurerm_key_vault_key": key,
    "azurerm_key_vault_managed_hardware_security_module": hardware_module,
    "azurerm_log_analytics_solution": solution,
    "azurerm_log_analytics_workspace": workspace,
    "azurerm_monitor_metric_alert": metric_alert,
    "azurerm_monitor_scheduled_query_rules_alert": log_alert,
    "azurerm_monitor_scheduled_query_rules_alert_v2": log_alert,
}
