"""What a plan destroys or replaces, why, and whether anything is lost with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.stateful import is_guarded
from trueline.drift.terraform.alterations import CHANGES, alterations
from trueline.drift.terraform.holding import PERHAPS, holding
from trueline.drift.touches import touches
from trueline.drift.wording import named
from trueline.model.location import format_path
from trueline.model.resource import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.drift.terraform.alterations import Alteration
    from trueline.drift.terraform.drifted import Known
    from trueline.drift.terraform.holding import Holding
    from trueline.model.drift import Drift

_REASONS: Final = {
    "replace_because_tainted": "it is marked as tainted",
    "replace_by_request": "that was asked for with -replace",
    "replace_by_triggers": "something that it is to be replaced with changes (replace_triggered_by)",
    "delete_because_no_resource_config": "no code declares it any more",
    "delete_because_wrong_repetition": "its count or for_each was added or taken away",
    "delete_because_count_index": "its index is beyond the count",
    "delete_because_each_key": "its key is not in for_each any more",
    "delete_because_no_module": "its module is not called any more",
    "delete_because_no_move_target": "it was moved to where nothing is declared",
    "delete_because_enabled_false": "it is not enabled any more",
}


def destroyed(plan: Mapping[str, object], known: Known) -> Iterator[Drift]:
    """Yield what the plan destroys, to make it anew or not; what Terraform only forgets is not among it."""
    for entry in alterations(plan, CHANGES):
        if entry.is_delete or entry.is_replace:
            held = holding(entry)
            yield _destroyed(entry, known, held)
            if held.is_unknown:
                yield _unknown(entry, known)


def _unknown(entry: Alteration, known: Known) -> Drift:
    """Return that nobody knows whether anything is lost."""
    reason = f"this plan {_verb(entry)} {entry.address}, and whether that type ({entry.kind}) holds data is not known"
    return known.fact("snapshot/unchecked", entry, _place(entry, known), reason, details={"reason": reason})


def _destroyed(entry: Alteration, known: Known, found: Holding) -> Drift:
    held = found.held
    is_replaced = entry.is_replace
    told: dict[str, object] = {
        "action_reason": entry.reason,
        "replace_paths": [format_path(path) for path in entry.replace_paths],
        "holds": held,
        "unsure": found.is_unsure,
        "deposed": entry.deposed,
        "create_first": entry.actions[:1] == ("create",),
        "guarded": is_guarded(entry.before),
        "touches": touches(entry.kind, ()),
    }
    details = {
        "action": "replace" if is_replaced else "destroy",
        "stateful": bool(held),
        **{name: value for name, value in told.items() if value},
    }
    return known.fact("terraform/destroyed", entry, _place(entry, known), _message(entry, held), details=details)


def _place(entry: Alteration, known: Known) -> Place:
    """Return the place of the attribute that forces it, else of the block, else in the plan."""
    paths = entry.replace_paths or ((),)
    found = [known.places.of(entry.address, path, entry.before, (*entry.path, "address")) for path in paths]
    others = tuple(place.primary for place in found[1:] if place.primary != found[0].primary)
    return Place(found[0].primary, (*found[0].related, *others))


def _message(entry: Alteration, held: str) -> str:
    what = f"the deposed object {entry.deposed} of {entry.address}" if entry.deposed else entry.address
    verb = _verb(entry)
    loss = f", which {'' if held == PERHAPS else 'holds '}{held.removeprefix('what ')}" if held else ""
    reason = _REASONS.get(entry.reason, "")
    if not reason and entry.replace_paths:
        names = " and ".join(dict.fromkeys(named(path) for path in entry.replace_paths[:3]))
        reason = f"{names} cannot be changed in place"
    return f"this plan {verb} {what}{loss}{': ' if reason else ''}{reason}"


def _verb(entry: Alteration) -> str:
    return "replaces" if entry.is_replace else "destroys"
