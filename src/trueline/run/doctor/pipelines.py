"""Whether any CI runs the gate at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.errors import ReadError
from trueline.run.doctor.advice import Advice
from trueline.run.doctor.workflows import gate_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.run.doctor.advice import Patient

FILES: Final = {
    ".gitlab-ci.yml": "GitLab",
    "azure-pipelines.yml": "Azure Pipelines",
    "bitbucket-pipelines.yml": "Bitbucket",
    "Jenkinsfile": "Jenkins",
}
_TOPIC: Final = "pipeline"


def examine(patient: Patient) -> Iterator[Advice]:
    """Say which pipelines run the gate, or that none does."""
    found = [f"{name} ({path})" for path, name in FILES.items() if _mentions(patient, path)]
    found += [f"GitHub ({path})" for path in gate_files(patient)]
    if found:
        yield Advice("ok", _TOPIC, f"the gate runs in {', '.join(found)}")
    else:
        message = "no pipeline of this repository runs the gate: nothing stops a change"
        yield Advice(
            "mend", _TOPIC, message, "docs/ci.md has a file for each forge; or another repository's pipeline runs it"
        )


def _mentions(patient: Patient, path: str) -> bool:
    if not patient.tree.exists(path):
        return False
    try:
        return b"trueline" in patient.tree.read(path).data
    except ReadError:
        return False
