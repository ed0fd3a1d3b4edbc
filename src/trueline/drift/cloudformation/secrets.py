"""Values of properties that must not be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.drift.cloudformation.properties import value_at
from trueline.drift.hidden import hidden
from trueline.values.secret_name import is_hidden, may_be_secret

if TYPE_CHECKING:
    from trueline.drift.cloudformation.entries import Entry
    from trueline.model.location import Path

_RESOLVED = ("{{resolve:secretsmanager:", "{{resolve:ssm-secure:")


def veiled(value: object, entry: Entry, steps: Path, *, is_secret: bool) -> object:
    """Return a value of a property with its secrets marked: by the template, by names, by what it is resolved from."""
    if is_secret or any(isinstance(step, str) and may_be_secret(step) for step in steps):
        return hidden(value)
    if steps and any(is_hidden(value_at(side, steps[:-1]), steps[-1]) for side in (entry.expected, entry.actual)):
        return hidden(value)
    if isinstance(value_at(entry.expected, steps), str) and _is_resolved(value_at(entry.expected, steps)):
        return hidden(value)
    return _inside(value)


def _inside(value: object) -> object:
    if isinstance(value, dict):
        return {
            name: hidden(member) if is_hidden(value, name) or _is_resolved(member) else _inside(member)
            for name, member in value.items()
        }
    if isinstance(value, list):
        return [_inside(element) for element in value]
    return value


def _is_resolved(value: object) -> bool:
    return isinstance(value, str) and any(mark in value for mark in _RESOLVED)
