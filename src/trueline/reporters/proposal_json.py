"""What a change proposes for the gate, as JSON: with the report, and alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.json_parts import finding_as_json, notification_as_json, optional_place
from trueline.reporters.proposal import about
from trueline.reporters.text import json_text
from trueline.version import __version__

if TYPE_CHECKING:
    from trueline.model.policy_diff import PolicyDiff
    from trueline.model.report import Report


SCHEMA_VERSION: Final = "1"


def render(report: Report) -> str:
    """Return the policy diff alone."""
    return json_text(
        {
            "version": SCHEMA_VERSION,
            "trueline": __version__,
            "trust": report.trust._asdict(),
            "base": report.base,
            "head": report.head,
            "policy_diff": as_json(report.policy_diff),
            "notifications": [notification_as_json(note) for note in about(report)],
        }
    )


def as_json(diff: PolicyDiff | None) -> dict[str, object] | None:
    """Return the policy diff with its stable member names."""
    if diff is None:
        return None
    return {
        "complete": diff.complete,
        "counts": diff.counts._asdict(),
        "settings": [{**one._asdict(), "location": optional_place(one.location)} for one in diff.settings],
        "rules": [{**one._asdict(), "location": optional_place(one.location)} for one in diff.rules],
        "would_add": [
            {"how": one.how, "said": one.said, "finding": finding_as_json(one.finding)} for one in diff.would_add
        ],
        "would_release": [
            {"how": one.how, "said": one.said, "finding": finding_as_json(one.finding)} for one in diff.would_release
        ],
        "not_evaluated": [one._asdict() for one in diff.not_evaluated],
        "files": [one._asdict() for one in diff.files],
    }
