"""Attributes that the code does not say and a state has otherwise than the provider takes without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.dialects.terraform.plan.entries import mapping
from trueline.drift.provider_defaults import settled_defaults
from trueline.drift.terraform.differences import Difference
from trueline.drift.terraform.noise import is_empty
from trueline.drift.terraform.scalars import is_same_scalar
from trueline.drift.wording import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.drift.terraform.instances import StateInstance

_TAKEN: Final = (
    "network_interface primary_network_interface snapshot_identifier replicate_source_db restore_to_point_in_time "
    "replication_source_identifier global_cluster_identifier s3_import restore_source_name restore_source_table_arn"
)
_ELSEWHERE: Final = frozenset(_TAKEN.split())
"""Attributes that say what something is made of: it has its settings from there."""

_TAGS: Final = "tags"
_TAGGED: Final = ("aws_", "azurerm_")
"""Providers of which a state has in ``tags`` what is there, and the next plan takes away what nobody wrote."""
_OF_CLUSTERS: Final = ("kubernetes.io/", "k8s.aws/", "karpenter.sh/")


def unsaid(declared: Mapping[str, object], instance: StateInstance) -> Iterator[Difference]:
    """Yield what a state has of the attributes that the code leaves to the provider, where that is not its default."""
    if _TAGS not in declared and instance.type.startswith(_TAGGED):
        for key, value in mapping(instance.attributes.get(_TAGS)).items():
            if not any(mark in key for mark in _OF_CLUSTERS):
                yield Difference((_TAGS, key), None, value)
    if not _ELSEWHERE.isdisjoint(declared):
        return
    for name, default in settled_defaults(instance.type).items():
        actual = instance.attributes.get(name)
        if name not in declared and actual is not None and not _is_same(default, actual, name):
            yield Difference((name,), None, actual)


def _is_same(default: object, actual: object, name: str) -> bool:
    return (is_empty(default) and is_empty(actual)) or is_same_scalar(default, actual, name)


def default_of(found: Difference, kind: str) -> str:
    """Return what is said of the default of an attribute that nobody declared; empty where there is none."""
    default = settled_defaults(kind).get(str(found.path[0])) if found.before is None and len(found.path) == 1 else None
    return "" if default is None or is_empty(default) else f"; the default is {show(default)}"
