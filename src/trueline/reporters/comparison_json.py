"""What differs between two revisions, as JSON (``schemas/diff.json``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.changelog import LEVELS, chapters
from trueline.reporters.comparison import count_resources
from trueline.reporters.json import change_as_json
from trueline.reporters.text import json_text
from trueline.version import __version__

if TYPE_CHECKING:
    from trueline.model.change import Change
    from trueline.model.difference import Comparison, Difference
    from trueline.model.location import Location
    from trueline.reporters.changelog import Chapter

SCHEMA_VERSION: Final = "1"


def render(comparison: Comparison) -> str:
    """Return the differences as JSON."""
    return json_text(
        {
            "version": SCHEMA_VERSION,
            "trueline": __version__,
            "base": comparison.base,
            "head": comparison.head,
            "complete": comparison.complete,
            "summary": count_resources(comparison),
            "resources": [_difference(difference) for difference in comparison.differences],
            "contracts": [_contract(chapter) for chapter in chapters(comparison.changes)],
            "changes": [_change(change) for change in comparison.changes],
            "inputs": [entry._asdict() for entry in comparison.inputs],
            "notifications": [
                {**note._asdict(), "location": _location(note.location)} for note in comparison.notifications
            ],
        }
    )


def _contract(chapter: Chapter) -> dict[str, object]:
    counts: dict[str, object] = {level: len(chapter.of(level)) for level in LEVELS}
    return {"contract": chapter.contract, "format": chapter.format, **counts}


def _change(change: Change) -> dict[str, object]:
    return {
        **change_as_json(change),
        "before": change.before,
        "after": change.after,
    }


def _difference(difference: Difference) -> dict[str, object]:
    return {
        "difference": difference.kind,
        "kind": difference.resource_kind,
        "address": difference.address,
        "former_address": difference.former or difference.address if difference.kind != "added" else None,
        "environment": difference.environment,
        "location": None if difference.kind == "removed" else _location(difference.location),
        "base_location": _location(difference.location if difference.kind == "removed" else difference.base_location),
        "values": [
            {
                "path": list(value.path),
                "before": value.before,
                "after": value.after,
                "location": _location(value.location),
                "base_location": _location(value.base_location),
            }
            for value in difference.values
        ],
    }


def _location(location: Location | None) -> dict[str, object] | None:
    if location is None:
        return None
    region = None if location.region is None else location.region._asdict()
    return {"path": location.path, "revision": location.revision, "region": region}
