"""Sums of what resources cost, by scope: each resource counts once in each scope it is in."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from trueline.model.cost import Cost
from trueline.model.location import Location
from trueline.run.former import former_addresses
from trueline.run.moves import paired_roots
from trueline.values.bounds import NONE, Spread, total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from trueline.model.cost import Component, Estimate, EstimateState, Gap
    from trueline.model.cost_settings import CostSettings
    from trueline.run.side import Run, Side

    _Naming = Callable[[Estimate], tuple[str, str] | None]
    _Key = tuple[str, str, str, int]


_MOVED = "terraform/moved"
NO_NAME = "(none)"
"""What is in no team, no module, … is called, beside those that are in one."""


class _Sides(NamedTuple):
    former: Estimate | None
    now: Estimate | None


class Pair(_Sides):
    """One resource on both sides of a change; either may be missing. It is in many sums, so it is reckoned once."""

    @property
    def any(self) -> Estimate:
        """It at head, or where it was if it is gone."""
        found = self.now or self.former
        if found is None:
            raise ValueError("a pair has at least one side")
        return found

    @cached_property
    def increase(self) -> Spread:
        """What it costs more than before, with bounds of its own: what stayed the same adds nothing, known or not."""
        return increase(self.former, self.now)

    @cached_property
    def base(self) -> Spread:
        """What it cost at base."""
        return NONE if self.former is None else self.former.amount

    @cached_property
    def head(self) -> Spread:
        """What it costs at head."""
        return NONE if self.now is None else self.now.amount

    @cached_property
    def state(self) -> EstimateState | None:
        """Whether its prices at head are known; None where it is gone."""
        return None if self.now is None else self.now.state

    @cached_property
    def gaps(self) -> tuple[tuple[str, Gap], ...]:
        """What is missing at head, each with its address."""
        return () if self.now is None else tuple((self.now.address, gap) for gap in self.now.every_gap)

    @cached_property
    def oldest(self) -> str:
        """The day of the oldest price at head, empty where there is none."""
        lines = () if self.now is None else self.now.components
        return min((one.price.asof for one in lines if one.price is not None and one.price.asof), default="")


class Ledger(NamedTuple):
    """Every resource of a run that may cost something or is free.

    ``is_whole`` says that all of head was estimated, ``has_base`` that base was, too.
    """

    pairs: Sequence[Pair]
    is_whole: bool
    has_base: bool

    @classmethod
    def of(cls, run: Run) -> Ledger:
        """Return what the units of a run gave."""
        now = _of_side(run.head)
        former = () if run.base is None else _of_side(run.base)
        is_whole = not run.head.left_out or (run.request.costs and bool(run.request.scope.paths))
        return cls(paired(former, now), is_whole, run.base is not None)


def _of_side(side: Side) -> Iterator[Estimate]:
    return (estimate for unit in side.units for estimate in side.results[unit.key].costs)


def paired(former: Iterable[Estimate], now: Iterable[Estimate]) -> list[Pair]:
    """Return the resources of both sides, each once.

    The same is what has the same address in the same unit, or had another one by its ``moved`` blocks; else what is
    declared the same, under the same address, in another unit.
    """
    now = list(now)
    after = _by_key(one for one in now if one.kind != _MOVED)
    before = _by_key(one for one in former if one.kind != _MOVED)
    was = {key: before.pop(key) for key in after if key in before}
    for look in (partial(_renamed, moves=_moves(now)), _elsewhere):
        for key, old in look({key: one for key, one in after.items() if key not in was}, before):
            if key not in was and old in before:
                was[key] = before.pop(old)
    return [Pair(was.get(key), one) for key, one in after.items()] + [Pair(one, None) for one in before.values()]


def _moves(now: Iterable[Estimate]) -> dict[str, dict[str, str]]:
    """Return by unit the old addresses that ``moved`` blocks name, by the new ones."""
    found: dict[str, dict[str, str]] = {}
    for one in now:
        if one.kind == _MOVED and {"from", "to"} <= one.tags.keys():
            found.setdefault(one.unit, {})[one.tags["to"]] = one.tags["from"]
    return found


def _renamed(
    came: Mapping[_Key, Estimate], gone: Mapping[_Key, Estimate], *, moves: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[_Key, _Key]]:
    """Yield what was called otherwise in the same unit, with the keys that it may have had."""
    for key, one in came.items() if gone else ():
        if one.kind.startswith("terraform/"):
            unit, environment, address, turn = key
            for name in former_addresses(address, moves.get(unit, {})):
                yield key, (unit, environment, name, turn)


def _elsewhere(came: Mapping[_Key, Estimate], gone: Mapping[_Key, Estimate]) -> Iterator[tuple[_Key, _Key]]:
    """Yield what stood in another unit, declared the same; of several units the most alike are taken together."""
    here, there = _by_declaration(came), _by_declaration(gone)
    for same, units in here.items():
        former = there.get(same, {})
        for unit, old in paired_roots(former, units).items():
            yield units[unit], former[old]


def _by_declaration(estimates: Mapping[_Key, Estimate]) -> dict[tuple[object, ...], dict[str, _Key]]:
    found: dict[tuple[object, ...], dict[str, _Key]] = {}
    for key, one in estimates.items():
        if one.digest and not one.is_free:
            found.setdefault((one.kind, *key[1:], one.digest), {})[one.unit] = key
    return found


def _by_key(estimates: Iterable[Estimate]) -> dict[_Key, Estimate]:
    """Return estimates by unit, environment and address; of several that are called the same, by their turn too."""
    found: dict[_Key, Estimate] = {}
    turns: dict[tuple[str, str, str], int] = {}
    for one in estimates:
        name = (one.unit, one.environment, one.address)
        turns[name] = turn = turns.get(name, 0) + 1
        found[(*name, turn)] = one
    return found


def _by_name(components: Iterable[Component]) -> dict[tuple[str, int], Component]:
    """Return the lines of a bill by name; of several that are called the same, by their turn too."""
    found: dict[tuple[str, int], Component] = {}
    turns: dict[str, int] = {}
    for one in components:
        turns[one.name] = turn = turns.get(one.name, 0) + 1
        found[one.name, turn] = one
    return found


def increase(former: Estimate | None, now: Estimate | None) -> Spread:
    """Return by how much an estimate grew, component by component."""
    if former is None:
        return NONE if now is None else now.amount
    if now is None:
        return NONE.beyond(former.amount)
    if former.digest == now.digest and former.components == now.components and former.gaps == now.gaps:
        return NONE
    before, after = _by_name(former.components), _by_name(now.components)
    found = total(_growth(before.get(name), after.get(name)) for name in dict.fromkeys((*before, *after)))
    if former.gaps or now.gaps:
        whole = now._replace(components=()).amount.beyond(former._replace(components=()).amount)
        return found.plus(whole)
    return found


def _growth(before: Component | None, after: Component | None) -> Spread:
    if before is None:
        return NONE if after is None else after.amount
    if after is None:
        return NONE.beyond(before.amount)
    if before[2:] == after[2:]:
        return NONE
    if before.quantity == after.quantity and before.price is not None and after.price is not None:
        return _repriced(before, after)  # the same number of units, known or not, at two prices
    return after.amount.beyond(before.amount)


def _repriced(before: Component, after: Component) -> Spread:
    cheaper = after.amount.beyond(before.amount)
    if before.amount.is_exact and after.amount.is_exact:
        return cheaper
    one, other = before.price, after.price
    if one is None or other is None or len(one.tiers) > 1 or len(other.tiers) > 1:
        return cheaper
    rises = other.first >= one.first
    return Spread(
        *(
            side._replace(low=max(side.low, 0.0)) if rises else side._replace(high=min(side.high, 0.0))
            for side in cheaper
        )
    )


def sums(ledger: Ledger, money: CostSettings) -> Iterator[Cost]:
    """Yield the sums of all scopes: the total first, then the larger before the smaller, resources last."""
    yield summed("total", "total", ledger.pairs, ledger)
    for scope, name_of in _scopes(money).items():
        groups = _grouped(ledger.pairs, name_of)
        if groups:  # then what is in none of them is one more, so that they add up
            groups |= _grouped(ledger.pairs, _but(name_of))
        for (unit, name), pairs in sorted(groups.items()):
            if name != NO_NAME or any(not pair.any.is_free for pair in pairs):
                yield summed(scope, name, pairs, ledger)._replace(unit=unit)
    for pair in ledger.pairs:
        if not all(side is None or side.is_free for side in pair):
            yield _resource(pair, ledger)


def _but(name_of: _Naming) -> _Naming:
    """Return what names only what ``name_of`` does not."""
    return lambda one: None if name_of(one) else ("", NO_NAME)


def _grouped(pairs: Iterable[Pair], name_of: _Naming) -> dict[tuple[str, str], list[Pair]]:
    """Return pairs by name; what is in another scope at head than at base leaves the one and comes to the other."""
    found: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs:
        former = None if pair.former is None else name_of(pair.former)
        now = None if pair.now is None else name_of(pair.now)
        if former == now and former is not None:
            found.setdefault(former, []).append(pair)
            continue
        if former is not None:
            found.setdefault(former, []).append(Pair(pair.former, None))
        if now is not None:
            found.setdefault(now, []).append(Pair(None, pair.now))
    return found


def team_of(one: Estimate, money: CostSettings) -> str:
    """Return the team that a resource's tags or labels name, or nothing."""
    folded = {key.lower(): value for key, value in one.tags.items()}
    return next((folded[tag.lower()] for tag in money.team_tags if folded.get(tag.lower())), "")


