"""Which files differ between two trees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from trueline.repo.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trueline.repo.tree import Tree


class FileChange(NamedTuple):
    """One file that was added, modified, deleted or renamed; what is not there is ``""``.

    A blob id is also ``""`` where the file cannot be read: such a file always counts as modified.
    """

    status: Literal["added", "modified", "deleted", "renamed"]
    old_path: str
    new_path: str
    old_blob: str
    new_blob: str


def changed(base: Tree, head: Tree, claims: Callable[[str], bool] | None = None) -> list[FileChange]:
    """Return what differs between two trees, sorted by path, of the files that ``claims`` wants.

    A file that moved with its bytes unchanged is *renamed*; one that moved and changed is deleted and added.
    """
    old, new = _blobs(base, claims), _blobs(head, claims)
    gone = {path: blob for path, blob in old.items() if path not in new}
    come = {path: blob for path, blob in new.items() if path not in old}
    found = [
        FileChange("modified", path, path, blob, new[path])
        for path, blob in old.items()
        if path in new and (blob != new[path] or not blob)
    ]
    for was, now in _renames(gone, come):
        found.append(FileChange("renamed", was, now, gone.pop(was), come.pop(now)))
    found.extend(FileChange("deleted", path, "", blob, "") for path, blob in gone.items())
    found.extend(FileChange("added", "", path, "", blob) for path, blob in come.items())
    return sorted(found, key=lambda change: (change.new_path or change.old_path, change.old_path))


def _blobs(tree: Tree, claims: Callable[[str], bool] | None) -> dict[str, str]:
    blobs = ((path, tree.blob(path)) for path in tree.paths() if claims is None or claims(path))
    return {path: blob for path, blob in blobs if blob != ABSENT}


def _renames(gone: dict[str, str], come: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Return the pairs with the same bytes; of several candidates the first by name, each once."""
    waiting: dict[str, list[str]] = {}
    for path in sorted(come, reverse=True):
        waiting.setdefault(come[path], []).append(path)
    pairs = []
    for path in sorted(gone):
        candidates = waiting.get(gone[path])
        if gone[path] and candidates:
            pairs.append((path, candidates.pop()))
    return pairs
