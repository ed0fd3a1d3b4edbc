"""What differs between two revisions as Markdown, to be pasted into release notes: no links, no places, no colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.model.location import format_path
from trueline.reporters.changelog import (
    also,
    broken,
    by_part,
    chapters,
    counts,
    deprecation,
    is_newly_deprecated,
    subject_in,
)
from trueline.reporters.comparison import closing_line, sides
from trueline.reporters.markup import code, prose
from trueline.reporters.page import counted
from trueline.reporters.text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.change import Change
    from trueline.model.difference import Comparison, Difference
    from trueline.reporters.changelog import Chapter

# what GitHub takes as a comment; the notes of a release have room for twice as much
LARGEST: Final = 65_536
MOST_ERRORS: Final = 20
MOST_VALUES: Final = 3
_TITLES: Final = {
    "breaking": "Breaking",
    "dangerous": "Dangerous",
    "deprecated": "Deprecated",
    "compatible": "Compatible",
    "resources": "Resources",
}
_LONGEST_PLACE: Final = 200
_LONGEST_NAME: Final = 80  # bytes that the line needs that says how much is left out


class _List(NamedTuple):
    """One list under its heading: a heading of its contract comes before the first one of it."""

    rank: str
    heading: str
    above: str
    items: tuple[tuple[str, int], ...]  # the text, and how many changes it has


def render(comparison: Comparison, *, verbose: bool = False) -> str:
    """Return the page; without ``verbose`` as much of it as a comment may have, of what breaks somebody first."""
    lists = [found for chapter in chapters(comparison.changes) for found in _lists(chapter)]
    lists += _resources(comparison.differences)
    head = ["## What changed", "", prose(closing_line(comparison)), ""]
    foot = _not_read(comparison)
    room = LARGEST - sum(_size(line) for line in (*head, *foot))
    shown = [found.items for found in lists] if verbose else _fitting(lists, room)
    lines = head
    for found, items in zip(lists, shown, strict=True):
        lines += [found.above, ""] if found.above else []
        lines += [found.heading, "", *(text for text, _ in items)]
        left = sum(number for _, number in found.items[len(items) :])
        lines += [f"* … and {left:,} more (`trueline diff --verbose`)"] if left else []
        lines.append("")
    return "\n".join(harmless(line) for text in [*lines, *foot] for line in text.split("\n")).rstrip("\n") + "\n"


def _fitting(lists: Sequence[_List], room: int) -> list[tuple[tuple[str, int], ...]]:
    """Return what is shown of each list: those that matter more are filled first."""
    shown: dict[int, tuple[tuple[str, int], ...]] = {}
    room -= sum(_size(found.above) + _size(found.heading) + _LONGEST_NAME for found in lists)
    for at in sorted(range(len(lists)), key=lambda at: (list(_TITLES).index(lists[at].rank), at)):
        taken = 0
        for text, _ in lists[at].items:
            if _size(text) > room:
                room = 0  # what comes behind is no more important than this
                break
            room -= _size(text)
            taken += 1
        shown[at] = lists[at].items[:taken]
    return [shown[at] for at in range(len(lists))]


def _lists(chapter: Chapter) -> Iterator[_List]:
    above = f"### {code(chapter.contract, _LONGEST_PLACE)} ({_named(chapter.format)}): {counts(chapter.changes)}"
    for rank in ("breaking", "dangerous", "deprecated", "compatible"):
        found = [change for change in chapter.changes if _rank(change) == rank]
        if found:
            yield _List(rank, f"#### {_TITLES[rank]}", above, tuple(_items(found)))
            above = ""


def _rank(change: Change) -> str:
    return "deprecated" if is_newly_deprecated(change) else change.compatibility


def _items(changes: Sequence[Change]) -> Iterator[tuple[str, int]]:
    """Yield an item for each operation, type or table, and below it one for each of its changes."""
    for part, found in by_part(changes):
        if not part or (len(found) == 1 and found[0].subject == part):
            yield from ((f"* {_said(change, change.subject)}", 1) for change in found)
            continue
        lines = [f"* **{code(part, _LONGEST_PLACE)}**"]
        lines += [f"  * {_said(change, subject_in(change))}" for change in found]
        yield "\n".join(lines), len(found)


def _said(change: Change, subject: str) -> str:
    """Return one item. It begins with code: nothing in it is read as the beginning of a list or a heading."""
    notes = [note for note in (also(change), broken(change), deprecation(change)) if note]
    behind = f" ({prose('; '.join(notes))})" if notes else ""
    return f"{code(subject, _LONGEST_PLACE) or code(change.kind)}: {prose(change.message)}{behind}"


def _resources(differences: Sequence[Difference]) -> list[_List]:
    items = tuple((_resource(difference), 1) for difference in differences)
    return [_List("resources", "### Resources", "", items)] if items else []


def _resource(difference: Difference) -> str:
    where = f" in {prose(difference.environment)}" if difference.environment else ""
    was = f", was {code(difference.former, _LONGEST_PLACE)}" if difference.former else ""
    named = f"{code(difference.address, _LONGEST_PLACE)} ({code(difference.resource_kind)})"
    lines = [f"* **{difference.kind}** {named}{where}{was}"]
    for value in difference.values[:MOST_VALUES]:
        before, after = (code(side, _LONGEST_PLACE) for side in sides(value))
        lines.append(f"  * {code(format_path(value.path) or '.', _LONGEST_PLACE)}: {before} → {after}")
    left = len(difference.values) - MOST_VALUES
    lines += [f"  * … and {counted(left, 'more value')}"] if left > 0 else []
    return "\n".join(lines)


def _not_read(comparison: Comparison) -> list[str]:
    """Return what could not be read: a list without it would look whole."""
    errors = [note for note in comparison.notifications if note.level == "error"]
    if not errors:
        return []
    lines = ["### Not compared", ""]
    for note in errors[:MOST_ERRORS]:
        place = f"{code(str(note.location), _LONGEST_PLACE)}: " if note.location is not None else f"{code(note.id)}: "
        lines.append(f"* {place}{prose(note.message)}")
    left = len(errors) - MOST_ERRORS
    return [*lines, f"* … and {left:,} more"] if left > 0 else lines


def _size(text: str) -> int:
    """Return the bytes of a text with the two ends of lines that may come behind it."""
    return len(text.encode()) + 2


def _named(name: str) -> str:
    """Return the name of a format: a word as such, anything else as code, which no forge makes a link of."""
    return prose(name) if name.replace("-", "").isalpha() else code(name, _LONGEST_PLACE)
