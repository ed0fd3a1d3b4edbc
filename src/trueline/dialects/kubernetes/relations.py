"""What a Kubernetes object points at, by the names of the relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.kubernetes.kinds import WORKLOAD
from trueline.dialects.kubernetes.selector import is_selected, word
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
_POD_NAME: Final = "statefulset.kubernetes.io/pod-name"
# labels that controllers give to pods, whatever the template says
_ADDED_LABELS: Final = frozenset(
    {
        "apps.kubernetes.io/pod-index",
        "batch.kubernetes.io/controller-uid",
        "batch.kubernetes.io/job-completion-index",
        "batch.kubernetes.io/job-name",
        "controller-revision-hash",
        "controller-uid",
        "job-name",
        "pod-template-hash",
        _POD_NAME,
    }
)


class Subject(NamedTuple):
    """The object whose references are asked for."""

    value: object
    kind: str
    families: Mapping[str, Path]

    @property
    def word(self) -> str:
        """The kind as it is written, or with its group where a built-in kind has the same name."""
        return self.kind.removeprefix("kubernetes/")

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
    meant = frozenset(address for target in relation(subject) for address in target)
    names = frozenset(address.rpartition("/")[2] for address in meant)
    return References(meant, _unplaced(meant, anywhere=not subject.namespace), narrow=(_names, names))


def addresses(kind: str, name: object, namespace: str) -> tuple[str, ...]:
    """Return the addresses that an object of that kind, name and namespace can have."""
    if not isinstance(name, str) or not name:
        return ()
    if kind in _CLUSTER_WIDE:
        return (f"{kind}/{name}",)
    if namespace in ("", "default"):
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
    key = "podSelector" if subject.word == "NetworkPolicy" else "selector"
    selector: object = find(spec, (key,))
    if not isinstance(selector, dict):
        return NO_REFERENCES
    if subject.word in ("Service", "ReplicationController"):
        if not selector:  # its endpoints are made by somebody else
            return NO_REFERENCES
        selector = {"matchLabels": selector}
    exact = selector.get("matchLabels")
    wanted = exact if isinstance(exact, dict) else {}
    namespace = subject.namespace
    of_services = subject.word in _SELECTS_SERVICES

    def matches(candidate: Resource) -> bool:
        template = candidate.families.get(WORKLOAD)
        labels: object
        if of_services and candidate.kind == "kubernetes/Service":
            labels = find(candidate.value, ("metadata", "labels"))
        elif not of_services and template is not None:
            labels = _template_labels(candidate)
            if not _ADDED_LABELS.isdisjoint(wanted):
                labels = _pod_labels(candidate, labels, wanted)
        else:
            return False
        theirs = _text(find(candidate.value, ("metadata", "namespace")))
        is_near = of_services or theirs == namespace or not theirs or not namespace
        return is_near and is_selected(labels, selector)

    words = [f"{key}={word(value)}" for key, value in wanted.items() if key not in _ADDED_LABELS]
    narrow = None if of_services or not words else (_label_words, frozenset(words[:1]))  # it must have each of them
    return References(matches=matches, narrow=narrow)


def _names(candidate: Resource) -> tuple[str]:
    return (candidate.address.partition("#")[0].rpartition("/")[2],)


def _template_labels(workload: Resource) -> object:
    template = workload.families.get(WORKLOAD)
    return None if template is None else find(workload.value, (*template, "metadata", "labels"))


def _label_words(workload: Resource) -> list[str]:
    labels = _template_labels(workload)
    return [f"{key}={word(value)}" for key, value in labels.items()] if isinstance(labels, dict) else []


def _pod_labels(workload: Resource, labels: object, wanted: Mapping[str, object]) -> dict[str, object]:
    """Return the labels of a workload's pods, with those of ``wanted`` that their controller adds."""
    added = {key: value for key, value in wanted.items() if key in _ADDED_LABELS}
    if _text(added.get(_POD_NAME)).rpartition("-")[0] != workload.name:
        added.pop(_POD_NAME, None)
    return added | (labels if isinstance(labels, dict) else {})


def _unplaced(meant: frozenset[str], *, anywhere: bool) -> Callable[[Resource], bool]:
    """Return what tells whether a candidate is meant where it, or (``anywhere``) the subject, names no namespace.

    Whoever applies such an object says where to: ``kubectl --namespace``, a kustomization.
    """
    names = {(parts[0], parts[-1]) for parts in (address.split("/") for address in meant)}

    def matches(candidate: Resource) -> bool:
        parts = candidate.address.partition("#")[0].split("/")
        return (anywhere or len(parts) == 2) and (parts[0], parts[-1]) in names

    return matches


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
