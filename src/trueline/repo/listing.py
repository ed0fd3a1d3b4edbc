"""Which files a working tree or a plain folder has, and what in it is not looked into."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from trueline.repo.name import decode, encode

if TYPE_CHECKING:
    from trueline.repo.git import Git

# Folders of other tools that a plain walk leaves out; in a repository Git's own ignore rules decide.
CACHES = frozenset(
    (".git", ".hg", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".svn", ".terraform", ".tox", ".venv", "__pycache__",
     "node_modules")
)  # fmt: skip


SPARSE = "not checked out in full (a sparse checkout)"
"""Why a tracked folder is not all there."""
SUBMODULE = "a submodule"
"""Why a folder that another repository fills is not looked into."""


def list_repository(git: Git, root: bytes) -> tuple[list[str], dict[str, str]]:
    """Return the sorted files that are tracked or untracked, not ignored and not deleted, and what is skipped."""
    out = git.run("ls-files", "-t", "-s", "-c", "-d", "-o", "--exclude-standard", "-z")
    found: set[str] = set()
    deleted: set[str] = set()
    skipped: dict[str, str] = {}
    for record in decode(out).split("\0")[:-1]:
        tag, rest = record[0], record[2:]
        if tag == "?":
            if rest.endswith("/"):
                skipped[rest.removesuffix("/")] = "a repository of its own"
            else:
                found.add(rest)
            continue
        about, _, path = rest.partition("\t")
        if about.startswith("160000"):
            skipped[path] = SUBMODULE
        elif tag == "S" and not os.path.lexists(root + b"/" + encode(path)):
            deleted.add(path)
            skipped[path.rpartition("/")[0] or path] = SPARSE
        elif tag == "R":
            deleted.add(path)
        else:
            found.add(path)
    return sorted(found - deleted), skipped


def walk(root: bytes) -> tuple[list[str], dict[str, str]]:
    """Return the sorted files below a plain folder, and the folders that cannot be read; links are not followed."""
    found: list[str] = []
    skipped: dict[str, str] = {}
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root + b"/" + encode(folder)) as entries:
                inside = [(decode(entry.name), entry.is_dir(follow_symlinks=False)) for entry in entries]
        except OSError as error:
            skipped[folder or "."] = f"cannot be read: {error.strerror}"
            continue
        for name, is_folder in inside:
            path = f"{folder}/{name}" if folder else name
            if not is_folder:
                found.append(path)
            elif name not in CACHES:
                folders.append(path)
    return sorted(found), skipped
