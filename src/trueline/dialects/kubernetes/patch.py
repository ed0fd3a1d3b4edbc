"""The patches of a kustomization: which objects they mean, and where they set a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.kubernetes.objects import Manifest, manifests
from trueline.dialects.kubernetes.provenance import equal, same
from trueline.model.document import Source
from trueline.parsers import yaml
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from trueline.model.document import Document
    from trueline.model.location import Location, Path


class Patch(NamedTuple):
    """One patch: part of an object, or operations on one. ``target`` says which objects, else the part itself does."""

    value: object
    target: object
    locate: Callable[[Path], Location]

    def means(self, source: Manifest, made: Manifest) -> bool:
        """Tell whether it is meant for the object ``source``, which became ``made``."""
        if self.target is None:
            names = (source.name, made.name)
            return any(one.kind == source.kind and one.name in names for one in manifests(self.value))
        kind, name = find(self.target, ("kind",)), find(self.target, ("name",))
        plain = isinstance(name, str) and name.replace("-", "").replace(".", "").isalnum()  # else it is a pattern
        return kind in (None, source.kind) and (not plain or name in (source.name, made.name))

    def place_of(self, path: Path, made: object) -> Location | None:
        """Return where it sets the scalar at ``path`` of ``made``, if it does."""
        if isinstance(self.value, list):
            return self._operation(path, made)
        there = same(path, made, self.value)
        return None if there is None else self.locate(there)

    def _operation(self, path: Path, made: object) -> Location | None:
        value = find(made, path)
        for number, operation in enumerate(self.value if isinstance(self.value, list) else ()):
            pointer = _pointer(find(operation, ("path",)), made)
            if not pointer or path[: len(pointer)] != pointer:
                continue
            rest: Path = ("value", *path[len(pointer) :])
            set_here = find(operation, rest)
            if set_here is not None and equal(set_here, value):
                return self.locate((number, *rest))
        return None


def read_patches(document: Document[object], files: Callable[[str], list[Document[object]]]) -> Iterator[Patch]:
    """Yield the patches that the kustomization in ``document`` names or holds; ``files`` reads those it names."""
    for field in ("patches", "patchesJson6902", "patchesStrategicMerge"):
        entries = find(document.root, (field,))
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            path: Path = (field, number)
            text, name = find(entry, ("patch",)), find(entry, ("path",))
            if isinstance(entry, str):  # of the oldest form: a file, or the patch itself
                text, name = (entry, None) if "\n" in entry else (None, entry)
            else:
                path = (*path, "patch")
            target = find(entry, ("target",))
            if isinstance(text, str):
                yield from _written_in_place(document, path, text, target)
            elif isinstance(name, str):
                yield from (Patch(one.root, target, one.locate) for one in files(name))


def _written_in_place(document: Document[object], path: Path, text: str, target: object) -> Iterator[Patch]:
    """Yield the patches of a block of text in the kustomization; its lines are not told apart."""
    block = document.locate(path)
    for one in yaml.parse(Source(document.source.path, text.encode())).documents:
        yield Patch(one.root, target, lambda _: block)


def _pointer(text: object, made: object) -> Path:
    """Return the path that a JSON pointer names in ``made``; ``-`` is the last element."""
    if not isinstance(text, str):
        return ()
    steps: list[str | int] = []
    for part in text.split("/")[1:]:
        holder = find(made, tuple(steps))
        if not isinstance(holder, list):
            steps.append(part.replace("~1", "/").replace("~0", "~"))
        elif part == "-":
            steps.append(len(holder) - 1)
        elif part.isdigit():
            steps.append(int(part))
        else:
            return ()
    return tuple(steps)
