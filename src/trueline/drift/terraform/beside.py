"""The root that a state is of, evaluated with what the state knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.terraform.dialect import environment_of, open_root
from trueline.dialects.terraform.resources import resources_of
from trueline.dialects.terraform.written import Written
from trueline.drift.terraform.applied import Applied
from trueline.drift.terraform.moves import Moves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.drift.declared import Declaration, Declared
    from trueline.drift.terraform.instances import StateInstance
    from trueline.model.unit import Unit


class Beside(NamedTuple):
    """What a unit declares, with what the last apply knew of it, and the blocks that it is written in."""

    declaration: Declaration
    applied: Applied
    written: Written
    moves: Moves

    def knows(self, address: str) -> bool:
        """Tell whether an address of the state is one of the code, in whichever number, or is given up by it."""
        return self.written.has(self.moves.apply(address)) or self.moves.is_removed(address)


def beside(declared: Declared, unit: Unit, instances: Sequence[StateInstance]) -> Beside:
    """Return what a unit declares beside all the instances of its state."""
    declaration = declared.declaration(unit)
    moves = Moves(declaration.resources)
    applied = Applied(instances, declaration.resources, moves)
    root, _ = open_root(unit.root, declared.reader, environment_of(unit, declared.settings), applied)
    resources = tuple(resources_of(root, unit))
    return Beside(declaration._replace(resources=resources), applied, Written(root), moves)
