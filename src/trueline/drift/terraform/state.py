"""States of Terraform and OpenTofu (``terraform state pull``) beside the code of their root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.drift.foreign import none_compared, nothing_compared
from trueline.drift.terraform.beside import beside
from trueline.drift.terraform.comparison import facts
from trueline.drift.terraform.instances import DATA, faults_of, instances_of
from trueline.drift.terraform.mismatch import mismatches
from trueline.drift.terraform.roots import units_of
from trueline.drift.terraform.side import Side
from trueline.drift.wording import listed
from trueline.model.drift import Detected
from trueline.model.report import Input, Notification

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.drift.declared import Declared
    from trueline.drift.terraform.beside import Beside
    from trueline.drift.terraform.instances import StateInstance
    from trueline.model.drift import Drift, Snapshot

KIND = "terraform-state"


def compare(snapshot: Snapshot, declared: Declared) -> Detected:
    """Return how a state (version 4) of a root differs from what the root declares, as far as that is certain."""
    odd = [
        Notification("error", "unreadable-input", message, snapshot.document.locate(path))
        for path, message in faults_of(snapshot)
    ]
    units = units_of(snapshot, declared)
    environment = units[0].environment if len(units) == 1 else ""
    side = Side(snapshot, units[0].root if units else snapshot.root, environment)
    is_compared = bool(units)
    if units:
        instances = instances_of(snapshot)
        sides = [beside(declared, unit, instances) for unit in units]
        odd += (foreign := [*_foreign(snapshot, sides, instances)])
        is_compared = not foreign
        drifts = [*_mismatched(side, declared, len(units))]
        drifts += [_unchecked(side, one) for one in foreign] or _compared(side, sides, instances)
    else:
        message = _no_root(snapshot, declared)
        odd.append(Notification("error", "unknown-root", message, snapshot.document.locate()))
        drifts = [_unchecked(side, odd[-1])]
    state = Input(snapshot.path, KIND, "partly-read" if odd else "read", odd[0].message if odd else "")
    return Detected(tuple(drifts), (state,), tuple(odd), () if is_compared else none_compared(snapshot))


def _no_root(snapshot: Snapshot, declared: Declared) -> str:
    there = sorted({unit.root or "." for unit in declared.units if unit.dialect == "terraform"})
    known = f"roots here: {listed(there)}" if there else "there is none here"
    return f"no Terraform root is at {snapshot.root or 'the top of the repository'}, so nothing was compared; {known}"


def _unchecked(side: Side, error: Notification) -> Drift:
    return side.unchecked("", side.snapshot.document.locate(), error.message)


def _foreign(snapshot: Snapshot, sides: Sequence[Beside], instances: Sequence[StateInstance]) -> Iterator[Notification]:
    """Yield an error where nothing in a state is written in its root, which has resources of its own."""
    if not all(one.written.is_empty for one in sides):
        held = [one.address for one in instances if one.mode != DATA and not one.deposed]
        known = sum(any(one.knows(address) for one in sides) for address in held)
        yield from nothing_compared(snapshot, "resources", held=len(held), compared=known)


def _mismatched(side: Side, declared: Declared, environments: int) -> Iterator[Drift]:
    for found in mismatches(side.snapshot, declared.snapshots, environments):
        yield side.fact(
            "terraform/mismatch",
            side.root or ".",
            found.location,
            found.message,
            path=found.path,
            declared=found.other,
            actual=found.actual,
            related=found.others,
        )


def _compared(side: Side, sides: Sequence[Beside], instances: Sequence[StateInstance]) -> Iterator[Drift]:
    """Yield what differs; of a root in several environments what differs in each of them, whichever the state is of."""
    managed = [one for one in instances if one.mode != DATA]
    each = [list(facts(side, one.declaration, managed, one.applied)) for one in sides]
    keys = [{(one.kind, one.address, one.path) for one in found} for found in each]
    common = set.intersection(*keys)
    yield from (one for one in each[0] if (one.kind, one.address, one.path) in common)
    some = len(set.union(*keys) - common)
    if some:
        names = ", ".join(one.declaration.unit.environment for one in sides)
        reason = (
            f"which environment this state is of is not known ({names}), and {some} "
            f"difference{'s hold' if some > 1 else ' holds'} in some of them only"
        )
        yield side.unchecked("", side.snapshot.document.locate(), reason)
