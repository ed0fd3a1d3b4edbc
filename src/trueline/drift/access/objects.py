"""Roles and bindings of Kubernetes: read from manifests and from what is there, in one form."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.kubernetes.objects import Manifest, manifests
from trueline.drift.kubernetes.owners import Managers
from trueline.drift.snapshot import ENVELOPE
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.drift import Actor
    from trueline.model.drift_settings import DriftSettings
    from trueline.model.location import Path

GROUP: Final = "rbac.authorization.k8s.io"
ROLES: Final = ("ClusterRole", "Role")
BINDINGS: Final = ("ClusterRoleBinding", "RoleBinding")
KINDS: Final = (*ROLES, *BINDINGS)


class Subject(NamedTuple):
    """Who is bound: a service account by its namespace, a user or a group."""

    kind: str
    name: str
    namespace: str = ""

    def __str__(self) -> str:
        """Return it as messages name it."""
        return f"{self.kind} {self.namespace}/{self.name}" if self.namespace else f"{self.kind} {self.name}"


class Object(NamedTuple):
    """One role or binding; ``path`` leads to it in the snapshot."""

    kind: str
    namespace: str
    name: str
    value: Mapping[str, object]
    path: Path = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by."""
        return self.kind, self.namespace, self.name

    @property
    def address(self) -> str:
        """What it is called, as a declared one is."""
        return "/".join(part for part in self.key if part)

    @property
    def rules(self) -> list[object]:
        """The rules of a role."""
        rules = self.value.get("rules")
        return rules if isinstance(rules, list) else []

    @property
    def role(self) -> tuple[str, str, str]:
        """The key of the role that a binding gives."""
        kind, name = (find(self.value, ("roleRef", key), "") for key in ("kind", "name"))
        return str(kind), self.namespace if kind == "Role" else "", str(name)

    @property
    def subjects(self) -> list[Subject]:
        """Whom a binding gives it to."""
        listed = self.value.get("subjects")
        return [self._subject(one) for one in (listed if isinstance(listed, list) else []) if isinstance(one, dict)]

    def _subject(self, value: Mapping[str, object]) -> Subject:
        kind, name = str(value.get("kind") or ""), str(value.get("name") or "")
        parts = name.split(":")
        if kind == "User" and parts[:2] == ["system", "serviceaccount"] and len(parts) == 4:
            return Subject("ServiceAccount", parts[3], parts[2])
        if kind == "ServiceAccount":
            namespace = value.get("namespace")
            return Subject(kind, name, namespace if isinstance(namespace, str) and namespace else self.namespace)
        return Subject(kind, name)

    @property
    def is_aggregated(self) -> bool:
        """Tell whether a controller fills in its rules."""
        return isinstance(self.value.get("aggregationRule"), dict)

    @property
    def is_owned(self) -> bool:
        """Tell whether a controller made it for an object of its own."""
        return bool(find(self.value, ("metadata", "ownerReferences")))


def live_objects(root: object) -> Iterator[Object]:
    """Yield the roles and bindings of a snapshot."""
    for manifest in manifests(_listed(root)):
        if manifest.group == GROUP and manifest.kind in KINDS:
            yield as_object(manifest)


def as_object(manifest: Manifest) -> Object:
    """Return the role or binding that is written so."""
    namespace = "" if manifest.kind.startswith("Cluster") else manifest.namespace
    return Object(manifest.kind, namespace, manifest.name, manifest.value, manifest.path)


def _listed(root: object) -> object:
    if isinstance(root, dict) and ENVELOPE in root:
        return {"apiVersion": "v1", "kind": "List", "items": root.get("items")}
    return root


class Reach:
    """What of a cluster a snapshot tells: the kinds it read, and where; why it did not read others."""

    def __init__(self, root: object, found: Mapping[tuple[str, str, str], Object]) -> None:
        told = root if isinstance(root, dict) and ENVELOPE in root else {}
        self._read = _kinds(told.get("read")) if told else _seen(found)
        self._unread = told.get("unread")

    def has(self, kind: str, namespace: str) -> bool:
        """Tell whether all objects of a kind in a namespace are in the snapshot."""
        return (kind, "") in self._read or (kind, namespace) in self._read

    def reason(self, kind: str) -> str:
        """Return why objects of a kind are not in it."""
        for one in self._unread if isinstance(self._unread, list) else ():
            if isinstance(one, dict) and str(one.get("kind", "")).rpartition("/")[2] == kind and one.get("reason"):
                return f"objects of kind {kind} were not read: {str(one['reason'])[:200]}"
        return f"the snapshot holds no objects of kind {kind}"


def _seen(found: Mapping[tuple[str, str, str], Object]) -> set[tuple[str, str]]:
    """Return what a list without an envelope seems to be of: one namespace, or all where it holds several."""
    seen = {(kind, namespace) for kind, namespace, _ in found}
    numbers = Counter(kind for kind, _ in seen)
    return seen | {(kind, "") for kind, number in numbers.items() if number > 1}


def _kinds(value: object) -> set[tuple[str, str]]:
    found = set()
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict) and isinstance(one.get("kind"), str):
            group, _, kind = one["kind"].rpartition("/")
            if group.partition("/")[0] in (GROUP, ""):
                found.add((kind, str(one.get("namespace") or "")))
    return found


def actor(value: Mapping[str, object], field: str, settings: DriftSettings) -> Actor | None:
    """Return who last wrote a field of an object, where its ``managedFields`` tell."""
    return Managers(value, settings).of((field,))


def maker(value: Mapping[str, object], settings: DriftSettings) -> Actor | None:
    """Return who made an object that nobody declares, where its ``managedFields`` tell."""
    return Managers(value, settings).first()
