"""The value of a planned resource: nulls dropped, unknowns at their leaves, secrets and references marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.functions.marks import conceal
from trueline.dialects.terraform.plan.entries import mapping, sequence
from trueline.dialects.terraform.plan.references import Resolved, is_expression, references_in
from trueline.values.unknown import MarkedText, Unknown, is_sensitive

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.dialects.terraform.plan.entries import Entry
    from trueline.dialects.terraform.plan.references import Configuration


_NOWHERE = Resolved()


class _Origin:
    """Where a value comes from: its address and path, and the expression that gives it."""

    __slots__ = ("_resolved", "configuration", "entry", "expression", "text")

    def __init__(self, configuration: Configuration, entry: Entry, expression: object, text: str) -> None:
        self.configuration = configuration
        self.entry = entry
        self.expression = expression
        self.text = text
        self._resolved: Resolved | None = None

    def child(self, step: str | int) -> _Origin:
        """Return the origin of a member: an expression gives all of its value."""
        expression = self.expression
        if is_expression(expression):
            child = _Origin(self.configuration, self.entry, expression, self.text)
            child._resolved = self.resolved  # the same expression
            return child
        if isinstance(step, int):
            blocks = sequence(expression)
            inner = blocks[step] if step < len(blocks) else expression if isinstance(expression, dict) else None
            return _Origin(self.configuration, self.entry, inner, f"{self.text}[{step}]")
        return _Origin(self.configuration, self.entry, mapping(expression).get(step), f"{self.text}.{step}")

    @property
    def refers(self) -> bool:
        """Tell whether the expression, or one inside of it, refers to anything."""
        return bool(references_in(self.expression))

    @property
    def resolved(self) -> Resolved:
        """What the expression refers to."""
        if self._resolved is None:
            known = is_expression(self.expression)
            self._resolved = self.configuration.resolve(self.expression, self.entry) if known else _NOWHERE
        return self._resolved

    def unknown(self) -> Unknown:
        """Return the unknown that stands for what is known after apply."""
        resolved = self.resolved
        if resolved is _NOWHERE:
            return Unknown((f"{self.text} ← known after apply",))
        sources = sorted(resolved.addresses) or sorted(resolved.locals)
        reasons = [f"{self.text} ← {source} ← known after apply" for source in sources]
        return Unknown(reasons or [f"{self.text} ← known after apply"], resolved.addresses)


def value_of(entry: Entry, configuration: Configuration) -> dict[str, object]:
    """Return the value that rules see."""
    origin = _Origin(configuration, entry, configuration.expressions(entry), entry.address)
    if entry.unknown is True:
        return _combine_object(entry.values, dict.fromkeys(entry.values, True), entry.sensitive, origin)
    return _combine_object(entry.values, entry.unknown, entry.sensitive, origin)


def _has_true(marks: object) -> bool:
    if isinstance(marks, dict):
        return any(map(_has_true, marks.values()))
    return any(map(_has_true, marks)) if isinstance(marks, list) else marks is True


def _without_null(value: object) -> object:
    """Return a value that carries no marks: most of a plan, hence apart."""
    if isinstance(value, dict):
        return {name: _without_null(member) for name, member in value.items() if member is not None}
    return [_without_null(element) for element in value] if isinstance(value, list) else value


def _combine(value: object, unknown: object, sensitive: Sequence[object], origin: _Origin) -> object:
    if unknown is True:
        return origin.unknown()
    if not (origin.refers or _has_true(unknown) or any(map(_has_true, sensitive))):
        return _without_null(value)
    if isinstance(value, dict) or (value is None and isinstance(unknown, dict) and unknown):
        return _combine_object(mapping(value), unknown, sensitive, origin)
    if isinstance(value, list) or (value is None and isinstance(unknown, list) and unknown):
        return _combine_list(sequence(value), unknown, sensitive, origin)
    if isinstance(value, str) and origin.resolved.addresses:
        value = MarkedText(value, origin.resolved.addresses)
    return conceal(value) if True in sensitive and not is_sensitive(value) else value


def _combine_object(
    members: Mapping[str, object], unknown: object, sensitive: Sequence[object], origin: _Origin
) -> dict[str, object]:
    later = mapping(unknown)
    secret = True in sensitive
    marked = [mapping(mark) for mark in sensitive]
    whole = is_expression(origin.expression)
    expressions = mapping(origin.expression)
    combined: dict[str, object] = {}
    for name in (*members, *(name for name in later if name not in members)):
        marks = [True] if secret else [mark.get(name) for mark in marked]
        if not (whole or later.get(name) or any(marks) or references_in(expressions.get(name))):  # most of a plan
            if members.get(name) is not None:
                combined[name] = _without_null(members[name])
            continue
        member = _combine(members.get(name), later.get(name), marks, origin.child(name))
        if member is not None:
            combined[name] = member
    return combined


def _combine_list(value: list[object], unknown: object, sensitive: Sequence[object], origin: _Origin) -> list[object]:
    later = sequence(unknown)
    secret = True in sensitive
    combined: list[object] = []
    for place in range(max(len(value), len(later))):
        marks = (True,) if secret else tuple(_at(mark, place) for mark in sensitive)
        combined.append(_combine(_at(value, place), _at(later, place), marks, origin.child(place)))
    return combined


def _at(value: object, place: int) -> object:
    elements = sequence(value)
    return elements[place] if place < len(elements) else None
