"""Differences in the JSON report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.reporters.drifts import plain
from trueline.reporters.json_parts import place_as_json
from trueline.reporters.text import json_text

if TYPE_CHECKING:
    from trueline.model.drift import Drift
    from trueline.model.report import Report


def render(report: Report) -> str:
    """Return the differences alone, as the JSON report has them."""
    return json_text({"complete": report.complete, "drifts": [drift_as_json(drift) for drift in report.drifts]})


def drift_as_json(drift: Drift) -> dict[str, object]:
    """Return one difference with its stable member names; what must not be shown is not in it."""
    return {
        "kind": drift.kind,
        "type": drift.type,
        "address": drift.address,
        "path": drift.path,
        "message": drift.message,
        "declared": plain(drift.declared),
        "actual": plain(drift.actual),
        "by": None if drift.by is None else drift.by._asdict(),
        "unit": drift.unit,
        "environment": drift.environment,
        "snapshot": drift.snapshot,
        "standing": drift.is_standing,
        "expected": drift.expected,
        "details": plain(dict(drift.details)),
        "location": place_as_json(drift.location),
        "related": [{**place_as_json(place), "message": place.message} for place in drift.related],
    }
