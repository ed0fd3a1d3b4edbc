"""The whole page, from the verdict to who judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.reporters.html.charts import charts
from trueline.reporters.html.contracts import contracts
from trueline.reporters.html.costs import costs
from trueline.reporters.html.doubts import notifications, unknowns
from trueline.reporters.html.drifts import drifts
from trueline.reporters.html.element import element, write
from trueline.reporters.html.exceptions.part import exceptions
from trueline.reporters.html.filters import filters
from trueline.reporters.html.findings import findings
from trueline.reporters.html.head import head, own
from trueline.reporters.html.headline import headline, title
from trueline.reporters.html.proof import inputs, judged_by, rules
from trueline.reporters.html.proposal import proposed
from trueline.reporters.html.words import contents
from trueline.reporters.summary import summarise
from trueline.version import __version__

if TYPE_CHECKING:
    from trueline.model.report import Report
    from trueline.reporters.html.element import Element


def render(report: Report) -> str:
    """Return the report as one HTML file."""
    return write(element("html", head(title(report), has_script=True), _body(report), lang="en"))


def _body(report: Report) -> Element:
    summary = summarise(report)
    found = findings(report, summary)
    doubts = [unknowns(report), notifications(report)]
    parts = [
        *found, exceptions(report), proposed(report), contracts(report), costs(report), drifts(report), *doubts,
        inputs(report), rules(report), judged_by(report),
    ]  # fmt: skip
    narrowed = filters(report, summary)
    return element(
        "body",
        element("a", "To the findings", href="#main", class_="skip"),
        headline(report, summary),
        charts(report, summary),
        element(
            "div",
            element("aside", contents(parts), narrowed),
            element("main", *(parts if found else [_nothing(), *parts]), id="main", tabindex=-1),
            class_="columns",
        ),
        element(
            "footer",
            element("p", f"Trueline {__version__}. ", element("code", "--report json"), " has all that this page has."),
        ),
        element("script", own("script.js")),
    )


def _nothing() -> Element:
    return element("p", "No rule found anything in what was judged.", class_="nothing")
