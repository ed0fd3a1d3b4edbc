"""Drift in a terminal: how much there is, what is accepted, and what could not be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.drifts import reason, sort, summary_line

if TYPE_CHECKING:
    from trueline.model.report import Report
    from trueline.reporters.page import Page

_MOST: Final = 5


def drift_lines(page: Page, report: Report, *, verbose: bool) -> None:
    """Add the sum of what drifted, and what could not be told; the differences themselves are findings."""
    found = sort(report.drifts)
    page.blank()
    page.head("note", "drift", "", summary_line(report.drifts))
    for one in found.accepted if verbose else ():
        page.place(f"{one.address} {one.path}".rstrip(), f"accepted: {one.expected}")
    for one in found.unchecked if verbose else found.unchecked[:_MOST]:
        page.place(one.address or one.snapshot, reason(one))
    if len(found.unchecked) > _MOST and not verbose:
        page.paragraph(f"… and {len(found.unchecked) - _MOST:,} more (--verbose, or `trueline drift`)", style="dim")
