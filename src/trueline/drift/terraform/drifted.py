"""What a plan says was changed or deleted outside of it, and what of that its own changes undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.secret_attributes import is_secret_attribute
from trueline.drift.terraform.alterations import CHANGES, DRIFT, alterations
from trueline.drift.terraform.computed import is_computed
from trueline.drift.terraform.differences import differences
from trueline.drift.terraform.ignored import is_ignored
from trueline.drift.terraform.noise import is_zero, spelled
from trueline.drift.terraform.secrecy import is_marked
from trueline.drift.terraform.undone import Undone, named_only
from trueline.drift.touches import touches
from trueline.drift.wording import clean, differ, named
from trueline.model.drift import Drift
from trueline.model.location import format_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.drift.terraform.alterations import Alteration, Relevance
    from trueline.drift.terraform.differences import Difference
    from trueline.drift.terraform.places import Places
    from trueline.drift.terraform.secrecy import Secrets
    from trueline.model.drift import Snapshot
    from trueline.model.location import Path
    from trueline.model.resource import Place
    from trueline.model.unit import Unit

TWINS: Final = {
    "tags_all": ("tags",),
    "effective_labels": ("labels",),
    "terraform_labels": ("labels", "effective_labels"),
    "effective_annotations": ("annotations",),
}
"""Attributes that repeat others with the provider's defaults: what both say is told once, of the one that code sets."""


class Known(NamedTuple):
    """What all facts about one plan are made with."""

    snapshot: Snapshot
    unit: Unit
    places: Places
    secrets: Secrets
    relevance: Relevance

    def fact(self, kind: str, entry: Alteration, place: Place, message: str, **more: object) -> Drift:
        """Return a fact about the resource of an entry."""
        return Drift(
            kind=kind,
            address=entry.address,
            location=place.primary,
            related=place.related,
            type=f"terraform/{entry.kind}",
            message=clean(message),
            unit=self.unit.root,
            environment=self.unit.environment,
            snapshot=self.snapshot.path,
            **more,  # type: ignore[arg-type]  # further fields, named where they are given
        )


def drifted(plan: Mapping[str, object], known: Known) -> Iterator[Drift]:
    """Yield what drifted, and beside each difference that the plan undoes that it does."""
    found = list(alterations(plan, DRIFT))
    addresses = {entry.address for entry in found}
    changes = {
        entry.address: entry
        for entry in alterations(plan, CHANGES)
        if entry.address in addresses and not entry.deposed and entry.actions not in (("no-op",), ("read",))
    }
    for entry in found:
        change = changes.get(entry.address) if not entry.deposed else None
        if entry.is_delete or (entry.after is None and entry.before is not None):
            yield from _deleted(entry, change, known)
        else:
            yield from _changed(entry, change, known)


def _deleted(entry: Alteration, change: Alteration | None, known: Known) -> Iterator[Drift]:
    is_reverted = change is not None and "create" in change.actions
    place = known.places.of(entry.address, (), None, (*entry.path, "address"))
    message = f"{entry.address} is not there any more; it was deleted outside of Terraform"
    details = {**_relevance(entry, (), known), "reverted": is_reverted, "touches": touches(entry.kind, ())}
    if entry.deposed:
        details["deposed"] = entry.deposed
    yield known.fact("terraform/deleted", entry, place, message, is_standing=True, details=details)
    if is_reverted:
        message = f"this plan creates {entry.address} anew, which was deleted outside of Terraform"
        details = {**details, "relevant": True}
        yield known.fact("terraform/reverted", entry, place, message, details=details)


def _changed(entry: Alteration, change: Alteration | None, known: Known) -> Iterator[Drift]:
    undone = Undone(change)
    if change is not None:
        entry = entry._replace(marks=(*entry.marks, *change.marks))
    ignored = known.places.ignored(entry.address)
    reverted: dict[Path, Drift] = {}
    for found in _once(list(differences(entry.before, entry.after))):
        touched = touches(entry.kind, found.path)
        notes = _notes(entry, found, is_passed=is_ignored(ignored, found.path))
        planned = undone.planned(found, is_guarding=bool(touched) and "computed" not in notes)
        details: dict[str, object] = {
            **_relevance(entry, found.path, known),
            "reverted": planned is not None,
            "touches": touched,
            **notes,
        }
        yield _difference("terraform/changed", entry, found, known, details)
        if planned is not None:
            shown = _shown(found, planned)
            told = _difference("terraform/reverted", entry, shown, known, {**details, "relevant": True})
            reverted.setdefault(shown.path, told)
        elif undone.is_open(found.path) and "computed" not in notes:
            yield _open(entry, found, known)
    yield from reverted.values()


def _shown(drift: Difference, planned: Difference) -> Difference:
    """Return what the plan sets and what is there instead: where it drifted, or the very place that it sets in it."""
    if named_only(drift.path) == named_only(planned.path):
        return drift._replace(before=planned.after)
    return planned._replace(before=planned.after, after=planned.before)


def _open(entry: Alteration, found: Difference, known: Known) -> Drift:
    """Return that nobody knows whether the plan undoes a difference."""
    place = known.places.of(entry.address, found.path, entry.before, (*entry.path, "address"))
    reason = (
        f"{named(found.path)} was changed outside of Terraform, and what this plan sets it to is known only after apply"
    )
    path = format_path(found.path)
    return known.fact("snapshot/unchecked", entry, place, reason, path=path, details={"reason": reason})


def _relevance(entry: Alteration, path: Path, known: Known) -> dict[str, object]:
    return {"relevant": known.relevance.holds(entry.address, path)} if known.relevance.is_told else {}


def _notes(entry: Alteration, found: Difference, *, is_passed: bool) -> dict[str, object]:
    """Return the details that hold for few differences."""
    told = {
        "computed": is_computed(entry.kind, found.path),
        "ignored": is_passed,
        "default": found.before is None and is_zero(found.after) and found.after != "",  # which a key has
        "order": found.note == "order",
        "deposed": entry.deposed,
    }
    return {name: value for name, value in told.items() if value}


def _difference(kind: str, entry: Alteration, found: Difference, known: Known, details: dict[str, object]) -> Drift:
    is_hidden = any(is_marked(mask, found.path) for mask in entry.marks)
    is_hidden = is_hidden or is_secret_attribute(entry.kind, found.path)
    is_hidden = is_hidden or known.secrets.is_secret(found.path, found.before, found.after)
    declared, actual = (known.secrets.conceal(value, whole=is_hidden) for value in (found.before, found.after))
    side = "after" if found.before is None else "before"
    otherwise = (*entry.path, "change", side, *found.path)
    is_alone = found.before is None and isinstance(found.path[-1], int)
    written = found.path[:-1] if is_alone else found.path  # its place is one among what is there
    place = known.places.of(entry.address, written, entry.before, otherwise)
    then = "this plan sets it to" if kind == "terraform/reverted" else "the state had"
    message = differ(named(found.path), declared, actual, then)
    return known.fact(
        kind,
        entry,
        place,
        message,
        path=format_path(found.path),
        declared=declared,
        actual=actual,
        is_standing=kind != "terraform/reverted",
        details=details,
    )


def _once(found: Sequence[Difference]) -> Iterator[Difference]:
    """Yield differences without those that repeat another of the same resource."""
    told = {(one.path, spelled(one.before), spelled(one.after)) for one in found}
    for one in found:
        twins = TWINS.get(str(one.path[0]), ()) if one.path else ()
        both = spelled(one.before), spelled(one.after)
        if not any(((twin, *one.path[1:]), *both) in told for twin in twins):
            yield one
