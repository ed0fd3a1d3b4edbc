"""Roles and bindings that a cluster brings along: nobody declares them.

A label alone says nothing, as anybody may write it: what is left out must be called as the cluster's own are, and bind
nobody but the cluster's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.values.unknown import find

if TYPE_CHECKING:
    from trueline.drift.access.objects import Object, Subject

_LABEL: Final = "kubernetes.io/bootstrapping"
_OWN_ROLES: Final = frozenset({"admin", "cluster-admin", "edit", "view"})
_PREFIXES: Final = ("system:", "eks:", "gce:", "gke:", "aks:", "azure:")
_EVERYBODY: Final = frozenset({
    "system:anonymous", "system:authenticated", "system:serviceaccounts", "system:unauthenticated",
})  # fmt: skip
_PUBLIC: Final = frozenset({  # what everybody may do in a cluster that nobody changed
    "system:basic-user", "system:discovery", "system:monitoring", "system:public-info-viewer",
    "system:service-account-issuer-discovery",
})  # fmt: skip
_NAMESPACES: Final = ("kube-system", "kube-public", "kube-node-lease")


def is_own_role(role: Object) -> bool:
    """Tell whether a role is one of the cluster's own."""
    return role.name.startswith(_PREFIXES) or (role.name in _OWN_ROLES and _is_labelled(role))


def foreign_subjects(binding: Object) -> list[Subject]:
    """Return whom a binding binds that the cluster itself would not: all of them, unless it is one of its own."""
    if binding.name == "cluster-admin" and binding.kind == "ClusterRoleBinding":
        return [one for one in binding.subjects if (one.kind, one.name) != ("Group", "system:masters")]
    if not binding.name.startswith(_PREFIXES):
        return binding.subjects
    return [one for one in binding.subjects if not _is_own(one, binding)]


def _is_own(subject: Subject, binding: Object) -> bool:
    if subject.kind == "ServiceAccount":
        return subject.namespace in _NAMESPACES
    if subject.name in _EVERYBODY:
        return binding.name in _PUBLIC and binding.role[2] == binding.name
    return subject.name.startswith(_PREFIXES)


def _is_labelled(role: Object) -> bool:
    return find(role.value, ("metadata", "labels", _LABEL)) == "rbac-defaults"
