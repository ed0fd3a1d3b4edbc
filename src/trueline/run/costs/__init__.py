"""What a run's resources cost: sums by scope on both sides, budgets, and what the rules say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.engine import Judgement, UnitRelations, judge
from trueline.model.report import Notification
from trueline.run.judge import contexts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.cost import Cost
    from trueline.model.cost_settings import CostSettings
    from trueline.run.costs.scopes import Ledger
    from trueline.run.side import Run


class Priced(NamedTuple):
    """What came of money: the sums, what the rules say of them, and what has to be said of the run."""

    costs: tuple[Cost, ...] = ()
    judgement: Judgement = Judgement()
    known: Judgement = Judgement()
    notes: tuple[Notification, ...] = ()
    book: str = ""


def costs_of(ledger: Ledger, money: CostSettings) -> list[Cost]:
    """Return the sums of all scopes and budgets; the total first."""
    from trueline.run.costs.budgets import budget_costs, capped
    from trueline.run.costs.scopes import sums

    costs = [*sums(ledger, money), *budget_costs(ledger, money)]
    return [capped(cost, money) if cost.scope == "resource" else cost for cost in costs]


def judge_costs(run: Run) -> Priced:
    """Return the sums of a run whose units were estimated, and what the rules say of them."""
    from trueline.cost.book import digest_of_book
    from trueline.run.costs.scopes import Ledger

    money = run.gate.settings.cost
    ledger = Ledger.of(run)
    if not ledger.pairs and not money.budgets and not money.usage.resources:
        return Priced()
    costs = costs_of(ledger, money)
    known = [_as_it_was(cost) for cost in costs if _adds_nothing(cost)]
    return Priced(
        tuple(costs),
        _judged(costs, run),
        _judged(known, run),
        (*_crashed(ledger), *_unused(ledger, run), *_defaults(ledger)),
        digest_of_book(money.prices),
    )


def _judged(costs: Sequence[Cost], run: Run) -> Judgement:
    from trueline.run.costs.facts import fact

    session = run.gate.session(run.sides.head)
    facts = [fact(cost, run.gate.now) for cost in costs]
    return judge(facts, run.gate.costs.for_resource, contexts(UnitRelations(facts), session))


def _adds_nothing(cost: Cost) -> bool:
    """Tell whether a change surely adds nothing to a scope: what the rules say of it is not the change's doing."""
    return cost.base is not None and cost.increase is not None and all(side.high <= 0 for side in cost.increase)


def _as_it_was(cost: Cost) -> Cost:
    return cost._replace(head=cost.base, estimate=cost.former)


def _crashed(ledger: Ledger) -> list[Notification]:
    """Return an error for each resource whose estimator crashed: what it costs had to be told, and was not."""
    return [
        Notification(
            "error", "estimate-error", f"what {now.address} costs could not be told: {gap.reason}", now.location
        )
        for _, now in ledger.pairs
        if now is not None
        for gap in now.gaps
        if gap.kind == "error"
    ]


def _defaults(ledger: Ledger) -> tuple[Notification, ...]:
    """Return the note that objects of Kubernetes are priced by defaults, where nobody said what they run on."""
    taken = sum(
        any(
            one.price is not None and one.price.section == "kubernetes/nodes" and one.price.asof
            for one in now.components
        )
        for _, now in ledger.pairs
        if now is not None
    )
    if not taken:
        return ()
    said = f"{taken:,} {'object' if taken == 1 else 'objects'} of Kubernetes cost what nodes and disks do by default"
    return (Notification("note", "default-node-prices", f"{said}; name what the cluster runs on in `cost.nodes`"),)


def _unused(ledger: Ledger, run: Run) -> tuple[Notification, ...]:
    from trueline.run.costs.unused import unused_usage

    return tuple(unused_usage(ledger, run))
