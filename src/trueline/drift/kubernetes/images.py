"""Tags that became several images: pods of one workload that run different digests under one name, as status says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.drift.kubernetes.identity import Kind
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.drift.kubernetes.live import Item

Workload = tuple[str, str, str]
"""Kind, namespace and name."""

_POD: Final = Kind("", "Pod")
# what names no registry is the runtime's own number of an image, which is another one on every node
_DIGEST: Final = re.compile(r".@(sha256:[0-9a-f]{64})")
_HASH: Final = re.compile("-[a-z0-9]{5,10}")
_STATUSES: Final = (("containerStatuses", "containers"), ("initContainerStatuses", "initContainers"))


def resolved(items: Iterable[Item]) -> dict[Workload, dict[tuple[str, str, str], set[str]]]:
    """Return the digests that run, by workload and by list, container and image as the pod's spec names it."""
    found: dict[Workload, dict[tuple[str, str, str], set[str]]] = {}
    for item in items:
        if item.identity.kind == _POD and (workload := _workload(item)) is not None:
            for key, digest in _digests(item.value):
                found.setdefault(workload, {}).setdefault(key, set()).add(digest)
    return found


def _workload(pod: Item) -> Workload | None:
    """Return what a pod belongs to; a ReplicaSet is its Deployment's."""
    owners = find(pod.value, ("metadata", "ownerReferences"))
    for owner in owners if isinstance(owners, list) else ():
        kind, name = find(owner, ("kind",)), find(owner, ("name",))
        if not isinstance(kind, str) or not isinstance(name, str):
            continue
        start, _, _ = name.rpartition("-")
        if kind == "ReplicaSet" and start and _HASH.fullmatch(name[len(start) :]):
            return "Deployment", pod.identity.namespace, start
        return kind, pod.identity.namespace, name
    return None


def _digests(pod: Mapping[str, object]) -> Iterator[tuple[tuple[str, str, str], str]]:
    for member, place in _STATUSES:
        containers = find(pod, ("spec", place))
        images = {str(one.get("name")): one.get("image") for one in _maps(containers)}
        for status in _maps(find(pod, ("status", member))):
            name, identity = status.get("name"), status.get("imageID")
            image = images.get(name) if isinstance(name, str) else None
            digest = _DIGEST.search(identity) if isinstance(identity, str) else None
            if isinstance(name, str) and isinstance(image, str) and "@" not in image and digest is not None:
                yield (place, name, image), digest[1]


def _maps(value: object) -> Iterator[dict[str, object]]:
    yield from (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()
