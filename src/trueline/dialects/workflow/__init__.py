"""GitHub workflows and actions: what runs, on whose behalf, with which permissions and on which event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.workflow.facts import Reading
from trueline.dialects.workflow.names import is_workflow_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.document import Document, Problem
    from trueline.model.resource import Resource

__all__ = ["check", "recognises", "resources"]


def recognises(path: str, root: object) -> bool:
    """Tell whether ``root`` is a workflow, or the metadata of an action."""
    if not isinstance(root, dict):
        return False
    if is_workflow_path(path):
        return "on" in root or "jobs" in root
    runs = root.get("runs")
    return isinstance(runs, dict) and "using" in runs


def resources(document: Document[object]) -> Iterator[Resource]:
    """Yield the workflow or action, its jobs and its steps."""
    yield from Reading(document).resources()


def check(document: Document[object]) -> tuple[Sequence[Resource], Sequence[Problem]]:
    """Return the resources of a document, and what GitHub would refuse in it as far as rules rely on it."""
    reading = Reading(document)
    reading.tell_expressions()
    return list(reading.resources()), reading.shape.problems
