"""CloudFormation's types and properties in Terraform's words, so that one estimator serves both."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from trueline.cost.subject import View
from trueline.model.resource import parse_path
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.location import Path
    from trueline.model.resource import Resource

TYPES: Final[Mapping[str, str]] = {
    "AWS::EC2::Instance": "aws_instance",
    "AWS::EC2::NatGateway": "aws_nat_gateway",
    "AWS::EC2::Volume": "aws_ebs_volume",
}
"""Types of CloudFormation, and what Terraform calls them."""

PROPERTIES: Final[Mapping[str, Mapping[str, str]]] = {
    "aws_ebs_volume": {"type": "VolumeType"},
}
"""By type of Terraform: properties whose name is not the attribute's own in capitals (``InstanceType``)."""


def view(resource: Resource, kind: str) -> View:
    """Return a resource in Terraform's words; what nobody translated keeps its own name."""
    translated = TYPES.get(kind, kind)
    own = PROPERTIES.get(translated, {})

    def get(path: str) -> object:
        return find(resource.value, _path(own.get(path) or path, is_own=path in own))

    return View(translated, get)


@cache
def _path(text: str, *, is_own: bool) -> Path:
    steps = parse_path(text)
    if is_own:
        return steps
    return tuple(
        step if isinstance(step, int) else "".join(part.capitalize() for part in step.split("_")) for step in steps
    )


@cache
def kinds(kind: str) -> tuple[str, ...]:
    """Return the types of CloudFormation that are a type of Terraform."""
    return tuple(f"cloudformation/{name}" for name, other in TYPES.items() if other == kind)
