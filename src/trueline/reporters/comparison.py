"""What differs between two revisions, as text for a person and as JSON (``schemas/diff.json``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.location import format_path
from trueline.reporters.json import change_as_json
from trueline.reporters.page import Options, Page, counted
from trueline.reporters.text import json_text
from trueline.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.change import Change
    from trueline.model.difference import Comparison, Difference, DifferenceKind, ValueDifference
    from trueline.model.location import Location
    from trueline.model.report import Notification

SCHEMA_VERSION: Final = "1"
MOST_VALUES: Final = 12
MOST_NOTES: Final = 20
_LONGEST: Final = 120
_SIGNS: Final[dict[DifferenceKind, tuple[str, str]]] = {
    "added": ("+", "passed"),
    "removed": ("-", "failed"),
    "changed": ("~", "medium"),
    "moved": (">", "note"),
}
_NOTHING: Final = "(not set)"
_LEVELS: Final = ("breaking", "dangerous", "compatible")


def render(comparison: Comparison, options: Options) -> str:
    """Return the differences as a page; its last line counts them and says what was compared."""
    page = Page(options)
    for difference in comparison.differences:
        _difference(page, difference, verbose=options.verbose)
    for change in comparison.changes:
        _change(page, change)
    _notifications(page, comparison.notifications, verbose=options.verbose)
    page.blank()
    page.paragraph(_closing(comparison), indent=1)
    return page.text()


def render_json(comparison: Comparison) -> str:
    """Return the differences as JSON."""
    return json_text(
        {
            "version": SCHEMA_VERSION,
            "trueline": __version__,
            "base": comparison.base,
            "head": comparison.head,
            "complete": comparison.complete,
            "summary": _counts(comparison),
            "resources": [_as_json(difference) for difference in comparison.differences],
            "changes": [
                {**change_as_json(change), "before": change.before, "after": change.after}
                for change in comparison.changes
            ],
            "inputs": [entry._asdict() for entry in comparison.inputs],
            "notifications": [
                {**note._asdict(), "location": _location(note.location)} for note in comparison.notifications
            ],
        }
    )


def _difference(page: Page, difference: Difference, *, verbose: bool) -> None:
    sign, style = _SIGNS[difference.kind]
    named = difference.address + (f" in {difference.environment}" if difference.environment else "")
    page.head(style, sign, difference.resource_kind, named)
    page.place(_place(difference.location, difference.kind == "removed"), _origin(difference))
    shown = difference.values if verbose else difference.values[:MOST_VALUES]
    for value in shown:
        page.paragraph(_sides(value), label=format_path(value.path) or ".", indent=6)
    if len(difference.values) > len(shown):
        page.paragraph(f"… and {len(difference.values) - len(shown)} more (--verbose)", style="dim", indent=6)


def _change(page: Page, change: Change) -> None:
    style = {"breaking": "high", "dangerous": "medium", "compatible": "note"}[change.compatibility]
    page.head(style, change.compatibility, change.kind, change.message)
    broken = f"breaks {', '.join(change.breaks)}" if change.breaks and change.compatibility != "compatible" else ""
    if change.location is not None:
        page.place(str(change.location), " · ".join(filter(None, (change.subject, broken))))
    if change.base_location is not None:
        page.place(f"{change.base_location} at base", "" if change.location else change.subject, mark="↳ ")


def _origin(difference: Difference) -> str:
    """Return where it was before, if it was elsewhere."""
    said = [f"was {difference.former}"] if difference.former else []
    there = difference.base_location
    if there is not None and there.path != difference.location.path:
        said.append(f"was in {there.path}")
    return ", ".join(said)


def _sides(value: ValueDifference) -> str:
    before, after = (_shown(side) for side in (value.before, value.after))
    return f"{before} → {after}"


def _shown(side: object) -> str:
    if side is None:
        return _NOTHING
    text = side if isinstance(side, str) and side.startswith("(") else json_text(side).strip()
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _place(location: Location, is_gone: bool) -> str:  # noqa: FBT001  # two callers in this file
    return f"{location} at base" if is_gone else str(location)


def _notifications(page: Page, notifications: Sequence[Notification], *, verbose: bool) -> None:
    wanted = ("error", "warning", "note") if verbose else ("error", "warning")
    found = [note for note in notifications if note.level in wanted]
    for note in found if verbose else found[:MOST_NOTES]:
        page.blank()
        page.head(note.level, note.level, note.id, note.message)
        if note.location is not None:
            page.place(str(note.location))
    if len(found) > MOST_NOTES and not verbose:
        page.paragraph(f"… and {len(found) - MOST_NOTES} more (--verbose)", style="dim")


def _closing(comparison: Comparison) -> str:
    counts = [f"{number:,} {kind}" for kind, number in _counts(comparison).items() if number]
    parts = [" · ".join(counts) or "no resource differs"]
    if comparison.changes:
        levels = [change.compatibility for change in comparison.changes]
        named = [f"{levels.count(level):,} {level}" for level in _LEVELS if level in levels]
        parts.append(f"{counted(len(levels), 'contract change')} ({', '.join(named)})")
    if not comparison.complete:
        errors = sum(1 for note in comparison.notifications if note.level == "error")
        parts.append(f"incomplete: {counted(errors, 'input')} could not be read")
    parts.append(f"from {comparison.base[:9]} to {comparison.head[:9] or 'the working tree'}")
    return " · ".join(parts)


def _counts(comparison: Comparison) -> dict[str, int]:
    return {kind: sum(1 for one in comparison.differences if one.kind == kind) for kind in _SIGNS}


def _as_json(difference: Difference) -> dict[str, object]:
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
