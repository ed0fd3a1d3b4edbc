"""The top of the page: the verdict, what it means and what to do next, whose policies judged, and the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.reporters.closing import not_installed, proof_line, trust_line, verdict_line, verdict_words
from trueline.reporters.exceptions import awaited, waits_for
from trueline.reporters.html.element import element
from trueline.reporters.html.exceptions.part import alarms
from trueline.reporters.page import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.report import Report
    from trueline.reporters.html.element import Element, Node
    from trueline.reporters.summary import Summary

_MOST_AWAITED = 3
_SIGNS = {"passed": "✓", "failed": "✕", "incomplete": "!", "pending": "…"}


def headline(report: Report, summary: Summary) -> Element:
    """Return the head of the page."""
    steps = [*_to_pass(report, summary), *_to_know_more(report, summary)]
    return element(
        "header",
        element("p", "Trueline report", class_="brand"),
        element(
            "div",
            element("span", _SIGNS[report.verdict], class_="sign", aria_hidden="true"),
            element(
                "div",
                element("h1", verdict_words(report).capitalize()),
                element("p", _meaning(report), class_="lead"),
            ),
            class_=f"verdict v-{report.verdict}",
        ),
        *alarms(report),
        _next(steps) if steps else None,
        element("p", trust_line(report), class_="trust"),
        element("p", proof_line(report), class_="trust"),
        _tiles(report, summary),
    )


def title(report: Report) -> str:
    """Return the page's title."""
    return f"{verdict_words(report)}: {verdict_line(report).split(' · ')[0]} – Trueline"


def _meaning(report: Report) -> str:
    blocked = verdict_line(report).split(" · ")[0]
    waiting = [f"{one.id} needs {waits_for(one)}" for one in awaited(report)[:_MOST_AWAITED]]
    because = {
        "passed": "Nothing that was judged blocks.",
        "failed": f"{blocked}.",
        "incomplete": "Something could not be judged, and what could not be judged has not passed.",
        "pending": f"What blocks waits for an approval: {'; '.join(waiting) or 'somebody has to decide'}.",
    }[report.verdict]
    if report.verdict == "failed" and not report.complete:
        because += " There may be more: something could not be judged."
    if report.verdict == "passed" and not any(entry.state == "read" for entry in report.inputs):
        because += " But no file was read that a policy could judge."
    return f"{because} Exit code {report.exit_code}."


def _next(steps: list[list[Node]]) -> Element:
    return element(
        "div",
        element("h2", "What to do next"),
        element("ol", *(element("li", *step) for step in steps)),
        class_="next",
    )


def _to_pass(report: Report, summary: Summary) -> Iterator[list[Node]]:
    """Give what has to be done before the run can pass, in the order of its use."""
    waiting = awaited(report)
    if waiting:
        yield ["Have ", _to("exceptions", counted(len(waiting), "exception")), " decided on that the run waits for."]
    if any(not finding.pending for finding in summary.blocking):
        yield ["Mend ", _to("blocks", "what blocks"), ", the worst first. Each finding says where, why and how."]
    unknowns = sum(1 for answer in report.unknowns if answer.blocks)
    if unknowns:
        yield [
            _to("unknown", counted(unknowns, "unknown answer")),
            f" block{'s' if unknowns == 1 else ''}: give the value that each reason names.",
        ]
    unread = summary.inputs["unreadable"] + summary.inputs["partly-read"]
    if unread:
        which = _to("inputs", counted(unread, "input"))
        out: list[Node] = [
            ", or leave out what cannot be mended with ",
            element("code", "paths.exclude"),
            " in the config.",
        ]
        yield ["Mend ", which, " that could not be read whole", *out]
    crashed = sum(1 for tally in report.rules if tally.errors)
    if crashed:
        yield [
            "Mend ",
            _to("rules", counted(crashed, "rule")),
            " that crashed, or what made it crash: the notifications say where.",
        ]
    errors = sum(1 for note in report.notifications if note.level == "error")
    if errors and not unread and not crashed:
        yield ["Mend ", _to("notifications", counted(errors, "error")), " of the run."]


def _to_know_more(report: Report, summary: Summary) -> Iterator[list[Node]]:
    """Give what would let more be judged."""
    unrendered = summary.inputs["not-rendered"]
    if unrendered:
        yield [
            _to("inputs", counted(unrendered, "input")),
            f" {'was' if unrendered == 1 else 'were'} not rendered: what rendering gives was not judged.",
        ]
    modules = not_installed(report)
    if modules:
        yield [
            "Run ",
            element("code", "terraform init"),
            " where the gate runs: ",
            _to("notifications", counted(modules, "module")),
            f" {'is' if modules == 1 else 'are'} not installed, and what is inside was not judged.",
        ]


def _to(part: str, text: str) -> Element:
    return element("a", text, href=f"#{part}")


def _tiles(report: Report, summary: Summary) -> Element:
    tiles = (
        ("blocks", "block", len(summary.blocking)),
        ("advises", "advise", len(summary.advising)),
        ("unknown", "unknown", len(report.unknowns)),
        ("suppressed", "suppressed", len(summary.suppressed)),
        ("fixed", "fixed", len(summary.fixed)),
        ("new", "new", summary.statuses["new"]),
    )
    return element(
        "ul",
        *(
            element(
                "li",
                element("span", f"{number:,}", class_="figure"),
                " ",
                _to(name, word) if number and name != "new" else element("span", word),
                class_=f"tile t-{name}{'' if number else ' none'}",
            )
            for name, word, number in tiles
        ),
        class_="tiles",
        aria_label="Counts",
    )
