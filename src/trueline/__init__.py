"""A policy-as-code gate; the names that policy authors need are handed out when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trueline.model.resource import Resource
    from trueline.policies.authoring import Hit, RuleContext, rule
    from trueline.values.unknown import Unknown, UnknownValueError, is_unknown
    from trueline.version import __version__

__all__ = ["Hit", "Resource", "RuleContext", "Unknown", "UnknownValueError", "__version__", "is_unknown", "rule"]

_HOMES = {
    "Hit": "trueline.policies.authoring",
    "Resource": "trueline.model.resource",
    "RuleContext": "trueline.policies.authoring",
    "Unknown": "trueline.values.unknown",
    "UnknownValueError": "trueline.values.unknown",
    "__version__": "trueline.version",
    "is_unknown": "trueline.values.unknown",
    "rule": "trueline.policies.authoring",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'trueline' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
