"""Budgets: the sums of what they are about, beside their limits."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from trueline.repo.patterns import matches
from trueline.run.costs.scopes import Pair, summed, team_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.cost import Cost, Estimate
    from trueline.model.cost_settings import Budget, CostSettings
    from trueline.run.costs.scopes import Ledger


def budget_costs(ledger: Ledger, money: CostSettings) -> Iterator[Cost]:
    """Yield the sum of each budget with its limits."""
    for budget in money.budgets:
        pairs = []
        for pair in ledger.pairs:
            former = pair.former if pair.former is not None and is_about(budget, pair.former, money) else None
            now = pair.now if pair.now is not None and is_about(budget, pair.now, money) else None
            if former is not None or now is not None:
                pairs.append(Pair(former, now))
        cost = summed("budget", budget.name, pairs, ledger)
        if not pairs:
            cost = cost._replace(location=budget.location._replace(message=""))
        yield cost._replace(details=_details(budget, matched=len(pairs)))


def is_about(budget: Budget, one: Estimate, money: CostSettings) -> bool:
    """Tell whether a budget is about a resource: all of its conditions hold."""
    return (
        (not budget.paths or matches(one.location.path, budget.paths) or matches(one.unit, budget.paths))
        and (not budget.modules or any(_in_module(one.module, pattern) for pattern in budget.modules))
        and (not budget.namespaces or _any(one.namespace, budget.namespaces))
        and (not budget.teams or _any(team_of(one, money), budget.teams))
        and (not budget.environments or one.environment in budget.environments)
        and all(fnmatchcase(one.tags.get(tag, ""), wanted) and tag in one.tags for tag, wanted in budget.tags.items())
    )


def _any(name: str, patterns: tuple[str, ...]) -> bool:
    return bool(name) and any(fnmatchcase(name, pattern) for pattern in patterns)


def _in_module(module: str, pattern: str) -> bool:
    """Tell whether a module is the one that is meant, or in it; without keys all instances are meant."""
    if not module:
        return False
    plain = pattern if pattern.startswith("module.") else f"module.{pattern}"
    return any(one == plain or one.startswith((plain + ".", plain + "[")) for one in (module,))


def _details(budget: Budget, *, matched: int) -> dict[str, object]:
    limits = {
        "monthly": budget.monthly, "worst_case": budget.worst_case, "increase": budget.increase,
        "increase_percent": budget.increase_percent, "resource": budget.resource,
    }  # fmt: skip
    found: dict[str, object] = {
        "limit": {name: limit for name, limit in limits.items() if limit is not None},
        "resources": matched,
        "owner": budget.owner,
        "place": budget.location,
    }
    if budget.unit is not None:
        most = {"most": budget.unit.most, "increase_percent": budget.unit.increase_percent}
        told = {key: limit for key, limit in most.items() if limit is not None}
        found["unit"] = {"name": budget.unit.name, "volume": budget.unit.volume, **told}
    return found


def capped(cost: Cost, money: CostSettings) -> Cost:
    """Return a resource's cost with the lowest cap that a budget sets on each resource it is about."""
    one = cost.estimate
    if one is None:
        return cost
    caps = [
        (budget.resource, budget)
        for budget in money.budgets
        if budget.resource is not None and is_about(budget, one, money)
    ]
    if not caps:
        return cost
    limit, budget = min(caps, key=lambda cap: cap[0])
    return cost._replace(
        details={"limit": {"resource": limit}, "budget": budget.name, "owner": budget.owner, "place": budget.location}
    )
