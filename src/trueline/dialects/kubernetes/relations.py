"""What a Kubernetes object points at, by the names of the relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.kubernetes.kinds import WORKLOAD
from trueline.dialects.kubernetes.selector import is_selected
from trueline.model.resource import NO_REFERENCES, References
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from trueline.model.location import Path
    from trueline.model.resource import Resource

_CLUSTER_WIDE: Final = frozenset(
    {
        "ClusterRole",
        "IngressClass",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PriorityClass",
        "RuntimeClass",
        "StorageClass",
    }
)
_CONTAINERS: Final = ("containers", "initContainers", "ephemeralContainers")
# kinds whose selector does not mean pods
_SELECTS_SERVICES: Final = frozenset({"ServiceMonitor"})


class Subject(NamedTuple):
    """The object whose references are asked for."""

    value: object
    kind: str
    families: Mapping[str, Path]

    @property
    def namespace(self) -> str:
        """The namespace it names, or nothing."""
        return _text(find(self.value, ("metadata", "namespace")))

    @property
    def pod(self) -> object:
        """The spec of its pods, or None."""
        template = self.families.get(WORKLOAD)
        return None if template is None else find(self.value, (*template, "spec"))


def refer(value: object, kind: str, families: Mapping[str, Path], attribute: str) -> References:
    """Return what the relation ``attribute`` of an object points at."""
    subject = Subject(value, kind, families)
    if attribute == "selector":
        return _selector(subject)
    relation = RELATIONS.get(attribute)
    if relation is None:
        return NO_REFERENCES
    return References(frozenset(address for target in relation(subject) for address in target))


def addresses(kind: str, name: object, namespace: str) -> tuple[str, ...]:
    """Return the addresses that an object of that kind, name and namespace can have."""
    if not isinstance(name, str) or not name:
        return ()
    if kind in _CLUSTER_WIDE:
        return (f"{kind}/{name}",)
    if namespace in ("", "default"):  # an object that names none is applied to the default one
        return f"{kind}/{name}", f"{kind}/default/{name}"
    return (f"{kind}/{namespace}/{name}",)


def _service_account(subject: Subject) -> Iterator[tuple[str, ...]]:
    name = find(subject.pod, ("serviceAccountName",)) or find(subject.pod, ("serviceAccount",))
    yield addresses("ServiceAccount", name, subject.namespace)


def _volumes(subject: Subject) -> Iterator[tuple[str, ...]]:
    for volume in _list(subject.pod, "volumes"):
        sources = [volume, *_list(volume, "projected", "sources")]
        for source in sources:
            yield addresses("ConfigMap", find(source, ("configMap", "name")), subject.namespace)
            yield addresses("Secret", find(source, ("secret", "name")), subject.namespace)
        yield addresses("Secret", find(volume, ("secret", "secretName")), subject.namespace)
        claim = find(volume, ("persistentVolumeClaim", "claimName"))
        yield addresses("PersistentVolumeClaim", claim, subject.namespace)


def _env(subject: Subject) -> Iterator[tuple[str, ...]]:
    for variable in _of_containers(subject, "env"):
        for key, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
            yield addresses(kind, find(variable, ("valueFrom", key, "name")), subject.namespace)


def _env_from(subject: Subject) -> Iterator[tuple[str, ...]]:
    for source in _of_containers(subject, "envFrom"):
        for key, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
            yield addresses(kind, find(source, (key, "name")), subject.namespace)


def _image_pull_secrets(subject: Subject) -> Iterator[tuple[str, ...]]:
    holder = subject.value if subject.pod is None else subject.pod
    for secret in _list(holder, "imagePullSecrets"):
        yield addresses("Secret", find(secret, ("name",)), subject.namespace)


def _backends(subject: Subject) -> Iterator[tuple[str, ...]]:
    spec = find(subject.value, ("spec",))
    backends = [find(spec, ("defaultBackend",)), find(spec, ("backend",))]
    for rule in _list(spec, "rules"):
        backends += [find(path, ("backend",)) for path in _list(rule, "http", "paths")]
    for backend in backends:
        yield addresses("Service", find(backend, ("service", "name")), subject.namespace)
        yield addresses("Service", find(backend, ("serviceName",)), subject.namespace)  # before networking.k8s.io/v1


def _backend_refs(subject: Subject) -> Iterator[tuple[str, ...]]:
    for rule in _list(subject.value, "spec", "rules"):
        for reference in _list(rule, "backendRefs"):
            yield _reference(reference, "Service", subject.namespace)


def _parent_refs(subject: Subject) -> Iterator[tuple[str, ...]]:
    for reference in _list(subject.value, "spec", "parentRefs"):
        yield _reference(reference, "Gateway", subject.namespace)


def _scale_target(subject: Subject) -> Iterator[tuple[str, ...]]:
    for key in ("scaleTargetRef", "targetRef"):
        yield _reference(find(subject.value, ("spec", key)), "Deployment", subject.namespace)


def _role(subject: Subject) -> Iterator[tuple[str, ...]]:
    yield _reference(find(subject.value, ("roleRef",)), "Role", subject.namespace)


def _subjects(subject: Subject) -> Iterator[tuple[str, ...]]:
    for reference in _list(subject.value, "subjects"):
        yield _reference(reference, "ServiceAccount", subject.namespace)


def _owners(subject: Subject) -> Iterator[tuple[str, ...]]:
    for reference in _list(subject.value, "metadata", "ownerReferences"):
        yield _reference(reference, "", subject.namespace)


def _storage_classes(subject: Subject) -> Iterator[tuple[str, ...]]:
    claims = [subject.value, *_list(subject.value, "spec", "volumeClaimTemplates")]
    for claim in claims:
        yield addresses("StorageClass", find(claim, ("spec", "storageClassName")), "")


def _tls(subject: Subject) -> Iterator[tuple[str, ...]]:
    for entry in _list(subject.value, "spec", "tls"):
        yield addresses("Secret", find(entry, ("secretName",)), subject.namespace)


def _named(kind: str, *path: str) -> Callable[[Subject], Iterator[tuple[str, ...]]]:
    """Return the relation to the one ``kind`` that is named at ``path``."""

    def relation(subject: Subject) -> Iterator[tuple[str, ...]]:
        yield addresses(kind, find(subject.value, path), subject.namespace)

    return relation


def _priority_class(subject: Subject) -> Iterator[tuple[str, ...]]:
    yield addresses("PriorityClass", find(subject.pod, ("priorityClassName",)), "")


RELATIONS: Final[dict[str, Callable[[Subject], Iterable[tuple[str, ...]]]]] = {
    "backendRefs": _backend_refs,
    "backends": _backends,
    "env": _env,
    "envFrom": _env_from,
    "imagePullSecrets": _image_pull_secrets,
    "ingressClassName": _named("IngressClass", "spec", "ingressClassName"),
    "namespace": _named("Namespace", "metadata", "namespace"),
    "ownerReferences": _owners,
    "parentRefs": _parent_refs,
    "priorityClassName": _priority_class,
    "roleRef": _role,
    "scaleTargetRef": _scale_target,
    "serviceAccountName": _service_account,
    "serviceName": _named("Service", "spec", "serviceName"),
    "storageClassName": _storage_classes,
    "subjects": _subjects,
    "tls": _tls,
    "volumes": _volumes,
}
"""Name → what it yields; ``selector`` matches labels and stands in ``_selector``."""


def _selector(subject: Subject) -> References:
    spec = find(subject.value, ("spec",))
    key = "podSelector" if subject.kind == "NetworkPolicy" else "selector"
    selector: object = find(spec, (key,))
    if not isinstance(selector, dict):
        return NO_REFERENCES
    if subject.kind in ("Service", "ReplicationController"):
        if not selector:  # its endpoints are made by somebody else
            return NO_REFERENCES
        selector = {"matchLabels": selector}
    namespace = subject.namespace or "default"
    of_services = subject.kind in _SELECTS_SERVICES

    def matches(candidate: Resource) -> bool:
        template = candidate.families.get(WORKLOAD)
        if of_services and candidate.kind == "kubernetes/Service":
            labels = find(candidate.value, ("metadata", "labels"))
        elif not of_services and template is not None:
            labels = find(candidate.value, (*template, "metadata", "labels"))
        else:
            return False
        theirs = _text(find(candidate.value, ("metadata", "namespace"))) or "default"
        return (of_services or theirs == namespace) and is_selected(labels, selector)

    return References(matches=matches)


def _reference(reference: object, kind: str, namespace: str) -> tuple[str, ...]:
    """Return the addresses of an object that is named by kind, name and perhaps namespace."""
    own_kind = _text(find(reference, ("kind",))) or kind
    return addresses(own_kind, find(reference, ("name",)), _text(find(reference, ("namespace",))) or namespace)


def _of_containers(subject: Subject, key: str) -> Iterator[object]:
    for name in _CONTAINERS:
        for container in _list(subject.pod, name):
            yield from _list(container, key)


def _list(value: object, *path: str) -> list[object]:
    found = find(value, path)
    return found if isinstance(found, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
