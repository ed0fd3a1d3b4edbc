"""A change of a contract as a rule sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.model.resource import Place, Resource
from trueline.run.contracts.versions import compared_version

if TYPE_CHECKING:
    from trueline.model.change import Change, Compared
    from trueline.model.unit import Unit
    from trueline.run.contracts.pairs import Pair


def version_facts(compared: Compared, pair: Pair) -> list[Resource]:
    """Return what there is to say of the version of a contract, beside its changes."""
    whole = compared_version(compared, pair)
    return [] if whole is None else [fact(whole, pair.unit)]


def fact(change: Change, unit: Unit) -> Resource:
    """Return a change as a rule sees it; it stands at head, and where it stood is a related place."""
    primary = change.location or change.base_location
    if primary is None:
        raise ValueError(f"a change of kind {change.kind} has no place")
    was = change.base_location._replace(message="it was here") if change.base_location else None
    related = (was,) if was is not None and change.location is not None else ()
    return Resource(
        kind=change.kind,
        address=change.subject,
        name=change.subject.rpartition(".")[2].rpartition(" ")[2],
        value=value_of(change, unit),
        locate=lambda _path: Place(primary, related),
        source=primary.path,
        unit=unit.root,
    )


def value_of(change: Change, unit: Unit) -> dict[str, object]:
    """Return what expressions see as ``change``; what does not apply is absent."""
    found: dict[str, object] = {
        **change.details,
        "kind": change.kind,
        "contract": unit.root,
        "subject": change.subject,
        "message": change.message,
        "compatibility": change.compatibility,
        "breaks": {who: who in change.breaks for who in ("clients", "servers", "data", "code")},
        "before": change.before,
        "after": change.after,
    }
    return {name: value for name, value in found.items() if value is not None}
