"""Entries of ``describe-stack-resource-drifts``, read from whatever a file holds.

Source: AWS CloudFormation API reference, ``StackResourceDrift`` and ``PropertyDifference``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.drift.json_text import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.location import Path

DRIFTS = "StackResourceDrifts"


class Entry(NamedTuple):
    """One resource of a stack as drift detection saw it; ``path`` is where it stands in the snapshot."""

    value: Mapping[str, object]
    path: Path
    stack: str
    name: str
    type: str
    status: str
    expected: object
    actual: object

    def text(self, key: str) -> str:
        """Return a text of it, empty where there is none."""
        return _text(self.value.get(key))

    @property
    def module(self) -> tuple[str, str]:
        """The module that made it: the logical ids on the way to it and their types, each parted by slashes."""
        found = self.value.get("ModuleInfo")
        if not isinstance(found, dict):
            return "", ""
        return _text(found.get("LogicalIdHierarchy")), _text(found.get("TypeHierarchy"))


class Bad(NamedTuple):
    """Something in the list that is no entry, and where."""

    message: str
    path: Path


def entries(root: object) -> Iterator[Entry | Bad]:
    """Yield the entries of a snapshot, and what is none."""
    listed = root.get(DRIFTS) if isinstance(root, dict) else None
    if not isinstance(listed, list):
        yield Bad(f"{DRIFTS} is no list", (DRIFTS,))
        return
    for number, value in enumerate(listed):
        yield _entry(value, (DRIFTS, number))


def _entry(value: object, path: Path) -> Entry | Bad:
    if not isinstance(value, dict):
        return Bad("an entry of the drift of a stack is a map", path)
    name, kind, status = (value.get(key) for key in ("LogicalResourceId", "ResourceType", "StackResourceDriftStatus"))
    if not isinstance(name, str) or not isinstance(status, str) or not name:
        return Bad("an entry has a LogicalResourceId and a StackResourceDriftStatus", path)
    expected, actual = (as_data(value.get(key)) for key in ("ExpectedProperties", "ActualProperties"))
    return Entry(value, path, stack_name(value.get("StackId")), name, _text(kind), status, expected, actual)


def stack_name(stack: object) -> str:
    """Return the name in the ARN of a stack (``arn:…:stack/NAME/ID``), else the text itself."""
    text = _text(stack)
    return text.split("/")[1] if text.startswith("arn:") and "/" in text else text


def as_data(value: object) -> object:
    """Return what a JSON text holds that is a list or map; anything else is its own value."""
    found = parsed(value)
    return value if found is None else found


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
