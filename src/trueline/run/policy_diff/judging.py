"""Head judged by the policies it proposes, and what that changes in its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.model.policy_diff import Counts, NotEvaluated
from trueline.repo.patterns import matches
from trueline.run import plan, settle
from trueline.run.check import judge_head
from trueline.run.drifts.asking import drift_asked
from trueline.run.policy_diff.apart import UnfinishedError
from trueline.run.policy_diff.effects import Judged, compare
from trueline.run.policy_diff.reuse import reused
from trueline.run.policy_diff.wire import Outcome
from trueline.run.release import settle_run
from trueline.run.side import Run

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from trueline.engine import Doubt, Fault
    from trueline.model.policy_diff import Release
    from trueline.model.report import Finding, UnknownAnswer
    from trueline.run.gate import Gate
    from trueline.run.release import Baselines
    from trueline.run.side import Side

MOST_EFFECTS: Final = 1_000
"""Findings that are handed on, of those that come and of those that go; the rest is counted."""

_LATE: Final = ("deadline", "worker-crashed")


class Question(NamedTuple):
    """A run by trust's policies with its findings, and the gate that would judge instead.

    ``skipped`` are the rules of which nobody knows what they would find.
    """

    run: Run
    today: tuple[Finding, ...]
    baselines: Baselines
    gate: Gate
    skipped: frozenset[str] = frozenset()


def judge_proposal(question: Question) -> Outcome:
    """Return what the gate that is proposed would do; raise ``UnfinishedError`` where head cannot be judged by it.

    Both are asked of head as it is, without a base: what the change itself does is no matter here.
    """
    run, _, baselines, gate, skipped = question
    side = reused(run, gate)
    if side is None:
        side = judge_head(run.sides, gate, run.request._replace(notifications=())).side
        _refuse_late(side, run.head)
    faults = {fault.rule_id: fault.message.partition("\n")[0] for fault in _faults(side)}
    known = {fault.rule_id for fault in _faults(run.head)}
    broken = {rule: message for rule, message in faults.items() if rule not in known}
    skipped = skipped | broken.keys()
    plain = run._replace(base=None)
    there = Run(run.sides, gate, run.request, _with_drifts(_with_costs(side, run, gate), run, gate), None)
    sides = [_known(settle_run(one, baselines).findings, skipped) for one in (plain, there)]
    forgives = run.gate.settings.block == "all" and gate.settings.block == "new"
    missing = _Missing(gate)
    effects = compare(Judged(sides[0], sides[1], question.today, missing.why, forgives=forgives))
    released = [one for one in effects.released if one.how != "lowered"]
    added = [one for one in effects.added if one.how != "raised"]
    gone, come = _unknowns(plain, there, skipped)
    counts = Counts(
        added=len(added),
        added_blocking=sum(one.finding.enforcement != "advise" for one in added),
        released=len(released),
        released_blocking=sum(one.blocks for one in released),
        lowered=len(effects.released) - len(released),
        raised=len(effects.added) - len(added),
        unknowns_added=come,
        unknowns_released=gone,
    )
    return Outcome(
        tuple(effects.added[:MOST_EFFECTS]),
        tuple(effects.released[:MOST_EFFECTS]),
        counts,
        tuple(NotEvaluated(_where(gate, rule), f"rule {rule}: {message}") for rule, message in sorted(broken.items())),
    )


def _with_costs(side: Side, run: Run, gate: Gate) -> Side:
    """Return head with what the proposed budgets and rules would say of the amounts that the run has found."""
    if run.priced is None:
        return side
    from trueline.run.costs import judge_costs

    known = {rule.id for rule in gate.bench.rules.values() if rule.on == "cost"}
    others = [hit for hit in side.hits if hit.rule_id not in known]
    return side._replace(hits=[*others, *judge_costs(run._replace(gate=gate)).judgement.hits])


def _with_drifts(side: Side, run: Run, gate: Gate) -> Side:
    """Return head with what the proposed settings and rules would say of what differs from what is there."""
    known = {rule.id for rule in gate.bench.rules.values() if rule.on == "drift"}
    hits = [hit for hit in side.hits if hit.rule_id not in known]
    if drift_asked(gate, run.request):
        from trueline.run.drifts import judge_drifts, judged

        alone = run._replace(gate=gate, sides=run.sides._replace(base=None))
        if run.drifted is not None and gate.settings.drift == run.gate.settings.drift:
            hits += judged(run.drifted.drifts, alone).hits
        else:
            hits += judge_drifts(alone).judgement.hits
    return side._replace(hits=hits)


class _Missing:
    """Says how the gate that is proposed loses a finding."""

    def __init__(self, gate: Gate) -> None:
        self._bench = gate.bench
        self._excluded = plan.exclusions(gate.settings)

    def why(self, finding: Finding) -> tuple[Release, str]:
        """Return the way, and in words what is not told by it."""
        rule = self._bench.rules.get(finding.rule_id)
        if rule is None:
            return "removed", ""
        if not self._bench.standing(finding.rule_id, finding.location.path, finding.environment).enabled:
            return "off", ""
        if self._excluded and matches(finding.location.path, self._excluded):
            return "excluded", ""
        return "gone", ""


def _refuse_late(side: Side, before: Side) -> None:
    known = {note.id for result in before.results.values() for note in result.notifications}
    for result in side.results.values():
        for note in result.notifications:
            if note.id in _LATE and note.id not in known:
                raise UnfinishedError(note.message)


def _known(findings: Iterable[Finding], skipped: Collection[str]) -> list[Finding]:
    return [finding for finding in findings if finding.rule_id not in skipped]


def _faults(side: Side) -> list[Fault]:
    return [*(fault for result in side.results.values() for fault in result.judgement.faults), *side.wide.faults]


def _doubts(side: Side) -> list[Doubt]:
    return [*(doubt for result in side.results.values() for doubt in result.judgement.doubts), *side.wide.doubts]


def _unknowns(before: Run, after: Run, skipped: Collection[str]) -> tuple[int, int]:
    """Return how many answers that could not be told would block no more, and how many would begin to."""
    was, now = ({_key(one) for one in _blocking(run) if one.rule_id not in skipped} for run in (before, after))
    return len(was - now), len(now - was)


def _blocking(run: Run) -> list[UnknownAnswer]:
    return [answer for answer in settle.unknowns(_doubts(run.head), run.gate.bench) if answer.blocks]


def _key(answer: UnknownAnswer) -> tuple[object, ...]:
    return answer.rule_id, answer.subject, answer.location


def _where(gate: Gate, rule_id: str) -> str:
    rule = gate.bench.rules.get(rule_id)
    return rule.location.path if rule is not None else ""
