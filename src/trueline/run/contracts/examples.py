"""What rules would say of a change that nobody made: for those who ask what a kind of change means."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from trueline.engine import UnitRelations, judge
from trueline.model.rule import Context
from trueline.model.unit import Unit
from trueline.policies.kinds import RuleIndex
from trueline.run.contracts.facts import fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.change import Change
    from trueline.model.resource import Resource
    from trueline.model.rule import Rule
    from trueline.run.settle import Bench


def told(change: Change, rules: Sequence[Rule], bench: Bench) -> set[str]:
    """Return the ids of the rules that find something in ``change``, with the parameters that the config sets."""
    now = datetime.now(UTC)

    def context(rule: Rule, _: Resource) -> Context:
        return Context(UnitRelations(()), now, "", {}, bench.parameters(rule))

    facts = [fact(change, Unit(change.kind.partition("/")[0], change.contract))]
    return {hit.rule_id for hit in judge(facts, RuleIndex(rules, "change").for_resource, context).hits}
