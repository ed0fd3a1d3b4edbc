"""Roles and bindings that a cluster brings along: nobody declares them.

A label alone says nothing, as anybody may write it: what is left out must be called as the cluster's own are, bind
nobody but the cluster's own, and be nothing that others have written, as far as ``managedFields`` tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.access.objects import ROLES, actor
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.drift.access.objects import Object, Subject
    from trueline.model.drift import Actor
    from trueline.model.drift_settings import DriftSettings

CREATED: Final = "kubectl-create"
_LABEL: Final = "kubernetes.io/bootstrapping"
_OWN_ROLES: Final = frozenset({"admin", "cluster-admin", "edit", "view"})
_CLOUDS: Final = ("eks:", "gce:", "gke:", "aks:", "azure:")
_PREFIXES: Final = ("system:", *_CLOUDS)
_BOOT: Final = ("kube-apiserver", "kubeadm", "openshift-", "hyperkube", "deploy@", "k3s", "rke2")
"""How the field managers are called that bring out a cluster's own roles."""
_EVERYBODY: Final = frozenset({
    "system:anonymous", "system:authenticated", "system:serviceaccounts", "system:unauthenticated",
})  # fmt: skip
_SIGNED_IN: Final = frozenset({"system:authenticated"})
_PUBLIC: Final[Mapping[str, frozenset[str]]] = {  # what everybody may do in a cluster that nobody changed: role → whom
    "system:basic-user": _SIGNED_IN,
    "system:discovery": _SIGNED_IN,
    "system:public-info-viewer": _SIGNED_IN | {"system:unauthenticated"},
    "system:openshift:public-info-viewer": _SIGNED_IN | {"system:unauthenticated"},
    "system:service-account-issuer-discovery": frozenset({"system:serviceaccounts"}),
}
_NAMESPACES: Final = ("kube-system", "kube-public", "kube-node-lease")


def is_own_role(role: Object) -> bool:
    """Tell whether a role is one of the cluster's own."""
    return role.name.startswith(_PREFIXES) or (role.name in _OWN_ROLES and _is_labelled(role))


def hand(one: Object, settings: DriftSettings) -> Actor | None:
    """Return who has written what a role allows, or whom a binding binds, where that is no program of the cluster."""
    found = actor(one.value, "rules" if one.kind in ROLES else "subjects", settings)
    if found is None or found.role == "controller" or found.name.startswith(_BOOT):
        return None
    if found.name == CREATED:
        return found._replace(role="human")
    # what a cloud brings along its own tools apply, as anybody would
    return found if found.role == "human" or not one.name.startswith(_CLOUDS) else None


def foreign_subjects(binding: Object, settings: DriftSettings) -> list[Subject]:
    """Return whom a binding binds that the cluster itself would not: all of them, unless it is one of its own."""
    if hand(binding, settings) is not None:
        return binding.subjects
    if binding.name == "cluster-admin" and binding.kind == "ClusterRoleBinding":
        return [one for one in binding.subjects if (one.kind, one.name) != ("Group", "system:masters")]
    if not binding.name.startswith(_PREFIXES):
        return binding.subjects
    return [one for one in binding.subjects if not _is_own(one, binding)]


def _is_own(subject: Subject, binding: Object) -> bool:
    if subject.kind == "ServiceAccount":
        return subject.namespace in _NAMESPACES
    if subject.name in _EVERYBODY:
        return subject.name in _PUBLIC.get(binding.name, ()) and binding.role[2] == binding.name
    return subject.name.startswith(_PREFIXES)


def _is_labelled(role: Object) -> bool:
    return find(role.value, ("metadata", "labels", _LABEL)) == "rbac-defaults"
