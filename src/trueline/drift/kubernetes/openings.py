"""What an object as a whole opens where nobody declares it: its kind, and pods that are as good as their node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.kubernetes.telling import touches
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.drift.kubernetes.live import Item

_TEMPLATES: Final = (("spec", "template", "spec"), ("spec", "jobTemplate", "spec", "template", "spec"))
_OF_NODE: Final[Mapping[str, str]] = {"hostNetwork": "network", "hostPID": "access", "hostIPC": "access"}
_CONTAINERS: Final = ("containers", "initContainers")


def opened_by(item: Item) -> list[str]:
    """Return what an object that nobody declares touches."""
    return sorted({*touches(item.identity.kind.name, "", item.value), *_of_pods(item)})


def _of_pods(item: Item) -> Iterator[str]:
    paths = (("spec",),) if item.identity.kind.name == "Pod" else _TEMPLATES
    for pod in (find(item.value, path) for path in paths):
        if not isinstance(pod, dict):
            continue
        yield from (touched for name, touched in _OF_NODE.items() if pod.get(name) is True)
        volumes, containers = _listed(pod, "volumes"), [one for name in _CONTAINERS for one in _listed(pod, name)]
        is_privileged = any(find(one, ("securityContext", "privileged")) is True for one in containers)
        if is_privileged or any(isinstance(one, dict) and "hostPath" in one for one in volumes):
            yield "access"


def _listed(pod: Mapping[str, object], name: str) -> list[object]:
    value = pod.get(name)
    return value if isinstance(value, list) else []
