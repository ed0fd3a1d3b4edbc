"""Plans of Terraform and OpenTofu (``terraform show -json``): what drifted, what the plan undoes, what it destroys."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from trueline.dialects.terraform.plan import incomplete, not_a_plan
from trueline.dialects.terraform.plan.entries import mapping, sequence, text
from trueline.drift.foreign import nothing_compared
from trueline.drift.terraform.alterations import CHANGES, DRIFT, Relevance, faults
from trueline.drift.terraform.destroyed import destroyed
from trueline.drift.terraform.drifted import Known, drifted
from trueline.drift.terraform.places import Places
from trueline.drift.terraform.roots import planned_unit, units_of
from trueline.drift.terraform.secrecy import Secrets
from trueline.drift.wording import clean
from trueline.model.drift import Detected, Drift
from trueline.model.report import Input, Notification
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.drift.declared import Declared
    from trueline.model.drift import Snapshot
    from trueline.model.location import Location, Path

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
    known = Known(snapshot, unit, Places(snapshot, unit, declared), Secrets(plan), Relevance(plan))
    odd = [
        Notification("error", "unreadable-input", message, snapshot.document.locate(path))
        for path, message in (*faults(plan, DRIFT), *faults(plan, CHANGES))
    ]
    gaps = incomplete(plan, snapshot.document)
    entries = map(mapping, sequence(plan.get(CHANGES)))
    planned = [text(one.get("address")) for one in entries if one.get("mode") == "managed" and one.get("address")]
    if known.places.declare_any():
        held = sum(known.places.has(address) for address in planned)
        odd += nothing_compared(snapshot, "resources", held=len(planned), compared=held)
    drifts = (
        *drifted(plan, known),
        *destroyed(plan, known),
        *(_unchecked(known, gap.message, gap.location or snapshot.document.locate()) for gap in gaps),
        *_deferred(plan, known),
    )
    state = Input(snapshot.path, KIND, "partly-read" if odd else "read", odd[0].message if odd else "")
    return Detected(drifts, (state,), (*odd, *gaps))


def _deferred(plan: Mapping[str, object], known: Known) -> Iterator[Drift]:
    """Yield the changes that the plan leaves for a later one: nothing is known of them."""
    for place, entry in enumerate(map(mapping, sequence(plan.get("deferred_changes")))):
        change = mapping(entry.get("resource_change"))
        address = text(change.get("address"))
        reason = f"the plan leaves it for later ({text(entry.get('reason')) or 'it does not say why'})"
        path: Path = ("deferred_changes", place)
        found = _unchecked(known, reason, known.snapshot.document.locate(path))
        yield found._replace(address=address, type=f"terraform/{text(change.get('type'))}")


def _unchecked(known: Known, reason: str, location: Location) -> Drift:
    return Drift(
        kind="snapshot/unchecked",
        address="",
        location=location,
        message=clean(reason),
        unit=known.unit.root,
        environment=known.unit.environment,
        snapshot=known.snapshot.path,
        details={"reason": reason},
    )
