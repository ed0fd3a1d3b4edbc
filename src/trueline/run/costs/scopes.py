"""Sums of what resources cost, by scope: each resource counts once in each scope it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.model.cost import Cost
from trueline.model.location import Location
from trueline.run.costs.pairs import Pair, paired
from trueline.values.bounds import total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from trueline.model.cost import Estimate
    from trueline.model.cost_settings import CostSettings
    from trueline.run.side import Run, Side

    _Naming = Callable[[Estimate], tuple[str, str] | None]


NO_NAME = "(none)"
"""What is in no team, no module, … is called, beside those that are in one."""


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
            found.setdefault(former, []).append(Pair(_gone(pair), None))
        if now is not None:
            found.setdefault(now, []).append(Pair(None, pair.now))
    return found


def _gone(pair: Pair) -> Estimate | None:
    """Return what left a scope; where it is in another one now, it stays in none."""
    return pair.former if pair.former is None or pair.now is None else pair.former._replace(stays=False)


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
