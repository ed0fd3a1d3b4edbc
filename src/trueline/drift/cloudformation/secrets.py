"""Values of properties that must not be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.drift.cloudformation.properties import value_at
from trueline.drift.hidden import hidden, is_secret_member, is_secret_place, shielded

if TYPE_CHECKING:
    from trueline.drift.cloudformation.entries import Entry
    from trueline.model.location import Path

_RESOLVED = ("{{resolve:secretsmanager:", "{{resolve:ssm-secure:")


def veiled(value: object, entry: Entry, steps: Path, *, is_secret: bool) -> object:
    """Return a value of a property with its secrets marked: by the template, by names, by what it is resolved from."""
    if is_secret or is_secret_place(steps):
        return hidden(value)
    if steps and any(
        is_secret_member(value_at(side, steps[:-1]), steps[-1]) for side in (entry.expected, entry.actual)
    ):
        return hidden(value)
    if _is_resolved(value_at(entry.expected, steps)):
        return hidden(value)
    return _without_resolved(shielded(value))


def _without_resolved(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_resolved(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_without_resolved(element) for element in value]
    return hidden(value) if _is_resolved(value) else value


def _is_resolved(value: object) -> bool:
    return isinstance(value, str) and any(mark in value for mark in _RESOLVED)
