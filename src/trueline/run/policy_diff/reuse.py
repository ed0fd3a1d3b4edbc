"""What trust's rules found of head already: by fewer rules, or rules that only count otherwise, it is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.model.cost_settings import CostSettings
from trueline.model.settings import Suppressions
from trueline.run import plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.engine import Judgement
    from trueline.model.settings import Settings
    from trueline.run.gate import Gate
    from trueline.run.side import Run, Side


def reused(run: Run, gate: Gate) -> Side | None:
    """Return what ``gate`` finds of head, made of what the run has found, or None where head has to be judged anew."""
    before = run.gate
    if _reading(before.settings) != _reading(gate.settings):
        return None
    asked = [rule for rule in gate.bench.rules.values() if gate.bench.is_asked(rule.id)]
    for rule in asked:
        known = before.bench.rules.get(rule.id)
        if known is None or known.digest != rule.digest or not before.bench.is_asked(rule.id):
            return None
        if before.bench.parameters(known) != gate.bench.parameters(rule):
            return None
    names = {rule.id for rule in asked}
    return _only(run.head, names.__contains__)


def _reading(settings: Settings) -> tuple[object, ...]:
    """Return what decides which facts there are, and what they are."""
    read = settings._replace(
        profile="recommended",
        unknown=None,
        block="new",
        policies=(),
        overrides=(),
        deadline=0.0,
        workers=0,
        suppressions=Suppressions(),
        cost=CostSettings(),
        source="",
    )
    return read, plan.exclusions(settings)


def _only(side: Side, keeps: Callable[[str], bool]) -> Side:
    results = {key: result._replace(judgement=_those(result.judgement, keeps)) for key, result in side.results.items()}
    hits = [hit for hit in side.hits if keeps(hit.rule_id)]
    return side._replace(results=results, hits=hits, wide=_those(side.wide, keeps))


def _those(judgement: Judgement, keeps: Callable[[str], bool]) -> Judgement:
    return judgement._replace(
        hits=tuple(hit for hit in judgement.hits if keeps(hit.rule_id)),
        doubts=tuple(doubt for doubt in judgement.doubts if keeps(doubt.rule_id)),
        faults=tuple(fault for fault in judgement.faults if keeps(fault.rule_id)),
    )
