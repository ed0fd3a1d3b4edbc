"""Terraform's types over plain values: which type a value has, which one several share, and conversion to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.terraform.functions.scalars import to_bool, to_number, to_text
from trueline.dialects.terraform.functions.types import FunctionError, SetValue
from trueline.values.unknown import Unknown, join, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Shape(NamedTuple):
    """A type: ``kind`` is any, bool, number, string, list, tuple, set, object or map; a map or list has one member.

    An empty collection's member is ``any``, which every other type replaces.
    """

    kind: str
    members: tuple[Shape, ...] = ()
    names: tuple[str, ...] = ()


ANY = Shape("any")
BOOL = Shape("bool")
NUMBER = Shape("number")
TEXT = Shape("string")


def shape_of(value: object) -> Shape:
    """Return the type of a plain value; a list whose elements differ is a tuple."""
    if isinstance(value, str):
        return TEXT
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, int | float):
        return NUMBER
    if isinstance(value, SetValue):
        return Shape("set", (unify([shape_of(element) for element in value]),))
    if isinstance(value, list):
        return _sequence_shape([shape_of(element) for element in value])
    if isinstance(value, dict):
        names = tuple(sorted(value))
        return Shape("object", tuple(shape_of(value[name]) for name in names), names)
    return ANY


def _sequence_shape(shapes: Sequence[Shape]) -> Shape:
    different = set(shapes)
    if len(different) == 1 and not shapes[0].members:
        return Shape("list", (shapes[0],))
    return Shape("tuple", tuple(shapes)) if shapes else Shape("list", (ANY,))


def unify(shapes: Iterable[Shape]) -> Shape:
    """Return the type that all convert to; raise ``FunctionError`` where there is none."""
    different = [shape for shape in dict.fromkeys(shapes) if shape != ANY]
    if not different:
        return ANY
    if len(different) == 1:
        return different[0]
    kinds = {shape.kind for shape in different}
    if kinds <= {"string", "number", "bool"} and "string" in kinds:
        return TEXT
    if kinds <= {"object", "map"}:
        return _unify_objects(different, kinds)
    if kinds <= {"list", "tuple", "set"}:
        return _unify_sequences(different, kinds)
    raise FunctionError("the values have no type in common")


def _unify_objects(shapes: Sequence[Shape], kinds: set[str]) -> Shape:
    names = shapes[0].names
    if kinds == {"object"} and all(shape.names == names for shape in shapes):
        try:
            return Shape("object", tuple(unify(column) for column in _columns(shapes)), names)
        except FunctionError:
            pass
    return Shape("map", (unify(member for shape in shapes for member in shape.members),))


def _unify_sequences(shapes: Sequence[Shape], kinds: set[str]) -> Shape:
    if kinds == {"tuple"} and len({len(shape.members) for shape in shapes}) == 1:
        try:
            return Shape("tuple", tuple(unify(column) for column in _columns(shapes)))
        except FunctionError:
            pass
    kind = "set" if "set" in kinds else "list"
    return Shape(kind, (unify(member for shape in shapes for member in shape.members),))


def _columns(shapes: Sequence[Shape]) -> Iterable[tuple[Shape, ...]]:
    return zip(*(shape.members for shape in shapes), strict=True)


def convert(value: object, shape: Shape) -> object:
    """Return ``value`` as ``shape`` has it; null and unknown stay; raise ``FunctionError`` where it cannot be."""
    if isinstance(value, Unknown) and shape.kind not in ("any", "string"):
        return join(value)  # what is known of it as text says nothing of another type
    if value is None or shape.kind == "any" or not isinstance(value, _PLAIN):
        return value
    if shape.kind in _SCALARS:
        return _SCALARS[shape.kind](value)
    if shape.kind in ("object", "map"):
        return _convert_object(value, shape)
    elements = elements_of(value)
    if shape.kind == "tuple":
        if len(elements) != len(shape.members):
            raise FunctionError(f"{len(shape.members)} elements required")
        return [convert(element, member) for element, member in zip(elements, shape.members, strict=True)]
    converted = [convert(element, shape.members[0]) for element in elements]
    return set_of(converted) if shape.kind == "set" else converted


_PLAIN = (str, bool, int, float, list, tuple, dict)
_SCALARS = {"string": to_text, "number": to_number, "bool": to_bool}


def _convert_object(value: object, shape: Shape) -> dict[str, object]:
    if not isinstance(value, dict):
        raise FunctionError("a map or an object is required")
    if shape.kind == "map":
        return {name: convert(member, shape.members[0]) for name, member in value.items()}
    return {name: convert(value.get(name), member) for name, member in zip(shape.names, shape.members, strict=True)}


def elements_of(value: object) -> list[object]:
    """Return the elements of a list, tuple or set; raise ``FunctionError`` for anything else."""
    if not isinstance(value, list | tuple):
        raise FunctionError("a list, tuple or set is required")
    return list(value)


def unsettled(collection: object) -> Unknown | None:
    """Return why a set's length and order are not known: of several elements an unknown one may be like another."""
    if not isinstance(collection, SetValue) or len(collection) < 2:
        return None
    unknowns = [leaf for leaf in leaves(collection) if isinstance(leaf, Unknown)]
    return join(*unknowns) if unknowns else None


def unified(values: Sequence[object]) -> list[object]:
    """Return the values converted to the type they share."""
    shape = unify([shape_of(value) for value in values])
    return [convert(value, shape) for value in values]


def set_of(elements: Iterable[object]) -> SetValue:
    """Return the set of elements that are of one type already."""
    from trueline.dialects.terraform.functions.order import key, order

    unique: dict[object, object] = {}
    for element in elements:
        unique.setdefault(key(element), element)
    return SetValue(sorted(unique.values(), key=order))
