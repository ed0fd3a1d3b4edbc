"""Whether a schema allows one value, as far as that is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trueline.contracts.schema.bounds import FAMILIES
from trueline.contracts.schema.patterns import can_tell, matches
from trueline.contracts.schema.values import atom_of, key_of, number_of

if TYPE_CHECKING:
    from trueline.contracts.schema.node import Schema
    from trueline.contracts.schema.view import View

_DEEPEST = 20


def accepts(schema: Schema, value: object, depth: int = 0) -> bool:
    """Tell whether it is certain that ``schema`` allows ``value``."""
    view = schema.view
    atom = atom_of(value)
    if depth > _DEEPEST or atom not in view.types or schema.unresolved:
        return False
    if view.values is not None and key_of(value) not in view.values:
        return False
    if view.choices or view.nots or view.conditions or view.contains or view.dependent or view.dependent_required:
        return False
    if not _is_in_bounds(view, value, atom):
        return False
    if isinstance(value, str):
        return all(can_tell(pattern) and matches(pattern, value) for pattern in view.patterns)
    if isinstance(value, list):
        return _accepts_list(view, value, depth)
    if isinstance(value, dict):
        return _accepts_map(view, value, depth)
    number = number_of(value)
    return number is None or all((number / multiple).denominator == 1 for multiple in view.multiples)


def _is_in_bounds(view: View, value: Any, atom: str) -> bool:
    family = "number" if atom in ("integer", "fraction") else atom
    size = number_of(value) if family == "number" else number_of(len(value)) if hasattr(value, "__len__") else None
    for name, bound in view.bounds.items():
        if FAMILIES[name] != family or size is None:
            continue
        if size == bound.value and bound.is_open:
            return False
        if size != bound.value and (size > bound.value) != name.startswith("min"):
            return False
    return True


def _accepts_list(view: View, value: list[object], depth: int) -> bool:
    if view.unique is not None and len({key_of(member) for member in value}) < len(value):
        return False
    return all(accepts(view.lists.element(index), member, depth + 1) for index, member in enumerate(value))


def _accepts_map(view: View, value: dict[str, object], depth: int) -> bool:
    if any(name not in value for name in view.required):
        return False
    if view.maps.has_names_of_their_own:
        return False
    return all(accepts(view.maps.member(name), member, depth + 1) for name, member in value.items())
