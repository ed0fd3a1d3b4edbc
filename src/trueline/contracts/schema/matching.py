"""Which member of one choice became which of another: by what they say, and by name only where that leaves a doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.schema.values import names_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from trueline.contracts.schema.node import Schema

_MOST_COMPARED: Final = 40_000  # pairs of members whose likeness is worked out
_NO_MATCH: Final = -1.0
_MOST_TAGS: Final = 8


class Traits(NamedTuple):
    """What a member is known by: types, values of properties that are fixed, names of properties, its own name."""

    schema: Schema
    types: frozenset[str]
    tags: dict[str, frozenset[Hashable]]
    names: frozenset[str]
    required: frozenset[str]
    label: str


def traits(schema: Schema, discriminator: str = "") -> Traits:
    """Return what ``schema`` is known by; ``discriminator`` is the property that tells members apart, if one does."""
    view = schema.view
    names = view.maps.names() if "object" in view.types else set()
    tags: dict[str, frozenset[Hashable]] = {}
    for name in sorted(names, key=lambda one: (one != discriminator, one)):
        values = view.maps.member(name).view.values
        if values and len(values) <= 3 and len(tags) < _MOST_TAGS:
            tags[name] = frozenset(values)
    label = label_of(schema) or _described(schema, tags)
    return Traits(schema, view.types, tags, frozenset(names), frozenset(view.required), label)


def label_of(schema: Schema) -> str:
    """Return the name of a member: the last step of its reference, or its title."""
    for part in reversed(schema.parts):
        for _, reference in part.references:
            return reference.rpartition("/")[2].rpartition("#")[2] or reference
        if isinstance(title := part.keywords.get("title"), str) and title:
            return title
    return ""


def _described(schema: Schema, tags: dict[str, frozenset[Hashable]]) -> str:
    """Return what a member without a name is: its only value, what its tag says, its type and what it must have."""
    view = schema.view
    if view.values is not None and len(view.values) == 1:
        return str(next(iter(view.values.values()))[0])
    for name, values in tags.items():
        if len(values) == 1 and name in view.required:
            found = view.maps.member(name).view.values or {}
            return f"{name} {next(iter(found.values()))[0]}"
    names = names_of(view.types)
    kind = names[0] if len(names) == 1 else "any"
    return f"{kind} with {', '.join(sorted(view.required))}" if view.required and kind == "object" else kind


def match(olds: Sequence[Traits], news: Sequence[Traits]) -> list[tuple[int, int]]:
    """Return which of ``olds`` became which of ``news``, by index; each at most once, the likest first."""
    pairs: list[tuple[int, int]] = []
    if len(olds) * len(news) > _MOST_COMPARED:
        labels = {one.label: index for index, one in enumerate(news)}
        return [(index, labels[one.label]) for index, one in enumerate(olds) if one.label in labels]
    scores = []
    for index, one in enumerate(olds):
        for other_index, other in enumerate(news):
            score = _likeness(one, other)
            if score >= 0:
                scores.append((-score, abs(index - other_index), index, other_index))
    used_old: set[int] = set()
    used_new: set[int] = set()
    for _, _, index, other_index in sorted(scores):
        if index not in used_old and other_index not in used_new:
            used_old.add(index)
            used_new.add(other_index)
            pairs.append((index, other_index))
    return sorted(pairs)


def _likeness(one: Traits, other: Traits) -> float:
    shared = one.types & other.types
    if one.types and not shared and other.types:
        return _NO_MATCH
    tags = one.tags.keys() & other.tags.keys()
    is_tagged = False
    has_name = one.label == other.label
    for name in tags:
        if not one.tags[name] & other.tags[name]:
            if name in one.required and name in other.required and not has_name:
                return _NO_MATCH
        else:
            is_tagged = True
    names = one.names | other.names
    common = len(one.names & other.names) / len(names) if names else 1.0
    if "object" in shared and common == 0 and not (is_tagged or has_name):
        return _NO_MATCH
    types = len(shared) / max(len(one.types | other.types), 1)
    return 4 * is_tagged + 2 * common + types + 0.9 * has_name


def are_disjoint(one: Schema, other: Schema, depth: int = 3) -> bool:
    """Tell whether it is certain that no value fits both."""
    before, after = one.view, other.view
    shared = before.types & after.types
    if not shared:
        return True
    if before.values is not None and after.values is not None and not before.values.keys() & after.values.keys():
        return True
    if shared != {"object"} or depth == 0:
        return False
    for name in before.required.keys() | after.required.keys():
        is_in_both = name in before.required and name in after.required
        member, twin = before.maps.member(name), after.maps.member(name)
        if not member.view.types or not twin.view.types:
            return True  # one needs what the other forbids
        if (is_in_both or name in before.required or name in after.required) and are_disjoint(member, twin, depth - 1):
            return True
    return False
