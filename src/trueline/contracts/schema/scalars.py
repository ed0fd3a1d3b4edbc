"""Differences of types, values, limits, patterns and formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.schema.annotations import is_content
from trueline.contracts.schema.bounds import FAMILIES, is_within
from trueline.contracts.schema.difference import CHANGES, Difference
from trueline.contracts.schema.values import ATOMS, NUMBERS, names_of, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from trueline.contracts.schema.node import Schema
    from trueline.contracts.schema.part import Spot
    from trueline.contracts.schema.view import View

_FORMATS_WITHIN: Final = {
    ("int32", "int64"), ("float", "double"), ("date-time", ""), ("uuid", ""), ("int8", "int16"), ("int8", "int32"),
    ("int16", "int32"), ("int8", "int64"), ("int16", "int64"),
}  # fmt: skip


def compare_scalars(old: Schema, new: Schema) -> Iterator[Difference]:
    """Yield what differs in the values themselves, whatever lies below them."""
    before, after = old.view, new.view
    yield from _types(old, new)
    shared = before.types & after.types
    if not shared:
        return
    yield from _values(old, new)
    yield from _bounds(old, new, shared)
    if shared & NUMBERS:
        yield from _multiples(old, new)
    if "string" in shared:
        yield from _patterns(old, new)
    if shared - {"null", "boolean"}:
        yield from _formats(old, new)
    if "array" in shared and (before.unique is None) != (after.unique is None):
        kind, text = ("removed", "may repeat") if after.unique is None else ("added", "must be unique")
        spots = before.unique or old.spot("uniqueItems"), after.unique or new.spot("uniqueItems")
        yield Difference(
            f"unique-items-{kind}", f"elements {text} now", *spots, before.unique is not None, kind == "added"
        )


def _types(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = old.view.types, new.view.types
    if _is_nullable_alone(before, after):
        kind, text = ("added", "may be null now") if "null" in after else ("removed", "may no longer be null")
        values = names_of(before), names_of(after)
        yield Difference(f"nullable-{kind}", text, *_nullable(old, new), *values)
        before, after = before - {"null"}, after - {"null"}
    if before == after or _is_said_by_values(old, new, before, after):
        return
    kind = "narrowed" if after < before else "widened" if before < after else "changed"
    text = f"type {kind} from {_shown(before)} to {_shown(after)}"
    yield Difference(f"type-{kind}", text, old.spot("type"), new.spot("type"), names_of(before), names_of(after))


def _is_nullable_alone(before: frozenset[str], after: frozenset[str]) -> bool:
    """Tell whether null came or went beside types that are named on both sides."""
    if ATOMS in (before, after) or ("null" in before) == ("null" in after):
        return False
    return bool(before - {"null"} and after - {"null"})


def _is_said_by_values(old: Schema, new: Schema, before: frozenset[str], after: frozenset[str]) -> bool:
    if not before & after:
        return False
    if old.view.values is None:
        return new.view.values is not None and after < before
    return before < after or new.view.values is not None


def _nullable(old: Schema, new: Schema) -> tuple[Spot | None, Spot | None]:
    found = []
    for side in (old, new):
        keyword = next(
            (word for word in ("nullable", "x-nullable") if any(word in part.keywords for part in side.flat)), "type"
        )
        found.append(side.spot(keyword))
    return found[0], found[1]


def _shown(atoms: frozenset[str]) -> str:
    if atoms == ATOMS:
        return "any"
    return " or ".join(names_of(atoms)) or "nothing at all"


def _values(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = old.view.values, new.view.values
    if before is None or after is None:
        if before is not after:
            kind = "removed" if after is None else "added"
            shown = shortened(_plain(new.view if before is None else old.view))
            text = f"any value is allowed now, not only {shown}" if after is None else f"only {shown} are allowed now"
            yield Difference(f"enum-{kind}", text, _enum(old), _enum(new), _plain(old.view), _plain(new.view))
        return
    said_of_null = ("null" in old.view.types) != ("null" in new.view.types)
    for key, (value, spot) in before.items():
        if key not in after and not (value is None and said_of_null):
            yield Difference(
                "enum-value-removed", f"the value {shortened(value)} is gone", spot, _enum(new), before=value
            )
    for key, (value, spot) in after.items():
        if key not in before and not (value is None and said_of_null):
            yield Difference("enum-value-added", f"the value {shortened(value)} is new", _enum(old), spot, after=value)


def _enum(schema: Schema) -> Spot | None:
    keyword = next((word for word in ("enum", "const") if any(word in part.keywords for part in schema.flat)), "type")
    return schema.spot(keyword)


def _plain(view: View) -> list[object] | None:
    return None if view.values is None else [value for value, _ in view.values.values()]


def _bounds(old: Schema, new: Schema, shared: frozenset[str]) -> Iterator[Difference]:
    before, after = old.view.bounds, new.view.bounds
    if not before and not after:
        return
    for name, family in FAMILIES.items():
        if not shared & (NUMBERS if family == "number" else {family}):
            continue
        one, other = before.get(name), after.get(name)
        if is_within(name, one, other) and is_within(name, other, one):
            continue
        yield _bound(name, old, new)


def _bound(name: str, old: Schema, new: Schema) -> Difference:
    one, other = old.view.bounds.get(name), new.view.bounds.get(name)
    word = "".join("-" + letter.lower() if letter.isupper() else letter for letter in name)
    said = word.replace("-", " ")
    spots = (one.spot if one else old.spot(name)), (other.spot if other else new.spot(name))
    values = (one.plain if one else None), (other.plain if other else None)
    if one is None:
        return Difference(f"{word}-added", f"{said} {other} is new", *spots, *values)
    if other is None:
        return Difference(f"{word}-removed", f"{said} {one} is gone", *spots, *values)
    is_narrower = is_within(name, other, one)
    kind = "raised" if is_narrower == name.startswith("min") else "lowered"
    return Difference(f"{word}-{kind}", f"{said} {kind} from {one} to {other}", *spots, *values)


def _multiples(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = old.view.multiples, new.view.multiples
    narrows = not all(_is_covered(number, before, old.view) for number in after)
    widens = not all(_is_covered(number, after, new.view) for number in before)
    if not narrows and not widens:
        return
    kind = "changed" if narrows and widens else "narrowed" if narrows else "widened"
    kind = "added" if narrows and not before else "removed" if widens and not after else kind
    shown = [[float(number) if number.denominator > 1 else int(number) for number in side] for side in (before, after)]
    one, other = (side[0] if len(side) == 1 else side or None for side in shown)
    text = f"multipleOf {kind}: {shortened(one)} before, {shortened(other)} now"
    spots = _first(before) or old.spot("multipleOf"), _first(after) or new.spot("multipleOf")
    yield Difference(f"multiple-of-{kind}", text, *spots, one, other)


def _is_covered(number: Fraction, by: Mapping[Fraction, Spot], view: View) -> bool:
    """Tell whether all multiples in ``by`` are multiples of ``number``."""
    if view.types & NUMBERS == {"integer"} and (1 / number).denominator == 1:
        return True
    return any((one / number).denominator == 1 for one in by)


def _first(spots: Mapping[str, Spot] | Mapping[Fraction, Spot]) -> Spot | None:
    return next(iter(spots.values()), None)


def _patterns(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = old.view.patterns, new.view.patterns
    gone, fresh = before.keys() - after.keys(), after.keys() - before.keys()
    if not gone and not fresh:
        return
    one = {text: before[text] for text in before if text in gone}
    other = {text: after[text] for text in after if text in fresh}
    kind = "changed" if one and other else "removed" if one else "added"
    spots = _first(one) or old.spot("pattern"), _first(other) or new.spot("pattern")
    values = next(iter(one), None), next(iter(other), None)
    shown = [text for text in values if text is not None]
    text = f"pattern {kind}: " + ", now ".join(shown)
    yield Difference(f"pattern-{kind}", text, *spots, *values)


def _formats_of(view: View, other: View) -> dict[str, Spot]:
    """Return the formats that are said, without those which the other side says by what a text holds."""
    return {name: spot for name, spot in view.formats.items() if name in other.formats or not is_content(name, other)}


def _formats(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = _formats_of(old.view, new.view), _formats_of(new.view, old.view)
    if before.keys() == after.keys():
        return
    one, other = next((f for f in before if f not in after), None), next((f for f in after if f not in before), None)
    spots = (before[one] if one else old.spot("format")), (after[other] if other else new.spot("format"))
    if one is None or other is None:
        kind = "added" if one is None else "removed"
        yield Difference(f"format-{kind}", f"format {one or other} {kind}", *spots, one, other)
        return
    kind = "changed"
    if (one, other) in _FORMATS_WITHIN:
        kind = "widened"
    elif (other, one) in _FORMATS_WITHIN:
        kind = "narrowed"
    effect = CHANGES if kind == "changed" else None
    yield Difference(f"format-{kind}", f"format {kind} from {one} to {other}", *spots, one, other, effect)
