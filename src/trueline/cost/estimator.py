"""What a module of estimators offers: functions from one resource to the lines of its bill."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, TypeAlias

from trueline.cost.subject import Subject
from trueline.model.cost import Component

Estimator: TypeAlias = Callable[[Subject], Iterable[Component]]
"""Gives every line that may cost something, also those that cannot be priced; none where it costs nothing."""


class Estimators(Protocol):
    """What ``cost/aws/compute.py`` and its like offer."""

    @property
    def ESTIMATORS(self) -> Mapping[str, Estimator]:  # noqa: N802  # a constant of each module
        """By type of Terraform."""
        ...
