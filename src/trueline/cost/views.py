"""Resources in Terraform's words: as they are, or translated from CloudFormation; Kubernetes' in its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.subject import View
from trueline.model.resource import parse_path
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.resource import Resource


def view_of(resource: Resource) -> View:
    """Return a resource in Terraform's words; of what has none the type is empty. Kubernetes has words of its own."""
    dialect, _, kind = resource.kind.partition("/")
    if dialect in ("terraform", "kubernetes"):
        return View(kind, lambda path: find(resource.value, parse_path(path)))
    if dialect == "cloudformation":
        from trueline.cost.cloudformation import view

        return view(resource, kind)
    return View("", lambda _: None)


def attribute_of(kind: str, attribute: str, resource: Resource) -> str:
    """Return how an attribute of a type of Terraform is spelled where ``resource`` is declared."""
    if resource.kind.startswith("cloudformation/"):
        from trueline.cost.cloudformation import spelled

        return spelled(kind, attribute)
    return attribute


def kinds_of(kind: str, resource: Resource) -> Sequence[str]:
    """Return what a type of Terraform is called where ``resource`` is declared."""
    if resource.kind.startswith("cloudformation/"):
        from trueline.cost.cloudformation import kinds

        return kinds(kind)
    if resource.kind.startswith("kubernetes/"):
        return (f"kubernetes/{kind}",)
    return (f"terraform/{kind}",)
