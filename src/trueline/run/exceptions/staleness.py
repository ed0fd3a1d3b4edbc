"""Which exceptions are not what they were when they were approved, and what ends with time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from trueline.exceptions.coverage import is_about, is_at_most
from trueline.exceptions.metrics import OPEN
from trueline.model.level import SEVERITIES
from trueline.run.check import judge_sides
from trueline.run.exceptions.opening import open_exceptions
from trueline.run.gate import Gate
from trueline.run.own import has_unrendered, is_whole
from trueline.run.release import load_baselines, settle_run
from trueline.run.summary import gather

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from trueline.model.policy_exception import Limits, Scope, Standing
    from trueline.model.report import ExceptionRecord, Finding
    from trueline.run.cache import Cache
    from trueline.run.exceptions.opening import Granted
    from trueline.run.gate import Request, Sides
    from trueline.run.side import Run

Problem: TypeAlias = Literal[
    "unused", "partly-unused", "expired", "rule-changed", "rule-gone", "finding-changed", "better", "worse",
    "approver-gone", "would-block", "unreviewed",
]  # fmt: skip

_OVER = ("denied", "revoked", "expired")


class Stale(NamedTuple):
    """One thing that is not as it was; ``exception`` is ``""`` where none is about it."""

    exception: str
    problem: Problem
    said: str
    finding: Finding | None = None


class Looked(NamedTuple):
    """A run, what it found, and how all exceptions stand in it.

    ``may_tell`` says whether what was not found is gone; ``is_complete`` whether everything was judged.
    """

    run: Run
    granted: Granted
    findings: tuple[Finding, ...]
    records: tuple[ExceptionRecord, ...]
    may_tell: bool
    is_complete: bool


def look(sides: Sides, gate: Gate, request: Request, *, cache: Cache | None = None) -> Looked:
    """Judge, and return what exceptions do to that."""
    run = judge_sides(sides, gate, request, cache=cache)
    return _settled(run)


def _settled(run: Run) -> Looked:
    settled = settle_run(run, load_baselines(run.sides, run.gate.settings))
    granted = open_exceptions(run.sides, run.gate, run.request)
    may_tell = is_whole(run) and not has_unrendered(run)
    complete = gather(run, settled, 0.0).complete
    return Looked(run, granted, tuple(settled.findings), settled.exceptions, may_tell, complete)


def at(looked: Looked, when: datetime) -> Looked:
    """Return the same with the clock moved: judged anew only where a rule reads it."""
    run = looked.run
    gate = Gate(run.gate.settings, list(run.gate.bench.rules.values()), run.gate.digest, when)
    if any(rule.reads_clock for rule in gate.bench.rules.values() if gate.bench.is_asked(rule.id)):
        return _settled(judge_sides(run.sides, gate, run.request))
    return _settled(run._replace(gate=gate))


def stale(looked: Looked) -> Iterator[Stale]:
    """Yield what is not as it was, exception by exception."""
    standings = looked.granted.standings.values()
    renewed = {standing.request.renews for standing in standings if standing.state in OPEN}
    covered = {record.id: record.covered for record in looked.records}
    for name, standing in sorted(looked.granted.standings.items()):
        if standing.state == "expired" and name not in renewed:
            yield Stale(name, "expired", f"it ended on {standing.expires:%Y-%m-%d}")
        if standing.review_due is not None and standing.review_due < looked.run.gate.now:
            said = f"it was an emergency, and had to be reviewed by {standing.review_due:%Y-%m-%d}"
            yield Stale(name, "unreviewed", said)
        if standing.state not in _OVER:
            about = [one for one in looked.findings if one.status != "fixed" and is_about(standing.request.scope, one)]
            yield from _rule(standing)
            yield from _changed(standing, about)
            yield from _approvers(standing, looked)
            if looked.may_tell and standing.state == "approved":
                yield from _unused(standing, about, lets_go=bool(covered.get(name)))


def would_block(today: Looked, then: Looked) -> Iterator[Stale]:
    """Yield the findings that count then and do not today, whether they are new in this run or not."""
    known = {one.fingerprint: one for one in today.findings}
    for finding in then.findings:
        former = known.get(finding.fingerprint)
        if _counts(finding) and (former is None or not _counts(former)):
            yield _ending(former, finding, then)


def _ending(former: Finding | None, finding: Finding, then: Looked) -> Stale:
    """Return why a finding counts then."""
    mark = former.suppression if former is not None else None
    if mark is None:
        return Stale("", "would-block", "its rule blocks from then on", finding)
    standing = then.granted.standings.get(mark.id)
    if standing is not None:
        said = f"{mark.id} is {standing.state} then; it ends on {standing.expires:%Y-%m-%d}"
        return Stale(mark.id, "would-block", said, finding)
    return Stale("", "would-block", f"the mark in its file ends on {mark.expires}", finding)


def _counts(finding: Finding) -> bool:
    return finding.status != "fixed" and finding.enforcement != "advise" and finding.suppression is None


def _unused(standing: Standing, about: Sequence[Finding], *, lets_go: bool) -> Iterator[Stale]:
    """Yield what of an approved exception is about nothing that is there, or covers nothing of it."""
    name, findings = standing.request.id, standing.request.scope.findings
    found = {one.fingerprint for one in about}
    gone = [one for one in findings if one.fingerprint not in found]
    if not about:
        yield Stale(name, "unused", "it lets nothing go: what it is about is gone, or is another finding now")
    elif not lets_go:
        yield Stale(name, "unused", "it lets nothing go: `trueline explain` says why it covers none of its findings")
    elif gone:
        subjects = ", ".join(one.subject for one in gone[:3])
        yield Stale(name, "partly-unused", f"{len(gone)} of its {len(findings)} findings are gone: {subjects}")


def _rule(standing: Standing) -> Iterator[Stale]:
    for check in standing.checks:
        if not check.holds and check.name in ("rule", "policy"):
            yield Stale(standing.request.id, "rule-gone" if check.name == "rule" else "rule-changed", check.said)


def _changed(standing: Standing, about: Sequence[Finding]) -> Iterator[Stale]:
    """Yield which findings are worse than was accepted, or say something else, and whether all are better."""
    scope, name = standing.request.scope, standing.request.id
    contexts = {one.fingerprint: one.context for one in scope.findings}
    for finding in about:
        worse = _worse(standing, finding)
        if worse:
            yield Stale(name, "worse", worse, finding)
        if standing.exact and contexts.get(finding.fingerprint, finding.context) != finding.context:
            said = "what it says or points at is another than it was when it was asked for"
            yield Stale(name, "finding-changed", said, finding)
    worst = max((one.severity for one in about), key=SEVERITIES.index, default=scope.severity)
    if worst != scope.severity and is_at_most(worst, scope.severity):
        yield Stale(name, "better", f"what it is about is {worst} at most, it was asked for up to {scope.severity}")


def _worse(standing: Standing, finding: Finding) -> str:
    """Return in what a finding is worse than was accepted; nothing where it is not."""
    given: list[Scope | Limits] = [standing.request.scope, *standing.limits]
    accepted = min((one.severity for one in given if one.severity is not None), key=SEVERITIES.index)
    ceilings = [one.ceiling for one in given if one.ceiling is not None]
    if not is_at_most(finding.severity, accepted):
        return f"it is {finding.severity}, up to {accepted} was accepted"
    if ceilings and finding.amount is not None and finding.amount > min(ceilings):
        return f"it is {finding.amount:g}, up to {min(ceilings):g} was accepted"
    return ""


def _approvers(standing: Standing, looked: Looked) -> Iterator[Stale]:
    people = {person.name: person for person in looked.granted.approvers.people}
    now = looked.run.gate.now
    for name in dict.fromkeys(one.by for one in standing.decisions if one.verb == "approve"):
        person = people.get(name)
        if person is None:
            yield Stale(standing.request.id, "approver-gone", f"{name}, who approved it, may decide no more")
        elif person.ends is not None and person.ends < now:
            yield Stale(standing.request.id, "approver-gone", f"{name} may decide no more since {person.ends:%Y-%m-%d}")
