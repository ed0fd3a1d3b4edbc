"""The page of exceptions: what waits for a decision and why, what is in force and until when, and what was before.

It has no script, and its policy allows none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.reporters.closing import trust_line
from trueline.reporters.exceptions import ends_soon, parts
from trueline.reporters.html.element import code, element, prose, write
from trueline.reporters.html.exceptions import tables
from trueline.reporters.html.exceptions.part import alarms
from trueline.reporters.html.exceptions.tables import IN_FORCE
from trueline.reporters.html.exceptions.waiting import waiting
from trueline.reporters.html.head import head
from trueline.reporters.html.words import contents, part
from trueline.reporters.page import counted
from trueline.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.report import ExceptionRecord, Notification, Report
    from trueline.reporters.exceptions import Parts
    from trueline.reporters.html.element import Element, Node

MOST_CARDS: Final = 300
MOST_ERRORS: Final = 20


class _Page(NamedTuple):
    """The report, its exceptions by part, those that end soon, and the emergencies."""

    report: Report
    found: Parts
    soon: tuple[ExceptionRecord, ...]
    emergencies: tuple[ExceptionRecord, ...]


def render(report: Report) -> str:
    """Return the exceptions of a report as one HTML file."""
    found = parts(report)
    page = _Page(
        report,
        found,
        tuple(one for one in found.in_force if ends_soon(report, one)),
        tuple(one for one in report.exceptions if one.break_glass and one.state != "pending"),
    )
    return write(element("html", head(f"{_title(page)} – Trueline", has_script=False), _body(page), lang="en"))


def _title(page: _Page) -> str:
    number = len(page.found.waiting)
    if not number:
        return "Nothing waits for a decision" if page.report.complete else "Not all exceptions could be judged"
    return f"{counted(number, 'exception')} wait{'s' if number == 1 else ''} for a decision"


def _body(page: _Page) -> Element:
    shown = [*_parts(page)]
    return element(
        "body",
        element("a", "To the exceptions", href="#main", class_="skip"),
        _header(page),
        element(
            "div",
            element("aside", contents(shown)) if shown else None,
            element("main", *(shown or [_nothing()]), id="main", tabindex=-1),
            class_="columns" if shown else None,
        ),
        element("footer", element("p", f"Trueline {__version__}. ", element("code", "trueline exception list"),
                                  " has all of them for programs, too.")),
    )  # fmt: skip


def _header(page: _Page) -> Element:
    number, is_sure = len(page.found.waiting), page.report.complete
    at = page.report.judged_at
    return element(
        "header",
        element("p", "Trueline exceptions", class_="brand"),
        element(
            "div",
            element("span", f"{number:,}" if 0 < number < 100 else "99+" if number else "✓" if is_sure else "?",
                    class_="sign", aria_hidden="true"),
            element("div", element("h1", _title(page)), element("p", _lead(page), class_="lead")),
            class_=f"verdict v-{'pending' if number else 'passed' if is_sure else 'incomplete'}",
        ),
        *alarms(page.report),
        _incomplete(page.report),
        element("p", f"as of {at[:16].replace('T', ' ')} UTC" if at else "", class_="trust"),
        element("p", trust_line(page.report), class_="trust"),
        _tiles(page),
    )  # fmt: skip


def _lead(page: _Page) -> str:
    found = page.found
    in_force = sum(one.state == "approved" for one in found.in_force)
    findings = sum(len(one.covered) for one in found.in_force if one.state == "approved")
    said = [f"{counted(in_force, 'exception')} in force let{'s' if in_force == 1 else ''} "
            f"{counted(findings, 'finding')} go"]  # fmt: skip
    later = len(found.in_force) - in_force
    said += [f"{later:,} begin{'s' if later == 1 else ''} later"] if later else []
    said += [f"{len(page.soon):,} end{'s' if len(page.soon) == 1 else ''} within 14 days"] if page.soon else []
    if found.troubled:
        said += [f"{len(found.troubled):,} {'does' if len(found.troubled) == 1 else 'do'} not hold"]
    return f"{', '.join(said)}."


def _incomplete(report: Report) -> Element | None:
    if report.complete:
        return None
    errors = [note for note in report.notifications if note.level == "error"]
    more = len(errors) - MOST_ERRORS
    return element(
        "div",
        element("p", "Something could not be judged: there may be more exceptions, and they may let more go."),
        element("ul", *(_error(note) for note in errors[:MOST_ERRORS]),
                element("li", f"… and {more:,} more") if more > 0 else None) if errors else None,
        class_="notice",
    )  # fmt: skip


def _error(note: Notification) -> Element:
    where: list[Node] = [code(str(note.location)), " "] if note.location is not None else []
    return element("li", *where, *prose(note.message))


def _tiles(page: _Page) -> Element:
    found = page.found
    tiles = (
        ("waiting", "wait", len(found.waiting), "unknown"),
        ("in-force", IN_FORCE.lower(), len(found.in_force), "fixed"),
        ("soon", "end soon", len(page.soon), "advises"),
        ("emergencies", "emergency" if len(page.emergencies) == 1 else "emergencies", len(page.emergencies), "blocks"),
        ("troubled", "do not hold", len(found.troubled), "blocks"),
        ("ended", "over", len(found.ended), "new"),
    )
    return element(
        "ul",
        *(
            element(
                "li",
                element("span", f"{number:,}", class_="figure"),
                " ",
                element("a", word, href=f"#{name}") if number else element("span", word),
                class_=f"tile t-{style}{'' if number else ' none'}",
            )
            for name, word, number, style in tiles
        ),
        class_="tiles",
        aria_label="Counts",
    )


def _parts(page: _Page) -> Iterator[Element]:
    report, found = page.report, page.found
    if found.waiting:
        yield _waiting(page)
    if page.emergencies:
        yield part("emergencies", "Emergencies", len(page.emergencies), tables.emergencies(report, page.emergencies))
    if page.soon:
        meaning = element("p", "Whoever still needs one of these asks anew before its end.", class_="meaning")
        yield part("soon", "End within 14 days", len(page.soon), meaning, tables.soon(report, page.soon))
    if found.in_force:
        meaning = element("p", "The one that ends first comes first.", class_="meaning")
        shown = tables.in_force(report, found.in_force, "Exceptions in force")
        yield part("in-force", IN_FORCE, len(found.in_force), meaning, shown)
    if found.troubled:
        meaning = element("p", "These let nothing go, whatever was approved.", class_="meaning")
        yield part("troubled", "Do not hold", len(found.troubled), meaning, tables.troubled(report, found.troubled))
    if found.ended:
        yield part("ended", "Over", len(found.ended), tables.ended(found.ended))
    if report.exceptions:
        yield part("policies", "By policy", None, tables.shares(report, "Policy", tables.policy_of))
    if any(record.owner for record in report.exceptions):
        meaning = element("p", "A team is the owner that a rule's policy names.", class_="meaning")
        yield part("teams", "By team", None, meaning, tables.shares(report, "Team", tables.team_of))


def _waiting(page: _Page) -> Element:
    found = page.found.waiting
    more = len(found) - MOST_CARDS
    return part(
        "waiting",
        "Wait for a decision",
        len(found),
        element("p", "Emergencies first, then the worst and the longest asked for.", class_="meaning"),
        *(waiting(page.report, one, "h3") for one in found[:MOST_CARDS]),
        element("p", f"… and {more:,} more (trueline exception list --state pending)", class_="notice")
        if more > 0
        else None,
    )


def _nothing() -> Element:
    return element(
        "p",
        "Nobody has asked for an exception. ",
        element("code", 'trueline exception request TL-… --reason "…"'),
        " asks for one.",
        class_="nothing",
    )
