"""Whose an object is: its labels and its namespace, and what of them is filled in only when it is applied."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.cost.bill import may_be_shown
from trueline.dialects.kubernetes.kinds import WORKLOAD
from trueline.values.unknown import Unknown, find

if TYPE_CHECKING:
    from trueline.model.resource import Resource

_LABELS: Final = ("metadata", "labels")
# What Kubernetes takes; any other text stands for one that is put there before (`${TEAM}`).
_NAMESPACE: Final = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_KEY: Final = re.compile(r"([-A-Za-z0-9.]+/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")
_VALUE: Final = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?")


def unplaced(resource: Resource) -> str:
    """Return why it is not known in which namespace an object is, or nothing."""
    found = find(resource.value, ("metadata", "namespace"))
    if isinstance(found, Unknown):
        return "; ".join(found.reasons)
    if found in (None, ""):
        return "it names none, and may be applied to any"
    if not isinstance(found, str) or not _NAMESPACE.fullmatch(found):
        return f"`{found}` is filled in before it is applied"
    return ""


def labels_of_object(resource: Resource) -> tuple[dict[str, str], dict[str, str]]:
    """Return the labels of an object, and those that are not known, with why; what it does not say, its pods do.

    Under ``*`` stands why any may be there.
    """
    template = resource.families.get(WORKLOAD)
    tags: dict[str, str] = {}
    doubts: dict[str, str] = {}
    for path in ((*template, *_LABELS) if template is not None else None, _LABELS):
        found = None if path is None else find(resource.value, path)
        if isinstance(found, Unknown):
            doubts["*"] = "; ".join(found.reasons)
        for key, value in found.items() if isinstance(found, dict) else ():
            _tell(str(key), value, tags, doubts)
    return tags, doubts


def _tell(key: str, value: object, tags: dict[str, str], doubts: dict[str, str]) -> None:
    if not _KEY.fullmatch(key):
        doubts["*"] = f"the label `{key}` is filled in before it is applied"
    elif isinstance(value, Unknown):
        doubts[key] = "; ".join(value.reasons)
        tags.pop(key, None)
    elif isinstance(value, str) and not _VALUE.fullmatch(value):
        doubts[key] = f"`{value}` is filled in before it is applied"
        tags.pop(key, None)
    elif may_be_shown(value):
        tags[key] = str(value)
        doubts.pop(key, None)
