"""States of Terraform and OpenTofu (``terraform state pull``) beside the code of their root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.drift.foreign import nothing_compared
from trueline.drift.terraform.applied import Applied, resources_beside
from trueline.drift.terraform.comparison import Side, facts
from trueline.drift.terraform.instances import DATA, faults_of, instances_of
from trueline.drift.terraform.mismatch import mismatches
from trueline.drift.terraform.roots import units_of
from trueline.model.drift import Detected
from trueline.model.report import Input, Notification

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.drift.declared import Declared
    from trueline.drift.terraform.instances import StateInstance
    from trueline.model.drift import Drift, Snapshot
    from trueline.model.unit import Unit

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
    if not units:
        message = f"no Terraform root is at {snapshot.root or 'the top of the repository'}: nothing was compared"
        where = snapshot.document.locate()
        odd.append(Notification("error", "unknown-root", message, where))
        drifts = [side.unchecked("", where, message)]
    else:
        instances = instances_of(snapshot)
        managed = [one for one in instances if one.mode != DATA]
        drifts = [*_mismatched(side, declared, len(units)), *_compared(side, declared, units, instances)]
        strays = {one.address for one in drifts if one.kind == "terraform/undeclared"}
        known = sum(one.address not in strays for one in managed)
        if any(one.resources for one in map(declared.declaration, units)):
            odd += nothing_compared(snapshot, "resources", held=len(managed), compared=known)
    state = Input(snapshot.path, KIND, "partly-read" if odd else "read", odd[0].message if odd else "")
    return Detected(tuple(drifts), (state,), tuple(odd))


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


def _facts(side: Side, declared: Declared, unit: Unit, instances: Sequence[StateInstance]) -> Iterator[Drift]:
    """Yield what differs from one unit, evaluated with what the state knows of what it refers to."""
    declaration = declared.declaration(unit)
    applied = Applied(instances, declaration.resources)
    resources = resources_beside(unit, declared, applied)
    managed = [one for one in instances if one.mode != DATA]
    return facts(side, declaration._replace(resources=resources), managed, applied)


def _compared(
    side: Side, declared: Declared, units: Sequence[Unit], instances: Sequence[StateInstance]
) -> Iterator[Drift]:
    """Yield what differs; of a root in several environments what differs in each of them, whichever the state is of."""
    each = [list(_facts(side, declared, unit, instances)) for unit in units]
    keys = [{(one.kind, one.address, one.path) for one in found} for found in each]
    common = set.intersection(*keys)
    yield from (one for one in each[0] if (one.kind, one.address, one.path) in common)
    some = len(set.union(*keys) - common)
    if some:
        names = ", ".join(unit.environment for unit in units)
        reason = (
            f"which environment this state is of is not known ({names}), and {some} "
            f"difference{'s hold' if some > 1 else ' holds'} in some of them only"
        )
        yield side.unchecked("", side.snapshot.document.locate(), reason)
