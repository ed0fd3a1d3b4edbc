"""Parts of the JSON report that stand in several places: findings, notifications, locations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trueline.model.location import Location
    from trueline.model.report import Finding, Notification, Suppression


def finding_as_json(finding: Finding) -> dict[str, object]:
    """Return a finding with its stable member names."""
    return {
        "rule_id": finding.rule_id,
        "severity": finding.severity,
        "enforcement": finding.enforcement,
        "blocks": finding.blocks,
        "status": finding.status,
        "message": finding.message,
        "subject": finding.subject,
        "kind": finding.kind,
        "unit": finding.unit,
        "environment": finding.environment,
        "location": place_as_json(finding.location),
        "related": [{**place_as_json(place), "message": place.message} for place in finding.related],
        "fingerprint": finding.fingerprint,
        "context": finding.context,
        "suppression": _suppression(finding.suppression),
        "refusals": finding.refusals,
        "fix": finding.fix,
        "references": finding.references,
    }


def notification_as_json(notification: Notification) -> dict[str, object]:
    """Return a notification with its stable member names."""
    return {**notification._asdict(), "location": optional_place(notification.location)}


def _suppression(suppression: Suppression | None) -> dict[str, object] | None:
    if suppression is None:
        return None
    return {**suppression._asdict(), "location": optional_place(suppression.location)}


def optional_place(location: Location | None) -> dict[str, object] | None:
    """Return a location, or nothing where there is none."""
    return None if location is None else place_as_json(location)


def place_as_json(location: Location) -> dict[str, object]:
    """Return a location with its stable member names."""
    region = None if location.region is None else location.region._asdict()
    return {"path": location.path, "revision": location.revision, "region": region}
