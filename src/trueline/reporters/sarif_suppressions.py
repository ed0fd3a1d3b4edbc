"""What lets a finding go, is asked to, or was refused, in SARIF's words (3.35): accepted, under review, rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.exceptions import asked_prints, problems
from trueline.reporters.sarif_places import location_of
from trueline.reporters.sarif_rules import clean

if TYPE_CHECKING:
    from trueline.model.report import ExceptionRecord, Finding, Report, Suppression

_REJECTED: Final = frozenset(("denied", "revoked", "refused", "unverifiable"))


def suppressions(report: Report, finding: Finding) -> list[dict[str, object]]:
    """Return what is said of a finding. One that is let go has that alone: beside a rejected one it would count."""
    if finding.suppression is not None:
        return [_accepted(finding.suppression)]
    if finding.status == "fixed":
        return []
    found = []
    for record in report.exceptions:
        if record.id == finding.pending:
            found.append(_asked(record, "underReview", record.reason))
        elif record.state in _REJECTED and _is_about(record, finding):
            noes = [f"{one.by}: {one.reason}" for one in record.decisions if one.verb in ("deny", "revoke")]
            found.append(_asked(record, "rejected", "; ".join(noes or problems(record)) or record.reason))
    return found


def _is_about(record: ExceptionRecord, finding: Finding) -> bool:
    return record.rule_id == finding.rule_id and finding.fingerprint in asked_prints(record)


def _accepted(suppression: Suppression) -> dict[str, object]:
    said: dict[str, object] = {
        "kind": "inSource" if suppression.kind == "inline" else "external",
        "status": "accepted",
        "justification": clean(suppression.reason) or suppression.kind,
        "properties": {"kind": suppression.kind, "id": clean(suppression.id), "expires": suppression.expires},
    }
    if suppression.location is not None:
        said["location"] = location_of(suppression.location)
    return said


def _asked(record: ExceptionRecord, status: str, why: str) -> dict[str, object]:
    return {
        "kind": "external",
        "status": status,
        "justification": clean(why) or record.state,
        "properties": {"kind": "exception", "id": clean(record.id), "expires": clean(record.expires),
                       "state": record.state},
        "location": location_of(record.location),
    }  # fmt: skip
