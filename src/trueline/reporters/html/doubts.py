"""What could not be told, and what is wrong with inputs, rules or the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.level import SEVERITIES
from trueline.reporters.html.element import code, element, prose
from trueline.reporters.html.frames import frame
from trueline.reporters.html.words import badge, part, place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.report import Notification, Report, UnknownAnswer
    from trueline.reporters.html.element import Element

MOST_UNKNOWNS: Final = 2_000
MOST_NOTIFICATIONS: Final = 500
_FEW: Final = 5
_MOST_REASONS: Final = 20


def unknowns(report: Report) -> Element | None:
    """Return the answers that could not be told, by rule: those that block first."""
    if not report.unknowns:
        return None
    rules: dict[str, list[UnknownAnswer]] = {}
    ordered = sorted(report.unknowns, key=lambda answer: (not answer.blocks, -SEVERITIES.index(answer.severity)))
    for answer in ordered[:MOST_UNKNOWNS]:
        rules.setdefault(answer.rule_id, []).append(answer)
    return part(
        "unknown",
        "Unknown",
        len(ordered),
        element("p", "A rule needs a value that cannot be known here. That is no pass.", class_="meaning"),
        *(_rule(report, rule, answers) for rule, answers in rules.items()),
        _more(len(ordered) - MOST_UNKNOWNS),
    )


def _rule(report: Report, rule: str, answers: Sequence[UnknownAnswer]) -> Element:
    blocks = any(answer.blocks for answer in answers)
    rows = [
        element(
            "li",
            place(report, answer.location),
            " ",
            code(answer.subject),
            element("strong", " blocks") if answer.blocks else None,
            element("ul", *(element("li", *prose(reason)) for reason in answer.reasons[:_MOST_REASONS])),
            element("p", f"… and {len(answer.reasons) - _MOST_REASONS:,} more reasons")
            if len(answer.reasons) > _MOST_REASONS
            else None,
        )
        for answer in answers
    ]
    head = element(
        "summary",
        badge(answers[0].severity),
        " ",
        element("span", rule, class_="rule"),
        f" {len(answers):,} could not be told",
        element("strong", ", and that blocks") if blocks else None,
    )
    return element("details", head, element("ul", *rows, class_="answers"), open=blocks or len(answers) <= _FEW)


def notifications(report: Report) -> Element | None:
    """Return what is wrong, the errors first."""
    if not report.notifications:
        return None
    ranks = ("error", "warning", "note")
    ordered = sorted(report.notifications, key=lambda note: ranks.index(note.level))
    return part(
        "notifications",
        "Notifications",
        len(ordered),
        element("p", "Of inputs, rules and the run itself. An error makes the run incomplete.", class_="meaning"),
        *_by_kind(report, ordered[:MOST_NOTIFICATIONS]),
        _more(len(ordered) - MOST_NOTIFICATIONS),
    )


def _by_kind(report: Report, notes: Sequence[Notification]) -> Iterator[Element]:
    """Give the notifications; many that are no errors and say the same of different things are folded together."""
    kinds: dict[tuple[str, str], list[Notification]] = {}
    for note in notes:
        kinds.setdefault((note.level, note.id), []).append(note)
    for (level, name), same in kinds.items():
        shown = [_notification(report, note) for note in same]
        if level == "error" or len(same) <= _FEW:
            yield from shown
            continue
        head = (badge(level), " ", element("span", name, class_="rule"), f" {len(same):,} times")
        yield element("details", element("summary", *head), *shown)


def _notification(report: Report, note: Notification) -> Element:
    said, _, drawn = note.message.partition("\n")
    return element(
        "article",
        element(
            "h3",
            badge(note.level),
            " ",
            element("span", note.id, class_="rule"),
            " ",
            element("span", *prose(said), class_="message"),
        ),
        element("pre", *prose(drawn)) if drawn.strip() else None,
        element("p", place(report, note.location), class_="where") if note.location is not None else None,
        frame(report, note.location) if note.location is not None else None,
        class_=f"note c-{note.level}",
    )


def _more(number: int) -> Element | None:
    return element("p", f"… and {number:,} more (--report json)", class_="notice") if number > 0 else None
