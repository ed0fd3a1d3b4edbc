"""The JSON report: everything a run says, with stable member names (``schemas/report.json``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from trueline.reporters.metrics_json import metrics_as_json
from trueline.reporters.summary import summarise
from trueline.reporters.text import json_text
from trueline.values.unknown import is_unknown
from trueline.version import __version__

if TYPE_CHECKING:
    from trueline.model.change import Change
    from trueline.model.evidence import Evidence
    from trueline.model.location import Location
    from trueline.model.report import ExceptionRecord, Finding, Notification, Report, Suppression, Tally, UnknownAnswer

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
            "costs": [],
            "drifts": [],
            "signals": [],
            "exceptions": [_exception(record) for record in report.exceptions],
            "notifications": [_notification(notification) for notification in report.notifications],
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


def finding_as_json(finding: Finding) -> dict[str, object]:
    """Return one finding with its stable member names."""
    return {
        "rule_id": finding.rule_id,
        "severity": finding.severity,
        "enforcement": finding.enforcement,
        "blocks": finding.blocks,
        "status": finding.status,
        "message": finding.message,
        "subject": finding.subject,
        "kind": finding.kind,
        "unit": finding.unit,
        "environment": finding.environment,
        "location": _location(finding.location),
        "related": [{**_location(place), "message": place.message} for place in finding.related],
        "fingerprint": finding.fingerprint,
        "context": finding.context,
        "suppression": _suppression(finding.suppression),
        "refusals": finding.refusals,
        "fix": finding.fix,
        "references": finding.references,
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
        "location": _optional(change.location),
        "base_location": _optional(change.base_location),
        "details": _plain(change.details),
    }


def _unknown(answer: UnknownAnswer) -> dict[str, object]:
    return {**answer._asdict(), "location": _location(answer.location)}


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


def _notification(notification: Notification) -> dict[str, object]:
    return {**notification._asdict(), "location": _optional(notification.location)}


def _suppression(suppression: Suppression | None) -> dict[str, object] | None:
    if suppression is None:
        return None
    return {**suppression._asdict(), "location": _optional(suppression.location)}


def _optional(location: Location | None) -> dict[str, object] | None:
    return None if location is None else _location(location)


def _location(location: Location) -> dict[str, object]:
    region = None if location.region is None else location.region._asdict()
    return {"path": location.path, "revision": location.revision, "region": region}


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
        "location": _location(record.location),
        "checks": [{"check": name, "holds": holds, "said": said} for name, holds, said in record.checks],
        "decisions": [
            {**one._asdict(), "location": None if one.location is None else _location(one.location)}
            for one in record.decisions
        ],
        "altered": [_location(one) for one in record.altered],
        "unproven": [_location(one) for one in record.unproven],
        "evidence": _evidence(record.evidence),
    }


def _evidence(evidence: Evidence | None) -> dict[str, object] | None:
    if evidence is None:
        return None
    return {**evidence._asdict(), "findings": [one._asdict() for one in evidence.findings]}
