"""The whole page. Its policy forbids all that is not its own style and script, which it names by their hashes."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from trueline.reporters.html.charts import charts
from trueline.reporters.html.contracts import contracts
from trueline.reporters.html.doubts import notifications, unknowns
from trueline.reporters.html.element import Element, element, write
from trueline.reporters.html.filters import filters
from trueline.reporters.html.findings import findings
from trueline.reporters.html.headline import headline, title
from trueline.reporters.html.proof import inputs, judged_by, rules
from trueline.reporters.html.proposal import proposed
from trueline.reporters.summary import summarise
from trueline.version import __version__

if TYPE_CHECKING:
    from trueline.model.report import Report


def render(report: Report) -> str:
    """Return the report as one HTML file."""
    return write(element("html", _head(report), _body(report), lang="en"))


def _head(report: Report) -> Element:
    style = _own("style.css")
    meta = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "referrer": "no-referrer",
        "generator": f"Trueline {__version__}",
    }
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy()),
        *(element("meta", name=name, content=content) for name, content in meta.items()),
        element("title", title(report)),
        element("style", style),
    )


def _body(report: Report) -> Element:
    summary = summarise(report)
    found = findings(report, summary)
    doubts = [unknowns(report), notifications(report)]
    parts = [*found, proposed(report), contracts(report), *doubts, inputs(report), rules(report), judged_by(report)]
    narrowed = filters(report, summary)
    return element(
        "body",
        element("a", "To the findings", href="#main", class_="skip"),
        headline(report, summary),
        charts(report, summary),
        element(
            "div",
            element("aside", _contents(parts), narrowed),
            element("main", *(parts if found else [_nothing(), *parts]), id="main", tabindex=-1),
            class_="columns",
        ),
        element(
            "footer",
            element("p", f"Trueline {__version__}. ", element("code", "--report json"), " has all that this page has."),
        ),
        element("script", _own("script.js")),
    )


def _contents(parts: list[Element | None]) -> Element:
    """Return links to the parts, named as their headings are."""
    links = []
    for part in parts:
        if part is not None:
            heading = part.children[0]
            name = heading.children if isinstance(heading, Element) else (heading,)
            links.append(element("li", element("a", *name, href=f"#{part.attributes['id']}")))
    return element("nav", element("ul", *links), aria_label="Parts of the report")


def _nothing() -> Element:
    return element("p", "No rule found anything in what was judged.", class_="nothing")


def _policy() -> str:
    style, script = _hash(_own("style.css")), _hash(_own("script.js"))
    return f"default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _own(name: str) -> str:
    """Return a constant of this package that is easier to read in a file of its own."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
