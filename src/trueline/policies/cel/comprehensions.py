"""The macros that go through a list or a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.kinds import OpenList, describe, opened
from trueline.policies.cel.logic import Doubts, not_bool
from trueline.policies.cel.selection import present
from trueline.policies.cel.syntax import walk
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from trueline.policies.cel.run import Evaluate, Run
    from trueline.policies.cel.syntax import Macro

    Members: TypeAlias = Callable[[Run, object], Iterator[object]]
    Keep: TypeAlias = Callable[[Run, object, list[Unknown]], Iterator[object]]


def comprehension(node: Macro, source: Evaluate, slots: Sequence[int], bodies: Sequence[Evaluate]) -> Evaluate:
    """Return what evaluates a macro; ``slots`` are the numbers of its names among the locals."""
    loop = _LOOPS[node.macro](node, _members(node, slots), bodies)

    def go_through(run: Run) -> object:
        items = opened(source(run))
        if isinstance(items, Unknown):
            return join(items)
        if not isinstance(items, list | dict | tuple):
            raise EvaluationError(f"{node.macro}() goes through a list or a map, not {describe(items)}", *node[:2])
        return loop(run, items)

    return go_through


def _members(node: Macro, slots: Sequence[int]) -> Members:
    weight = sum(1 for body in node.bodies for _ in walk(body))
    first, second = slots[0], slots[-1]

    def one(run: Run, items: object) -> Iterator[object]:
        local = run.locals
        for item in present(items) if isinstance(items, dict) else items:  # type: ignore[attr-defined]  # a list
            run.spend(weight)
            local[first] = item
            yield item

    def two(run: Run, items: object) -> Iterator[object]:
        local = run.locals
        for key, value in items.items() if isinstance(items, dict) else enumerate(items):  # type: ignore[arg-type]
            if value is None and isinstance(items, dict):
                continue
            run.spend(weight)
            local[first] = key
            local[second] = value
            yield key

    return one if len(slots) == 1 else two


def _quantifier(node: Macro, members: Members, bodies: Sequence[Evaluate]) -> Callable[[Run, object], object]:
    decides = node.macro == "exists"
    body = bodies[0]

    def decide(run: Run, items: object) -> object:
        doubts = Doubts(items.open) if isinstance(items, OpenList) else None
        for _ in members(run, items):
            try:
                value = body(run)
            except EvaluationError as error:
                doubts = doubts or Doubts()
                doubts.failed(error)
                continue
            if value is decides:
                return decides
            if type(value) is not bool:
                doubts = doubts or Doubts()
                doubts.met(value, node.bodies[0])
        return not decides if doubts is None else doubts.settle(otherwise=not decides)

    return decide


def _exactly_one(node: Macro, members: Members, bodies: Sequence[Evaluate]) -> Callable[[Run, object], object]:
    def count(run: Run, items: object) -> object:
        doubts = Doubts(items.open if isinstance(items, OpenList) else None)
        hits = 0
        for _ in members(run, items):
            value = bodies[0](run)
            if value is True:
                hits += 1
            elif value is not False:
                doubts.met(value, node.bodies[0])
        if doubts.error is None and hits > 1:
            return False
        return doubts.settle(otherwise=hits == 1)

    return count


def _kept(node: Macro, members: Members, test: Evaluate | None) -> Keep:
    """Return what yields the members that pass ``test``; those that may pass go to the list of doubts."""

    def keep(run: Run, items: object, doubts: list[Unknown]) -> Iterator[object]:
        if isinstance(items, OpenList):
            doubts.append(items.open)
        for member in members(run, items):
            value = True if test is None else test(run)
            if value is True:
                yield member
            elif isinstance(value, Unknown):
                doubts.append(value)
            elif value is not False:
                raise not_bool(value, node.bodies[0])

    return keep


def _listed(items: list[object], doubts: list[Unknown]) -> list[object]:
    return OpenList(items, join(*doubts)) if doubts else items


def _filter(node: Macro, members: Members, bodies: Sequence[Evaluate]) -> Callable[[Run, object], object]:
    keep = _kept(node, members, bodies[0])

    def choose(run: Run, items: object) -> object:
        doubts: list[Unknown] = []
        return _listed(list(keep(run, items, doubts)), doubts)

    return choose


def _map(node: Macro, members: Members, bodies: Sequence[Evaluate]) -> Callable[[Run, object], object]:
    body = bodies[-1]
    keep = _kept(node, members, bodies[0] if len(bodies) == 2 else None)

    def transform(run: Run, items: object) -> object:
        doubts: list[Unknown] = []
        made = [body(run) for _ in keep(run, items, doubts)]
        return _listed(made, doubts)

    return transform


def _map_of(node: Macro, members: Members, bodies: Sequence[Evaluate]) -> Callable[[Run, object], object]:
    body = bodies[-1]
    keep = _kept(node, members, bodies[0] if len(bodies) == 2 else None)

    def transform(run: Run, items: object) -> object:
        doubts: list[Unknown] = []
        made: dict[object, object] = {}
        for key in keep(run, items, doubts):
            value = body(run)
            if node.macro == "transformMap":
                made[key] = value
            elif isinstance(value, Unknown):
                doubts.append(value)
            else:
                _merge(made, value, node)
        return join(*doubts) if doubts else made

    return transform


def _merge(made: dict[object, object], value: object, node: Macro) -> None:
    if not isinstance(value, dict):
        raise EvaluationError(f"transformMapEntry() makes maps, not {describe(value)}", *node[:2])
    for key in value:
        if key in made:
            raise EvaluationError(f"transformMapEntry() makes the key {key!r} twice", *node[:2])
    made.update(value)


def _sort_by(node: Macro, members: Members, bodies: Sequence[Evaluate]) -> Callable[[Run, object], object]:
    from trueline.policies.cel.functions.lists import ordered

    def sort(run: Run, items: object) -> object:
        if isinstance(items, OpenList):
            return items.open
        if isinstance(items, dict):
            raise EvaluationError("sortBy() sorts a list, not a map", *node[:2])
        pairs = [(bodies[0](run), member) for member in members(run, items)]
        return ordered(pairs)

    return sort


_LOOPS: Final[dict[str, Callable[[Macro, Members, Sequence[Evaluate]], Callable[[Run, object], object]]]] = {
    "all": _quantifier,
    "exists": _quantifier,
    "exists_one": _exactly_one,
    "filter": _filter,
    "map": _map,
    "sortBy": _sort_by,
    "transformMap": _map_of,
    "transformMapEntry": _map_of,
}
