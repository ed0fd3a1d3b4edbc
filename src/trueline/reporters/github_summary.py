"""The summary of a GitHub step: the Markdown report, as large as GitHub takes it and without the comment's marker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.markdown import page

if TYPE_CHECKING:
    from trueline.model.report import Report

# GitHub drops a summary above 1 MiB as a whole; what stood in the file before needs room, too
LARGEST: Final = 900 * 1024


def render(report: Report) -> str:
    """Return the summary."""
    return page(report, LARGEST)
