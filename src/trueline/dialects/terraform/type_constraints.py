"""Type constraints of variables: ``list(object({a = optional(string, "x")}))``, and converting a value to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.terraform.expressions import evaluate
from trueline.dialects.terraform.frame import LazyObject
from trueline.dialects.terraform.functions.scalars import to_bool, to_number, to_text
from trueline.dialects.terraform.functions.shapes import set_of, unified
from trueline.dialects.terraform.functions.types import FunctionError, SetValue
from trueline.parsers.hcl.syntax import Call, Expression, Literal, Object, Tuple, Variable
from trueline.values.partial_list import PartialList
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.dialects.terraform.frame import Frame

_SCALARS = {"string": to_text, "number": to_number, "bool": to_bool}
_COLLECTIONS = frozenset({"list", "set", "map"})


class Constraint(NamedTuple):
    """A type: ``members`` of a collection or tuple, ``fields`` of an object with those that may be left out."""

    kind: str
    members: tuple[Constraint, ...] = ()
    fields: Mapping[str, Constraint] = {}
    optional: Mapping[str, Expression | None] = {}


ANY = Constraint("any")


def read_type(node: Expression) -> Constraint:
    """Return the constraint that an expression spells; what is none constrains nothing."""
    if isinstance(node, Variable):
        return Constraint(node.name, (ANY,)) if node.name in _COLLECTIONS else Constraint(node.name)
    if isinstance(node, Literal) and isinstance(node.value, str):  # as Terraform 0.11 wrote it
        return Constraint(node.value, (ANY,)) if node.value in _COLLECTIONS else Constraint(node.value)
    if not isinstance(node, Call) or not node.arguments:
        return ANY
    inner = node.arguments[0]
    if node.name in _COLLECTIONS:
        return Constraint(node.name, (read_type(inner),))
    if node.name == "tuple" and isinstance(inner, Tuple):
        return Constraint("tuple", tuple(read_type(item) for item in inner.items))
    return _read_object(inner) if node.name == "object" and isinstance(inner, Object) else ANY


def _read_object(node: Object) -> Constraint:
    fields: dict[str, Constraint] = {}
    optional: dict[str, Expression | None] = {}
    for key, value in node.items:
        name = str(key.value) if isinstance(key, Literal) else ""
        if isinstance(value, Call) and value.name == "optional" and value.arguments:
            optional[name] = value.arguments[1] if len(value.arguments) > 1 else None
            fields[name] = read_type(value.arguments[0])
        else:
            fields[name] = read_type(value)
    return Constraint("object", (), fields, optional)


def convert(value: object, wanted: Constraint, frame: Frame) -> object:
    """Return ``value`` as the constraint has it, defaults filled in; raise ``FunctionError`` where it cannot be."""
    if value is None or wanted.kind == "any":
        return value
    if isinstance(value, Unknown):
        return _unknown(value, wanted, frame)
    if isinstance(value, LazyObject) and wanted.kind != "object":
        return convert(value.plain(), wanted, frame)
    if wanted.kind in _SCALARS:
        return _SCALARS[wanted.kind](value)
    if wanted.kind == "object":
        return _object(value, wanted, frame)
    if wanted.kind == "map":
        if not isinstance(value, dict):
            raise FunctionError("a map is required")
        members = {name: convert(member, wanted.members[0], frame) for name, member in value.items()}
        return dict(zip(members, unified(list(members.values())), strict=True)) if _is_loose(wanted) else members
    if not isinstance(value, list | SetValue):
        raise FunctionError(f"a {wanted.kind} is required")
    if wanted.kind == "tuple":
        if len(value) != len(wanted.members):
            raise FunctionError(f"{len(wanted.members)} elements are required")
        return [convert(element, member, frame) for element, member in zip(value, wanted.members, strict=True)]
    elements = [convert(element, wanted.members[0], frame) for element in value]
    if _is_loose(wanted):
        elements = unified(elements)
    return set_of(elements) if wanted.kind == "set" else elements


def _unknown(value: Unknown, wanted: Constraint, frame: Frame) -> Unknown:
    if wanted.kind in _SCALARS:
        return value if value.is_scalar else Unknown(value.reasons, value.references, is_scalar=True)
    if not isinstance(value, PartialList):
        return value
    if wanted.kind not in ("list", "set") or _is_loose(wanted):
        return join(value)  # the type of its elements hangs on those that are unknown
    elements = [convert(element, wanted.members[0], frame) for element in value.elements]
    return PartialList(elements, value.rest, value.references)


def _is_loose(wanted: Constraint) -> bool:
    return wanted.members[0].kind == "any"


def _object(value: object, wanted: Constraint, frame: Frame) -> dict[str, object]:
    if isinstance(value, LazyObject):
        value = {name: value.attribute(name) for name in wanted.fields}
    if not isinstance(value, dict):
        raise FunctionError("an object is required")
    found: dict[str, object] = {}
    for name, field in wanted.fields.items():
        member = value.get(name)
        if member is None and name in wanted.optional:
            default = wanted.optional[name]
            member = evaluate(default, frame) if default is not None else None
        elif name not in value:
            raise FunctionError(f"the attribute {name} is required")
        found[name] = convert(member, field, frame)
    return found
