"""The filters: check boxes that work by style alone, and two fields that appear where the script may run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from trueline.model.level import ENFORCEMENTS, SEVERITIES
from trueline.reporters.html.element import element

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trueline.model.report import Report
    from trueline.reporters.html.element import Element
    from trueline.reporters.summary import Summary


def filters(report: Report, summary: Summary) -> Element | None:
    """Return the form that narrows the findings, where there are at least two of them."""
    if len(report.findings) < 2:
        return None
    found = report.findings
    standings = {
        "blocks": len(summary.blocking),
        "advises": len(summary.advising),
        "suppressed": len(summary.suppressed),
        "fixed": len(summary.fixed),
    }
    sets = [
        _boxes("Severity", "s", SEVERITIES[::-1], Counter(finding.severity for finding in found)),
        _boxes("Counts as", "k", standings, standings),
        _boxes("Status", "st", ("new", "unchanged"), Counter(finding.status for finding in found)),
        _boxes("Enforcement", "e", ENFORCEMENTS[::-1], Counter(finding.enforcement for finding in found)),
    ]
    return element(
        "div",
        element("h2", "Filter"),
        *sets,
        _fields(report),
        element("p", id="shown", role="status", hidden=True),
        id="filters",
        role="search",
        aria_label="Filter findings",
    )


def _boxes(title: str, prefix: str, names: Iterable[str], counts: Mapping[str, int]) -> Element | None:
    """Return check boxes for the names that something has; one name alone filters nothing."""
    there = [name for name in names if counts[name]]
    if len(there) < 2:
        return None
    boxes = [
        element(
            "label",
            element("input", type="checkbox", id=f"show-{prefix}-{name}", checked=True, autocomplete="off"),
            " ",
            element("span", name.replace("-", " "), class_=f"c-{name}" if prefix == "s" else None),
            " ",
            element("small", f"{counts[name]:,}"),
        )
        for name in there
    ]
    return element("fieldset", element("legend", title), *boxes)


def _fields(report: Report) -> Element:
    """Return the fields that need the script, which shows them."""
    counts = Counter(finding.rule_id for finding in report.findings)
    options = [element("option", f"{rule} ({number:,})", value=rule) for rule, number in sorted(counts.items())]
    return element(
        "fieldset",
        element("legend", "Rule and text"),
        element("label", "Rule", for_="only-rule"),
        element("select", element("option", "every rule", value=""), *options, id="only-rule", autocomplete="off"),
        element("label", "Text", for_="only-text"),
        element("input", id="only-text", type="search", placeholder="file, subject, words …", autocomplete="off"),
        id="fields",
        hidden=True,
    )
