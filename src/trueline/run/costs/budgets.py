"""Budgets: the sums of what they are about, beside their limits."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from trueline.cost.subject import times
from trueline.model.cost import Gap
from trueline.model.level import ENFORCEMENTS
from trueline.repo.patterns import matches
from trueline.run.costs.pairs import Pair
from trueline.run.costs.scopes import summed
from trueline.values.bounds import UNBOUNDED, Bounded, Bounds, Spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.cost import Cost, Estimate
    from trueline.model.cost_settings import Budget, CostSettings
    from trueline.run.costs.scopes import Ledger


def budget_costs(ledger: Ledger, money: CostSettings) -> Iterator[Cost]:
    """Yield the sum of each budget with its limits.

    What a change takes out of a budget (by another tag, name or place) still counts there in this change.
    """
    for budget in money.budgets:
        pairs = []
        for pair in ledger.pairs:
            was = None if pair.former is None else is_about(budget, pair.former, money)
            now = None if pair.now is None else is_about(budget, pair.now, money)
            if was == now == "" or {was, now} <= {None, ""}:
                continue
            whole = was == "yes" or (was is None and now == "yes")
            pairs.append(pair if whole else Pair(_held(pair.former, was or ""), _held(pair.now, now or "")))
        cost = summed("budget", budget.name, pairs, ledger)
        if not pairs:
            cost = cost._replace(location=budget.location._replace(message=""))
        yield cost._replace(details=_details(budget, matched=sum(pair.now is not None for pair in pairs)))


def _held(one: Estimate | None, how: str) -> Estimate | None:
    """Return what of an estimate counts to a budget: all of it, nothing, or whatever there is between."""
    if one is None or how == "yes":
        return one
    if not how:
        return None
    several = Bounds(0.0, 1.0)
    lines = times(one.components, Spread(several, several, several), (Gap("value", how),))
    return one._replace(components=tuple(lines))


def is_about(budget: Budget, one: Estimate, money: CostSettings) -> str:
    """Return ``yes`` where all conditions of a budget hold for a resource, why it is not known, or nothing."""
    certain = (
        (not budget.paths or matches(one.location.path, budget.paths) or matches(one.unit, budget.paths))
        and (not budget.modules or any(_in_module(one.module, pattern) for pattern in budget.modules))
        and (not budget.namespaces or bool(one.unplaced) or _any(one.namespace, budget.namespaces))
        and (not budget.environments or one.environment in budget.environments)
    )
    if not certain:
        return ""
    doubts: list[str] = []
    if one.unplaced and budget.namespaces and "*" not in budget.namespaces:
        doubts.append(f"namespace ← {one.unplaced}")
    for tag, wanted in budget.tags.items():
        if tag in one.tags:
            if not fnmatchcase(one.tags[tag], wanted):
                return ""
        elif not _doubt(one, (tag,), doubts):
            return ""
    if budget.teams and not _is_of_team(budget, one, money, doubts):
        return ""
    return doubts[0] if doubts else "yes"


def _is_of_team(budget: Budget, one: Estimate, money: CostSettings, doubts: list[str]) -> bool:
    """Tell whether a resource is of one of the teams, or may be: the first tag that names a team decides."""
    folded = {key.lower(): value for key, value in one.tags.items()}
    for tag in money.team_tags:
        if folded.get(tag.lower()):
            return _any(folded[tag.lower()], budget.teams)
        if _doubt(one, (tag,), doubts):
            return True
    return False


def _doubt(one: Estimate, tags: tuple[str, ...], doubts: list[str]) -> bool:
    """Note that one of the tags is not known; tell whether that is so."""
    wanted = {tag.lower() for tag in tags} | {"*"}
    found = [f"{tag} ← {why}" for tag, why in one.doubts.items() if tag.lower() in wanted]
    doubts += found
    return bool(found)


def _any(name: str, patterns: tuple[str, ...]) -> bool:
    return bool(name) and any(fnmatchcase(name, pattern) for pattern in patterns)


def _in_module(module: str, pattern: str) -> bool:
    """Tell whether a module is the one that is meant, or in it; without keys all instances are meant."""
    if not module:
        return False
    plain = pattern if pattern.startswith("module.") else f"module.{pattern}"
    return module == plain or module.startswith((plain + ".", plain + "["))


def _details(budget: Budget, *, matched: int) -> dict[str, object]:
    limits = {
        "monthly": budget.monthly, "worst_case": budget.worst_case, "increase": budget.increase,
        "increase_percent": budget.increase_percent, "resource": budget.resource,
    }  # fmt: skip
    found: dict[str, object] = {
        "limit": {name: limit for name, limit in limits.items() if limit is not None},
        "resources": matched,
        "owner": budget.owner,
        "enforcement": budget.enforcement,
        "place": budget.location,
    }
    if budget.unit is not None:
        most = {"most": budget.unit.most, "increase_percent": budget.unit.increase_percent}
        told = {key: limit for key, limit in most.items() if limit is not None}
        found["unit"] = {"name": budget.unit.name, "volume": budget.unit.volume, **told}
    return found


def capped(cost: Cost, money: CostSettings) -> Cost:
    """Return a resource's cost with the cap of a budget that it is about: of several the strictest that it may pass.

    Where it is not known whether a budget is about it, neither is whether there is that cap.
    """
    one = cost.estimate
    if one is None:
        return cost
    caps = [
        _Cap(budget.resource, budget, how)
        for budget in money.budgets
        if budget.resource is not None and (how := is_about(budget, one, money))
    ]
    if not caps:
        return cost
    limit, budget, how = max(caps, key=lambda cap: cap.weight(one.amount.expected.high))
    most: object = limit if how == "yes" else Bounded(Bounds(limit, UNBOUNDED), [how])
    return cost._replace(
        details={
            "limit": {"resource": most},
            "budget": budget.name,
            "owner": budget.owner,
            "enforcement": budget.enforcement,
            "place": budget.location,
        }
    )


class _Cap(NamedTuple):
    """What a budget lets each resource cost, and whether it is about one: ``yes``, or why that is not known."""

    limit: float
    budget: Budget
    how: str

    def weight(self, amount: float) -> tuple[bool, bool, int, float]:
        said = self.budget.enforcement
        return amount > self.limit, self.how == "yes", ENFORCEMENTS.index(said or "soft"), -self.limit
