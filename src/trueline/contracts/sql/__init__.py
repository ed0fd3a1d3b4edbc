"""SQL migrations as a contract: what those new since base break, for the code that runs and for those who wait.

The migrations at base are replayed into a schema; only new ones are judged, each statement against what the ones
before it made. What is not understood puts the tables it names in doubt, and is a change of its own.

Left out on purpose: style (names, preferred types, re-runnable statements, wide indexes), and what only a running
database can tell (sizes of tables, how long a query runs). Statements in the bodies of functions are not judged, and
SQL Server's and Oracle's own statements are read as far as they are standard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.sql.kinds import KINDS
from trueline.contracts.sql.layouts import plan
from trueline.model.change import Compared
from trueline.model.report import Input

if TYPE_CHECKING:
    from trueline.model.document import Reader
    from trueline.model.unit import Unit

__all__ = ["KINDS", "compare", "plan"]


def compare(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
    """Return what the migrations change that are at head and not at base, and what became of merged ones."""
    if _is_same(base, before, head, after):
        return Compared(inputs=tuple(Input(path, "sql", "read") for path in (head.members if head else ())))
    from trueline.contracts.sql.changes import changes
    from trueline.contracts.sql.migrations import Read, read

    nothing = Read((), (), ())
    old = read(base, before) if base is not None else nothing
    same = old if base and head and base.options == head.options else nothing  # else it is read in another dialect
    new = read(head, after, same) if head is not None else nothing
    unit = head or base
    return Compared(
        tuple(changes(unit, old, new)) if unit is not None else (),
        new.inputs,
        (*old.notifications, *new.notifications),
    )


def _is_same(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> bool:
    """Tell whether no file differs, without parsing any."""
    if base is None or head is None or base.members != head.members:
        return base is None and head is None
    from trueline.errors import ReadError

    try:
        pairs = [(before.read(path), after.read(path)) for path in head.members]
    except ReadError:
        return False
    return all(one.blob == other.blob if one.blob and other.blob else one.data == other.data for one, other in pairs)
