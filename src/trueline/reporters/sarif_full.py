"""SARIF 2.1.0 with everything: also the findings that are suppressed or fixed, marked as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.reporters.sarif import fitted

if TYPE_CHECKING:
    from trueline.model.report import Report


def render(report: Report) -> str:
    """Return all findings, with suppressions and baseline states."""
    return fitted(report, report.findings, full=True)
