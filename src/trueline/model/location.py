"""Where something stands: path in a tree, region in a file, location in a revision."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""The way from a document's root to one of its values: names and indices."""


class Region(NamedTuple):
    """Lines and columns from 1, columns in code points, the end exclusive."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


class Location(NamedTuple):
    """A place in a file of a revision; without a region, the whole file.

    ``path`` is relative to the repository, with ``/``. ``revision`` is empty for head. ``message`` says, for a related
    place, what stands there.
    """

    path: str
    revision: str = ""
    region: Region | None = None
    message: str = ""

    def __str__(self) -> str:
        """Return ``path:line:column``, as editors and terminals link it."""
        if self.region is None:
            return self.path
        return f"{self.path}:{self.region.start_line}:{self.region.start_column}"


def format_path(path: Path) -> str:
    """Return ``spec.containers[0].image`` for a path; names that are no identifiers stand in brackets and quotes."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step and all(character.isalnum() or character in "_-" for character in step):
            text += f".{step}" if text else step
        else:
            text += '["' + step.replace("\\", "\\\\").replace('"', '\\"') + '"]'
    return text
