"""What differs between two schemas: unions branch by branch, named types by what they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.avro import records
from trueline.contracts.avro.resolution import is_same_name
from trueline.contracts.avro.schema import NAMED, UNRESOLVED, family
from trueline.contracts.avro.walk import Fact, Verdict, verdict

if TYPE_CHECKING:
    from trueline.contracts.avro.schema import Schema
    from trueline.contracts.avro.walk import At, Walk
    from trueline.model.location import Location


def compare(walk: Walk, base: Schema, head: Schema, at: At) -> None:
    """Say what differs; anything that is no union is one with a single branch."""
    left, right = base.members(), head.members()
    pairs = _pairs(left, right)
    for one, other in pairs:
        _compare_branch(walk, one, other, at)
    gone = [one for one in left if all(one is not pair[0] for pair in pairs)]
    new = [one for one in right if all(one is not pair[1] for pair in pairs)]
    if len(gone) == len(new) == 1:
        _tell_type(walk, (base, head), (gone[0], new[0]), at)
        return
    for one in gone:
        fact = Fact(
            f"the branch {one.spelt()} was removed", one.spelt(), None,
            verdict(backward=walk.resolution.reads(head, one), forward=True),
        )  # fmt: skip
        walk.add("union-branch-removed", at, _place(one), _place(head), fact)
    for one in new:
        fact = Fact(
            f"the branch {one.spelt()} was added", None, one.spelt(),
            verdict(backward=True, forward=walk.resolution.reads(base, one)),
        )  # fmt: skip
        walk.add("union-branch-added", at, _place(base), _place(one), fact)


def _pairs(left: list[Schema], right: list[Schema]) -> list[tuple[Schema, Schema]]:
    """Return the branches that are the same: of one full name or type without any, then of one name or alias."""
    pairs: list[tuple[Schema, Schema]] = []
    used: set[int] = set()
    for is_exact in (True, False):
        for one in left:
            if any(one is pair[0] for pair in pairs):
                continue
            found = next((n for n, other in enumerate(right) if n not in used and _fits(one, other, is_exact)), None)
            if found is not None:
                used.add(found)
                pairs.append((one, right[found]))
    return pairs


def _fits(base: Schema, head: Schema, is_exact: bool) -> bool:  # noqa: FBT001  # the loop above says what it is
    if family(base) != family(head):
        return False
    if base.type == UNRESOLVED or base.name == head.name:
        return base.name == head.name
    return not is_exact and (is_same_name(head, base) or is_same_name(base, head))


def _compare_branch(walk: Walk, base: Schema, head: Schema, at: At) -> None:
    if base.type in NAMED:
        _compare_named(walk, base, head, at)
    elif base.items is not None and head.items is not None:
        compare(walk, base.items, head.items, at.below("[]" if base.type == "array" else "{}"))
    _compare_logical(walk, base, head, at)


def _compare_named(walk: Walk, base: Schema, head: Schema, at: At) -> None:
    backward, forward = is_same_name(head, base), is_same_name(base, head)
    ways = at.backward and backward, at.forward and forward
    at = at._replace(subject=base.name, backward=ways[0], forward=ways[1], notice=base.notice)
    if not walk.is_new(base, head, at):
        return
    places = name_place(base), name_place(head)
    if base.short != head.short:
        fact = Fact(
            f"{base.name} is now called {head.name}", base.name, head.name, verdict(backward=backward, forward=forward)
        )
        walk.add("type-renamed", at._replace(backward=True, forward=True), *places, fact)
    elif base.name != head.name:
        risky = Verdict("compatible" if base.name in head.aliases else "dangerous", "dangerous")
        walk.add("namespace-changed", at, *places, Fact(f"{base.name} is now {head.name}", base.name, head.name, risky))
    _compare_aliases(walk, base, head, at)
    if base.is_record:
        records.compare(walk, base, head, at)
    elif base.type == "enum":
        records.compare_symbols(walk, base, head, at)
    elif base.size != head.size:
        fact = Fact(f"{base.name} had {base.size} bytes and has {head.size}", base.size, head.size)
        walk.add("fixed-size-changed", at, _member(base, "size"), _member(head, "size"), fact)


def _compare_aliases(walk: Walk, base: Schema, head: Schema, at: At) -> None:
    for alias in base.aliases:
        if alias not in head.aliases and alias != head.name:
            fact = Fact(f"{base.name} lost its alias {alias}", alias, None, Verdict("dangerous"))
            walk.add("alias-removed", at, _member(base, "aliases"), name_place(head), fact)


def _tell_type(walk: Walk, whole: tuple[Schema, Schema], both: tuple[Schema, Schema], at: At) -> None:
    """Say that a type became another one, and who reads what by promotion."""
    base, head = both
    unknown = [one.name for one in both if one.type == UNRESOLVED]
    if base.type in NAMED and family(base) == family(head):
        fact = Fact(f"{base.name} is now called {head.name}", base.name, head.name, _verdict(walk, whole, both))
        walk.add("type-renamed", at, name_place(base), name_place(head), fact)
        return
    found = _verdict(walk, whole, both)
    kind = {
        ("compatible", "breaking"): "type-widened",
        ("breaking", "compatible"): "type-narrowed",
        ("compatible", "compatible"): "type-exchanged",
    }.get(found, "type-changed")
    if kind == "type-exchanged":
        found = Verdict("dangerous", "dangerous")
    details: tuple[tuple[str, object], ...] = (("unresolved", unknown),) if unknown else ()
    fact = Fact(
        f"the type was {base.spelt()} and is {head.spelt()}", base.spelt(), head.spelt(), found, details=details
    )
    walk.add(kind, at, _place(base), _place(head), fact)


def _verdict(walk: Walk, whole: tuple[Schema, Schema], both: tuple[Schema, Schema]) -> Verdict:
    return verdict(backward=walk.resolution.reads(whole[1], both[0]), forward=walk.resolution.reads(whole[0], both[1]))


def _compare_logical(walk: Walk, base: Schema, head: Schema, at: At) -> None:
    before, after = base.logical, head.logical
    if before.type != after.type:
        names = before.type or None, after.type or None
        said = " and is ".join(one or f"a plain {base.type}" for one in names)
        fact = Fact(f"the logical type was {said}", *names)
        walk.add("logical-type-changed", at, _meaning(base), _meaning(head), fact)
        return
    if before.scale != after.scale:
        fact = Fact(f"the decimal had {before.scale} places and has {after.scale}", before.scale, after.scale)
        walk.add("decimal-scale-changed", at, _member(base, "scale"), _member(head, "scale"), fact)
    if before.precision != after.precision:
        is_wider = after.precision > before.precision
        found = Verdict("compatible", "dangerous") if is_wider else Verdict("dangerous", "compatible")
        fact = Fact(
            f"the decimal had {before.precision} digits and has {after.precision}", before.precision, after.precision,
            found,
        )  # fmt: skip
        walk.add("decimal-precision-changed", at, _member(base, "precision"), _member(head, "precision"), fact)


def _meaning(schema: Schema) -> Location:
    return _member(schema, "logicalType") if schema.logical.type else _place(schema)


def _place(schema: Schema) -> Location:
    return name_place(schema) if schema.type in NAMED else schema.file.at(schema.path)


def name_place(schema: Schema) -> Location:
    """Return the place of the name of a named type."""
    return _member(schema, "name")


def _member(schema: Schema, name: str) -> Location:
    return schema.file.at((*schema.path, name))
