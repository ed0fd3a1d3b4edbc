"""The policy diff: what head proposes for the gate, and what that would do. Nothing of it is applied, or can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline import config
from trueline.model.location import Location
from trueline.model.policy_diff import NotEvaluated, PolicyDiff
from trueline.model.report import Notification
from trueline.run.gate import Gate
from trueline.run.policy_diff.apart import UnfinishedError, apart
from trueline.run.policy_diff.files import gate_files
from trueline.run.policy_diff.rules import Held, rule_changes
from trueline.run.policy_diff.settings import setting_changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.cost_settings import CostSettings
    from trueline.model.policy_diff import RuleChange, SettingChange
    from trueline.model.rule import Rule
    from trueline.model.settings import Settings
    from trueline.run.policy_diff.proposal import Proposal
    from trueline.run.release import Baselines, Settled
    from trueline.run.side import Run

SECONDS: Final = 120.0
"""What judging by a proposal may take; less where trust's own limit is lower."""

MOST_RULES: Final = 1_000
"""New and changed rules that are evaluated."""

_PYTHON: Final = "its Python rules are not run: only what is at trust is ever run as code"


def diff_policies(
    run: Run, settled: Settled, baselines: Baselines, proposal: Proposal
) -> tuple[PolicyDiff, list[Notification]]:
    """Return what the proposal is and does, and what has to be said about that; the verdict hangs on nothing of it."""
    found = outline(run.gate, proposal)
    if not _may_matter(found):
        return found, []
    from trueline.run.policy_diff import wire
    from trueline.run.policy_diff.judging import Question, judge_proposal

    bounded, skipped, reasons = _bounded(run.gate, proposal)
    found = found._replace(not_evaluated=(*found.not_evaluated, *reasons))
    question = Question(run, tuple(settled.findings), baselines, bounded, skipped)
    seconds = min(SECONDS, run.gate.settings.deadline)
    try:
        outcome = wire.load(apart(lambda: wire.dump(judge_proposal(question)), seconds))
    except UnfinishedError as error:
        message = f"what the proposed policies would do could not be told: {error}"
        place = Location(next(iter(proposal.paths), config.CONFIG_PATH))
        return found._replace(complete=False), [Notification("warning", "policy-diff-incomplete", message, place)]
    return found._replace(
        would_add=outcome.added,
        would_release=outcome.released,
        not_evaluated=(*found.not_evaluated, *outcome.not_evaluated),
        counts=outcome.counts,
    ), []


def outline(gate: Gate, proposal: Proposal) -> PolicyDiff:
    """Return what differs between trust and the proposal, without judging anything."""
    today = gate.now.date()
    before = Held.of(tuple(gate.bench.rules.values()), gate.settings, today)
    after = Held.of(proposal.loaded.rules, proposal.settings, today)
    merged, source = proposal.merged, proposal.settings.source
    rule_places = config.rule_places(merged, source) if proposal.settings.overrides else {}
    return PolicyDiff(
        settings=setting_changes(gate.settings, proposal.settings, config.places(merged, source) if source else {}),
        rules=rule_changes(before, after, rule_places),
        not_evaluated=tuple(_not_run(proposal, after)),
        files=gate_files(proposal, source or gate.settings.source or config.CONFIG_PATH),
    )


def _may_matter(found: PolicyDiff) -> bool:
    changes: tuple[Sequence[SettingChange | RuleChange | NotEvaluated], ...] = (
        found.settings, found.rules, found.not_evaluated,
    )  # fmt: skip
    return any(changes)


def _not_run(proposal: Proposal, after: Held) -> Iterator[NotEvaluated]:
    for path in proposal.loaded.not_run(proposal.trusted.files):
        names = [rule.id for rule in after.rules.values() if rule.location.path == path]
        yield NotEvaluated(path, f"{_PYTHON} ({', '.join(names[:5])}{', …' if len(names) > 5 else ''})")


def _bounded(gate: Gate, proposal: Proposal) -> tuple[Gate, frozenset[str], list[NotEvaluated]]:
    """Return the gate that head is judged by, with trust's own limits, and what it leaves out."""
    python = set(proposal.loaded.not_run(proposal.trusted.files))
    settings, reasons = _within(gate.settings, proposal.settings)
    skipped: list[Rule] = []
    room = MOST_RULES
    for rule in proposal.loaded.rules:
        known = gate.bench.rules.get(rule.id)
        is_new = known is None or known.digest != rule.digest
        if rule.location.path in python or (is_new and not room):
            skipped.append(rule)
        room -= is_new and bool(room)
    left = [rule for rule in skipped if rule.location.path not in python]
    if left:
        reason = f"{len(left):,} more new or changed rules: the first {MOST_RULES:,} are evaluated"
        reasons.append(NotEvaluated(left[0].location.path, reason))
    out = {rule.id for rule in left}
    rules = [rule for rule in proposal.loaded.rules if rule.id not in out]
    bench = Held.of(tuple(skipped), settings, gate.now.date()).bench
    asked = frozenset(
        rule.id for rule in skipped if bench.is_asked(rule.id)
    )  # of one that is off it is known what goes
    return Gate(settings, rules, proposal.loaded.digest, gate.now), asked, reasons


def _amounts(cost: CostSettings) -> CostSettings:
    return cost._replace(budgets=(), team_tags=())


def _within(trust: Settings, proposed: Settings) -> tuple[Settings, list[NotEvaluated]]:
    """Return the settings that are proposed as far as trust lets them go: it alone lets programs run."""
    reasons = [
        NotEvaluated(proposed.source, f"what `render: {name}` would give: nothing is rendered until trust allows it")
        for name in sorted(proposed.render - trust.render)
    ]
    if proposed.largest_file != trust.largest_file:
        reasons.append(NotEvaluated(proposed.source, "what `limits.file-bytes` would leave out, or let in"))
    if _amounts(proposed.cost) != _amounts(trust.cost):
        said = "what other prices, usage, regions or discounts would make of amounts"
        reasons.append(NotEvaluated(proposed.source or config.CONFIG_PATH, said))
    bounded = proposed._replace(
        render=proposed.render & trust.render,
        largest_file=trust.largest_file,
        deadline=trust.deadline,
        workers=trust.workers,
    )
    return bounded, reasons
