"""Where policy files lie: folders of this machine read like a repository, and which files of one are policies."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from trueline.errors import ReadError
from trueline.model.document import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.document import Reader

YAML: Final = (".yaml", ".yml")
PYTHON: Final = ".py"
_DEEPEST: Final = 20


class InstalledFiles:
    """The files below a folder of this machine, as a ``Reader``; ``prefix`` stands for the folder in their paths."""

    def __init__(self, root: str, prefix: str) -> None:
        self._root = root
        self._prefix = prefix

    def read(self, path: str) -> Source:
        """Return the file at ``path``."""
        try:
            with open(self.real(path), "rb") as file:
                return Source(path, file.read())
        except OSError as error:
            raise ReadError(error.strerror or "it cannot be read", place=path) from error

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is a file."""
        return os.path.isfile(self.real(path))

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder``, folders ending in ``/``."""
        try:
            with os.scandir(self.real(folder)) as entries:
                return sorted(entry.name + "/" * entry.is_dir() for entry in entries)
        except OSError:
            return ()

    def real(self, path: str) -> str:
        """Return where ``path`` lies on this machine."""
        return self._root + path.removeprefix(self._prefix)


def builtin_folder() -> tuple[str, bool]:
    """Return the folder of the built-in packs, and whether it is a part of the installed package.

    The wheel has them beside this package; a checkout has them beside ``src``, where people change them.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    packs = os.path.join(package, "packs")
    if os.path.isdir(packs):
        return packs, True
    return os.path.join(os.path.dirname(os.path.dirname(package)), "policies"), False


def package_folder(name: str) -> str | None:
    """Return where an installed package keeps its policies, without importing it or looking into the working folder."""
    import sys
    from importlib.machinery import PathFinder

    here = os.path.realpath(os.getcwd())
    places = [place for place in sys.path if place and os.path.realpath(place) != here]
    spec = PathFinder.find_spec(name, places) if name.isidentifier() else None
    if spec is None or not spec.submodule_search_locations:
        return None
    root = next(iter(spec.submodule_search_locations))
    folders = (os.path.join(root, folder) for folder in ("trueline-packs", "policies"))
    return next((folder for folder in folders if os.path.isdir(folder)), root)


def walk(path: str, reader: Reader, depth: int = 0) -> Iterator[str]:
    """Yield the policy files at or below ``path``, in order; ``tests`` and hidden folders hold none."""
    if path and reader.exists(path):
        yield path
        return
    for name in reader.list(path) if depth < _DEEPEST else ():
        below = f"{path}/{name}" if path and path != "." else name
        if name.endswith("/"):
            if name != "tests/" and name[0] not in "._":
                yield from walk(below.removesuffix("/"), reader, depth + 1)
        elif name.endswith((*YAML, PYTHON)) and name[0] not in "._":
            yield below
