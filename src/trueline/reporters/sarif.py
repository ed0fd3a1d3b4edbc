"""SARIF 2.1.0 as GitHub's code scanning takes it; ``sarif_full`` keeps what code scanning would misread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.level import SEVERITIES
from trueline.model.report import Tally
from trueline.reporters.line_hash import line_hash
from trueline.reporters.sarif_places import location_of
from trueline.reporters.sarif_rules import LEVELS, clean, rule
from trueline.reporters.sarif_suppressions import suppressions
from trueline.reporters.summary import at_base, standing
from trueline.reporters.text import json_text
from trueline.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.model.location import Location
    from trueline.model.report import Finding, Notification, Report, UnknownAnswer

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS: Final = 25_000
LARGEST_UPLOAD: Final = 10_000_000
_MOST_UNKNOWNS: Final = 1_000
_MOST_RELATED: Final = 100
_BASELINE_STATES: Final = {"new": "new", "unchanged": "unchanged", "fixed": "absent"}


def render(report: Report) -> str:
    """Return the findings that stand; code scanning knows neither suppressions nor results that are gone."""
    return fitted(report, standing(report), full=False)


def fitted(report: Report, findings: Sequence[Finding], *, full: bool) -> str:
    """Return the log of as many findings as an upload may have: first those that block, then by severity."""
    import zlib

    most = MOST_RESULTS
    while True:
        text = json_text(_log(report, _worst(findings, most), len(findings), full=full))
        size = len(zlib.compress(text.encode(), 6)) if len(text) > LARGEST_UPLOAD else 0
        if size <= LARGEST_UPLOAD or most < 2:
            return text
        most = min(most, len(findings)) // 2


def _worst(findings: Sequence[Finding], most: int) -> Sequence[Finding]:
    if len(findings) <= most:
        return findings
    rank = sorted(
        range(len(findings)), key=lambda at: (not findings[at].blocks, -SEVERITIES.index(findings[at].severity), at)
    )
    return [findings[at] for at in sorted(rank[:most])]


def _log(report: Report, findings: Sequence[Finding], total: int, *, full: bool) -> dict[str, object]:
    known = {tally.id: tally for tally in report.rules}
    missing = {finding.rule_id: Tally(finding.rule_id, severity=finding.severity) for finding in findings}
    rules = list({**missing, **known}.values())
    index = {tally.id: at for at, tally in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "Trueline",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [rule(tally) for tally in rules],
            }
        },
        "automationDetails": {"id": "trueline/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, left_out=total - len(findings))],
        "results": [_result(report, finding, index[finding.rule_id], full=full) for finding in findings],
        "properties": {"verdict": report.verdict, "complete": report.complete, "base": report.base},
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(report: Report, finding: Finding, index: int, *, full: bool) -> dict[str, object]:
    related = [_marked(report, place) for place in finding.related[:_MOST_RELATED]]
    result: dict[str, object] = {
        "ruleId": clean(finding.rule_id),
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": _message(finding, related, at_base(report, finding.location))},
        "locations": [location_of(finding.location)],
        "partialFingerprints": _fingerprints(report, finding),
        "properties": {
            "severity": finding.severity,
            "enforcement": finding.enforcement,
            "blocks": finding.blocks,
            "subject": clean(finding.subject),
            "kind": clean(finding.kind),
            "environment": clean(finding.environment),
        },
    }
    if related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": _said(place)}, **location_of(place)}
            for number, place in enumerate(related, start=1)
        ]
    if report.base:
        result["baselineState"] = _BASELINE_STATES[finding.status]
    if full:
        result["suppressions"] = suppressions(report, finding)
    return result


def _marked(report: Report, place: Location) -> Location:
    """Return a place that says itself that it is at base: the format has no room for revisions."""
    return place._replace(message=_said(place) + at_base(report, place))


def _message(finding: Finding, related: Iterable[Location], there: str) -> str:
    """Return the message with a link to each related place: code scanning shows none that is not linked."""
    text = _plain((clean(finding.message) or clean(finding.rule_id)) + clean(there))
    links = [f"[{_said(place).replace('[', '(').replace(']', ')')}]({at})" for at, place in enumerate(related, start=1)]
    return f"{text} ({', '.join(links)})" if links else text


def _plain(text: str) -> str:
    """Return text in which nothing reads as a link (SARIF 3.11.6)."""
    return text.replace("](", "\\](")


def _said(place: Location) -> str:
    return clean(place.message).replace("\n", " ") or "see here"


def _fingerprints(report: Report, finding: Finding) -> Mapping[str, str]:
    fingerprints = {"trueline/v1": finding.fingerprint} if finding.fingerprint else {}
    excerpt = report.excerpts.get((finding.location.path, finding.location.revision), {})
    line = finding.location.region.start_line if finding.location.region is not None else 1
    value = line_hash(excerpt, line)
    return {"primaryLocationLineHash": value, **fingerprints} if value else fingerprints


def _invocation(report: Report, *, left_out: int) -> dict[str, object]:
    said = [_notification(notification) for notification in report.notifications]
    said += [_unknown(answer) for answer in report.unknowns[:_MOST_UNKNOWNS]]
    unnamed = len(report.unknowns) - _MOST_UNKNOWNS
    if unnamed > 0:
        said.append(_note("more-unknown", "note", f"{unnamed:,} more answers could not be told"))
    if left_out:
        said.append(_note("results-left-out", "warning", f"{left_out:,} findings of lower severity are left out"))
    return {
        "executionSuccessful": report.complete,
        "exitCode": report.exit_code,
        "toolExecutionNotifications": said,
    }


def _notification(notification: Notification) -> dict[str, object]:
    said = _note(notification.id, notification.level, notification.message)
    if notification.location is not None:
        said["locations"] = [location_of(notification.location)]
    if notification.rule_id:
        said["associatedRule"] = {"id": clean(notification.rule_id)}
    return said


def _unknown(answer: UnknownAnswer) -> dict[str, object]:
    reasons = f": {'; '.join(answer.reasons)}" if answer.reasons else ""
    said = _note("unknown", "note", f"{answer.rule_id} could not tell of {answer.subject}{reasons}")
    return {**said, "locations": [location_of(answer.location)], "associatedRule": {"id": clean(answer.rule_id)}}


def _note(name: str, level: str, message: str) -> dict[str, object]:
    name = clean(name) or "notification"
    return {"descriptor": {"id": name}, "level": level, "message": {"text": _plain(clean(message) or name)}}
