"""One finding in full: what, where in its code, what explains it, how to mend it, and what else is known of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.reporters import exception_commands as commands
from trueline.reporters.html.element import code, element, prose
from trueline.reporters.html.frames import frame
from trueline.reporters.html.words import badge, classes, link, place, suppression
from trueline.reporters.text import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.model.location import Location
    from trueline.model.report import Finding, Report
    from trueline.reporters.html.element import Element, Node
    from trueline.reporters.html.words import Standing

MOST_RELATED: Final = 8
MOST_RELATED_FRAMES: Final = 3
MOST_REFERENCES: Final = 10
MOST_NOTES: Final = 10
MOST_ALSO: Final = 200
_FEW: Final = 3
_FINGERPRINT: Final = re.compile(r"TL-[0-9a-f]{1,64}\Z")


def identifier(finding: Finding, taken: set[str]) -> str | None:
    """Return what a link to a finding may name: its fingerprint, where that is one and no other finding has it."""
    if not _FINGERPRINT.match(finding.fingerprint) or finding.fingerprint in taken:
        return None
    taken.add(finding.fingerprint)
    return finding.fingerprint


def fingerprint(finding: Finding) -> Element:
    """Return the beginning of a finding's fingerprint, which has all of it as its title."""
    return element("code", short(finding.fingerprint), title=finding.fingerprint)


def card(report: Report, group: Sequence[Finding], standing: Standing, name: str | None) -> Element:
    """Return what one rule found at one place, for one subject or several."""
    finding = group[0]
    return element(
        "article",
        element(
            "h5",
            badge(finding.severity),
            " ",
            element("span", finding.rule_id, class_="rule"),
            " ",
            element("span", *prose(finding.message), class_="message"),
        ),
        _where(report, finding),
        frame(report, finding.location),
        _related(report, finding.related),
        _also(group),
        element("p", element("strong", "Fix"), " ", *prose(finding.fix), class_="fix") if finding.fix else None,
        suppression(report, finding.suppression) if finding.suppression is not None else None,
        *_notes(group),
        _asking(report, group),
        _references(finding.references),
        _marks(finding, standing, name),
        class_=classes(finding, standing),
        id=name,
        data_rule=finding.rule_id,
        data_n=len(group) if len(group) > 1 else None,
    )


def _where(report: Report, finding: Finding) -> Element:
    said = [code(text) for text in (finding.subject, finding.kind, finding.environment) if text]
    return element("p", place(report, finding.location), *_parted(said), class_="where")


def _parted(nodes: Iterable[Element]) -> Iterator[Element | str]:
    for node in nodes:
        yield " · "
        yield node


def _related(report: Report, places: Sequence[Location]) -> Element | None:
    if not places:
        return None
    rows = [
        element(
            "li",
            place(report, location),
            " ",
            *prose(location.message),
            frame(report, location, around=0) if number < MOST_RELATED_FRAMES else None,
        )
        for number, location in enumerate(places[:MOST_RELATED])
    ]
    if len(places) > MOST_RELATED:
        rows.append(element("li", f"… and {len(places) - MOST_RELATED:,} more places (--report json)"))
    return element("ul", *rows, class_="related", aria_label="Related places")


def _also(group: Sequence[Finding]) -> Element | None:
    others = group[1:]
    if not others:
        return None
    rows = [element("li", *_apart(group[0], other)) for other in others[:MOST_ALSO]]
    if len(others) > MOST_ALSO:
        rows.append(element("li", f"… and {len(others) - MOST_ALSO:,} more (--report json)"))
    several = f"Also for {len(others):,} other{'s' if len(others) > 1 else ''}"
    return element(
        "details", element("summary", several), element("ul", *rows), class_="also", open=len(others) <= _FEW
    )


def _apart(first: Finding, other: Finding) -> Iterator[Node]:
    """Give what tells two findings at one place apart, and the other's fingerprint."""
    yield code(other.subject)
    if other.environment != first.environment:
        yield " in "
        yield code(other.environment)
    known = {place.path for place in first.related}
    called = next((str(place) for place in other.related if place.path not in known), "")
    if called:
        yield " from "
        yield code(called)
    if other.subject == first.subject and other.message != first.message:
        yield ": "
        yield from prose(other.message)
    if other.fingerprint:
        yield " "
        yield element("small", fingerprint(other))


def _notes(group: Sequence[Finding]) -> Iterator[Element]:
    """Give why what is about these findings does not let them go."""
    for refusal in list(dict.fromkeys(refusal for finding in group for refusal in finding.refusals))[:MOST_NOTES]:
        yield element("p", element("strong", "Note"), " ", *prose(refusal), class_="refusal")


def _asking(report: Report, group: Sequence[Finding]) -> Element | None:
    """Return the line to copy that asks for an exception, where somebody may grant it."""
    prints = [finding.fingerprint for finding in group if commands.may_be_asked(finding)]
    if not prints or not report.trust.approvers:
        return None
    line = element("code", commands.request(report, prints), class_="line-to-copy")
    return element("p", "Ask for an exception: ", line, class_="asking")


def _references(addresses: Sequence[str]) -> Element | None:
    if not addresses:
        return None
    return element(
        "ul", *(element("li", link(address)) for address in addresses[:MOST_REFERENCES]), class_="references"
    )


def _marks(finding: Finding, standing: Standing, name: str | None) -> Element:
    known_by = fingerprint(finding)
    if name is not None:
        known_by = element("a", short(finding.fingerprint), href=f"#{name}", title=finding.fingerprint)
    explain = element("code", f"trueline explain {finding.rule_id}")
    parts: list[Element | str] = [element("span", standing, class_=f"standing k-{standing}")]
    parts += [finding.status] if finding.status != standing else []
    parts += [f"{finding.enforcement} enforcement"]
    parts += [known_by] if finding.fingerprint else []
    return element("p", *(element("span", part) for part in (*parts, explain)), class_="marks")
