"""The paths of ``each`` and ``at``: which elements of a value are judged, and where a finding points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.model.location import format_path
from trueline.model.resource import parse_path
from trueline.values.partial_list import PartialList
from trueline.values.unknown import Unknown, find, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.location import Path

ALL: Final = None
"""The step ``[*]``: every element of a list, every value of a map."""

Steps = tuple[str | int | None, ...]

_NOUNS: Final = {dict: "a map", list: "a list", str: "a text", bool: "a boolean", int: "a number", float: "a number"}


class Element(NamedTuple):
    """One judged value, its path from the root, and the nearest map that holds it (None at the root)."""

    path: Path
    value: object
    parent: object


class Selection(NamedTuple):
    """What a path finds: elements, the unknowns it met with their paths, and steps that the value's type refuses."""

    elements: list[Element]
    unknowns: list[tuple[Path, Unknown]]
    wrong: list[tuple[Path, str]]


def parse(text: str) -> Steps:
    """Return the steps of a path of names, ``[*]`` and ``[n]``; raise ``ValueError`` where it is not one."""
    steps: list[str | int | None] = []
    for number, chunk in enumerate(text.split("[*]")):
        if number:
            if chunk and chunk[0] not in ".[":
                raise ValueError(f"no path: {text!r}")
            steps.append(ALL)
        steps.extend(parse_path(chunk[1:] if number and chunk[:1] == "." else chunk))
    if not steps:
        raise ValueError("an empty path")
    return tuple(steps)


def place(text: str) -> Path:
    """Return the path of ``at``; raise ``ValueError`` where it is not one, or means more than one place."""
    steps = parse(text)
    if ALL in steps:
        raise ValueError("it must mean one place, without [*]")
    return tuple(step for step in steps if step is not None)


def select(element: Element, steps: Steps) -> Selection:
    """Return what ``steps`` find below ``element``; null is absent, and what is absent is no element."""
    selection = Selection([], [], [])
    found = [element]
    for step in steps:
        below: list[Element] = []
        for one in found:
            value = one.value
            if step is ALL and isinstance(value, list):
                below += [Element((*one.path, number), member, one.parent) for number, member in enumerate(value)]
            elif step is ALL and isinstance(value, PartialList):
                known = enumerate(value.elements)
                below += [Element((*one.path, number), member, one.parent) for number, member in known]
                selection.unknowns.append((one.path, join(value.rest)))
            elif isinstance(value, Unknown):
                selection.unknowns.append((one.path, value))
            elif value is not None:
                below += _children(one, step, selection)
        found = below
    selection.elements.extend(one for one in found if one.value is not None)
    return selection


def _children(element: Element, step: str | int | None, selection: Selection) -> Sequence[Element]:
    value = element.value
    if isinstance(value, dict) and not isinstance(step, int):
        keys = value if step is ALL else (step,) if step in value else ()
        return [Element((*element.path, key), value[key], value) for key in keys]
    if isinstance(value, list) and isinstance(step, int):
        members = value[step : step + 1] if step >= 0 else ()
        return [Element((*element.path, step), member, element.parent) for member in members]
    wanted = "a list or a map" if step is ALL else "a list" if isinstance(step, int) else "a map"
    noun = _NOUNS.get(type(value), "a text" if isinstance(value, str) else "a value")
    selection.wrong.append((element.path, f"{format_path(element.path) or 'the value'} is {noun}, not {wanted}"))
    return ()


def point(element: Element, places: Sequence[Path]) -> Path:
    """Return the path of the first of ``places`` that exists below ``element``, else of the first."""
    for place in places:
        if find(element.value, place) is not None:
            return element.path + place
    return element.path + places[0] if places else element.path
