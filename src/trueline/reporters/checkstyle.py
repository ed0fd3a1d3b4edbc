"""Checkstyle's XML: errors by file, which many review tools and editors read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.remarks import level, remarks
from trueline.reporters.summary import at_base
from trueline.reporters.text import one_line, xml_text

if TYPE_CHECKING:
    from trueline.model.report import Report
    from trueline.reporters.remarks import Remark

_VERSION: Final = "4.3"
_SEVERITIES: Final = {"error": "error", "warning": "warning", "notice": "info"}


def render(report: Report) -> str:
    """Return the findings that stand, unknowns that block and errors of the run, by file."""
    from xml.etree.ElementTree import Element, SubElement

    files: dict[str, list[Remark]] = {}
    for remark in remarks(report):
        files.setdefault(remark.location.path, []).append(remark)
    root = Element("checkstyle", version=_VERSION)
    for path, members in sorted(files.items()):
        file = SubElement(root, "file", name=path)
        for remark in members:
            SubElement(file, "error", _attributes(report, remark))
    return xml_text(root)


def _attributes(report: Report, remark: Remark) -> dict[str, str]:
    region = remark.location.region
    fix = f" · fix: {one_line(remark.fix)}" if remark.fix else ""
    return {
        "line": str(region.start_line if region is not None else 1),
        **({"column": str(region.start_column)} if region is not None else {}),
        "severity": _SEVERITIES[level(remark)],
        "message": one_line(remark.message) + at_base(report, remark.location) + fix,
        "source": f"trueline.{remark.name}",
    }
