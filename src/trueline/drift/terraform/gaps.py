"""Where a plan says nothing of what was changed outside of it, so that its silence is no word on what is there.

| plan | why |
|---|---|
| of format 0.1 | before 0.15.2 Terraform had no ``resource_drift``, and refreshed the state without a word |
| that destroys everything (``-destroy``) | Terraform refreshes first, apart from it, and keeps no word of that |
| with what it only forgets (a ``removed`` block) | Terraform does not look at it any more |
| with what it leaves for later, or that is not whole | nothing is known of that |
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.plan.entries import mapping, sequence, text
from trueline.drift.terraform.alterations import CHANGES, DRIFT, alterations
from trueline.drift.wording import clean
from trueline.model.drift import Drift

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.drift.terraform.alterations import Alteration
    from trueline.drift.terraform.drifted import Known
    from trueline.model.location import Location
    from trueline.model.report import Notification

_SILENT_FORMAT = "0.1"


def gaps(plan: Mapping[str, object], known: Known, incomplete: Sequence[Notification]) -> Iterator[Drift]:
    """Yield what a plan cannot tell; ``incomplete`` is what it says itself of not being whole."""
    for one in incomplete:
        yield unchecked(known, one.message, one.location or known.snapshot.document.locate())
    yield from _untold(plan, known)
    for entry in alterations(plan, CHANGES):
        if entry.actions == ("forget",):
            yield _forgotten(entry, known)
    yield from _deferred(plan, known)


def _untold(plan: Mapping[str, object], known: Known) -> Iterator[Drift]:
    """Yield that nothing of what drifted is in the plan, where that is because of how it was made."""
    if plan.get(DRIFT):
        return
    if text(plan.get("format_version")) == _SILENT_FORMAT:
        version = text(plan.get("terraform_version"))
        writer = f"Terraform {version}" if version else "a Terraform before 1.0"
        reason = f"this plan does not say what was changed outside of it: {writer} wrote it, which keeps that to itself"
        yield unchecked(known, reason, known.snapshot.document.locate(("format_version",)))
    elif _destroys_all(plan):
        reason = "this plan destroys everything, and such a plan does not say what was changed outside of it"
        yield unchecked(known, reason, known.snapshot.document.locate((CHANGES,)))


def _destroys_all(plan: Mapping[str, object]) -> bool:
    """Tell whether a plan was made with ``-destroy``: it deletes what is declared, and does not say why."""
    code = mapping(mapping(plan.get("configuration")).get("root_module"))
    found = [one for one in alterations(plan, CHANGES) if not one.deposed]
    declares = bool(code.get("resources") or code.get("module_calls"))
    return declares and bool(found) and all(one.is_delete and not one.reason for one in found)


def _forgotten(entry: Alteration, known: Known) -> Drift:
    reason = f"this plan gives up {entry.address} and leaves it there, and Terraform does not look at it any more"
    place = known.places.of(entry.address, (), None, (*entry.path, "address"))
    return known.fact("snapshot/unchecked", entry, place, reason, details={"reason": reason})


def _deferred(plan: Mapping[str, object], known: Known) -> Iterator[Drift]:
    """Yield the changes that the plan leaves for a later one: nothing is known of them."""
    for place, entry in enumerate(map(mapping, sequence(plan.get("deferred_changes")))):
        change = mapping(entry.get("resource_change"))
        address = text(change.get("address"))
        reason = f"the plan leaves it for later ({text(entry.get('reason')) or 'it does not say why'})"
        found = unchecked(known, reason, known.snapshot.document.locate(("deferred_changes", place)))
        yield found._replace(address=address, type=f"terraform/{text(change.get('type'))}")


def unchecked(known: Known, reason: str, location: Location) -> Drift:
    """Return that something of a plan could not be told, and why."""
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
