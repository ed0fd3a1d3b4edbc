"""One evaluation on its way: the values of names, the host, and the steps that are left."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from trueline.policies.cel.errors import LimitReachedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.model.resource import Relations, Resource


class Host(NamedTuple):
    """What an expression may ask beside its names: other resources, and how many steps it may take."""

    relations: Relations | None = None
    resource: Resource | None = None
    steps: int = 1_000_000


class Run:
    """The state of one evaluation; ``locals`` are the names that macros give, by number."""

    __slots__ = ("activation", "host", "locals", "steps")

    def __init__(self, activation: Mapping[str, object], host: Host, names: int) -> None:
        self.activation = activation
        self.host = host
        self.steps = host.steps
        self.locals: list[object] = [None] * names

    def spend(self, steps: int) -> None:
        """Count ``steps``; raise when none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise LimitReachedError("the expression takes too many steps")


Evaluate: TypeAlias = "Callable[[Run], object]"
"""A compiled node."""
