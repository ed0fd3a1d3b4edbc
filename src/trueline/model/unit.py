"""The smallest set of files judged together, and what a dialect reads out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.report import Input, Notification
    from trueline.model.resource import Resource


class Unit(NamedTuple):
    """One unit of work: a manifest, a Terraform root in one environment, a kustomization, a chart, a plan.

    ``root`` is the file or folder it is named by; ``members`` the paths known to belong to it when it was planned;
    ``options`` what the config says of it (variable files, the plan's path); ``reads`` files and folders elsewhere that
    it may read, as far as that can be told without evaluating it.
    """

    dialect: str
    root: str
    environment: str = ""
    members: tuple[str, ...] = ()
    options: Mapping[str, object] = {}
    reads: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from every other unit of a tree: dialect, root and environment."""
        return self.dialect, self.root, self.environment

    @property
    def is_component(self) -> bool:
        """Whether it is built only as a part of another one, and none of its tree uses it: it declares nothing."""
        return self.options.get("component") is True


class Extract(NamedTuple):
    """What a dialect read from a unit: its resources, what became of its files, and what is wrong with them."""

    resources: tuple[Resource, ...] = ()
    inputs: tuple[Input, ...] = ()
    notifications: tuple[Notification, ...] = ()
