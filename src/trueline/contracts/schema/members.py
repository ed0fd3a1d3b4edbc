"""Differences of the members of objects and the elements of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.schema.annotations import is_marked
from trueline.contracts.schema.announced import notice_of
from trueline.contracts.schema.difference import NARROWS, WIDENS, Child, Difference, Effect
from trueline.contracts.schema.part import Spot

_TEXT = frozenset({"string"})

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from trueline.contracts.schema.node import Schema

    EffectOf = Callable[[Schema, Schema], Effect]


def compare_members(old: Schema, new: Schema, effect_of: EffectOf) -> Iterator[Difference | Child]:
    """Yield what differs between the members of two objects; ``effect_of`` tells of one pair of schemas."""
    before, after = old.view.maps, new.view.maps
    known, now = before.names(), after.names()
    for name in sorted(known & now):
        one, other = before.member(name), after.member(name)
        yield Child(name, one, other, _hidden(one, other))
        if name in old.view.required and name in new.view.required:
            yield from _sent(name, one, new)
    for name in sorted(known - now):
        yield from _removed(name, old, new, effect_of)
    for name in sorted(now - known):
        yield from _added(name, old, new, effect_of)
    yield from _required(old, new, known ^ now)
    yield from _patterns(old, new, effect_of)
    yield from _others(old, new)
    if before.has_names_of_their_own or after.has_names_of_their_own:
        yield Child("{name}", before.name().limited(_TEXT), after.name().limited(_TEXT))


def compare_elements(old: Schema, new: Schema) -> Iterator[Difference | Child]:
    """Yield what differs between the elements of two lists."""
    before, after = old.view.lists, new.view.lists
    if not before.rows and not after.rows:
        return
    count = max(before.count, after.count)
    for index in range(count):
        yield Child(f"[{index}]", before.element(index), after.element(index))
    one, other = before.rest(), after.rest()
    is_closed = one.view.types, other.view.types
    if bool(is_closed[0]) == bool(is_closed[1]):
        yield Child("[]", one, other)
        return
    kind, text = ("opened", "may") if is_closed[1] else ("closed", "may no longer")
    spots = _spot_of_rest(old, one, "items"), _spot_of_rest(new, other, "items")
    yield Difference(f"additional-items-{kind}", f"further elements {text} follow", *spots)


def _hidden(one: Schema, other: Schema) -> str:
    if not _has_directions(other):
        return ""
    if is_marked(one, "readOnly") and is_marked(other, "readOnly"):
        return "request"
    return "response" if is_marked(one, "writeOnly") and is_marked(other, "writeOnly") else ""


def _has_directions(schema: Schema) -> bool:
    return bool(schema.parts) and schema.parts[0].dialect.has_directions


def _sent(name: str, one: Schema, new: Schema) -> Iterator[Difference]:
    """Yield that requests must have what was required of responses alone, since it could only be read."""
    other = new.view.maps.member(name)
    if _has_directions(other) and is_marked(one, "readOnly") and not is_marked(other, "readOnly"):
        details = _about(other, required=True) | notice_of(one)
        yield Difference(
            "property-became-required",
            f"{name} must be sent now: it is read-only no longer",
            one.spot("readOnly"),
            new.view.required[name],
            before=False,
            after=True,
            pointer=(name,),
            details=details,
            hidden_in="response",
        )


def _about(member: Schema, *, required: bool) -> dict[str, object]:
    """Return what rules may want to know of a member that came or went."""
    view = member.view
    found: dict[str, object] = {"required": required}
    found["has_default"] = "default" in view.annotations
    if _has_directions(member):
        found |= {"read_only": is_marked(member, "readOnly"), "write_only": is_marked(member, "writeOnly")}
    return found


def _removed(name: str, old: Schema, new: Schema, effect_of: EffectOf) -> Iterator[Difference]:
    one, other = old.view.maps.member(name), new.view.maps.member(name)
    effect = effect_of(one, other)
    if not one.view.types and not other.view.types:
        return  # it was forbidden, and still is
    was_required = name in old.view.required
    still_required = name in new.view.required
    if was_required and not still_required:
        effect = Effect(effect.narrows, widens=True)
    elif still_required and not was_required:
        effect = Effect(narrows=True, widens=effect.widens)
    kind = "required-property-removed" if was_required and not still_required else "property-removed"
    declared = old.view.maps.declared(name)
    is_open = effect.widens and not other.parts and not was_required
    details = _about(one, required=was_required) | {"open_model": is_open} | notice_of(one)
    spots = (Spot(declared) if declared else old.spot("properties")), _home(old, new, declared)
    yield Difference(kind, f"the property {name} is gone", *spots, one.raw, None, effect, (name,), details)


def _home(old: Schema, new: Schema, declared: object) -> Spot | None:
    """Return where, at head, the property would stand: in the part that is at the same place, else in the first."""
    twin = next((part.path for part in old.flat if declared is not None and _is_below(declared, part)), None)
    for part in new.flat:
        if part.path == twin and "properties" in part.keywords:
            return Spot(part, ("properties",))
    return new.spot("properties")


def _is_below(declared: object, part: object) -> bool:
    path, above = getattr(declared, "path", ()), getattr(part, "path", ())
    return bool(path[:-2] == above)


def _added(name: str, old: Schema, new: Schema, effect_of: EffectOf) -> Iterator[Difference]:
    one, other = old.view.maps.member(name), new.view.maps.member(name)
    if not one.view.types and not other.view.types:
        return
    effect = effect_of(one, other)
    is_open = effect.narrows and not one.parts
    is_required = name in new.view.required and name not in old.view.required
    if is_required:
        effect = Effect(narrows=True, widens=effect.widens)
    elif name in old.view.required and name not in new.view.required:
        effect = Effect(effect.narrows, widens=True)
    details = _about(other, required=is_required) | {"open_model": is_open and not is_required}
    declared = new.view.maps.declared(name)
    there = Spot(declared) if declared else new.spot("properties")
    kind = "required-property-added" if is_required else "property-added"
    text = f"the {'required ' if is_required else ''}property {name} is new"
    yield Difference(kind, text, old.spot("properties"), there, None, other.raw, effect, (name,), details)


def _required(old: Schema, new: Schema, said: set[str]) -> Iterator[Difference]:
    before, after = old.view.required, new.view.required
    for name in sorted(after.keys() - before.keys() - said):
        member = new.view.maps.member(name)
        details = _about(member, required=True) | notice_of(old.view.maps.member(name))
        text = f"{name} must be there now"
        there = _declaration(old, name)
        yield Difference(
            "property-became-required",
            text,
            there,
            after[name],
            before=False,
            after=True,
            pointer=(name,),
            details=details,
        )
    for name in sorted(before.keys() - after.keys() - said):
        before_it = old.view.maps.member(name)
        details = _about(before_it, required=False) | notice_of(before_it)
        text = f"{name} may be missing now"
        there = _declaration(new, name)
        yield Difference(
            "property-became-optional",
            text,
            before[name],
            there,
            before=True,
            after=False,
            pointer=(name,),
            details=details,
        )


def _declaration(schema: Schema, name: str) -> Spot | None:
    declared = schema.view.maps.declared(name)
    return Spot(declared) if declared is not None else schema.spot("required")


def _patterns(old: Schema, new: Schema, effect_of: EffectOf) -> Iterator[Difference | Child]:
    before, after = old.view.maps, new.view.maps
    known, now = before.patterns(), after.patterns()
    for text in sorted(known & now):
        yield Child(f"{{{text}}}", before.of_pattern(text), after.of_pattern(text))
    if known == now:
        return
    for text in sorted(known ^ now):
        kind = "removed" if text in known else "added"
        one = before.of_pattern(text) if text in known else before.rest()
        other = after.of_pattern(text) if text in now else after.rest()
        effect = effect_of(one, other)
        spots = old.spot("patternProperties", text), new.spot("patternProperties", text)
        said = f"properties that match {text} are {'no longer' if kind == 'removed' else 'now'} described"
        yield Difference(f"pattern-property-{kind}", said, *spots, effect=effect, pointer=(f"{{{text}}}",))


def _others(old: Schema, new: Schema) -> Iterator[Difference | Child]:
    one, other = old.view.maps.rest(), new.view.maps.rest()
    if bool(one.view.types) == bool(other.view.types):
        yield Child("{}", one, other)
        return
    is_opened = bool(other.view.types)
    kind, text = ("opened", "may") if is_opened else ("closed", "may no longer")
    spots = _spot_of_rest(old, one, "additionalProperties"), _spot_of_rest(new, other, "additionalProperties")
    effect = WIDENS if is_opened else NARROWS
    yield Difference(f"additional-properties-{kind}", f"further properties {text} be there", *spots, effect=effect)


def _spot_of_rest(schema: Schema, rest: Schema, keyword: str) -> Spot | None:
    return Spot(rest.parts[0]) if rest.parts else schema.spot(keyword)
