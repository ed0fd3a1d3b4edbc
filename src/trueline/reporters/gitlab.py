"""GitLab's Code Quality report: what stands, with a fingerprint of its own each, because GitLab drops the second."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from trueline.reporters.remarks import remarks
from trueline.reporters.summary import at_base
from trueline.reporters.text import json_text, one_line, visible

if TYPE_CHECKING:
    from trueline.model.level import Severity
    from trueline.model.location import Location
    from trueline.model.report import Report
    from trueline.reporters.remarks import Remark

_SEVERITIES: Final[dict[Severity, str]] = {
    "info": "info",
    "low": "minor",
    "medium": "major",
    "high": "critical",
    "critical": "blocker",
}


def render(report: Report) -> str:
    """Return the findings that stand, unknowns that block and errors of the run, as GitLab's widget takes them."""
    seen: dict[str, int] = {}
    return json_text([_entry(report, remark, seen) for remark in remarks(report)])


def _entry(report: Report, remark: Remark, seen: dict[str, int]) -> dict[str, object]:
    there = at_base(report, remark.location)
    return {
        "description": one_line(remark.message) + there + (" (blocks)" if remark.fails else ""),
        "check_name": visible(remark.name),
        "fingerprint": _fingerprint(remark, seen),
        "severity": _SEVERITIES[remark.severity],
        "location": {"path": visible(remark.location.path), **_place(remark.location)},
    }


def _fingerprint(remark: Remark, seen: dict[str, int]) -> str:
    """Return a key that no other entry has; like the finding's own it knows no line, so that it stays."""
    known = (remark.fingerprint,) if remark.fingerprint else (remark.name, remark.subject, remark.message)
    parts = ascii((*known, remark.environment, remark.location.path))
    count = seen[parts] = seen.get(parts, 0) + 1
    return sha256(f"{parts} {count}".encode()).hexdigest()


def _place(location: Location) -> dict[str, object]:
    """Return where it is, in one of the two ways that the format knows; the whole file is its first line."""
    region = location.region
    if region is None:
        return {"lines": {"begin": 1, "end": 1}}
    begin = {"line": region.start_line, "column": region.start_column}
    end = {"line": region.end_line, "column": region.end_column}
    return {"positions": {"begin": begin, "end": end}}
