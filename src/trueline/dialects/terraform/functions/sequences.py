"""Functions over lists, and over sets as lists."""

from __future__ import annotations

from trueline.dialects.terraform.functions.marks import marks_of
from trueline.dialects.terraform.functions.order import equal, key
from trueline.dialects.terraform.functions.shapes import unsettled
from trueline.dialects.terraform.functions.types import FunctionError, Number, exact, rounded
from trueline.values.partial_list import PartialList
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, is_unknown, join

_LONGEST_RANGE = 1024


def chunk(elements: list[object], size: int) -> list[list[object]]:
    """Return the elements in lists of ``size``; 0 is one list of all."""
    if size < 0:
        raise FunctionError("argument 2: the size must not be negative")
    if not elements:
        return []
    step = size or len(elements)
    return [elements[start : start + step] for start in range(0, len(elements), step)]


def coalesce(*lists: object) -> object:
    """Return the first list that is not empty."""
    for elements in lists:
        if isinstance(elements, Unknown):
            return elements
        if _list(elements):
            return elements
    raise FunctionError("no list that is not empty")


def compact(texts: list[object]) -> list[object] | Unknown:
    """Return the texts that are neither null nor empty; unknown where it cannot be told how many those are."""
    doubts = [text for text in texts if isinstance(text, Unknown) and not _has_characters(text)]
    return join(*doubts) if doubts else [text for text in texts if is_unknown(text) or text]


def _has_characters(text: Unknown) -> bool:
    return isinstance(text, PartialText) and text.is_text("") is False


def concat(*lists: object) -> list[object] | Unknown:
    """Return the elements of all lists, one after the other; known up to the first that is unknown."""
    if not lists:
        raise FunctionError("at least one argument is required")
    found: list[object] = []
    for number, elements in enumerate(lists):
        if isinstance(elements, Unknown):
            begun = elements.elements if isinstance(elements, PartialList) else ()
            rest = lists[number + 1 :]
            doubts = [one for one in rest if isinstance(one, Unknown)]
            return PartialList([*found, *begun], join(elements, *doubts), marks_of(list(rest)).references)
        found += _list(elements)
    return found


def _list(elements: object) -> list[object]:
    if not isinstance(elements, list):
        raise FunctionError("a list or tuple is required")
    return elements


def distinct(elements: list[object]) -> list[object] | Unknown:
    """Return each element once, where it first stands; unknown where one may be like another."""
    unknown = marks_of(elements).unknown
    if unknown is not None and len(elements) > 1:
        return unknown
    unique: dict[object, object] = {}
    for element in elements:
        unique.setdefault(key(element), element)
    return list(unique.values())


def element(elements: object, position: int) -> object:
    """Return the element at a place, counted round and round."""
    found = _list(elements)
    if not found:
        raise FunctionError("an empty list has no elements")
    if position < 0:
        raise FunctionError("argument 2: the index must not be negative")
    return found[position % len(found)]


def flatten(elements: list[object]) -> list[object] | Unknown:
    """Return the elements of all lists and sets within, however deep; known up to what may be a list itself."""
    flat: list[object] = []
    waiting = list(reversed(elements))
    while waiting:
        current = waiting.pop()
        doubt = _may_be_many(current)
        if doubt is not None:
            unknown = marks_of(waiting).unknown
            return PartialList(flat, doubt if unknown is None else join(doubt, unknown), marks_of(waiting).references)
        if isinstance(current, list | tuple):
            waiting.extend(reversed(current))
        else:
            flat.append(current)
    return flat


def _may_be_many(element: object) -> Unknown | None:
    """Return why an element of what is flattened may come to any number of elements."""
    if isinstance(element, Unknown):
        return None if element.is_scalar else join(element)
    return unsettled(element)


def match_keys(values: list[object], keys: list[object], wanted: list[object]) -> object:
    """Return the values at the places where the key is wanted."""
    if len(values) != len(keys):
        raise FunctionError("values and keys must be of the same length")
    for candidate in (*keys, *wanted):
        if isinstance(candidate, Unknown):
            return join(candidate)
    from trueline.dialects.terraform.functions.shapes import convert, shape_of, unify

    shape = unify([shape_of(keys), shape_of(wanted)]) if keys and wanted else None
    if shape is not None:
        member = unify(shape.members)
        keys, wanted = [convert(one, member) for one in keys], [convert(one, member) for one in wanted]
    return [value for value, name in zip(values, keys, strict=True) if any(equal(name, one) for one in wanted)]


def one(elements: list[object]) -> object:
    """Return the only element, null of none."""
    if len(elements) > 1:
        raise FunctionError("a list of at most one element is required")
    return elements[0] if elements else None


def span(*limits: Number) -> list[Number]:
    """Return the numbers from the first limit up to, not including, the second, by a step."""
    if not 1 <= len(limits) <= 3:
        raise FunctionError("one, two or three arguments required")
    start, end = (limits[0], limits[1]) if len(limits) > 1 else (0, limits[0])
    first, last = exact(start), exact(end)
    step = exact(limits[2]) if len(limits) == 3 else exact(-1 if last < first else 1)
    if step == 0 or ((last > first) is (step < 0) and last != first):
        raise FunctionError("argument 3: the step does not lead from start to end")
    count = -((first - last) // step)
    if count > _LONGEST_RANGE:
        raise FunctionError(f"more than {_LONGEST_RANGE} values")
    return [rounded(first + step * position) for position in range(count)]


def reverse(elements: list[object]) -> list[object]:
    """Return the elements from last to first."""
    return elements[::-1]


def cut(elements: object, start: int, end: int) -> list[object]:
    """Return the elements from ``start`` up to, not including, ``end``."""
    found = _list(elements)
    if not 0 <= start <= end <= len(found):
        raise FunctionError("the indexes must lie within the list, start before end")
    return found[start:end]


def sort(texts: list[str]) -> list[str]:
    """Return the texts sorted by their characters."""
    if any(text is None for text in texts):
        raise FunctionError("argument 1: cannot sort nulls")
    return sorted(texts)
