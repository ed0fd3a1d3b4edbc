"""Where a resource is: its own word, else its provider's, else the config's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.model.cost import SENSITIVE
from trueline.values.unknown import Unknown, is_sensitive

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.cost.subject import Subject

CLOUD_OF: Final[Mapping[str, str]] = {"aws": "aws", "azurerm": "azure", "google": "google"}
"""The cloud of a prefix of types."""

_ZONE: Final = {
    "aws": re.compile(r"([a-z]{2}(?:-[a-z]+)+-\d+)[a-z]"),
    "google": re.compile(r"([a-z]+-[a-z]+\d+)-[a-z]"),
}
_OWN: Final = {
    "aws": ("region", "availability_zone", "availability_zones[0]"),
    "azure": ("location",),
    "google": ("region", "zone", "location"),
}
_PROVIDED: Final = {"aws": ("region",), "azure": (), "google": ("region", "zone")}


def cloud_of(kind: str) -> str:
    """Return the cloud of a type of Terraform or CloudFormation, empty for another provider's."""
    if kind.startswith("AWS::"):
        return "aws"
    return CLOUD_OF.get(kind.partition("_")[0], "")


def region_of(it: Subject) -> str | Unknown:
    """Return the region, spelled as the price book does; an unknown says what would tell."""
    cloud = cloud_of(it.kind)
    doubt: Unknown | None = None
    for name in _OWN.get(cloud, ()):
        found = it.get(name)
        if isinstance(found, str) and found:
            return spelled(cloud, found)
        if doubt is None and isinstance(found, Unknown):
            doubt = found
    if (cloud == "azure" and doubt is not None) or (cloud == "azure" and it.get("location") is None):
        group = next(iter(it.refers("azurerm_resource_group", "resource_group_name")), None)
        if group is not None and group.resource is not it.resource and isinstance(group.get("location"), str):
            return spelled(cloud, str(group.get("location")))
    for name in _PROVIDED.get(cloud, ()):
        found = it.resource.provided(name)
        if is_sensitive(found):
            found = Unknown([f"provider.{name} ← {SENSITIVE}"])
        if isinstance(found, str) and found:
            return spelled(cloud, found)
        if doubt is None and isinstance(found, Unknown):
            doubt = found
    chosen = it.world.settings.regions.get(cloud)
    if chosen:
        return chosen
    if doubt is not None:
        return doubt.because("region")
    return Unknown([f"region ← neither the code nor `cost.regions.{cloud}` of the config names it"])


def spelled(cloud: str, text: str) -> str:
    """Return a region as the price book spells it, from a region, a zone or Azure's display name."""
    if cloud == "azure":
        return text.replace(" ", "").replace("-", "").lower()
    zone = _ZONE.get(cloud)
    found = zone.fullmatch(text.lower()) if zone is not None else None
    if found is not None:
        return found[1]
    return text.lower() if cloud == "aws" else text
