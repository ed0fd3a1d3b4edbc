"""All findings: what blocks, advice, what is let go, what is fixed; the first in full, the last only counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from trueline.model.level import SEVERITIES
from trueline.reporters.html.card import card, fingerprint, identifier
from trueline.reporters.html.element import code, element, prose
from trueline.reporters.html.words import STANDINGS, badge, classes, part, place
from trueline.reporters.page import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.level import Severity
    from trueline.model.report import Finding, Report
    from trueline.reporters.html.element import Element
    from trueline.reporters.html.words import Standing
    from trueline.reporters.summary import Summary

MOST_CARDS: Final = 500
MOST_ROWS: Final = 5_000
MOST_COUNTED: Final = 100
_LONGEST_ROW: Final = 240
_TITLES: Final[dict[Standing, tuple[str, str]]] = {
    "blocks": ("What blocks", "Each of these makes the run fail."),
    "advises": ("Advice", "None of these makes the run fail."),
    "suppressed": ("Suppressed", "An exception, the baseline or a comment lets these go."),
    "fixed": ("Fixed", "These were found at base and are no more."),
}

Group = list["Finding"]


class Room:
    """How much of the page is left, and which names in it are taken."""

    __slots__ = ("cards", "names", "rows")

    def __init__(self) -> None:
        self.cards = MOST_CARDS
        self.rows = MOST_ROWS
        self.names: set[str] = set()


def findings(report: Report, summary: Summary) -> list[Element]:
    """Return one section for each standing that a finding has."""
    room = Room()
    parts = zip(STANDINGS, (summary.blocking, summary.advising, summary.suppressed, summary.fixed), strict=True)
    return [_part(report, standing, found, room) for standing, found in parts if found]


def _part(report: Report, standing: Standing, found: Sequence[Finding], room: Room) -> Element:
    title, meaning = _TITLES[standing]
    full, rest = _grouped(found, room.cards)
    room.cards -= len(full)
    rows, left = rest[: room.rows], rest[room.rows :]
    room.rows -= len(rows)
    return part(
        standing,
        title,
        len(found),
        element("p", meaning, class_="meaning"),
        *_in_full(report, standing, full, room),
        _in_short(report, standing, rows, in_full=bool(full)) if rows else None,
        _only_counted(left) if left else None,
    )


def _grouped(found: Iterable[Finding], most: int) -> tuple[list[Group], list[Finding]]:
    """Return what one rule has at one place together, and what is left behind the first groups; the worst first."""
    groups: dict[tuple[object, ...], Group] = {}
    rest = []
    for finding in sorted(found, key=lambda finding: -SEVERITIES.index(finding.severity)):
        key = (
            finding.severity, finding.location, finding.rule_id, finding.enforcement, finding.status,
            finding.suppression,
        )  # fmt: skip
        if key in groups:
            groups[key].append(finding)
        elif len(groups) < most:
            groups[key] = [finding]
        else:
            rest.append(finding)
    return list(groups.values()), rest


def _in_full(report: Report, standing: Standing, groups: Sequence[Group], room: Room) -> list[Element]:
    """Return the cards, under a heading for each severity and each file."""
    severities: dict[Severity, dict[str, list[Element]]] = {}
    for group in groups:
        first = group[0]
        shown = card(report, group, standing, identifier(first, room.names))
        severities.setdefault(first.severity, {}).setdefault(first.location.path, []).append(shown)
    return [
        element(
            "div",
            element("h3", severity.capitalize()),
            *(element("div", element("h4", code(path)), *cards, class_="group file") for path, cards in files.items()),
            class_=f"group severity s-{severity}",
        )
        for severity, files in severities.items()
    ]


def _in_short(report: Report, standing: Standing, found: Sequence[Finding], *, in_full: bool) -> Element:
    head = ("Severity", "Place", "Rule", "What", "Fingerprint")
    rows = [
        element(
            "tr",
            element("td", badge(finding.severity)),
            element("td", place(report, finding.location)),
            element("td", code(finding.rule_id)),
            element("td", *prose(finding.message, _LONGEST_ROW)),
            element("td", fingerprint(finding)),
            class_=classes(finding, standing),
            data_rule=finding.rule_id,
        )
        for finding in found
    ]
    title = f"{counted(len(found), 'more finding' if in_full else 'finding')}, in short"
    return element(
        "div",
        element(
            "table",
            element("caption", title),
            element("thead", element("tr", *(element("th", name, scope="col") for name in head))),
            element("tbody", *rows),
            class_="rows",
        ),
        class_="group",
    )


def _only_counted(found: Sequence[Finding]) -> Element:
    """Return what there is no room for, by severity and rule, and where it can be read."""
    counts = Counter((finding.severity, finding.rule_id) for finding in found)
    worst = sorted(counts.items(), key=lambda entry: (-SEVERITIES.index(entry[0][0]), -entry[1], entry[0][1]))
    rows = [
        element(
            "tr",
            element("td", badge(severity)),
            element("th", code(rule), scope="row"),
            element("td", f"{number:,}", class_="number"),
        )
        for (severity, rule), number in worst[:MOST_COUNTED]
    ]
    if len(worst) > MOST_COUNTED:
        left = sum(number for _, number in worst[MOST_COUNTED:])
        rows.append(
            element(
                "tr",
                element("td"),
                element("th", f"{counted(len(worst) - MOST_COUNTED, 'more rule')}", scope="row"),
                element("td", f"{left:,}", class_="number"),
            )
        )
    return element(
        "div",
        element(
            "p",
            element("strong", f"{counted(len(found), 'more finding')} would make this page too large. "),
            "They are counted here; the JSON report (",
            element("code", "--report json=report.json"),
            ") has each of them.",
            class_="notice",
        ),
        element("table", element("caption", "Only counted"), element("tbody", *rows), class_="counts"),
    )
