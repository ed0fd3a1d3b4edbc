"""What differs between two records, field by field, and between two enums, symbol by symbol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.avro import types
from trueline.contracts.avro.defaults import is_filled
from trueline.contracts.avro.resolution import written_as
from trueline.contracts.avro.walk import Fact, Verdict, verdict

if TYPE_CHECKING:
    from trueline.contracts.avro.schema import Field, Schema
    from trueline.contracts.avro.walk import At, Walk
    from trueline.model.location import Location


def compare(walk: Walk, base: Schema, head: Schema, at: At) -> None:
    """Say what differs between two records; the order of fields means nothing to a reader."""
    pairs = _pairs(base, head)
    for one in base.fields:
        other = pairs.get(one.name)
        inside = at.below(f".{one.name}", one.notice)
        if other is None:
            found = Verdict("compatible", "compatible" if _is_filled(walk, one, head) else "breaking")
            fact = Fact(f"the field {one.name} was removed", _plain(one), None, found)
            walk.add("field-removed", inside, _place(base, one), types.name_place(head), fact)
        else:
            _compare_fields(walk, (base, head), (one, other), inside)
    known = {id(other) for other in pairs.values()}
    for other in head.fields:
        if id(other) not in known:
            found = Verdict("compatible" if _is_filled(walk, other, base) else "breaking")
            text = "" if is_filled(other) else " with a default that its type cannot hold"
            text = text if other.has_default else " without a default"
            fact = Fact(f"the field {other.name} was added{text}", None, _plain(other), found)
            walk.add("field-added", at.below(f".{other.name}"), types.name_place(base), _place(head, other), fact)


def _is_filled(walk: Walk, field: Field, writer: Schema) -> bool:
    """Tell whether a reader has something for a field: what an alias of it finds, or its default."""
    written = written_as(field, writer)
    return is_filled(field) if written is None else walk.resolution.reads(field.schema, written.schema)


def _pairs(base: Schema, head: Schema) -> dict[str, Field]:
    """Return what each field at base became: the field of its name, or one that either side has an alias for."""
    by_name = {field.name: field for field in head.fields}
    found = {field.name: by_name[field.name] for field in base.fields if field.name in by_name}
    left = [field for field in head.fields if field.name not in found]
    for field in base.fields:
        if field.name in found:
            continue
        fitting = (one for one in left if field.name in one.aliases or one.name in field.aliases)
        other = next((one for one in fitting if all(one is not used for used in found.values())), None)
        if other is not None:
            found[field.name] = other
    return found


def _compare_fields(walk: Walk, records: tuple[Schema, Schema], both: tuple[Field, Field], at: At) -> None:
    base, head = both
    places = _place(records[0], base), _place(records[1], head)
    filled = written_as(head, records[0]) is base, written_as(base, records[1]) is head
    if base.name != head.name:
        found = verdict(backward=filled[0] or is_filled(head), forward=filled[1] or is_filled(base))
        if found.forward == "compatible" and not filled[1]:
            found = Verdict(found.backward, "dangerous")  # the default stands for what is written under another name
        if found.backward == "compatible" and not filled[0]:
            found = Verdict("dangerous", found.forward)
        fact = Fact(f"the field {base.name} is now called {head.name}", base.name, head.name, found)
        walk.add("field-renamed", at, *places, fact)
    for alias in base.aliases:
        if alias not in head.aliases and alias != head.name:
            fact = Fact(f"the field {base.name} lost its alias {alias}", alias, None, Verdict("dangerous"))
            walk.add("alias-removed", at, records[0].file.at((*base.path, "aliases")), places[1], fact)
    _compare_defaults(walk, records, both, at)
    if base.order != head.order:
        fact = Fact(
            f"{base.name} was sorted {base.order} and is {head.order}", base.order, head.order, Verdict("dangerous")
        )
        walk.add("field-sort-order-changed", at, _order(records[0], base), _order(records[1], head), fact)
    inside = at._replace(backward=at.backward and filled[0], forward=at.forward and filled[1])
    if inside.backward or inside.forward:
        types.compare(walk, base.schema, head.schema, inside)


def _compare_defaults(walk: Walk, records: tuple[Schema, Schema], both: tuple[Field, Field], at: At) -> None:
    base, head = both
    places = tuple(
        record.file.at((*field.path, "default" if field.has_default else "name"))
        for record, field in zip(records, both, strict=True)
    )
    before, after = base.default, head.default
    if head.has_default and not is_filled(head) and (is_filled(base) or not base.has_default):
        text = f"the field {head.name} has a default that its type cannot hold"
        walk.add("field-default-changed", at, places[0], places[1], Fact(text, before, after, Verdict("breaking")))
    elif base.has_default and not head.has_default:
        fact = Fact(f"the field {base.name} lost its default", before, None, Verdict("dangerous"))
        walk.add("field-default-removed", at, places[0], places[1], fact)
    elif head.has_default and not base.has_default:
        fact = Fact(f"the field {base.name} got a default", None, after)
        walk.add("field-default-added", at, places[0], places[1], fact)
    elif before != after or type(before) is not type(after):
        fact = Fact(f"the field {base.name} has another default", before, after, Verdict("dangerous"))
        walk.add("field-default-changed", at, places[0], places[1], fact)


def _plain(field: Field) -> dict[str, object]:
    found: dict[str, object] = {"name": field.name, "type": field.schema.spelt()}
    return {**found, "default": field.default} if field.has_default else found


def _place(record: Schema, field: Field) -> Location:
    return record.file.at((*field.path, "name"))


def _order(record: Schema, field: Field) -> Location:
    return _place(record, field) if field.order == "ascending" else record.file.at((*field.path, "order"))


def compare_symbols(walk: Walk, base: Schema, head: Schema, at: At) -> None:
    """Say what differs between two enums; a reader with a default takes that for symbols it does not know."""
    there, here = set(base.symbols), set(head.symbols)
    for number, symbol in enumerate(base.symbols):
        if symbol not in here:
            found = Verdict("dangerous" if head.default in here else "breaking")
            place = base.file.at((*base.path, "symbols", number))
            fact = Fact(f"the symbol {symbol} was removed", symbol, None, found)
            walk.add("enum-symbol-removed", at.below(f".{symbol}"), place, types.name_place(head), fact)
    for number, symbol in enumerate(head.symbols):
        if symbol not in there:
            found = Verdict("compatible", "dangerous" if base.default in there else "breaking")
            place = head.file.at((*head.path, "symbols", number))
            fact = Fact(f"the symbol {symbol} was added", None, symbol, found)
            walk.add("enum-symbol-added", at.below(f".{symbol}"), types.name_place(base), place, fact)
    if base.default != head.default:
        risky = Verdict() if base.default is None else Verdict("dangerous")
        names = base.default or "not set", head.default or "not set"
        fact = Fact(f"the default was {names[0]} and is {names[1]}", base.default, head.default, risky)
        old, new = (one.file.at((*one.path, "default" if one.default else "name")) for one in (base, head))
        walk.add("enum-default-changed", at, old, new, fact)
