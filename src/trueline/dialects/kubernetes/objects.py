"""Documents to Kubernetes objects: lists expanded, named, placed and related."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.kubernetes.kinds import families_of, group_of, kind_of
from trueline.dialects.kubernetes.relations import refer
from trueline.model.resource import Place, Resource
from trueline.parsers.scalar import read_plain_as_go
from trueline.parsers.yaml import YamlDocument
from trueline.values.unknown import find, is_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from trueline.model.document import Document
    from trueline.model.location import Path

# perhaps a scalar of YAML 1.1; what is none costs a second reading and no more
_OLD_SCALAR = re.compile(
    rb"(?<![\w.\"'/-])(?:[yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF|[-+]?0[0-9bBoOX_]\w*|[-+]?[0-9][0-9.]*_\w*)(?![\w\"'/-])"
)
_NO_NAME = "(no name)"
_NOT_OBJECTS = frozenset({"kustomize.config.k8s.io"})


class Manifest(NamedTuple):
    """One object as it is written: its value, and the path from the document's root to it."""

    api_version: str
    kind: str
    value: dict[str, object]
    path: Path = ()

    @property
    def group(self) -> str:
        """The API group; nothing for the core group."""
        return group_of(self.api_version)

    @property
    def namespace(self) -> str:
        """The namespace it names, or nothing."""
        namespace = find(self.value, ("metadata", "namespace"))
        return namespace if isinstance(namespace, str) else ""

    @property
    def name(self) -> str:
        """Its name; ``prefix*`` where the cluster makes it up."""
        name = find(self.value, ("metadata", "name"))
        prefix = find(self.value, ("metadata", "generateName"))
        if isinstance(name, str | int | float):
            return str(name)
        return f"{prefix}*" if isinstance(prefix, str) else _NO_NAME


def recognises(path: str, root: object) -> bool:  # noqa: ARG001  # other dialects look at the path
    """Tell whether ``root`` is a Kubernetes object."""
    return _head(root) is not None


def resources(document: Document[object]) -> Iterator[Resource]:
    """Yield a resource for each object of ``document``; nulls are dropped from its maps, as the API server does."""
    document = as_kubectl_reads(document)
    drop_nulls(document.root)
    for manifest in manifests(document.root):
        yield resource(manifest, source=document.source.path, locate=_locator(document, manifest))


def resource(manifest: Manifest, *, source: str, locate: Callable[[Path], Place]) -> Resource:
    """Return the resource of one object, with the places that the caller knows."""
    kind = kind_of(manifest.group, manifest.kind)
    # a kind that shares its name with a built-in one must not share the address
    word = manifest.kind if kind == f"kubernetes/{manifest.kind}" else f"{manifest.kind}.{manifest.group}"
    families = families_of(manifest.group, manifest.kind, manifest.value)
    return Resource(
        kind=kind,
        address="/".join(part for part in (word, manifest.namespace, manifest.name) if part),
        name=manifest.name,
        value=manifest.value,
        locate=locate,
        source=source,
        refer=lambda attribute: refer(manifest.value, manifest.kind, families, attribute),
        families=families,
    )


def manifests(root: object) -> Iterator[Manifest]:
    """Yield the objects in ``root``, those of lists one by one; objects of a typed list take its kind.

    kubectl takes whatever has ``items`` for a list: what calls itself none is yielded too, with the objects in it.
    """
    waiting: list[tuple[object, Path]] = [(root, ())]
    while waiting:
        value, path = waiting.pop()
        head = _head(value)
        if head is None or not isinstance(value, dict):
            continue
        api_version, kind = head
        items = value.get("items")
        inner = [
            (number, item)
            for number, item in enumerate(items if isinstance(items, list) else ())
            if is_unknown(item) or item
        ]
        members = [(number, item) for number, item in inner if isinstance(item, dict)]
        is_list = kind.endswith("List") and isinstance(items, list) and (bool(members) or not inner)
        if not is_list:
            yield Manifest(api_version, kind, value, path)
        implied = {"apiVersion": api_version, "kind": kind.removesuffix("List")} if is_list and kind != "List" else {}
        waiting += [({**implied, **item}, (*path, "items", number)) for number, item in reversed(members)]


def as_kubectl_reads(document: Document[object]) -> Document[object]:
    """Return ``document`` with the scalars that kubectl takes for others than YAML 1.2 does: ``yes``, ``0644``."""
    if not isinstance(document, YamlDocument):
        return document
    return document.reread(read_plain_as_go) if _has_old_scalars(document.source.data) else document


@lru_cache(maxsize=8)  # every document of a file asks
def _has_old_scalars(data: bytes) -> bool:
    return b"\0" in data or _OLD_SCALAR.search(data) is not None  # UTF-16 has NUL between the letters


def drop_nulls(root: object) -> None:
    """Remove the members of maps that are null, everywhere below ``root``."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        if isinstance(value, dict):
            seen.add(id(value))
            for key in [key for key, member in value.items() if member is None]:
                del value[key]
            waiting += [member for member in value.values() if isinstance(member, dict | list)]
        elif isinstance(value, list):
            seen.add(id(value))
            waiting += [member for member in value if isinstance(member, dict | list)]


def root_path(value: object) -> Path:
    """Return the path of what stands for a whole object: its name, else its kind."""
    return ("metadata", "name") if find(value, ("metadata", "name")) is not None else ("kind",)


def _head(value: object) -> tuple[str, str] | None:
    """Return API version and kind of a value that is an object."""
    if not isinstance(value, dict):
        return None
    api_version, kind = value.get("apiVersion"), value.get("kind")
    if not (isinstance(api_version, str) and isinstance(kind, str) and api_version and kind):
        return None
    is_list = isinstance(value.get("items"), list)  # to kubectl, whatever it calls itself
    return None if group_of(api_version) in _NOT_OBJECTS and not is_list else (api_version, kind)


def _locator(document: Document[object], manifest: Manifest) -> Callable[[Path], Place]:
    def locate(path: Path) -> Place:
        # without its first step a path would end at the document's first key, which says less than the name
        shown = path if path and path[0] in manifest.value else root_path(manifest.value)
        return Place(document.locate((*manifest.path, *shown)))

    return locate
