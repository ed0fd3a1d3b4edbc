"""A difference as a rule sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.model.resource import Place, Resource

if TYPE_CHECKING:
    from trueline.model.drift import Drift


def fact(drift: Drift) -> Resource:
    """Return a difference as a rule sees it; it stands where it is declared, else in what tells of it."""
    return Resource(
        kind=drift.kind,
        address=drift.address,
        name=drift.address,
        value=value_of(drift),
        locate=lambda _path: Place(drift.location, drift.related),
        source=drift.location.path,
        unit=drift.unit,
        environment=drift.environment,
    )


def value_of(drift: Drift) -> dict[str, object]:
    """Return what expressions see as ``drift``; what does not apply is absent, and so is what does not hold."""
    source, _, what = drift.kind.partition("/")
    texts = {
        "source": source,
        "what": what,
        "kind": drift.kind,
        "address": drift.address,
        "type": drift.type,
        "path": drift.path,
        "says": drift.message,
        "unit": drift.unit,
        "environment": drift.environment,
        "snapshot": drift.snapshot,
    }
    found = {name: value for name, value in drift.details.items() if value is not False and not _is_empty(value)}
    found |= {name: text for name, text in texts.items() if text}
    sides = {"declared": drift.declared, "actual": drift.actual}
    found |= {name: value for name, value in sides.items() if value is not None}
    if drift.by is not None:
        found["by"] = {name: text for name, text in drift.by._asdict().items() if text}
    return found


def _is_empty(value: object) -> bool:
    return isinstance(value, list | tuple | dict | str) and not value
