"""Who last set a field of an object, as far as its ``managedFields`` tell (``kubectl get --show-managed-fields``)."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from trueline.model.drift import Actor
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.drift import Role
    from trueline.model.drift_settings import DriftSettings
    from trueline.model.location import Path

# those that people use by hand, those that bring out what is declared, those that run in the cluster
_ROLES: Final[Mapping[Role, tuple[str, ...]]] = {
    "human": (
        "kubectl-edit", "kubectl-patch", "kubectl-label", "kubectl-annotate", "kubectl-replace", "kubectl-set",
        "kubectl-create", "Mozilla", "k9s", "lens", "Lens", "node-fetch", "OpenLens", "headlamp*",
    ),
    "pipeline": (
        "kubectl-client-side-apply", "kubectl", "argocd*", "helm*", "Helm*", "kustomize-controller", "helm-controller",
        "flux*", "Terraform", "terraform*", "pulumi*", "trueline*", "before-first-apply",
    ),
    "controller": ("kyverno*", "gatekeeper*", "kubewarden*", "kube-controller-manager", "kube-apiserver", "manager"),
}  # fmt: skip


def actor_of(value: object, path: Path, settings: DriftSettings) -> Actor | None:
    """Return who owns the field at ``path``, or the nearest above it that anybody owns; the latest of several."""
    managers = find(value, ("metadata", "managedFields"))
    best: tuple[int, str, str] | None = None
    for entry in managers if isinstance(managers, list) else ():
        name = entry.get("manager") if isinstance(entry, dict) else None
        if not isinstance(name, str) or entry.get("subresource"):
            continue
        depth = _depth(entry.get("fieldsV1"), path)
        time = entry.get("time")
        candidate = (depth, time if isinstance(time, str) else "", name)
        if depth and (best is None or candidate > best):
            best = candidate
    return Actor(best[2], _role(best[2], settings), best[1]) if best is not None else None


def _depth(fields: object, path: Path) -> int:
    """Return how many steps of ``path`` a set of fields holds; elements of lists have no names there that last."""
    depth = 0
    for step in path:
        if not isinstance(fields, dict) or f"f:{step}" not in fields:
            break
        fields = fields[f"f:{step}"]
        depth += 1
    return depth if not fields or depth == len(path) else 0


def _role(name: str, settings: DriftSettings) -> Role:
    if name in settings.managers:
        return "pipeline"
    if name in settings.controllers:
        return "controller"
    for role, patterns in _ROLES.items():
        if any(fnmatchcase(name, pattern) for pattern in patterns):
            return role
    return "unknown"
