"""What a report amounts to: the counts that every reporter's summary shows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeVar, get_args

from trueline.model.level import SEVERITIES, InputState, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trueline.model.location import Location
    from trueline.model.report import Finding, Report

T = TypeVar("T")


class Summary(NamedTuple):
    """Every finding is counted once among ``blocking``, ``advising``, ``suppressed`` and ``fixed``.

    ``severities`` counts those that stand (block or advise), ``statuses`` all.
    """

    severities: Mapping[Severity, int]
    blocking: tuple[Finding, ...]
    advising: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    statuses: Mapping[Status, int]
    inputs: Mapping[InputState, int]
    rules_applied: int
    rules_idle: int


def summarise(report: Report) -> Summary:
    """Return the counts of ``report``."""
    parts: dict[str, list[Finding]] = {"blocking": [], "advising": [], "suppressed": [], "fixed": []}
    for finding in report.findings:
        parts[_part(finding)].append(finding)
    applied = sum(1 for tally in report.rules if tally.matched)
    return Summary(
        severities=by_severity(parts["blocking"] + parts["advising"]),
        **{name: tuple(findings) for name, findings in parts.items()},
        statuses=_count(get_args(Status), (finding.status for finding in report.findings)),
        inputs=_count(get_args(InputState), (entry.state for entry in report.inputs)),
        rules_applied=applied,
        rules_idle=len(report.rules) - applied,
    )


def standing(report: Report) -> list[Finding]:
    """Return the findings that block or advise, in the report's order."""
    return [finding for finding in report.findings if _part(finding) in ("blocking", "advising")]


def at_base(report: Report, location: Location) -> str:
    """Return `` (at base)`` for a place that is not in what is judged: there may be no such file or line now."""
    side = side_of(report, location)
    return f" (at {side})" if side else ""


def side_of(report: Report, location: Location) -> str:
    """Return ``base``, or the revision of another place that is not in what is judged; nothing for what is."""
    if location.revision in ("", report.head):
        return ""
    is_commit = not set(location.revision) - set("0123456789abcdef")
    return "base" if location.revision == report.base else location.revision[:9] if is_commit else location.revision


def by_severity(findings: Iterable[Finding]) -> Mapping[Severity, int]:
    """Return how many of ``findings`` each severity has, the worst first."""
    return _count(tuple(reversed(SEVERITIES)), (finding.severity for finding in findings))


def _part(finding: Finding) -> str:
    if finding.blocks:
        return "blocking"
    if finding.status == "fixed":
        return "fixed"
    return "suppressed" if finding.suppression is not None else "advising"


def _count(names: tuple[T, ...], values: Iterable[T]) -> dict[T, int]:
    counts = Counter(values)
    return {name: counts[name] for name in names}
