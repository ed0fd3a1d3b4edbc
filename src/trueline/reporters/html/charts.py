"""Small charts: a table whose bars are inline SVG, so that it reads as numbers where no picture is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.reporters.html.element import element
from trueline.reporters.summary import by_severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.report import Report, Tally
    from trueline.reporters.html.element import Element
    from trueline.reporters.summary import Summary

_STATES: Final = {
    "read": "good", "partly-read": "warning", "unreadable": "error", "not-rendered": "warning",
    "not-judged": "note", "unclaimed": "faint",
}  # fmt: skip
_SMALLEST: Final = 1.5


class Bar(NamedTuple):
    """One line of a chart: its label, its parts by colour, and what is said in place of its number."""

    label: str
    parts: tuple[tuple[str, int], ...]
    said: str = ""

    @property
    def total(self) -> int:
        """The number that is drawn."""
        return sum(number for _, number in self.parts)


def charts(report: Report, summary: Summary) -> Element:
    """Return the charts of a report."""
    return element(
        "section",
        _chart("Findings by severity", _severities(summary)),
        _chart("Inputs", [Bar(state.replace("-", " "), ((_STATES[state], n),)) for state, n in summary.inputs.items()]),
        _chart("Rules", _rules(report)),
        _chart("Answers of rules", _answers(report)),
        class_="charts",
        aria_label="Charts",
    )


def _severities(summary: Summary) -> list[Bar]:
    blocking, advising = by_severity(summary.blocking), by_severity(summary.advising)
    return [
        Bar(
            severity,
            ((severity, number), (f"{severity} light", advising[severity])),
            ", ".join(
                f"{count:,} {word}" for count, word in ((number, "block"), (advising[severity], "advise")) if count
            ),
        )
        for severity, number in blocking.items()
    ]


def _rules(report: Report) -> list[Bar]:
    counts = dict.fromkeys(("crashed", "found something", "could not tell", "passed", "not applicable", "idle"), 0)
    for tally in report.rules:
        counts[_outcome(tally)] += 1
    colours = ("error", "high", "unknown", "good", "note", "faint")
    labels = {"idle": "matched nothing"}
    return [
        Bar(labels.get(name, name), ((colour, number),))
        for (name, number), colour in zip(counts.items(), colours, strict=True)
    ]


def _outcome(tally: Tally) -> str:
    """Return the worst that a rule answered."""
    if not tally.matched:
        return "idle"
    told = (("crashed", tally.errors), ("found something", tally.failed), ("could not tell", tally.unknown))
    worst = next((name for name, number in told if number), "")
    return worst or ("passed" if tally.passed else "not applicable")


def _answers(report: Report) -> list[Bar]:
    rules = report.rules
    return [
        Bar("pass", (("good", sum(tally.passed for tally in rules)),)),
        Bar("fail", (("high", sum(tally.failed for tally in rules)),)),
        Bar("unknown", (("unknown", sum(tally.unknown for tally in rules)),)),
        Bar("error", (("error", sum(tally.errors for tally in rules)),)),
        Bar("not applicable", (("faint", sum(tally.not_applicable for tally in rules)),)),
    ]


def _chart(title: str, bars: Sequence[Bar]) -> Element:
    most = max((bar.total for bar in bars), default=0)
    rows = [
        element(
            "tr",
            element("th", bar.label, scope="row"),
            element("td", _svg(bar, most), class_="drawn"),
            element("td", bar.said or f"{bar.total:,}", class_="number"),
            class_=None if bar.total else "none",
        )
        for bar in bars
    ]
    return element("table", element("caption", title), element("tbody", *rows), class_="chart")


def _svg(bar: Bar, most: int) -> Element:
    drawn, at = [], 0.0
    for colour, number in bar.parts:
        if number:
            wide = max(100 * number / most, _SMALLEST)
            drawn.append(element("rect", class_=f"f-{colour}", x=f"{at:.2f}", y="0", width=f"{wide:.2f}", height="1"))
            at += wide
    return element("svg", *drawn, viewBox="0 0 100 1", preserveAspectRatio="none", aria_hidden="true")
