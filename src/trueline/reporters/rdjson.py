"""reviewdog's diagnostic format, which it turns into comments on many forges; columns count bytes of UTF-8 there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.markup import prose, web_address
from trueline.reporters.remarks import level, remarks
from trueline.reporters.summary import at_base
from trueline.reporters.text import json_text, visible

if TYPE_CHECKING:
    from trueline.model.location import Location
    from trueline.model.report import Report
    from trueline.reporters.remarks import Remark

_SEVERITIES: Final = {"error": "ERROR", "warning": "WARNING", "notice": "INFO"}
_OVERALL: Final = {"passed": "INFO", "failed": "ERROR", "incomplete": "ERROR", "pending": "WARNING"}
_LONGEST: Final = 1_000
_MOST_RELATED: Final = 100


def render(report: Report) -> str:
    """Return the findings that stand, unknowns that block and errors of the run; messages are Markdown."""
    addresses = {tally.id: tally.references for tally in report.rules}
    return json_text(
        {
            "source": {"name": "trueline"},
            "severity": _OVERALL[report.verdict] if report.complete else "ERROR",
            "diagnostics": [_diagnostic(report, remark, addresses) for remark in remarks(report)],
        }
    )


def _diagnostic(report: Report, remark: Remark, addresses: dict[str, tuple[str, ...]]) -> dict[str, object]:
    fix = f"\n\nFix: {prose(remark.fix, _LONGEST)}" if remark.fix else ""
    said: dict[str, object] = {
        "message": prose(remark.message + at_base(report, remark.location), _LONGEST) + fix,
        "location": _location(report, remark.location),
        "severity": _SEVERITIES[level(remark)],
        "code": _code(remark, addresses.get(remark.name) or remark.references),
    }
    if remark.related:
        said["related_locations"] = [
            {"message": prose(place.message + at_base(report, place)), "location": _location(report, place)}
            for place in remark.related[:_MOST_RELATED]
        ]
    return said


def _code(remark: Remark, addresses: tuple[str, ...]) -> dict[str, str]:
    address = web_address(addresses)
    return {"value": visible(remark.name), **({"url": address} if address else {})}


def _location(report: Report, location: Location) -> dict[str, object]:
    said: dict[str, object] = {"path": visible(location.path)}
    region = location.region
    if region is not None:
        lines = report.excerpts.get((location.path, location.revision), {})
        start = _column(lines.get(region.start_line), region.start_column)
        end = _column(lines.get(region.end_line), region.end_column)
        whole = start is not None and end is not None
        said["range"] = {
            "start": {"line": region.start_line, **({"column": start} if whole else {})},
            "end": {"line": region.end_line, **({"column": end} if whole else {})},
        }
    return said


def _column(line: str | None, column: int) -> int | None:
    """Return the column in bytes, or None where the report does not hold the line as far as that."""
    if line is None or column - 1 > len(line):
        return None
    return len(line[: column - 1].encode("utf-8", "surrogatepass")) + 1
