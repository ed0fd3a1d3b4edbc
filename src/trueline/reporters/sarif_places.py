"""Places as SARIF spells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.reporters.sarif_rules import clean

if TYPE_CHECKING:
    from trueline.model.location import Location


def location_of(location: Location) -> dict[str, object]:
    """Return a place; what has no region is its first line."""
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(location.path)}, "region": _region(location)}}


def _region(location: Location) -> dict[str, int]:
    """Return the region; the whole file is its first line, because code scanning asks for a place."""
    if location.region is None:
        return {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
    return {
        "startLine": location.region.start_line,
        "startColumn": location.region.start_column,
        "endLine": location.region.end_line,
        "endColumn": location.region.end_column,
    }


def _uri(path: str) -> str:
    """Return a relative path as a URI reference; undecodable bytes are the bytes they were."""
    from urllib.parse import quote

    try:
        return quote(path.encode("utf-8", "surrogateescape"), safe="/~")
    except UnicodeEncodeError:
        return quote(clean(path), safe="/~")
