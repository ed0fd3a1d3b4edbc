"""Which folders are modules, and two revisions of one to changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.contracts.terraform_module.kinds import FORMAT
from trueline.contracts.terraform_module.ledger import Ledger, Spot
from trueline.contracts.terraform_module.outputs import compare_outputs
from trueline.contracts.terraform_module.requirements import compare_requirements
from trueline.contracts.terraform_module.side import Side
from trueline.contracts.terraform_module.variables import compare_variables
from trueline.dialects.terraform.roots import plan_modules
from trueline.errors import ReadError
from trueline.model.change import Compared
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.document import Reader

_INTERFACE: Final = re.compile(rb'^[ \t]*"?(?:variable|output)"?[ \t]*["{:]|"(?:variable|output)"[ \t]*:', re.MULTILINE)


def plan(paths: Sequence[str], reader: Reader) -> Sequence[Unit]:
    """Return the modules among ``paths``: folders that others may call, with a variable or an output."""
    return [
        Unit(FORMAT, folder, members=tuple(sorted(files)))
        for folder, files in sorted(plan_modules(paths, reader).items())
        if _has_interface(files, reader)
    ]


def compare(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
    """Return what differs between two revisions of a module; None is a side that does not have it."""
    old = Side(base, before, "warning") if base else None
    new = Side(head, after, "error") if head else None
    if old is None or new is None:
        return _alone(old, new)
    ledger = Ledger(old, new)
    compare_variables(ledger)
    compare_outputs(ledger)
    compare_requirements(ledger)
    return Compared(tuple(ledger.changes), new.inputs, (*old.notifications(), *new.notifications()))


def _alone(base: Side | None, head: Side | None) -> Compared:
    """Return a module that is new or gone as one change."""
    side = head or base
    if side is None:
        return Compared()
    ledger = Ledger(side, side)
    place, name = side.file(""), side.root or "."
    if head is not None:
        ledger.add("module-added", Spot("module", None, place), f"the module {name} is new")
        return Compared(tuple(ledger.changes), head.inputs, tuple(head.notifications()))
    ledger.add("module-removed", Spot("module", place, None), f"the module {name} is gone")
    return Compared(tuple(ledger.changes), (), tuple(side.notifications()))


def _has_interface(files: Iterable[str], reader: Reader) -> bool:
    for path in files:
        try:
            if _INTERFACE.search(reader.read(path).data):
                return True
        except ReadError:
            continue
    return False
