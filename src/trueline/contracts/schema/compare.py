"""Two schemas to their differences: pairs of nodes are compared once, and told in the order of their names."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Final, TypeAlias

from trueline.contracts.deprecation import of_details, rank, within
from trueline.contracts.schema.accepts import accepts
from trueline.contracts.schema.annotations import compare_annotations, compare_contents
from trueline.contracts.schema.announced import notice_of
from trueline.contracts.schema.change import SchemaChange
from trueline.contracts.schema.choices import compare_choices
from trueline.contracts.schema.difference import CHANGES, NOTHING, Child, Difference, Effect, Result
from trueline.contracts.schema.logic import compare_logic, compare_unresolved
from trueline.contracts.schema.members import compare_elements, compare_members
from trueline.contracts.schema.rules import RULES, answer
from trueline.contracts.schema.sameness import Sameness
from trueline.contracts.schema.scalars import compare_scalars
from trueline.contracts.schema.subtypes import compare_subtypes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trueline.contracts.deprecation import Notice
    from trueline.contracts.schema.change import Direction
    from trueline.contracts.schema.node import Schema
    from trueline.contracts.schema.part import Part

    _Step: TypeAlias = tuple[tuple[int, str], int, tuple[str, ...], Schema, Schema, Notice]

_MOST_PAIRS: Final = 200_000
_MOST_ALTERNATIVES: Final = 1_500
_MOST_FOR_EFFECT: Final = 5_000
_DEEPEST: Final = 40


def compare_schemas(
    old: Schema, new: Schema, direction: Direction, comparison: Comparison | None = None
) -> Iterator[SchemaChange]:
    """Yield what differs between two schemas whose values go in ``direction``, each difference once.

    Whoever compares many schemas of the same two revisions hands in one ``Comparison``, which keeps what it knows.
    """
    return (comparison or Comparison()).changes(old, new, direction)


class Comparison:
    """What is known of the pairs of two revisions."""

    __slots__ = ("_depth", "_effects", "_results", "_same", "_spent")

    def __init__(self) -> None:
        self._results: dict[tuple[Schema, Schema], Result] = {}
        self._effects: dict[tuple[Schema, Schema], Effect] = {}
        self._same = Sameness()
        self._depth = 0
        self._spent = 0

    def changes(self, old: Schema, new: Schema, direction: Direction) -> Iterator[SchemaChange]:
        """Yield what differs, nearest first, then by name."""
        said = set()
        self._spent = 0
        for pointer, difference, outer in self._differences(old, new, direction):
            key = (difference.id, difference.old, difference.new, difference.pointer[-1:])
            if key not in said:
                said.add(key)
                yield _change(pointer, _announced(difference, outer), direction)

    def effect(self, old: Schema, new: Schema) -> Effect:
        """Return what a value loses and gains between two schemas, as far as it can be told; in doubt, both."""
        known = self._effects.get((old, new))
        if known is None:
            known, is_final = self._sum(old, new)
            if is_final:
                self._effects[old, new] = known
        return known

    def is_same(self, old: Part, new: Part) -> bool:
        """Tell whether two parts say the very same, what they refer to included."""
        return self._same.of_parts(old, new)

    def may_spend(self, count: int) -> bool:
        """Tell whether so many more alternatives of choices may be made for this call, and count them."""
        self._spent += count
        return self._spent <= _MOST_ALTERNATIVES

    def _sum(self, old: Schema, new: Schema) -> tuple[Effect, bool]:
        if self._depth > _DEEPEST:
            return CHANGES, False
        narrows = widens = False
        is_final = True
        seen = {(old, new)}
        todo = [(old, new)]
        while todo and not (narrows and widens):
            if len(seen) > _MOST_FOR_EFFECT:
                return CHANGES, True
            pair = todo.pop()
            is_final = is_final and self._results.get(pair) is not _IN_PROGRESS
            result = self.result(*pair)
            for difference in result.own:
                effect = effect_of(difference)
                narrows, widens = narrows or effect.narrows, widens or effect.widens
            for child in result.children:
                below = (child.old, child.new)
                if below not in seen:
                    seen.add(below)
                    todo.append(below)
        return Effect(narrows, widens), is_final

    def result(self, old: Schema, new: Schema) -> Result:
        """Return what differs in one pair, and the pairs below it."""
        known = self._results.get((old, new))
        if known is None:
            if self._same.of_schemas(old, new):
                known = Result()
            else:
                self._results[old, new] = _IN_PROGRESS  # within a cycle: as good as its other differences
                self._depth += 1
                known = self._compare(old, new)
                self._depth -= 1
            self._results[old, new] = known
        return known

    def _compare(self, old: Schema, new: Schema) -> Result:
        if old.view.is_plain and new.view.is_plain:
            return self._plain(old, new)
        result = compare_choices(old, new, self, self._plain)
        return _sorted([*result.own, *result.children])

    def _plain(self, old: Schema, new: Schema) -> Result:
        if old.is_unknown or new.is_unknown:  # which is not the same as allowing everything
            return _sorted(compare_unresolved(old, new))
        found: list[Difference | Child] = [*compare_scalars(old, new)]
        shared = old.view.types & new.view.types
        if shared:
            if "object" in shared:
                found += compare_members(old, new, self.effect)
            if "array" in shared:
                found += compare_elements(old, new)
            found += compare_logic(old, new, self)
        found += compare_annotations(old, new)
        found += compare_contents(old, new)
        if "discriminator" in old.view.annotations and "discriminator" in new.view.annotations:
            found += compare_subtypes(old, new)
        return _checked(old, new, _sorted(found))

    def _differences(
        self, old: Schema, new: Schema, direction: Direction
    ) -> Iterator[tuple[tuple[str, ...], Difference, Notice]]:
        """Yield each difference with what is announced of where it stands.

        What several ways lead to is told on the one that announces least: by it, somebody may still rely on it.
        """
        seen = set()
        order = count()
        first = notice_of(old)
        todo: list[_Step] = [(rank(first), next(order), (), old, new, first)]
        while todo:
            _, _, pointer, one, other, outer = heappop(todo)
            if (one, other) in seen:
                continue
            seen.add((one, other))
            result = self.result(one, other)
            for difference in result.own:
                if difference.hidden_in != direction:
                    yield (*pointer, *difference.pointer), difference, outer
            for child in result.children:
                pair = (child.old, child.new)
                if pair in seen or child.hidden_in == direction or self.result(*pair) == _NOTHING:
                    continue
                inner = within(outer, notice_of(child.old))
                way = (*pointer, child.step) if child.step else pointer
                heappush(todo, (rank(inner), next(order), way, *pair, inner))
            if len(seen) > _MOST_PAIRS:
                text = "there is too much to be compared; what lies deeper was not"
                yield pointer, Difference("may-have-changed", text, one.spot(), other.spot()), {}
                return


_IN_PROGRESS: Final = Result()
_NOTHING: Final = Result()


def _announced(difference: Difference, outer: Notice) -> Difference:
    """Return a difference with what base announced of what differs, or of what it is in."""
    own = of_details(difference.details)
    found = within(outer, own)
    return difference if found == own else difference._replace(details={**difference.details, **found})


def effect_of(difference: Difference) -> Effect:
    """Return what a difference takes away and what it adds."""
    return RULES[difference.id].effect if difference.effect is None else difference.effect


def _sorted(found: Iterable[Difference | Child]) -> Result:
    own = [one for one in found if isinstance(one, Difference)]
    children = sorted((one for one in found if isinstance(one, Child)), key=lambda child: child.step)
    return Result(tuple(sorted(own, key=lambda one: (one.pointer, one.id))), tuple(children))


def _checked(old: Schema, new: Schema, result: Result) -> Result:
    """Return ``result`` without what a finite set of values shows to be none: what is asked of each value holds."""
    narrows = widens = True
    if old.view.values is not None:
        narrows = not all(accepts(new, value) for value, _ in old.view.values.values())
    if new.view.values is not None:
        widens = not all(accepts(old, value) for value, _ in new.view.values.values())
    if narrows and widens:
        return result
    own = []
    for difference in result.own:
        effect = effect_of(difference)
        left = Effect(effect.narrows and narrows, effect.widens and widens)
        if left == effect:
            own.append(difference)
        elif left != NOTHING:
            own.append(difference._replace(effect=left))
    return Result(tuple(own), result.children if narrows or widens else ())


def _change(pointer: tuple[str, ...], difference: Difference, direction: Direction) -> SchemaChange:
    effect = effect_of(difference)
    details = {**difference.details, "narrows": effect.narrows, "widens": effect.widens}
    compatibility = answer(difference.id, effect, details, direction)
    return SchemaChange(
        difference.id,
        pointer,
        difference.message,
        compatibility,
        () if compatibility == "compatible" else ("clients",),
        None if difference.new is None else difference.new.locate(),
        None if difference.old is None else difference.old.locate(),
        difference.before,
        difference.after,
        details,
    )
