"""What the doctor looks at, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from trueline.model.document import Document
    from trueline.model.location import Location
    from trueline.model.settings import Settings
    from trueline.repo.git import Git
    from trueline.repo.tree import Tree

State: TypeAlias = Literal["ok", "mend", "unseen"]


class Advice(NamedTuple):
    """One thing that is right (``ok``), that is to be mended, or that nobody can see from here (``unseen``)."""

    state: State
    topic: str
    message: str
    fix: str = ""
    location: Location | None = None


class Patient(NamedTuple):
    """A repository as it lies here. ``cache`` is where results are kept, empty where there is no place for them."""

    top: str
    git: Git | None
    tree: Tree
    settings: Settings
    rules: int
    cache: str = ""


def read_yaml(patient: Patient, path: str) -> Document[object] | None:
    """Return the first document of a YAML file, or None where there is none that can be read."""
    from trueline.errors import ReadError
    from trueline.parsers import yaml

    try:
        parsed = yaml.parse(patient.tree.read(path))
    except ReadError:
        return None
    return parsed.documents[0] if parsed.documents else None
