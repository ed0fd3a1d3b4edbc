"""What a root writes down, whether or not there is an instance of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.plan.entries import without_keys
from trueline.dialects.terraform.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator


class Written:
    """The blocks of a root's resources and calls by address; ``count = 0`` takes no block away."""

    def __init__(self, root: Scope) -> None:
        self._addresses = frozenset(_written(root))

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no block at all."""
        return not self._addresses

    def has(self, address: str) -> bool:
        """Tell whether an address is one of a block, or inside of a module that is called and not looked into."""
        bare = without_keys(address)
        steps = bare.split(".")
        ends = (end for end in range(2, len(steps), 2) if steps[end - 2] == "module")
        return bare in self._addresses or any(".".join(steps[:end]) in self._addresses for end in ends)


def _written(root: Scope) -> Iterator[str]:
    for scope in root.walk():
        prefix = without_keys(scope.prefix)
        yield from (f"{prefix}{kind}.{name}" for kind, name in scope.directory.resources)
        for name in scope.directory.calls:
            if not any(isinstance(child, Scope) for _, child in scope.children(name)):
                yield f"{prefix}module.{name}"
