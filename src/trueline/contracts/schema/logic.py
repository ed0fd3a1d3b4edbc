"""Differences of ``not``, ``contains``, ``if``, and of what depends on the presence of a member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from trueline.contracts.schema.bounds import Bound, is_within
from trueline.contracts.schema.difference import CHANGES, Child, Difference, Effect
from trueline.contracts.schema.node import Schema, node_of
from trueline.contracts.schema.part import Part, Spot, named
from trueline.contracts.schema.values import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator


class Judge(Protocol):
    """What can tell of a pair of schemas."""

    def effect(self, old: Schema, new: Schema) -> Effect:
        """Return what a value loses and gains between the two."""
        ...

    def is_same(self, old: Part, new: Part) -> bool:
        """Tell whether two parts say the very same, what they refer to included."""
        ...

    def may_spend(self, count: int) -> bool:
        """Tell whether so many more alternatives may be made, and count them."""
        ...


def compare_logic(old: Schema, new: Schema, judge: Judge) -> Iterator[Difference | Child]:
    """Yield what differs in the keywords that look at a value as a whole."""
    before, after = old.view, new.view
    if before.nots or after.nots:
        yield from _nots(old, new, judge)
    if before.conditions or after.conditions:
        yield from _conditions(old, new, judge)
    if old.unresolved or new.unresolved:
        yield from compare_unresolved(old, new)
    yield from _dynamic(old, new)
    shared = before.types & after.types
    if "object" in shared:
        yield from _dependents(old, new)
    if "array" in shared and (before.contains or after.contains):
        yield from _contains(old, new, judge)


def _nots(old: Schema, new: Schema, judge: Judge) -> Iterator[Difference]:
    before, after = _unmatched(old.view.nots, new.view.nots, judge)
    if len(before) == len(after) == 1:
        effect = judge.effect(_below(before[0]), _below(after[0])).inverse
        if effect == (False, False):
            return
        kind = "changed" if effect == CHANGES else "widened" if effect.narrows else "narrowed"
        text = "other values are excluded now"
        yield Difference(f"not-{kind}", text, before[0], after[0], _raw(before[0]), _raw(after[0]))
        return
    for spot in before:
        yield Difference("not-removed", "values that were excluded may come", spot, new.spot("not"), _raw(spot))
    for spot in after:
        yield Difference("not-added", "some values are excluded now", old.spot("not"), spot, after=_raw(spot))


def _unmatched(before: list[Spot], after: list[Spot], judge: Judge) -> tuple[list[Spot], list[Spot]]:
    """Return what of two lists of schemas is not the very same in the other."""
    left = list(after)
    gone = []
    for spot in before:
        twin = next((other for other in left if judge.is_same(_part(spot), _part(other))), None)
        if twin is None:
            gone.append(spot)
        else:
            left.remove(twin)
    return gone, left


def _part(spot: Spot) -> Part:
    return spot.part.below(*spot.path)


def _below(spot: Spot) -> Schema:
    return node_of([_part(spot)], spot.part.files)


def _raw(spot: Spot) -> object:
    return _part(spot).raw


def _conditions(old: Schema, new: Schema, judge: Judge) -> Iterator[Difference]:
    """Conditions are compared as they are written: whether one allows more than another is not worked out."""
    left = list(new.view.conditions)
    gone = []
    for spot in old.view.conditions:
        twin = next((other for other in left if _is_same_condition(spot, other, judge)), None)
        if twin is None:
            gone.append(spot)
        else:
            left.remove(twin)
    if gone and left:
        text = "the condition (if, then, else) is another; what it allows was not worked out"
        yield Difference("may-have-changed", text, gone[0], left[0], details={"keyword": "if"})
        return
    for spot in gone:
        yield Difference("condition-removed", "a condition is gone", spot, new.spot("if"))
    for spot in left:
        yield Difference("condition-added", "a condition is new", old.spot("if"), spot)


def _is_same_condition(one: Spot, other: Spot, judge: Judge) -> bool:
    for keyword in ("if", "then", "else"):
        in_one, in_other = keyword in one.part.keywords, keyword in other.part.keywords
        if in_one != in_other:
            return False
        if in_one and not judge.is_same(one.part.below(keyword), other.part.below(keyword)):
            return False
    return True


def compare_unresolved(old: Schema, new: Schema) -> Iterator[Difference]:
    """Yield that references which lead to nothing that may be read are others, if they are."""
    before, after = ({str(spot.value): spot for spot in side.unresolved} for side in (old, new))
    if before.keys() == after.keys():
        return
    one = next((spot for text, spot in before.items() if text not in after), None)
    other = next((spot for text, spot in after.items() if text not in before), None)
    text = "a reference that is not followed is another; what it leads to is not known"
    spots = one or old.spot("$ref"), other or new.spot("$ref")
    values = one.value if one else None, other.value if other else None
    yield Difference("may-have-changed", text, *spots, *values, details={"keyword": "$ref"})


def _dynamic(old: Schema, new: Schema) -> Iterator[Difference]:
    """Say where a dynamic reference may lead elsewhere: which schema of its name it means is up to who comes there."""
    one, other = _dynamic_references(old), _dynamic_references(new)
    for name in one.keys() & other.keys():
        before, after = (
            sorted(part.digest()[0] for part in named(found.part, name)) for found in (one[name], other[name])
        )
        if len(before) + len(after) > 2 and before != after:
            text = f"of the schemas called {name} another one may be meant, or it says something else"
            details = {"keyword": "$dynamicRef"}
            yield Difference("may-have-changed", text, one[name], other[name], details=details)


def _dynamic_references(schema: Schema) -> dict[str, Spot]:
    return {
        text.rpartition("#")[2]: Spot(part, (keyword,))
        for part in schema.flat
        for keyword, text in part.references
        if keyword == "$dynamicRef"
    }


def _dependents(old: Schema, new: Schema) -> Iterator[Difference | Child]:
    before, after = old.view, new.view
    for (name, needed), spot in before.dependent_required.items():
        if (name, needed) not in after.dependent_required and needed not in after.required:
            text = f"{needed} may be missing now where {name} is there"
            there = new.spot(*spot.path[:2])
            yield Difference("dependent-required-removed", text, spot, there, [name, needed], pointer=(name, needed))
    for (name, needed), spot in after.dependent_required.items():
        if (name, needed) not in before.dependent_required and needed not in before.required:
            text = f"{needed} must be there now where {name} is"
            there = old.spot(*spot.path[:2])
            yield Difference(
                "dependent-required-added", text, there, spot, None, [name, needed], pointer=(name, needed)
            )
    for name in sorted(before.dependent.keys() | after.dependent.keys()):
        one, other = before.dependent.get(name), after.dependent.get(name)
        if one and other:
            yield Child(f"<if {name}>", node_of(one, old.files), node_of(other, new.files))
            continue
        kind = "added" if other else "removed"
        spots = (Spot(one[0]) if one else old.spot()), (Spot(other[0]) if other else new.spot())
        text = f"objects with {name} have {'' if other else 'no longer '}a schema of their own"
        yield Difference(f"dependent-schema-{kind}", text, *spots, pointer=(name,))


def _contains(old: Schema, new: Schema, judge: Judge) -> Iterator[Difference]:
    before, after = old.view.contains, new.view.contains
    if len(before) != 1 or len(after) != 1:
        gone, fresh = _unmatched(before, after, judge)
        for spot in gone:
            yield Difference("contains-removed", "no such element must be there any more", spot, new.spot("contains"))
        for spot in fresh:
            yield Difference("contains-added", "such an element must be there now", old.spot("contains"), spot)
        if gone or fresh:
            return
    for one, other in zip(before, after, strict=True):
        effect = judge.effect(_below(one), _below(other))
        limits = [_limit(spot, "maxContains") for spot in (one, other)]
        if effect != (False, False):
            if limits != [None, None]:
                effect = CHANGES  # more that match may be too many
            kind = "changed" if effect == CHANGES else "narrowed" if effect.narrows else "widened"
            yield Difference(f"contains-{kind}", "other elements count now", one, other, _raw(one), _raw(other))
        yield from _counts(one, other)


def _counts(one: Spot, other: Spot) -> Iterator[Difference]:
    for name, word in (("minContains", "min-contains"), ("maxContains", "max-contains")):
        before, after = _limit(one, name), _limit(other, name)
        if is_within(name, before, after) and is_within(name, after, before):
            continue
        values = (before.plain if before else None), (after.plain if after else None)
        kind = "raised" if before and after and after.value > before.value else "lowered"
        kind = "added" if before is None else "removed" if after is None else kind
        spots = Spot(one.part, (name,)), Spot(other.part, (name,))
        yield Difference(f"{word}-{kind}", f"{name} {kind}: {values[0]} before, {values[1]} now", *spots, *values)


def _limit(spot: Spot, name: str) -> Bound | None:
    """Return how many elements must or may match: at least one where nothing is said."""
    number = number_of(spot.part.keywords.get(name)) if name not in spot.part.dialect.without else None
    if number is None:
        number = number_of(1) if name == "minContains" else None
    return None if number is None else Bound(number, is_open=False, spot=Spot(spot.part, (name,)))
