"""What arguments carry besides their value: unknowns, references, secrecy; and handing it on to a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.terraform.functions.types import SetValue
from trueline.values.partial import PartialJson
from trueline.values.partial_list import PartialList
from trueline.values.partial_map import PartialMap
from trueline.values.partial_text import PartialText
from trueline.values.unknown import (
    MarkedText,
    SecretFloat,
    SecretInt,
    Unknown,
    is_sensitive,
    is_unknown,
    join,
    leaves,
    references_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Marks(NamedTuple):
    """The marks of some values: the unknown that they make together, if any, their references, their secrecy."""

    unknown: Unknown | None = None
    references: frozenset[str] = frozenset()
    sensitive: bool = False


NO_MARKS = Marks()


def marks_of(values: Sequence[object]) -> Marks:
    """Return the marks of all leaves of ``values``."""
    unknowns: list[Unknown] = []
    references: set[str] = set()
    sensitive = False
    for leaf in leaves(list(values)):
        kind = type(leaf)
        if kind is str or kind is int or leaf is None or kind is bool:
            continue
        if isinstance(leaf, Unknown):
            unknowns.append(leaf)
        else:
            references |= references_of(leaf)
            sensitive = sensitive or is_sensitive(leaf)
    if not (unknowns or references or sensitive):
        return NO_MARKS
    return Marks(join(*unknowns) if unknowns else None, frozenset(references), sensitive)


def has_unknown(value: object) -> bool:
    """Tell whether a value is unknown or has unknown leaves."""
    return any(is_unknown(leaf) for leaf in leaves(value))


def mark(value: object, marks: Marks) -> object:
    """Return ``value`` with references and secrecy on every leaf that can carry them."""
    if not (marks.references or marks.sensitive):
        return value
    return each_leaf(value, lambda leaf: _mark_leaf(leaf, marks))


def _mark_leaf(leaf: object, marks: Marks) -> object:
    if isinstance(leaf, str):
        return MarkedText(leaf, marks.references | references_of(leaf), sensitive=marks.sensitive or is_sensitive(leaf))
    if isinstance(leaf, Unknown):
        return (conceal(leaf) if marks.sensitive else leaf).referring(marks.references)  # type: ignore[attr-defined]
    return conceal(leaf) if marks.sensitive else leaf


def conceal(leaf: object) -> object:
    """Return a scalar that must not be printed; bools and nulls tell too little to hide."""
    if isinstance(leaf, str):
        return MarkedText(leaf, references_of(leaf), sensitive=True)
    if isinstance(leaf, PartialText):
        return leaf.changed(lambda text: MarkedText(text, references_of(text), sensitive=True))
    if isinstance(leaf, PartialJson):
        return PartialJson(each_leaf(leaf.value, conceal), leaf.references)
    if isinstance(leaf, PartialMap):
        return PartialMap([(key, each_leaf(member, conceal)) for key, member in leaf.pairs], leaf.references)
    if isinstance(leaf, bool):
        return leaf
    if isinstance(leaf, int):
        return SecretInt(leaf)
    return SecretFloat(leaf) if isinstance(leaf, float) else leaf


def reveal(leaf: object) -> object:
    """Return a scalar that may be printed."""
    if isinstance(leaf, MarkedText):
        return MarkedText(leaf, leaf.references) if leaf.references else str(leaf)
    if isinstance(leaf, PartialText):
        return leaf.changed(lambda text: MarkedText(text, references_of(text)))
    if isinstance(leaf, SecretInt):
        return int(leaf)
    return float(leaf) if isinstance(leaf, SecretFloat) else leaf


def each_leaf(value: object, change: Callable[[object], object]) -> object:
    """Return ``value`` with every leaf changed."""
    if isinstance(value, dict):
        return {name: each_leaf(member, change) for name, member in value.items()}
    if isinstance(value, SetValue):
        return SetValue(each_leaf(element, change) for element in value)
    if isinstance(value, list):
        return [each_leaf(element, change) for element in value]
    if isinstance(value, PartialList):
        rest = change(value.rest)
        return PartialList(
            [each_leaf(element, change) for element in value.elements],
            rest if isinstance(rest, Unknown) else value.rest,
            value.references,
        )
    return change(value)
