"""What comes out when two versions of a file are merged, without any merge program of a config."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.errors import RepoError
from trueline.repo.blobs import blob_id
from trueline.repo.objects import Objects

if TYPE_CHECKING:
    from trueline.repo.git import Git

MOST_FILES: Final = 200
"""Files of one change that are merged again; any more count as merged by somebody."""


class Contents:
    """Merges blobs by their ids."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._room = MOST_FILES

    def merged(self, base: str, one: str, other: str) -> str:
        """Return the blob id of the merged file, empty where it has a conflict, is binary or cannot be read."""
        if self._room <= 0:
            return ""
        self._room -= 1
        try:
            with Objects(self._git) as objects:
                found = objects.read("blob", (base, one, other))
            return self._merged(found[one], found[base], found[other])
        except (RepoError, OSError):  # not here, or there is no room for temporary files
            return ""

    def _merged(self, *versions: bytes) -> str:
        """Return the id for one side, the base and the other side; ``merge-file`` knows no attributes or drivers."""
        import os
        from tempfile import TemporaryDirectory

        with TemporaryDirectory(prefix="trueline-") as folder:
            names = [os.path.join(folder, str(number)) for number in range(len(versions))]
            for name, data in zip(names, versions, strict=True):
                with open(name, "wb") as file:
                    file.write(data)
            ended = self._git.attempt("merge-file", "--stdout", "--quiet", *names)
        return blob_id(ended.out, self._git.algorithm) if ended.code == 0 else ""
