"""CloudFormation's resources in Terraform's words, so that one estimator serves both."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from trueline.cost.cloudformation_types import PROPERTIES, TYPES, VALUES
from trueline.cost.subject import View
from trueline.model.resource import parse_path
from trueline.values.unknown import Unknown, find

if TYPE_CHECKING:
    from trueline.model.location import Path
    from trueline.model.resource import Resource

_INDEX: Final = re.compile(r"\[(\d+)\]")


def view(resource: Resource, kind: str) -> View:
    """Return a resource in Terraform's words; what nobody translated keeps its own name."""
    translated = _type(resource, kind)

    def get(path: str) -> object:
        found = _find(resource.value, parse_path(spelled(translated, path)))
        meaning = VALUES.get((translated, path))
        return (
            found if meaning is None or found is None or isinstance(found, Unknown) else meaning.get(str(found), found)
        )

    return View(translated, get)


def _type(resource: Resource, kind: str) -> str:
    if kind == "AWS::RDS::DBInstance" and resource.get("DBClusterIdentifier") is not None:
        return "aws_rds_cluster_instance"  # of Aurora it declares all instances with one type
    return TYPES.get(kind, kind)


def _find(value: object, path: Path) -> object:
    """Return the value at a path; what Terraform has as a list of one block is a map here."""
    for step in path:
        if step == 0 and isinstance(value, dict):
            continue
        value = find(value, (step,))
        if value is None:
            return None
    return value


@cache
def spelled(kind: str, path: str) -> str:
    """Return the path of a property, from that of an attribute of a type of Terraform.

    The longest part that `PROPERTIES` spells goes first; what it does not spell is the attribute's own, in capitals
    (``InstanceType``).
    """
    own = PROPERTIES.get(kind, {})
    places = _INDEX.findall(path)
    steps = _INDEX.sub("[*]", path).split(".")
    for end in range(len(steps), -1, -1):
        spelling = own.get(".".join(steps[:end]))
        if spelling is not None:
            rest = [_capitals(step) for step in steps[end:]]
            return _numbered(".".join([part for part in (spelling, *rest) if part]), places)
    return _numbered(".".join(map(_capitals, steps)), places)


def _numbered(text: str, places: list[str]) -> str:
    left = iter(places)
    return re.sub(r"\[\*\]", lambda _: f"[{next(left, '0')}]", text)


def _capitals(step: str) -> str:
    name, bracket, index = step.partition("[")
    return "".join(part.capitalize() for part in name.split("_")) + bracket + index


@cache
def kinds(kind: str) -> tuple[str, ...]:
    """Return the types of CloudFormation that are a type of Terraform; one of its own is itself."""
    if kind.startswith("AWS::"):
        return (f"cloudformation/{kind}",)
    return tuple(f"cloudformation/{name}" for name, other in _PAIRS if other == kind)


_PAIRS: Final = (*TYPES.items(), ("AWS::RDS::DBInstance", "aws_rds_cluster_instance"))
