"""What differs between two revisions, as text for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.location import format_path
from trueline.reporters.changelog import counts
from trueline.reporters.comparison_contracts import contracts
from trueline.reporters.page import Options, Page, counted
from trueline.reporters.text import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.difference import Comparison, Difference, DifferenceKind, ValueDifference
    from trueline.model.location import Location
    from trueline.model.report import Notification

MOST_RESOURCES: Final = 60
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


def render(comparison: Comparison, options: Options) -> str:
    """Return the differences as a page; its last line counts them and says what was compared."""
    page = Page(options)
    contracts(page, comparison.changes, verbose=options.verbose)
    _resources(page, comparison.differences, verbose=options.verbose)
    _notifications(page, comparison.notifications, verbose=options.verbose)
    page.blank()
    page.paragraph(closing_line(comparison), indent=1)
    return page.text()


def _resources(page: Page, differences: Sequence[Difference], *, verbose: bool) -> None:
    if differences:
        page.blank()
    shown = differences if verbose else differences[:MOST_RESOURCES]
    for difference in shown:
        _difference(page, difference, verbose=verbose)
    if len(differences) > len(shown):
        page.blank()
        left = counted(len(differences) - len(shown), "more resource")
        page.paragraph(f"… and {left} (--verbose)", style="dim", indent=1)


def _difference(page: Page, difference: Difference, *, verbose: bool) -> None:
    sign, style = _SIGNS[difference.kind]
    named = difference.address + (f" in {difference.environment}" if difference.environment else "")
    page.head(style, sign, difference.resource_kind, named)
    page.place(_place(difference.location, difference.kind == "removed"), _origin(difference))
    shown = difference.values if verbose else difference.values[:MOST_VALUES]
    for value in shown:
        page.paragraph(" → ".join(sides(value)), label=format_path(value.path) or ".", indent=6)
    if len(difference.values) > len(shown):
        page.paragraph(f"… and {len(difference.values) - len(shown)} more (--verbose)", style="dim", indent=6)


def _origin(difference: Difference) -> str:
    """Return where it was before, if it was elsewhere."""
    said = [f"was {difference.former}"] if difference.former else []
    there = difference.base_location
    if there is not None and there.path != difference.location.path:
        said.append(f"was in {there.path}")
    return ", ".join(said)


def sides(value: ValueDifference) -> tuple[str, str]:
    """Return a value before and after, each short and on one line."""
    return _shown(value.before), _shown(value.after)


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


def closing_line(comparison: Comparison) -> str:
    """Return how many resources and contracts differ, and what was compared."""
    resources = [f"{number:,} {kind}" for kind, number in count_resources(comparison).items() if number]
    parts = [f"resources: {', '.join(resources)}"] if resources else []
    parts += [f"contracts: {counts(comparison.changes)}"] if comparison.changes else []
    parts = parts or ["nothing differs"]
    if not comparison.complete:
        errors = sum(1 for note in comparison.notifications if note.level == "error")
        parts.append(f"incomplete: {counted(errors, 'input')} could not be read")
    parts.append(f"from {comparison.base[:9]} to {comparison.head[:9] or 'the working tree'}")
    return " · ".join(parts)


def count_resources(comparison: Comparison) -> dict[str, int]:
    """Return how many resources were added, removed, changed and moved."""
    return {kind: sum(1 for one in comparison.differences if one.kind == kind) for kind in _SIGNS}
