"""Where the values of what Kustomize built were written."""

from __future__ import annotations

from functools import partial
from posixpath import join, normpath
from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.kubernetes.objects import Manifest, as_kubectl_reads, manifests, root_path
from trueline.dialects.kubernetes.patch import Patch, read_patches
from trueline.dialects.kubernetes.provenance import equal, same, translate
from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.resource import Place
from trueline.parsers import json, yaml
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.dialects.kubernetes.kustomization import Kustomization, Reached
    from trueline.model.document import Document, Reader
    from trueline.model.location import Path


class Origin(NamedTuple):
    """One object as it was written, and the document it stands in."""

    manifest: Manifest
    document: Document[object]

    def locate(self, path: Path) -> Location:
        """Return the place of the value at ``path`` of the object."""
        shown = path if path and path[0] in self.manifest.value else root_path(self.manifest.value)
        return self.document.locate((*self.manifest.path, *shown))


class Overlay:
    """What a kustomization was built from: objects, patches and the kustomization files themselves."""

    def __init__(self, reached: Reached, reader: Reader) -> None:
        self._reader = reader
        self._root = reached.kustomizations[0].path
        self.origins = [
            Origin(manifest, document)
            for path in reached.resources
            for document in self._documents(path)
            for manifest in manifests(document.root)
        ]
        self._files = [document for one in reached.kustomizations for document in self._documents(one.path)[:1]]
        self._patches = [
            patch
            for one, document in zip(reached.kustomizations, self._files, strict=False)
            for patch in read_patches(document, partial(self._named, one))
        ]

    def origin_of(self, made: Manifest) -> Origin | None:
        """Return what ``made`` was made from: of its kind, with its name or the part of it that was no affix."""
        alike = [one for one in self.origins if (one.manifest.kind, one.manifest.group) == (made.kind, made.group)]
        exact = [one for one in alike if one.manifest.name == made.name]
        if len(exact) > 1:
            exact = [one for one in exact if one.manifest.namespace == made.namespace]
        if exact:
            return exact[0] if len(exact) == 1 else None
        within = [one for one in alike if one.manifest.name in made.name]
        longest = max((len(one.manifest.name) for one in within), default=0)
        best = [one for one in within if len(one.manifest.name) == longest]
        return best[0] if len(best) == 1 else None

    def place(self, path: Path, made: Manifest, origin: Origin | None) -> Place:
        """Return where the value at ``path`` of ``made`` was written, as far as that can be told."""
        if origin is None:
            return Place(self._generator(made) or Location(self._root, self._revision))
        patches = [patch for patch in self._patches if patch.means(origin.manifest, made)]
        if not path:
            return Place(origin.locate(()))
        for patch in patches:
            found = patch.place_of(path, made.value)
            if found is not None:
                return Place(found, (origin.locate(())._replace(message="the object that is patched"),))
        there, whole = translate(path, made.value, origin.manifest.value)
        value = find(made.value, path)
        is_scalar = value is not None and not isinstance(value, dict | list)
        if whole and (not is_scalar or same(path, made.value, origin.manifest.value) is not None):
            return Place(origin.locate(path if value is None else there))
        changed = self._transformer(path, value, origin) if is_scalar else self._added(path, made, patches)
        if changed is not None:
            return Place(changed, (origin.locate(there)._replace(message="the object that is changed"),))
        return Place(origin.locate(there))

    @property
    def _revision(self) -> str:
        return self._files[0].source.revision if self._files else ""

    def _added(self, path: Path, made: Manifest, patches: Sequence[Patch]) -> Location | None:
        """Return where a patch adds the list or map at ``path``."""
        if find(made.value, path) is None:
            return None
        for patch in patches:
            there, whole = translate(path, made.value, patch.value)
            if whole:
                return patch.locate(there)
        return None

    def _transformer(self, path: Path, value: object, origin: Origin) -> Location | None:
        """Return where a kustomization itself sets the scalar at ``path``."""
        for document in self._files:
            for candidate, given in _settings(document.root, path, origin.manifest):
                is_part = isinstance(value, str) and isinstance(given, str) and path[-1] == "image" and given in value
                if is_part or equal(given, value):
                    return document.locate(candidate)
        return None

    def _generator(self, made: Manifest) -> Location | None:
        """Return the generator that ``made`` comes from: its name goes before a hash."""
        field = {"ConfigMap": "configMapGenerator", "Secret": "secretGenerator"}.get(made.kind, "")
        for document in self._files:
            generators = find(document.root, (field,))
            for number, generator in enumerate(generators if isinstance(generators, list) else ()):
                name = find(generator, ("name",))
                if isinstance(name, str) and name in made.name:
                    return document.locate((field, number, "name"))
        return None

    def _named(self, one: Kustomization, name: str) -> list[Document[object]]:
        return self._documents(normpath(join(one.folder, name)))

    def _documents(self, path: str) -> list[Document[object]]:
        try:
            source = self._reader.read(path)
        except ReadError:
            return []  # whatever cannot be read has no places; the renderer has said so
        documents = (json if path.endswith(".json") else yaml).parse(source).documents
        return [as_kubectl_reads(document) for document in documents]


def _settings(root: object, path: Path, source: Manifest) -> Iterator[tuple[Path, object]]:
    """Yield the settings of a kustomization that may give the scalar at ``path``, with their values."""
    if path == ("metadata", "namespace"):
        yield ("namespace",), find(root, ("namespace",))
    if path == ("spec", "replicas"):
        for number, entry in _entries(root, "replicas"):
            if find(entry, ("name",)) == source.name:
                yield ("replicas", number, "count"), find(entry, ("count",))
    if path[-1] == "image":
        for number, entry in _entries(root, "images"):
            for key in ("digest", "newTag", "newName"):
                yield ("images", number, key), find(entry, (key,))
    if "labels" in path or "matchLabels" in path or "selector" in path:
        yield ("commonLabels", path[-1]), find(root, ("commonLabels", path[-1]))
        for number, _ in _entries(root, "labels"):
            there: Path = ("labels", number, "pairs", path[-1])
            yield there, find(root, there)
    if "annotations" in path:
        yield ("commonAnnotations", path[-1]), find(root, ("commonAnnotations", path[-1]))


def _entries(root: object, field: str) -> Iterator[tuple[int, object]]:
    entries = find(root, (field,))
    yield from enumerate(entries if isinstance(entries, list) else ())
