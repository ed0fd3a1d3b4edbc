"""Plans of Terraform and OpenTofu (``terraform show -json``): what drifted, what the plan undoes, what it destroys."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from trueline.dialects.terraform.plan import incomplete, not_a_plan
from trueline.dialects.terraform.plan.entries import mapping, sequence, text
from trueline.drift.foreign import none_compared, nothing_compared
from trueline.drift.terraform.alterations import CHANGES, DRIFT, Relevance, faults
from trueline.drift.terraform.destroyed import destroyed
from trueline.drift.terraform.drifted import Known, drifted
from trueline.drift.terraform.gaps import gaps, unchecked
from trueline.drift.terraform.places import Places
from trueline.drift.terraform.roots import planned_unit, units_of
from trueline.drift.terraform.secrecy import Secrets, secrets_of
from trueline.model.drift import Detected
from trueline.model.report import Input, Notification
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.drift.declared import Declared
    from trueline.model.drift import Snapshot

KIND = "terraform-plan"


def compare(snapshot: Snapshot, declared: Declared) -> Detected:
    """Return what the plan of a root says of what is there, and what it would do about it.

    The document is what ``terraform show -json`` prints, format 0.x or 1.x.
    """
    document = snapshot.document
    fault, where = not_a_plan(document.root)
    if fault:
        refusal = Notification("error", "unreadable-input", fault, document.locate(where))
        return Detected((), (Input(snapshot.path, KIND, "unreadable", fault),), (refusal,))
    was_collecting = gc.isenabled()
    gc.disable()  # beside all that a large plan holds, each collection is slow and finds nothing
    try:
        return _compare(snapshot, mapping(document.root), declared)
    finally:
        if was_collecting:
            gc.enable()


def _compare(snapshot: Snapshot, plan: Mapping[str, object], declared: Declared) -> Detected:
    units = units_of(snapshot, declared)
    unit = planned_unit(units, mapping(plan.get("variables")), declared)
    if unit is None:
        unit = Unit("terraform", units[0].root if units else snapshot.root)
    known = Known(snapshot, unit, Places(snapshot, unit, declared), Secrets(secrets_of(plan)), Relevance(plan))
    odd = [
        Notification("error", "unreadable-input", message, snapshot.document.locate(path))
        for path, message in (*faults(plan, DRIFT), *faults(plan, CHANGES))
    ]
    lacking = incomplete(plan, snapshot.document)
    entries = map(mapping, sequence(plan.get(CHANGES)))
    planned = [text(one.get("address")) for one in entries if one.get("mode") == "managed" and one.get("address")]
    foreign: list[Notification] = []
    if known.places.declare_any():
        held = sum(known.places.has(address) for address in planned)
        foreign = [*nothing_compared(snapshot, "resources", held=len(planned), compared=held)]
    drifts = tuple(unchecked(known, one.message, snapshot.document.locate()) for one in foreign)
    if not foreign:
        drifts = (*drifted(plan, known), *destroyed(plan, known), *gaps(plan, known, lacking))
    odd += foreign
    state = Input(snapshot.path, KIND, "partly-read" if odd else "read", odd[0].message if odd else "")
    return Detected(drifts, (state,), (*odd, *lacking), none_compared(snapshot) if foreign else ())