def _scopes(money: CostSettings) -> Mapping[str, _Naming]:
    """Return how each scope tells a resource's unit of work, where it matters, and name; None of what is in none."""

    def team(one: Estimate) -> tuple[str, str] | None:
        name = team_of(one, money)
        return ("", name) if name else None

    return {
        "environment": lambda one: ("", one.environment) if one.environment else None,
        "team": team,
        "namespace": lambda one: ("", one.namespace) if one.namespace else None,
        "stack": lambda one: (one.unit, one.unit or "."),
        "module": lambda one: (one.unit, one.module) if one.module else None,
    }


def summed(scope: str, address: str, pairs: Sequence[Pair], ledger: Ledger) -> Cost:
    """Return the sum of some resources; what is at head of a run that did not judge all of it is not known."""
    states = [pair.state for pair in pairs]
    priced = states.count("priced")
    missing = states.count("partly") + states.count("unpriced")
    return Cost(
        scope,
        address,
        place_of(pairs),
        base=total(pair.base for pair in pairs) if ledger.has_base and ledger.is_whole else None,
        head=total(pair.head for pair in pairs) if ledger.is_whole else None,
        increase=total(pair.increase for pair in pairs) if ledger.has_base else None,
        coverage=priced / (priced + missing) if priced + missing else 1.0,
        gaps=tuple(gap for pair in pairs for gap in pair.gaps),
        priced=priced,
        unpriced=missing,
        free=states.count("free"),
        oldest=min((pair.oldest for pair in pairs if pair.oldest), default=""),
    )


def place_of(pairs: Sequence[Pair]) -> Location:
    """Return where what adds most is declared; of what adds nothing, where what costs most is."""
    best = max(pairs, key=_weight, default=None)
    return Location(".") if best is None else best.any.location


def _weight(pair: Pair) -> tuple[bool, float, float]:
    grown = pair.increase.expected.low
    return pair.now is not None, max(0.0, grown) if grown > float("-inf") else 0.0, pair.head.expected.low


def _resource(pair: Pair, ledger: Ledger) -> Cost:
    one = pair.any
    return summed("resource", one.address, [pair], ledger)._replace(
        kind=one.kind,
        base=pair.base if ledger.has_base else None,
        head=pair.head,
        estimate=pair.now,
        former=pair.former,
        environment=one.environment,
        unit=one.unit,
    )
