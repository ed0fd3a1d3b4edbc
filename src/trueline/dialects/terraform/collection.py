"""Collections as expressions go through them, and what stands in them."""

from __future__ import annotations

from trueline.dialects.terraform.frame import LazyObject
from trueline.dialects.terraform.functions.types import FunctionError, SetValue
from trueline.values.unknown import leaves, references_of


def kind_of(value: object) -> str:
    """Return what a value is, as messages name it."""
    if value is None:
        return "null"
    if isinstance(value, list):
        return "a list"
    return "a set" if isinstance(value, SetValue) else "this value"


def pairs_of(collection: object) -> list[tuple[object, object]]:
    """Return keys and values in the order that Terraform iterates in."""
    if isinstance(collection, dict):
        return [(name, collection[name]) for name in sorted(collection)]
    if isinstance(collection, SetValue):
        return [(element, element) for element in collection]
    if isinstance(collection, list):
        return list(enumerate(collection))
    raise FunctionError(f"{kind_of(collection)} cannot be iterated over")


def references_in(value: object) -> frozenset[str]:
    """Return the addresses that anything inside ``value`` refers to, or is."""
    found: set[str] = set()
    for leaf in leaves(value):
        found |= references_of(leaf)
        found |= getattr(leaf, "references", frozenset()) if isinstance(leaf, LazyObject) else frozenset()
    return frozenset(found)
