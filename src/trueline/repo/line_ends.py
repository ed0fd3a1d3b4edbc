"""Whether a file is as it was: a checkout may have ended its lines otherwise than Git has stored them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.errors import ReadError
from trueline.repo.tree import ABSENT

if TYPE_CHECKING:
    from trueline.repo.tree import Tree


def is_as(tree: Tree, path: str, blob: str) -> bool:
    """Tell whether the file at ``path`` is ``blob``, or would be with lines that end as Git stores them.

    What is committed has the line ends that somebody gave it.
    """
    from trueline.repo.working import WorkingTree

    found = tree.blob(path)
    if found == blob or not blob or not found or ABSENT in (blob, found) or not isinstance(tree, WorkingTree):
        return found == blob
    from trueline.repo.blobs import blob_id

    try:
        data = tree.read(path).data
    except ReadError:
        return False
    algorithm = "sha256" if len(blob) > len(blob_id(b"")) else "sha1"
    return b"\r\n" in data and blob_id(data.replace(b"\r\n", b"\n"), algorithm) == blob


def is_left(tree: Tree, path: str, other: Tree) -> bool:
    """Tell whether the file at ``path`` is as ``other`` has it, and stands at the same place behind all links."""
    return is_as(tree, path, other.blob(path)) and _real(tree, path) == _real(other, path)


def _real(tree: Tree, path: str) -> str:
    try:
        return tree.real(path)
    except ReadError:
        return ""
