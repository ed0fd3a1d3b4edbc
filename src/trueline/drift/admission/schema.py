"""The parameters of Gatekeeper's constraints: what their templates fill in where a constraint says nothing."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from trueline.drift.engines import TEMPLATES
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.drift.admission.subject import Subject


def schemas_of(subjects: Iterable[Subject]) -> dict[str, object]:
    """Return the schema of the parameters of each kind of constraint that a template among ``subjects`` defines."""
    found: dict[str, object] = {}
    for subject in subjects:
        if subject.group != TEMPLATES:
            continue
        crd = find(subject.value, ("spec", "crd", "spec"))
        kind = find(crd, ("names", "kind"))
        is_legacy = find(crd, ("validation", "legacySchema")) is True
        if isinstance(kind, str) and not is_legacy:
            found.setdefault(kind, find(crd, ("validation", "openAPIV3Schema")))
    return found


def fill_parameters(value: object, schema: object) -> None:
    """Write the defaults of a schema into ``value``, as the API server does: below what is there, never above."""
    waiting = [(value, schema)]
    while waiting:
        inner, rules = waiting.pop()
        if not isinstance(rules, dict):
            continue
        if isinstance(inner, list):
            waiting += [(element, rules.get("items")) for element in inner]
            continue
        properties = rules.get("properties")
        if not isinstance(inner, dict) or not isinstance(properties, dict):
            continue
        for name, rule in properties.items():
            if isinstance(rule, dict) and "default" in rule and name not in inner:
                inner[name] = deepcopy(rule["default"])
            if name in inner:
                waiting.append((inner[name], rule))
