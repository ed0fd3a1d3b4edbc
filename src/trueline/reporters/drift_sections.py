"""Drift on a Markdown page: what differs, and folded what could not be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.drift_table import markdown_row
from trueline.reporters.drifts import reason, sort
from trueline.reporters.markup import code, prose, row
from trueline.reporters.page import counted
from trueline.reporters.sheet import Section

if TYPE_CHECKING:
    from trueline.model.drift import Drift
    from trueline.model.report import Report

_TABLE: Final = "| where | what | declared | actual | by |\n|---|---|---|---|---|"
_UNCHECKED: Final = "| what | because |\n|---|---|"
_CHANGING: Final = "| what | attribute | differs |\n|---|---|---|"
_ACCEPTED: Final = "| what | attribute | because |\n|---|---|---|"


def drift_sections(report: Report) -> list[Section]:
    """Return the parts of the page; none where nothing was compared."""
    if not report.drifts:
        return []
    found = sort(report.drifts)
    number = len(found.differences)
    changing, accepted, unchecked = len(found.changing), len(found.accepted), len(found.unchecked)
    return [
        Section("### Drift", _TABLE, map(markdown_row, found.differences), number),
        _folded(
            f"{counted(changing, 'difference')} by this change", _CHANGING, map(_changing, found.changing), changing
        ),
        _folded(f"{counted(accepted, 'difference')} accepted", _ACCEPTED, map(_accepted, found.accepted), accepted),
        _folded(f"{unchecked:,} not checked", _UNCHECKED, map(_unchecked, found.unchecked), unchecked),
    ]


def _folded(title: str, head: str, rows: map[str], total: int) -> Section:
    return Section(f"<details>\n<summary>{title}</summary>", head, rows, total, "\n</details>")


def _changing(one: Drift) -> str:
    return row(code(one.address), code(one.path), prose(reason(one)))


def _accepted(one: Drift) -> str:
    return row(code(one.address), code(one.path), prose(one.expected))


def _unchecked(one: Drift) -> str:
    return row(code(one.address or one.snapshot), prose(reason(one)))
