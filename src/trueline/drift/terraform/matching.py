"""Which declared instance each one of a state is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.terraform.plan.entries import without_keys
from trueline.drift.terraform.moves import Moves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.drift.terraform.instances import StateInstance
    from trueline.model.resource import Resource

_NO_RESOURCES: Final = frozenset(
    f"terraform/{kind}"
    for kind in ("module", "provider", "variable", "output", "check", "moved", "removed", "import", "terraform")
)
_KEY: Final = r'(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?'


class Matched(NamedTuple):
    """Instances of a state with what declares them; the declared that the state has not, and the others of the state.

    ``absent`` are addresses of modules that are not here, each with why: what is inside of them may be declared.
    """

    pairs: Sequence[tuple[Resource, StateInstance]]
    missing: Sequence[Resource]
    undeclared: Sequence[StateInstance]
    absent: dict[str, str]
    moves: Moves


def match(resources: Sequence[Resource], instances: Iterable[StateInstance]) -> Matched:
    """Return which of some instances of a state, deposed ones apart, are which of a root's resources."""
    moves = Moves(resources)
    managed = [one for one in resources if is_managed(one)]
    finder = Finder(managed)
    pairs: list[tuple[Resource, StateInstance]] = []
    waiting: list[StateInstance] = []
    known = list(instances)
    there = {one.address for one in known}
    for instance in known:
        address = moves.apply(instance.address)
        found = finder.find(address)
        if found is None or (address != instance.address and address in there):  # moved where another one is
            waiting.append(instance)
        else:
            pairs.append((found, instance))
    taken = {id(resource) for resource, _ in pairs}
    left = [resource for resource in managed if id(resource) not in taken]
    more = [*_renumbered(left, waiting, moves)]
    given = {id(instance) for _, instance in more}
    taken = {id(resource) for resource, _ in more}
    absent = {one.address: one.absent for one in resources if one.kind == "terraform/module" and one.absent}
    return Matched(
        pairs=[*pairs, *more],
        missing=[resource for resource in left if id(resource) not in taken],
        undeclared=[instance for instance in waiting if id(instance) not in given],
        absent=absent,
        moves=moves,
    )


def is_managed(resource: Resource) -> bool:
    """Tell whether a resource of a root is one that its state has instances of."""
    kind = resource.kind
    return kind.startswith("terraform/") and not kind.startswith("terraform/data.") and kind not in _NO_RESOURCES


def pattern_of(address: str) -> re.Pattern[str]:
    """Return what the addresses of a state look like that an address with unknown keys, ``[*]``, stands for."""
    return re.compile(re.escape(address).replace(r"\[\*\]", _KEY))


class Finder:
    """Finds what is declared at an address; where keys are not known, any key is one of them."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._exact: dict[str, Resource] = {}
        self._open: dict[str, list[tuple[re.Pattern[str], Resource]]] = {}
        for resource in resources:
            self._exact[resource.address] = resource
            if "[*]" in resource.address:
                pattern = pattern_of(resource.address)
                self._open.setdefault(without_keys(resource.address), []).append((pattern, resource))

    def find(self, address: str) -> Resource | None:
        """Return what is declared at an address of a state; None where nothing is."""
        found = self._exact.get(address)
        if found is not None or not self._open:
            return found
        around = self._open.get(without_keys(address), ())
        return next((resource for pattern, resource in around if pattern.fullmatch(address)), None)


def _renumbered(
    resources: Iterable[Resource], instances: Iterable[StateInstance], moves: Moves
) -> Iterator[tuple[Resource, StateInstance]]:
    """Yield what got a ``count``, or lost it: Terraform takes the one without a number for the first, and back."""
    found: dict[str, list[Resource]] = {}
    for resource in resources:
        found.setdefault(resource.address.replace("[0]", ""), []).append(resource)
    for instance in instances:
        same = found.pop(moves.apply(instance.address).replace("[0]", ""), [])
        if len(same) == 1:
            yield same[0], instance
