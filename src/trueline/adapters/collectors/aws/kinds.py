"""Every type that is read, and the module that reads it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.adapters.collectors.aws.mapping import Kind

_MODULES: Final = (
    "balancing", "compute", "containers", "databases", "edge", "functions", "iam", "keys", "messages", "network", "s3",
    "storage", "watching",
)  # fmt: skip


def kinds() -> Mapping[str, Kind]:
    """Return how each type is read."""
    found: dict[str, Kind] = {}
    for name in _MODULES:
        found |= import_module(f"trueline.adapters.collectors.aws.{name}").KINDS
    return found
