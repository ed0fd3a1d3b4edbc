"""Exceptions as a part of the report: what waits, with its evidence, and what is in force, does not hold or is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.exceptions import alarm, parts
from trueline.reporters.exceptions import alarms as found_alarms
from trueline.reporters.html.element import code, element, prose
from trueline.reporters.html.exceptions import tables
from trueline.reporters.html.exceptions.waiting import waiting
from trueline.reporters.html.words import part
from trueline.reporters.page import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.report import Report
    from trueline.reporters.exceptions import Parts
    from trueline.reporters.html.element import Element

MOST_CARDS: Final = 50


def exceptions(report: Report) -> Element | None:
    """Return the part of the report, nothing where nobody asked for an exception."""
    if not report.exceptions:
        return None
    has_teams = any(record.owner for record in report.exceptions)
    return part(
        "exceptions",
        "Exceptions",
        len(report.exceptions),
        element(
            "p",
            "What people asked to be let go, and what became of that. ",
            element("code", "trueline exception page"),
            " has it on a page of its own.",
            class_="meaning",
        ),
        *_blocks(report, parts(report)),
        element(
            "details",
            element("summary", "By policy and team" if has_teams else "By policy"),
            tables.shares(report, "Policy", tables.policy_of),
            tables.shares(report, "Team", tables.team_of) if has_teams else None,
        ),
    )


def _blocks(report: Report, found: Parts) -> Iterator[Element]:
    if found.waiting:
        yield element("h3", "Wait for a decision")
        yield from (waiting(report, one, "h4") for one in found.waiting[:MOST_CARDS])
        if len(found.waiting) > MOST_CARDS:
            yield element(
                "p", f"… and {len(found.waiting) - MOST_CARDS:,} more (trueline exception page)", class_="notice"
            )
    if found.in_force:
        yield element("h3", tables.IN_FORCE)
        yield tables.in_force(report, found.in_force, "Exceptions in force")
    if found.troubled:
        yield element("h3", "Do not hold")
        yield tables.troubled(report, found.troubled)
    if found.ended:
        yield element(
            "details",
            element("summary", counted(len(found.ended), "exception"), " over"),
            tables.ended(found.ended),
        )


def alarms(report: Report) -> list[Element]:
    """Return what is said aloud at the top of a page: each emergency that lets something go."""
    loud, more = found_alarms(report)
    banners = [
        element(
            "div",
            element("strong", "Break glass"),
            " ",
            code(record.id),
            element("p", *prose(alarm(report, record))),
            element("p", element("q", *prose(record.reason))),
            class_="alarm",
            role="alert",
        )
        for record in loud
    ]
    last = element("div", element("strong", "Break glass"), f" {more}", class_="alarm", role="alert")
    return [*banners, last] if more else banners
