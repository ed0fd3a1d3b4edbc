"""What the name of a type means: the innermost scope that has it, in this file or in one that it imports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.parsers.protobuf.syntax import SCALARS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.contracts.protobuf.side import Declared, File, Side

MOST_IMPORTS = 2_000
"""Files that are followed from one file through public imports."""


class Type(NamedTuple):
    """A type: scalar, message, enum, or unknown where nothing in the repository has that name.

    ``name`` is the full name without a leading dot, of an unknown one what is written.
    """

    kind: str
    name: str
    declared: Declared | None = None
    file: File | None = None


class Names:
    """Finds types of one revision."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._visible: dict[str, list[File]] = {}

    def local(self, file: File, scope: str, name: str) -> Type | None:
        """Return the type if it is a scalar or declared in ``file`` itself."""
        if name in SCALARS:
            return Type("scalar", name)
        return _find(file, candidates(file.full(scope) if scope else file.package, name))

    def find(self, file: File, scope: str, name: str) -> Type:
        """Return what ``name`` means within ``scope`` of ``file``."""
        if name in SCALARS:
            return Type("scalar", name)
        for full in candidates(file.full(scope) if scope else file.package, name):
            for one in self._files(file):
                found = _find(one, iter((full,)))
                if found is not None:
                    return found
        return Type("unknown", name)

    def _files(self, file: File) -> list[File]:
        if file.path not in self._visible:
            self._visible[file.path] = list(self._reachable(file))
        return self._visible[file.path]

    def _reachable(self, file: File) -> Iterator[File]:
        """Yield the file, what it imports, and what that imports publicly."""
        yield file
        seen = {file.path}
        waiting = [(file, True)]
        while waiting and len(seen) < MOST_IMPORTS:
            one, is_first = waiting.pop()
            for imported in one.root.imports:
                if not is_first and imported.modifier != "public":
                    continue
                path = self._side.importing(one.path, imported.path.text)
                if not path or path in seen:
                    continue
                seen.add(path)
                found = self._side.peek(path)
                if found is not None:
                    yield found
                    waiting.append((found, False))


def candidates(scope: str, name: str) -> Iterator[str]:
    """Yield the full names that ``name`` may mean within ``scope``, the innermost first."""
    if name.startswith("."):
        yield name[1:]
        return
    while scope:
        yield f"{scope}.{name}"
        scope = scope.rpartition(".")[0]
    yield name


def _find(file: File, names: Iterator[str]) -> Type | None:
    prefix = f"{file.package}." if file.package else ""
    for full in names:
        if full.startswith(prefix):
            found = file.declared.get(full[len(prefix) :])
            if found is not None and found.kind != "service":
                return Type(found.kind, full, found, file)
    return None
