"""Drift in a terminal: how much there is, what is accepted, and what could not be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.drifts import by_reason, reason, sort, summary_line

if TYPE_CHECKING:
    from trueline.model.report import Report
    from trueline.reporters.page import Page

_MOST: Final = 5


def drift_lines(page: Page, report: Report, *, verbose: bool) -> None:
    """Add the sum of what drifted, and what could not be told; the differences themselves are findings."""
    found = sort(report.drifts)
    page.blank()
    more = " (--verbose)" if found.changing and not verbose else ""
    page.head("note", "drift", "", summary_line(report.drifts) + more)
    for one in found.changing if verbose else ():
        page.place(f"{one.address} {one.path}".rstrip(), f"by this change: {reason(one)}")
    for one in found.accepted if verbose else ():
        page.place(f"{one.address} {one.path}".rstrip(), f"accepted: {one.expected}")
    groups = by_reason(found.unchecked)
    for why, group in groups if verbose else groups[:_MOST]:
        one = group[0]
        more = f" and {len(group) - 1:,} more" if len(group) > 1 else ""
        page.place(f"{one.address or one.snapshot}{more}", why if more else reason(one))
    if len(groups) > _MOST and not verbose:
        page.paragraph(f"… and {len(groups) - _MOST:,} more (--verbose, or `trueline drift`)", style="dim")
