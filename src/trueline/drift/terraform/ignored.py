"""What a resource's ``lifecycle`` says that Terraform may leave as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.plan.entries import mapping, sequence
from trueline.model.resource import parse_path
from trueline.values.unknown import is_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.location import Path


def ignored_paths(value: object) -> Sequence[Path]:
    """Return the paths under ``ignore_changes`` of a resource's value; the empty one is all of them."""
    found: list[Path] = []
    for block in sequence(mapping(value).get("lifecycle")):
        wanted = mapping(block).get("ignore_changes")
        if is_unknown(wanted):
            continue
        if isinstance(wanted, str):
            wanted = [wanted]
        for name in sequence(wanted):
            if isinstance(name, str):
                found += _paths(str(name))
    return found


def _paths(name: str) -> list[Path]:
    if name == "all":
        return [()]
    try:
        return [parse_path(name)]
    except ValueError:
        return []


def is_ignored(paths: Sequence[Path], path: Path) -> bool:
    """Tell whether what stands at a path is under one of ``paths``."""
    return any(path[: len(one)] == one for one in paths)
