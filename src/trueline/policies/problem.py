"""What is wrong in a policy file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from trueline.model.location import Location


class PolicyProblem(NamedTuple):
    """One thing that is wrong in a policy file, with its place and what would be right."""

    message: str
    location: Location
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.location}: {self.message}" + (f" ({self.hint})" if self.hint else "")
