"""The JSON report: everything a run says, with stable member names (``schemas/report.json``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from trueline.reporters.costs_json import cost_as_json
from trueline.reporters.drifts_json import drift_as_json
from trueline.reporters.json_parts import finding_as_json, notification_as_json, optional_place, place_as_json
from trueline.reporters.metrics_json import metrics_as_json
from trueline.reporters.proposal_json import as_json
from trueline.reporters.summary import summarise
from trueline.reporters.text import json_text
from trueline.values.unknown import is_unknown
from trueline.version import __version__

if TYPE_CHECKING:
    from trueline.model.change import Change
    from trueline.model.evidence import Evidence
    from trueline.model.report import ExceptionRecord, Report, Tally, UnknownAnswer

SCHEMA_VERSION: Final = "1"


def render(report: Report) -> str:
    """Return the report as JSON."""
    return json_text(
        {
            "version": SCHEMA_VERSION,
            "trueline": __version__,
            "verdict": report.verdict,
            "exit_code": report.exit_code,
            "complete": report.complete,
            "trust": report.trust._asdict(),
            "base": report.base,
            "head": report.head,
            "summary": _summary(report),
            "findings": [finding_as_json(finding) for finding in report.findings],
            "unknowns": [_unknown(answer) for answer in report.unknowns],
            "rules": [_rule(tally) for tally in report.rules],
            "inputs": [entry._asdict() for entry in report.inputs],
            "changes": [change_as_json(change) for change in report.changes],
            "contracts": [{**contract._asdict(), "rate": contract.rate} for contract in report.contracts],
            "costs": [cost_as_json(cost) for cost in report.costs],
            "price_book": report.priced_by,
            "drifts": [drift_as_json(drift) for drift in report.drifts],
            "signals": [],
            "exceptions": [_exception(record) for record in report.exceptions],
            "policy_diff": as_json(report.policy_diff),
            "notifications": [notification_as_json(notification) for notification in report.notifications],
            "metrics": metrics_as_json(report),
            "judged_at": report.judged_at,
            "measures": {name: report.measures[name] for name in sorted(report.measures)},
        }
    )


def _summary(report: Report) -> dict[str, object]:
    summary = summarise(report)
    return {
        "findings": len(report.findings),
        "blocking": len(summary.blocking),
        "advising": len(summary.advising),
        "suppressed": len(summary.suppressed),
        "unknown": len(report.unknowns),
        "severities": summary.severities,
        "statuses": summary.statuses,
        "inputs": summary.inputs,
        "rules": {
            "loaded": len(report.rules),
            "applied": summary.rules_applied,
            "matched_nothing": summary.rules_idle,
        },
    }


def change_as_json(change: Change) -> dict[str, object]:
    """Return one change of a contract with its stable member names."""
    return {
        "contract": change.contract,
        "kind": change.kind,
        "subject": change.subject,
        "compatibility": change.compatibility,
        "breaks": change.breaks,
        "message": change.message,
        "location": optional_place(change.location),
        "base_location": optional_place(change.base_location),
        "details": _plain(change.details),
    }


def _unknown(answer: UnknownAnswer) -> dict[str, object]:
    return {**answer._asdict(), "location": place_as_json(answer.location)}


def _rule(tally: Tally) -> dict[str, object]:
    return {
        "id": tally.id,
        "title": tally.title,
        "policy": tally.policy,
        "owner": tally.owner,
        "severity": tally.severity,
        "enforcement": tally.enforcement,
        "aliases": tally.aliases,
        "matched": tally.matched,
        "passed": tally.passed,
        "failed": tally.failed,
        "unknown": tally.unknown,
        "errors": tally.errors,
        "not_applicable": tally.not_applicable,
    }


def _plain(value: object) -> object:
    """Return plain data with a word in the place of what is not known."""
    if is_unknown(value):
        return "(unknown)"
    if isinstance(value, Mapping):
        return {str(key): _plain(member) for key, member in value.items()}
    return [_plain(member) for member in value] if isinstance(value, list | tuple) else value


def _exception(record: ExceptionRecord) -> dict[str, object]:
    return {
        **record._asdict(),
        "location": place_as_json(record.location),
        "checks": [{"check": name, "holds": holds, "said": said} for name, holds, said in record.checks],
        "decisions": [{**one._asdict(), "location": optional_place(one.location)} for one in record.decisions],
        "altered": [place_as_json(one) for one in record.altered],
        "unproven": [place_as_json(one) for one in record.unproven],
        "overlooking": [place_as_json(one) for one in record.overlooking],
        "evidence": _evidence(record.evidence),
    }


def _evidence(evidence: Evidence | None) -> dict[str, object] | None:
    if evidence is None:
        return None
    return {**evidence._asdict(), "findings": [one._asdict() for one in evidence.findings]}
