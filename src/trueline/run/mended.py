"""What the branch began with and the target has mended since: known is only what the target still has.

Compare is where a branch parted from its target, which its author chooses. Whoever begins at an old commit, and brings
back elsewhere what was mended after it, brings something new. Contracts are not asked: what they differ in is held
against base, and who merges two changes of one contract has to settle them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from trueline.repo.recording import verify
from trueline.run.plan import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from trueline.engine import Hit
    from trueline.model.unit import Unit
    from trueline.repo.tree import Tree
    from trueline.run.gate import Sides
    from trueline.run.side import Key, Side

Place: TypeAlias = tuple[str, str]
"""The identity of a finding, and the root of the unit that it is in."""


Subject: TypeAlias = tuple[str, str, str, str]
"""Rule, kind, address and environment: what a mark in a file is for, whatever value it stands at."""


class Target(NamedTuple):
    """Trust as it is, or as it would be: what units it has, and what judging some of them gives; None is all."""

    plan: Callable[[], Sequence[Unit]]
    judge: Callable[[Collection[str] | None], Sequence[Hit]]


def mended(head: Side, base: Side, sides: Sides, target: Target, merged: Target) -> Mapping[Place, int]:
    """Return how often trust has what it has less often than base, and what head would bring back.

    What head left as base has it is merged as trust has it. Trust is judged only where that can make a difference, and
    what it would be once head is ``merged`` only where it does. Where head parted is not certain, it counts whole.
    """
    if sides.base is None or sides.parted is None or sides.parted.commits == (sides.trust_commit,):
        return {}
    touched = {_subject(hit) for hit in _touched(head, base, sides)}
    if not any(_subject(hit) in touched for hit in base.hits):
        return {}
    there_now, there_then = ({unit.root for unit in some} for some in (target.plan(), (*base.units, *base.left_out)))
    came, went = there_now - there_then, there_then - there_now
    asked = {_place(hit): _subject(hit) for hit in _differing(base, target.plan(), sides.trust)}
    asked = {place: subject for place, subject in asked.items() if subject in touched}
    if not asked:
        return {}
    is_wide = any(_place(hit) in asked for hit in base.wide.hits)
    subjects = set(asked.values())
    now = {_place(hit): _subject(hit) for hit in head.hits if _subject(hit) in subjects}
    roots = None if is_wide else {root for _, root in (*asked, *now)} | came
    there, here = _count(target.judge(roots)), _count(base.hits)
    moved = Counter(identity for (identity, root), number in there.items() if root in came for _ in range(number))
    still = {place: there[place] + (moved[place[0]] if place[1] in went else 0) for place in asked}
    left = {place: number for place, number in still.items() if number < here[place]}
    if not left or not sides.parted.is_certain:
        return left
    then = _count(merged.judge(roots))
    brought: dict[Subject, set[str]] = {}
    stays: dict[Subject, set[str]] = {}
    for place, subject in now.items():
        stays.setdefault(subject, set()).add(place[1])
        if then[place] > there[place]:
            brought.setdefault(subject, set()).add(place[1])

    def comes_back(place: Place) -> bool:  # in its own unit, or in another where head has it in its own no more
        roots = brought.get(asked[place], set())
        return place[1] in roots or (bool(roots) and place[1] not in stays[asked[place]])

    return {place: number for place, number in left.items() if comes_back(place)}


def without(base: Side, left: Mapping[Place, int]) -> Side:
    """Return base with what trust has mended only as often as trust still has it."""
    seen: Counter[Place] = Counter()
    kept = []
    for hit in base.hits:
        place = _place(hit)
        seen[place] += 1
        if seen[place] <= left.get(place, seen[place]):
            kept.append(hit)
    return base._replace(hits=kept)


def _touched(head: Side, base: Side, sides: Sides) -> Iterator[Hit]:
    """Yield the hits of the units in which head has something otherwise than where it parted, if that is known.

    A file more in a folder, which no unit reads, is nothing otherwise.
    """
    if sides.base is None or sides.parted is None or not sides.parted.is_certain:
        yield from head.hits
        return
    known = {unit.key: unit for unit in base.units}
    others = [unit for unit in head.units if unit.dialect in DIALECTS and not _is_left(unit, known, head, base, sides)]
    for unit in others:
        yield from head.results[unit.key].judgement.hits
    if others or known.keys() != {unit.key for unit in head.units}:
        yield from head.wide.hits


def _is_left(unit: Unit, known: Mapping[Key, Unit], head: Side, base: Side, sides: Sides) -> bool:
    """Tell whether a unit of head reads the files that it read at base, as they were."""
    was = known.get(unit.key)
    if was is None or sides.base is None or not _is_alike(unit, was):
        return False
    now, then = (_files(side.results[unit.key].trace) for side in (head, base))
    return verify(now, sides.base) and verify(then, sides.head)


def _files(trace: Mapping[str, str]) -> Mapping[str, str]:
    return {path: said for path, said in trace.items() if not path.endswith("/")}


def _differing(base: Side, others: Sequence[Unit], trust: Tree) -> Iterator[Hit]:
    """Yield the hits of the units that are not the same among ``others`` or would not read the same in ``trust``.

    All of the repository's rules are among them, and none of contracts.
    """
    yield from base.wide.hits
    there = {unit.key: unit for unit in others}
    for unit in base.units:
        result = base.results[unit.key]
        if unit.dialect in DIALECTS and result.judgement.hits:
            other = there.get(unit.key)
            if other is None or not _is_alike(unit, other) or not verify(result.trace, trust):
                yield from result.judgement.hits


def _is_alike(one: Unit, other: Unit) -> bool:
    """Tell whether two units are made of the same: what a planner found by its name alone stands in no trace."""
    return (one.members, one.options) == (other.members, other.options)


def _subject(hit: Hit) -> Subject:
    return hit.rule_id, hit.kind, hit.subject, hit.environment


def _place(hit: Hit) -> Place:
    return hit.identity, hit.unit


def _count(hits: Sequence[Hit]) -> Counter[Place]:
    return Counter(map(_place, hits))
