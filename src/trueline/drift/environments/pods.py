"""Where the pods of two environments are, and whether what protects them is there too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trueline.drift.environments.pairing import Component, Pairs
    from trueline.model.location import Path
    from trueline.model.resource import Resource

_TEMPLATES: Final[tuple[Path, ...]] = ((), ("spec", "template"), ("spec", "jobTemplate", "spec", "template"))
_NAMESPACE: Final = ("metadata", "namespace")


class Pod(NamedTuple):
    """What runs somewhere: its namespace, empty where none is said, and its labels."""

    namespace: str
    labels: Mapping[str, object]


class Pods:
    """The pods of both environments by namespace, and which namespaces of the other have those of one."""

    def __init__(self, pairs: Pairs) -> None:
        self.left = _pods((*(one for one, _ in pairs.both), *pairs.left))
        self.right = _pods((*(one for _, one in pairs.both), *pairs.right))
        self._to_right: dict[str, set[str]] = {}
        self._to_left: dict[str, set[str]] = {}
        for left, right in pairs.both:
            here, there = _pod(left.resource), _pod(right.resource)
            if here is not None and there is not None:
                self._to_right.setdefault(here.namespace, set()).add(there.namespace)
                self._to_left.setdefault(there.namespace, set()).add(here.namespace)

    def unprotected(self, left: Resource, right: Resource) -> str:
        """Return the side whose pods are in another namespace than what should protect them, empty where none is."""
        here, there = namespace_of(left), namespace_of(right)
        meant, back = self._to_right.get(here, set()), self._to_left.get(there, set())
        if not here and not there:
            return ""
        if meant or back:
            return "right" if meant and there not in meant else "left" if back and here not in back else ""
        if (here in self.left) == (there in self.right):
            return ""
        return "right" if here in self.left else "left"


def namespace_of(resource: Resource) -> str:
    """Return the namespace that an object names, empty where it names none."""
    found = find(resource.value, _NAMESPACE)
    return found if isinstance(found, str) else ""


def _pods(components: Iterable[Component]) -> dict[str, list[Pod]]:
    found: dict[str, list[Pod]] = {}
    for one in components:
        pod = _pod(one.resource)
        if pod is not None:
            found.setdefault(pod.namespace, []).append(pod)
    return found


def _pod(resource: Resource) -> Pod | None:
    if not resource.kind.startswith("kubernetes/"):
        return None
    for path in _TEMPLATES:
        if isinstance(find(resource.value, (*path, "spec", "containers")), list):
            labels = find(resource.value, (*path, "metadata", "labels"))
            return Pod(namespace_of(resource), labels if isinstance(labels, dict) else {})
    return None
