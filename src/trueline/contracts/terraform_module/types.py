"""Whether a type constraint takes what another took, told part by part.

A caller's value is converted to the type, as Terraform does it: numbers and bools become text, attributes that the type
has not are dropped, lists become sets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from trueline.contracts.terraform_module.spelling import constant, same
from trueline.dialects.terraform.type_constraints import read_type
from trueline.parsers.hcl.syntax import Call, Object, Parens
from trueline.parsers.hcl.syntax import Literal as Constant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.dialects.terraform.type_constraints import Constraint
    from trueline.parsers.hcl.syntax import Expression

Verb: TypeAlias = Literal["narrowed", "widened", "changed", "default"]
Steps: TypeAlias = tuple[str, ...]
"""The way to a part: names of attributes, ``[*]`` for what is in a collection."""

_SCALARS: Final = frozenset({"string", "number", "bool"})
_SEQUENCES: Final = frozenset({"list", "set"})
_ANY: Final = "any"


class Difference(NamedTuple):
    """What became of one part of a type, ``before`` and ``after`` as they are written."""

    verb: Verb
    path: Steps
    said: str
    before: object = None
    after: object = None


def differences(old: Expression | None, new: Expression | None) -> list[Difference]:
    """Return what differs between two type constraints; without one anything is taken."""
    return list(_compare(_read(old), _read(new), ()))


def part(node: Expression | None, path: Steps) -> Expression | None:
    """Return the expression at ``path``, or the nearest around it; None where there is no constraint."""
    found = node
    for step in path:
        inner = _inner(found)
        if step == "[*]":
            found = inner if inner is not None else found
        elif isinstance(inner, Object):
            found = next((value for key, value in inner.items if _key(key) == step), found)
    return found


def spelled(wanted: Constraint) -> str:
    """Return a constraint in one line."""
    if wanted.fields or wanted.kind == "object":
        inside = (f"{name} = {_field(wanted, name)}" for name in wanted.fields)
        return "object({" + ", ".join(inside) + "})"
    if wanted.kind == "tuple":
        return "tuple([" + ", ".join(spelled(one) for one in wanted.members) + "])"
    return f"{wanted.kind}({spelled(wanted.members[0])})" if wanted.members else wanted.kind


def _field(wanted: Constraint, name: str) -> str:
    kind = spelled(wanted.fields[name])
    return f"optional({kind})" if name in wanted.optional else kind


def _read(node: Expression | None) -> Constraint:
    from trueline.dialects.terraform.type_constraints import ANY

    while isinstance(node, Parens):
        node = node.inner
    return ANY if node is None else read_type(node)


def _inner(node: Expression | None) -> Expression | None:
    while isinstance(node, Call) and node.name == "optional" and node.arguments:
        node = node.arguments[0]
    return node.arguments[0] if isinstance(node, Call) and node.arguments else None


def _key(node: Expression) -> str:
    return str(node.value) if isinstance(node, Constant) else ""


def _compare(old: Constraint, new: Constraint, path: Steps) -> Iterator[Difference]:
    if old.kind == new.kind == "object":
        yield from _objects(old, new, path)
    elif old.kind == new.kind and old.kind in ("list", "set", "map"):
        yield from _compare(old.members[0], new.members[0], (*path, "[*]"))
    elif old.kind == new.kind == "tuple" and len(old.members) == len(new.members):
        for before, after in zip(old.members, new.members, strict=True):
            yield from _compare(before, after, (*path, "[*]"))
    elif old.kind != new.kind or old.kind == "tuple":
        yield from _kinds(old, new, path)


def _kinds(old: Constraint, new: Constraint, path: Steps) -> Iterator[Difference]:
    """Compare two constraints of different kinds."""
    before, after = spelled(old), spelled(new)
    said = f"takes {after}, took {before}"
    if new.kind == _ANY or (new.kind == "string" and old.kind in _SCALARS):
        yield Difference("widened", path, said, before, after)
    elif {old.kind, new.kind} == _SEQUENCES:
        yield Difference("changed", path, f"is a {new.kind}, was a {old.kind}", before, after)
        yield from _compare(old.members[0], new.members[0], (*path, "[*]"))
    elif new.kind in _SEQUENCES and old.kind == "tuple":
        yield from _into(old.members, old, new, path)
    elif new.kind == "map" and old.kind == "object":
        yield from _into(tuple(old.fields.values()), old, new, path)
    elif old.kind == "map" and new.kind == "object" and new.fields.keys() == new.optional.keys():
        inner = [found for one in new.fields.values() for found in _compare(old.members[0], one, path)]
        verb: Verb = "narrowed" if any(found.verb == "narrowed" for found in inner) else "changed"
        yield Difference(verb, path, f"{said}: other keys are dropped", before, after)
    else:
        yield Difference("narrowed", path, said, before, after)


def _into(members: tuple[Constraint, ...], old: Constraint, new: Constraint, path: Steps) -> Iterator[Difference]:
    """Compare what has its parts one by one with what has all of one type."""
    inner = [found for one in members for found in _compare(one, new.members[0], path)]
    verb: Verb = "narrowed" if any(found.verb == "narrowed" for found in inner) else "widened"
    before, after = spelled(old), spelled(new)
    yield Difference(verb, path, f"takes {after}, took {before}", before, after)


def _objects(old: Constraint, new: Constraint, path: Steps) -> Iterator[Difference]:
    for name, before in old.fields.items():
        inner = (*path, name)
        if name not in new.fields:
            yield Difference("changed", inner, "is dropped from what is given", _field(old, name), None)
            continue
        yield from _compare(before, new.fields[name], inner)
        yield from _optional(old, new, name, inner)
    for name in new.fields:
        if name not in old.fields:
            verb: Verb = "widened" if name in new.optional else "narrowed"
            said = "is new, and may be left out" if name in new.optional else "is new, and must be given"
            yield Difference(verb, (*path, name), said, None, _field(new, name))


def _optional(old: Constraint, new: Constraint, name: str, path: Steps) -> Iterator[Difference]:
    was, now = name in old.optional, name in new.optional
    if was and not now:
        yield Difference("narrowed", path, "must be given now", _field(old, name), _field(new, name))
    elif now and not was:
        yield Difference("widened", path, "may be left out now", _field(old, name), _field(new, name))
    elif was and not same(old.optional[name], new.optional[name]):
        before, after = constant(old.optional[name]), constant(new.optional[name])
        yield Difference("default", path, f"has the default {after!r}, had {before!r}", before, after)
