"""Resources on both sides of a change: which are the same, and by how much what each costs grew."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from trueline.model.cost import SENSITIVE
from trueline.run.costs.words import WORDS, words_of
from trueline.run.former import former_addresses
from trueline.run.moves import paired_roots
from trueline.values.bounds import NONE, Spread, total

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from trueline.model.cost import Component, Estimate, EstimateState, Gap

    _Key = tuple[str, str, str, int]


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


def paired(former: Iterable[Estimate], now: Iterable[Estimate]) -> list[Pair]:
    """Return the resources of both sides, each once.

    The same is what has the same address in the same unit, or had another one by its ``moved`` blocks; else what is
    declared the same, under the same address, in another unit. What stays in the cloud without its declaration moved
    nowhere, unless its whole unit did or an ``import`` block takes it over.
    """
    now = list(now)
    words = words_of(now)
    after = _by_key(one for one in now if one.kind not in WORDS)
    before = _by_key(words.staying(one for one in former if one.kind not in WORDS))
    was = {key: before.pop(key) for key in after if key in before}
    may_move = partial(_may_move, units={one.unit for one in now}, imported=words.imported)
    for look in (partial(_renamed, moves=words.moved), partial(_elsewhere, may_move=may_move)):
        for key, old in look({key: one for key, one in after.items() if key not in was}, before):
            if key not in was and old in before:
                was[key] = before.pop(old)
    return [Pair(was.get(key), one) for key, one in after.items()] + [Pair(one, None) for one in before.values()]


def _may_move(one: Estimate, units: Collection[str], imported: Collection[str]) -> bool:
    """Tell whether what is gone may be what has come elsewhere: what stays where it was is another one."""
    return not one.stays or one.unit not in units or one.address in imported


def _renamed(
    came: Mapping[_Key, Estimate], gone: Mapping[_Key, Estimate], *, moves: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[_Key, _Key]]:
    """Yield what was called otherwise in the same unit, with the keys that it may have had."""
    for key, one in came.items() if gone else ():
        if one.kind.startswith("terraform/"):
            unit, environment, address, turn = key
            for name in former_addresses(address, moves.get(unit, {})):
                yield key, (unit, environment, name, turn)


def _elsewhere(
    came: Mapping[_Key, Estimate], gone: Mapping[_Key, Estimate], *, may_move: Callable[[Estimate], bool]
) -> Iterator[tuple[_Key, _Key]]:
    """Yield what stood in another unit, declared the same; of several units the most alike are taken together."""
    here, there = _by_declaration(came), _by_declaration({key: one for key, one in gone.items() if may_move(one)})
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
        return NONE if former.stays else NONE.beyond(former.amount)
    if former.digest == now.digest and former.components == now.components and former.gaps == now.gaps:
        return NONE
    before, after = _by_name(former.components), _by_name(now.components)
    is_same = former.digest == now.digest
    lines = ((before.get(name), after.get(name)) for name in dict.fromkeys((*before, *after)))
    found = total(_growth(*line, is_same=is_same) for line in lines)
    if former.gaps or now.gaps:
        whole = now._replace(components=()).amount.beyond(former._replace(components=()).amount)
        return found.plus(whole)
    return found


def _growth(before: Component | None, after: Component | None, *, is_same: bool) -> Spread:
    if before is None:
        return NONE if after is None else after.amount
    if after is None:
        return NONE.beyond(before.amount)
    if not is_same and any(gap.reason.endswith(SENSITIVE) for gap in after.gaps):
        return after.amount.beyond(before.amount)
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
