"""What changed in contracts, on a Markdown page: the counts of each contract, and folded what breaks somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.changelog import LEVELS, also, broken, chapters, deprecation
from trueline.reporters.markup import code, prose, row
from trueline.reporters.page import counted
from trueline.reporters.sheet import Section
from trueline.reporters.summary import side_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.change import Change
    from trueline.model.report import Report
    from trueline.reporters.changelog import Chapter

_COUNTS_TABLE: Final = "| contract | format | breaking | dangerous | compatible |\n|---|---|--:|--:|--:|"
_CHANGES_TABLE: Final = "| contract | change | where | what |\n|---|---|---|---|"
_LONGEST_PLACE: Final = 200


def contract_sections(report: Report) -> list[Section]:
    """Return the parts of the page; none where no contract changed."""
    found = chapters(report.changes)
    breaking = [change for chapter in found for change in chapter.of("breaking")]
    return [
        Section("### Contracts", _COUNTS_TABLE, map(_counts, found), len(found)),
        Section(
            f"<details>\n<summary>{counted(len(breaking), 'breaking change')}</summary>",
            _CHANGES_TABLE,
            _rows(report, found),
            len(breaking),
            "\n</details>",
        ),
    ]


def _counts(chapter: Chapter) -> str:
    numbers = (f"{len(chapter.of(level)):,}" for level in LEVELS)
    return row(code(chapter.contract, _LONGEST_PLACE), code(chapter.format), *numbers)


def _rows(report: Report, found: Sequence[Chapter]) -> Iterator[str]:
    for chapter in found:
        for change in chapter.of("breaking"):
            notes = prose("; ".join(note for note in (also(change), broken(change), deprecation(change)) if note))
            what = f"{code(change.subject, _LONGEST_PLACE)} {prose(change.message)}".lstrip()
            yield row(
                code(chapter.contract, _LONGEST_PLACE),
                code(change.kind),
                _where(report, change),
                what + (f" ({notes})" if notes else ""),
            )


def _where(report: Report, change: Change) -> str:
    """Return the place at head, else that at base, since head has no such file."""
    place = change.location or change.base_location
    if place is None:
        return ""
    side = side_of(report, place)
    return code(f"{place} at {side}" if side else str(place), _LONGEST_PLACE)
