"""Snapshots as one side of a pair: what ``kubectl get`` and Terraform states tell, as resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from trueline.dialects.kubernetes.objects import Manifest, manifests, resource
from trueline.drift.hidden import hidden
from trueline.drift.snapshot import ENVELOPE
from trueline.model.resource import Place, Resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from trueline.model.document import Document
    from trueline.model.drift import Snapshot
    from trueline.model.location import Path

_MADE: Final = frozenset(
    {"Pod", "ReplicaSet", "Endpoints", "EndpointSlice", "Event", "Lease", "ControllerRevision", "Node"}
)
"""Kinds that the cluster makes by itself."""
_METADATA: Final = ("name", "namespace", "labels", "annotations")
_MADE_NAMES: Final = ("kube-root-ca.crt", "kubernetes", "default", "kube-node-lease", "kube-public", "kube-system")


def objects(snapshot: Snapshot) -> Iterator[Resource]:
    """Yield the objects of a snapshot of a cluster that somebody declared, without what the cluster adds."""
    document = snapshot.document
    for manifest in _manifests(document.root):
        metadata = manifest.value.get("metadata")
        if isinstance(metadata, dict) and metadata.get("ownerReferences"):
            continue
        if manifest.kind not in _MADE and manifest.name not in _MADE_NAMES:
            yield resource(_declared(manifest), source=snapshot.path, locate=_locator(document, manifest))


def _manifests(root: object) -> Iterator[Manifest]:
    if not isinstance(root, dict) or ENVELOPE not in root:
        yield from manifests(root)
        return
    for name, held in root.items():
        inner = held.get("items") if isinstance(held, dict) else None
        steps: Path = (name,) if inner is None else (name, "items")
        members = held if inner is None else inner
        for place, member in enumerate(members if isinstance(members, list) else ()):
            for manifest in manifests(member):
                yield manifest._replace(path=(*steps, place, *manifest.path))


def _declared(manifest: Manifest) -> Manifest:
    value = {key: member for key, member in manifest.value.items() if key != "status"}
    metadata = value.get("metadata")
    if isinstance(metadata, dict):
        value["metadata"] = {key: metadata[key] for key in _METADATA if key in metadata}
    return manifest._replace(value=value)


def _locator(document: Document[object], manifest: Manifest) -> Callable[[Path], Place]:
    return lambda path: Place(document.locate((*manifest.path, *path)))


def state_resources(snapshot: Snapshot) -> Iterator[Resource]:
    """Yield the instances of a Terraform state, version 4; what it says is sensitive is marked."""
    root = snapshot.document.root
    listed = root.get("resources") if isinstance(root, dict) else None
    for place, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict) and isinstance(entry.get("type"), str) and isinstance(entry.get("name"), str):
            instances = entry.get("instances")
            for number, instance in enumerate(instances if isinstance(instances, list) else ()):
                if (
                    isinstance(instance, dict)
                    and isinstance(instance.get("attributes"), dict)
                    and "deposed" not in instance
                ):
                    yield _instance(snapshot, entry, instance, ("resources", place, "instances", number, "attributes"))


def _instance(snapshot: Snapshot, entry: Mapping[str, object], instance: Mapping[str, object], path: Path) -> Resource:
    data = "data." if entry.get("mode") == "data" else ""
    module, key = entry.get("module"), instance.get("index_key")
    address = f"{module}." if isinstance(module, str) else ""
    address += f"{data}{entry['type']}.{entry['name']}"
    if isinstance(key, str | int):
        address += f'["{key}"]' if isinstance(key, str) else f"[{key}]"
    document = snapshot.document
    attributes = cast("dict[str, object]", instance["attributes"])
    return Resource(
        kind=f"terraform/{data}{entry['type']}",
        address=address,
        name=str(entry["name"]),
        value=_without_computed(_sealed(attributes, instance.get("sensitive_attributes"))),
        locate=lambda steps: Place(document.locate((*path, *steps))),
        source=snapshot.path,
        unit=snapshot.root,
    )


_COMPUTED: Final = frozenset(
    {
        "arn", "etag", "fingerprint", "id", "latest_restorable_time", "owner_id", "self_link", "tags_all", "timeouts",
        "unique_id", "create_date", "creation_date", "created_at", "last_modified", "qualified_arn", "version_id",
    }
)  # fmt: skip


def _without_computed(attributes: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in attributes.items() if name not in _COMPUTED}


def _sealed(attributes: dict[str, object], paths: object) -> dict[str, object]:
    """Return attributes of which those at the paths of ``sensitive_attributes`` are marked, from their first step."""
    found = dict(attributes)
    for path in paths if isinstance(paths, list) else ():
        first = path[0] if isinstance(path, list) and path else path
        name = first.get("value") if isinstance(first, dict) else None
        if isinstance(name, str) and name in found:
            found[name] = hidden(found[name])
    return found
