"""What a list holds, and where: answers that one known element may settle, others unknown."""

from __future__ import annotations

from trueline.dialects.terraform.functions.marks import marks_of
from trueline.dialects.terraform.functions.order import equal
from trueline.dialects.terraform.functions.types import FunctionError


def all_true(bools: list[object]) -> object:
    """Tell whether all are true; one false settles it."""
    if any(element is False or element is None for element in bools):
        return False
    unknown = marks_of(bools).unknown
    return True if unknown is None else unknown


def any_true(bools: list[object]) -> object:
    """Tell whether one is true; one true settles it."""
    if any(element is True for element in bools):
        return True
    unknown = marks_of(bools).unknown
    return False if unknown is None else unknown


def contains(elements: list[object], value: object) -> object:
    """Tell whether an element equals ``value``."""
    unknown = marks_of([value]).unknown
    if unknown is not None:
        return unknown
    if any(equal(element, value) for element in elements):
        return True
    unknown = marks_of(elements).unknown
    return False if unknown is None else unknown


def index(elements: object, value: object) -> object:
    """Return the place of the first element that equals ``value``."""
    if not isinstance(elements, list):
        raise FunctionError("argument 1: a list or tuple is required")
    for position, element in enumerate(elements):
        unknown = marks_of([element, value]).unknown
        if unknown is not None:
            return unknown
        if equal(element, value):
            return position
    raise FunctionError("the value is not in the list")
