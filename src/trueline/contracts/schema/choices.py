"""Differences of ``oneOf`` and ``anyOf``: members matched by what they say, whatever their order and their names."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.schema.accepts import accepts
from trueline.contracts.schema.difference import NOTHING, Child, Difference, Effect, Result
from trueline.contracts.schema.matching import Traits, are_disjoint, match, traits
from trueline.contracts.schema.node import Schema, node_of
from trueline.contracts.schema.part import Spot
from trueline.contracts.schema.values import ATOMS, NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from trueline.contracts.schema.logic import Judge
    from trueline.contracts.schema.view import Choice

_MOST_ALTERNATIVES: Final = 64
_MOST_CHOSEN: Final = 6  # choices within choices of which the members are put together
_MOST_COVERED: Final = 12
_NULL: Final = frozenset({"null"})
_UNEVALUATED: Final = frozenset({"unevaluatedProperties", "unevaluatedItems"})


class _Side(NamedTuple):
    """The alternatives of one side, its keyword, where it stands, and what tells the alternatives apart.

    ``mapped`` are the names of schemas to which the discriminator gives values of its own choice.
    """

    members: Sequence[Schema]
    keyword: str
    spot: Spot | None
    discriminator: str = ""
    mapped: frozenset[str] = frozenset()


def compare_choices(old: Schema, new: Schema, judge: Judge, plain: Callable[[Schema, Schema], Result]) -> Result:
    """Return what differs in two schemas of which at least one leaves a choice; ``plain`` compares all but that."""
    before, after = old.view, new.view
    has_unevaluated = any(part.keywords.keys() & _UNEVALUATED for part in (*old.flat, *new.flat))
    if len(before.choices) == len(after.choices) and not has_unevaluated:
        beside = plain(old, new)
        inside = _merged(
            _compare_sides(_side(one, old), _side(other, new), judge)
            for one, other in zip(_sorted(before.choices), _sorted(after.choices), strict=True)
        )
        if _is_silent(beside, judge) or _is_silent(inside, judge):
            return _merged([beside, inside])
    alternatives = _alternatives(old), _alternatives(new)
    if (
        alternatives[0] is None
        or alternatives[1] is None
        or not judge.may_spend(len(alternatives[0] + alternatives[1]))
    ):
        beside = plain(old, new)
        text = "there are too many alternatives to be compared one by one"
        return _merged([beside, Result((Difference("may-have-changed", text, old.spot(), new.spot()),))])
    keyword = _keyword(before.choices), _keyword(after.choices)
    sides = (
        _Side(_by_type(alternatives[0], alternatives[1]), keyword[0], old.spot(keyword[0]), *_discriminator(old)),
        _Side(_by_type(alternatives[1], alternatives[0]), keyword[1], new.spot(keyword[1]), *_discriminator(new)),
    )
    return _compare_sides(*sides, judge)


def _compare_sides(old: _Side, new: _Side, judge: Judge) -> Result:
    """Return what differs in two sides; nothing where that holds once the choices of their members are opened."""
    result = _compare(old, new, judge)
    if _is_silent(result, judge):
        return result
    before, after = _opened(old), _opened(new)
    if before is None or after is None or (before is old and after is new):
        return result
    flat = _compare(before, after, judge)
    return flat if _is_silent(flat, judge) else result


def _opened(side: _Side) -> _Side | None:
    """Return a side with the members of its members' own choices, None where that may mean something else.

    It means the same where no value can fit members of two different members, or nobody minds that one does.
    """
    groups: list[list[Schema]] = []
    keywords: set[str] = set()
    for member in side.members:
        inner = _alternatives(member) if member.view.choices else [member]
        if inner is None:
            return None
        groups.append(inner)
        keywords.update(choice.keyword for choice in member.view.choices)
    if not keywords:
        return side
    pairs = ((one, other) for index, one in enumerate(groups) for other in groups[index + 1 :])
    is_apart = all(are_disjoint(a, b) for one, other in pairs for a in one for b in other)
    if len(keywords) > 1 or not (is_apart or {side.keyword, *keywords} == {"anyOf"}):
        return None
    return side._replace(members=[one for group in groups for one in group], keyword=keywords.pop())


def _keyword(choices: Sequence[Choice]) -> str:
    if not choices:
        return ""
    return "oneOf" if any(choice.keyword == "oneOf" for choice in choices) else "anyOf"


def _sorted(choices: Sequence[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: (choice.keyword, len(choice.members)))


def _side(choice: Choice, schema: Schema) -> _Side:
    members = [node_of([member], schema.files) for member in choice.members]
    return _Side(members, choice.keyword, choice.spot, *_discriminator(schema))


def _discriminator(schema: Schema) -> tuple[str, frozenset[str]]:
    value, _ = schema.view.annotations.get("discriminator", (None, None))
    name = value.get("propertyName") if isinstance(value, dict) else value
    mapping = value.get("mapping") if isinstance(value, dict) else None
    targets = mapping.values() if isinstance(mapping, dict) else ()
    mapped = frozenset(target.rpartition("/")[2] for target in targets if isinstance(target, str))
    return (name, mapped) if isinstance(name, str) else ("", mapped)


def _alternatives(schema: Schema) -> list[Schema] | None:
    """Return the schemas of which each allows a part of what ``schema`` does, None where they are too many."""
    choices = schema.view.choices
    if len(schema.left_out) + len(choices) > _MOST_CHOSEN:
        return None
    count = 1
    for choice in choices:
        count *= len(choice.members)
    if count > _MOST_ALTERNATIVES:
        return None
    found = []
    for members in product(*(choice.members for choice in choices)):
        alternative = schema
        for choice, member in zip(choices, members, strict=True):
            alternative = alternative.choosing(choice.spot, member)
        found.append(alternative)
    return found


def _by_type(members: Sequence[Schema], others: Sequence[Schema]) -> Sequence[Schema]:
    """Return a single alternative of several types as one for each, where the other side has several alternatives."""
    if len(members) != 1 or len(others) < 2 or not 1 < len(members[0].view.types - _NULL) < len(ATOMS) - 1:
        return members
    types = members[0].view.types
    split = [NUMBERS & types] if NUMBERS & types else []
    split += [frozenset({atom}) for atom in sorted(types - NUMBERS)]
    return [members[0].limited(one) for one in split]


def _merged(results: Iterator[Result] | Sequence[Result]) -> Result:
    own: tuple[Difference, ...] = ()
    children: tuple[Child, ...] = ()
    for result in results:
        own += result.own
        children += result.children
    return Result(own, children)


def _is_silent(result: Result, judge: Judge) -> bool:
    return not result.own and all(judge.effect(child.old, child.new) == NOTHING for child in result.children)


def _compare(old: _Side, new: _Side, judge: Judge) -> Result:
    splits = _knows_null(old) and _knows_null(new)
    own: list[Difference] = list(_null(old, new)) if splits else []
    olds, news = _known_by(old, splits=splits), _known_by(new, splits=splits)
    pairs = _pairs(olds, news, judge)
    children = tuple(
        Child(f"<{news[there].label}>", olds[here].schema, news[there].schema)
        if len(olds) > 1 or len(news) > 1
        else Child("", olds[here].schema, news[there].schema)
        for here, there in pairs
    )
    gone = [one for index, one in enumerate(olds) if index not in {here for here, _ in pairs}]
    fresh = [one for index, one in enumerate(news) if index not in {there for _, there in pairs}]
    word = "any-of" if "anyOf" in (new.keyword or old.keyword, old.keyword or new.keyword) else "one-of"
    own += _members(f"{word}-member-removed", gone, [one.schema for one in news], (old, new), judge)
    own += _members(f"{word}-member-added", fresh, [one.schema for one in olds], (old, new), judge)
    changed = bool(own or gone or fresh) or any(judge.effect(child.old, child.new) != NOTHING for child in children)
    own += _overlaps(old, new, changed=changed)
    own += _renamed(old, new, [(olds[here], news[there]) for here, there in pairs])
    return Result(tuple(own), children)


def _renamed(old: _Side, new: _Side, pairs: list[tuple[Traits, Traits]]) -> Iterator[Difference]:
    """Say where a member has another name, and its name is the value of the discriminator."""
    if not old.discriminator or old.discriminator != new.discriminator:
        return
    for one, other in pairs:
        is_fixed = old.discriminator in one.tags or old.discriminator in other.tags
        if one.label == other.label or is_fixed or one.label in old.mapped or other.label in new.mapped:
            continue
        spots = Spot(one.schema.parts[-1]), Spot(other.schema.parts[-1])
        if not all(spot.part.references for spot in spots):
            continue  # what has no name of its own has a value of its own
        gone, fresh = f"the value {one.label} is gone", f"the value {other.label} is new"
        yield Difference("discriminator-mapping-removed", gone, *spots, before=one.label)
        yield Difference("discriminator-mapping-added", fresh, *spots, after=other.label)


def _null(old: _Side, new: _Side) -> Iterator[Difference]:
    before, after = (any("null" in member.view.types for member in side.members) for side in (old, new))
    if before != after and all(any(m.view.types - _NULL for m in side.members) for side in (old, new)):
        kind, text = ("added", "may be null now") if after else ("removed", "may no longer be null")
        if any(member.view.types == ATOMS for member in (*old.members, *new.members)):
            return
        yield Difference(f"nullable-{kind}", text, old.spot, new.spot, before, after)


def _knows_null(side: _Side) -> bool:
    """Tell whether it is certain of each member that it allows null, or that it does not."""
    return all("null" not in member.view.types or accepts(member, None) for member in side.members)


def _known_by(side: _Side, *, splits: bool) -> list[Traits]:
    """Return what the members are known by; where null ``splits`` off, without it."""
    found = []
    splits = splits and any(member.view.types - _NULL for member in side.members)
    for member in side.members:
        is_whole = not splits or member.view.types == ATOMS
        limited = member if is_whole else member.limited(ATOMS - _NULL)
        if limited.view.types:
            found.append(traits(limited, side.discriminator))
    return found


def _pairs(olds: list[Traits], news: list[Traits], judge: Judge) -> list[tuple[int, int]]:
    """Return which member became which: the very same first, then what says the same, then the likest."""
    same = []
    left = dict.fromkeys(range(len(news)))
    written: dict[object, list[int]] = {}
    for index, one in enumerate(news):
        written.setdefault(_written(one.schema), []).append(index)
    for index, one in enumerate(olds):
        alike = written.get(_written(one.schema), [])
        twin = next(
            (other for other in alike if other in left and _is_same(one.schema, news[other].schema, judge)), None
        )
        if twin is not None:
            del left[twin]
            same.append((index, twin))
    matched_olds = {here for here, _ in same}
    rest, free = [index for index in range(len(olds)) if index not in matched_olds], list(left)
    alike_too = _chosen_alike([(index, olds[index]) for index in rest], [(index, news[index]) for index in free], judge)
    same += alike_too.items()
    rest, free = [one for one in rest if one not in alike_too], [one for one in free if one not in alike_too.values()]
    matched = match([olds[index] for index in rest], [news[index] for index in free])
    return sorted([*same, *((rest[here], free[there]) for here, there in matched)])


def _chosen_alike(olds: list[tuple[int, Traits]], news: list[tuple[int, Traits]], judge: Judge) -> dict[int, int]:
    """Return which alternatives say the same: each holds all the choices that it is of, in whichever order."""
    found: dict[int, int] = {}
    for here, one in olds:
        for there, other in news:
            is_chosen = bool(one.schema.left_out and other.schema.left_out) and there not in found.values()
            if is_chosen and judge.may_spend(1) and judge.effect(one.schema, other.schema) == NOTHING:
                found[here] = there
                break
    return found


def _written(schema: Schema) -> object:
    return schema.only, tuple(part.digest()[0] for part in schema.parts)


def _is_same(one: Schema, other: Schema, judge: Judge) -> bool:
    return len(one.parts) == len(other.parts) and all(
        judge.is_same(part, twin) for part, twin in zip(one.parts, other.parts, strict=True)
    )


def _members(
    kind: str, found: list[Traits], others: list[Schema], sides: tuple[_Side, _Side], judge: Judge
) -> Iterator[Difference]:
    """Yield the members without a match, but for those whose every value another member of the other side allows."""
    is_gone = kind.endswith("removed")
    for one in found:
        if _is_covered(one.schema, others, judge, is_gone=is_gone):
            continue
        own = Spot(one.schema.parts[-1]) if one.schema.parts else None
        raw = one.schema.parts[-1].raw if one.schema.parts else True
        text = f"the member {one.label} is {'gone' if is_gone else 'new'}"
        named = Difference(kind, text, pointer=(f"<{one.label}>",), details={"member": one.label})
        if is_gone:
            yield named._replace(old=own, new=sides[1].spot, before=raw)
        else:
            yield named._replace(old=sides[0].spot, new=own, after=raw)


def _is_covered(schema: Schema, others: list[Schema], judge: Judge, *, is_gone: bool) -> bool:
    for other in others[:_MOST_COVERED]:
        if schema.view.types <= other.view.types and (not schema.left_out or judge.may_spend(1)):
            effect = judge.effect(schema, other) if is_gone else judge.effect(other, schema).inverse
            if not effect.narrows:
                return True
    return False


def _overlaps(old: _Side, new: _Side, *, changed: bool) -> Iterator[Difference]:
    """Say where ``oneOf`` may refuse what two of its members allow, and where that is not as it was."""
    if (old.keyword == new.keyword and not changed) or (old.discriminator and new.discriminator):
        return
    narrows = new.keyword == "oneOf" and not _are_apart(new.members)
    widens = old.keyword == "oneOf" and not _are_apart(old.members)
    if old.keyword and new.keyword and old.keyword != new.keyword:
        if narrows or widens:
            text = f"{old.keyword} is {new.keyword} now, and a value may fit two of its members"
            effect = Effect(narrows, widens)
            yield Difference("composition-changed", text, old.spot, new.spot, old.keyword, new.keyword, effect)
    elif narrows or widens:
        text = "a value that fits two members of oneOf is refused; whether such a value is there was not worked out"
        yield Difference("one-of-overlap", text, old.spot, new.spot)


def _are_apart(members: Sequence[Schema]) -> bool:
    if len(members) > _MOST_ALTERNATIVES:
        return False
    return all(are_disjoint(one, other) for index, one in enumerate(members) for other in members[index + 1 :])
