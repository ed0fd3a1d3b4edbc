"""Whether the gate is set up so that it cannot be gone around, and has what it needs here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.run.doctor import approvers, code_owners, environment, hooks, pipelines, workflows
from trueline.run.doctor.advice import Advice, Patient

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Advice", "Patient", "examine"]


def examine(patient: Patient) -> Iterator[Advice]:
    """Yield what is right, what is to be mended, and what cannot be seen from here, topic by topic."""
    yield from environment.base(patient)
    yield from environment.policies(patient)
    yield from pipelines.examine(patient)
    yield from workflows.examine(patient)
    yield from code_owners.examine(patient)
    yield from approvers.examine(patient)
    yield from hooks.examine(patient)
    yield from environment.released(patient)
    yield from environment.renderers(patient)
    yield from environment.cache(patient)
