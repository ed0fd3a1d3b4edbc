"""Which modules compare a snapshot, by its kind; imported when there is one."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.drift.protocol import Comparer

COMPARERS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": ("trueline.drift.aws",),
    "cloudformation": ("trueline.drift.cloudformation",),
    "iam": ("trueline.drift.access.iam",),
    "kubernetes": ("trueline.drift.kubernetes", "trueline.drift.access.rbac", "trueline.drift.admission"),
    "terraform-plan": ("trueline.drift.terraform.plan",),
    "terraform-state": ("trueline.drift.terraform.state",),
}
"""Snapshot kind → modules that are `Comparer`s."""


def comparers(kind: str) -> Iterator[Comparer]:
    """Yield the modules that compare snapshots of a kind."""
    for name in COMPARERS[kind]:
        yield cast("Comparer", import_module(name))
