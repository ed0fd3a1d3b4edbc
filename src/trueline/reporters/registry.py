"""The reporters by name: a module is the plug-in, imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from trueline.model.report import Report


class Reporter(Protocol):
    """What every module of this folder that is a reporter offers."""

    # a pure function: no I/O, no clock, no environment; the same report gives the same bytes
    def render(self, report: Report, /) -> str:
        """Return the whole text of the report, with a line end at its end."""
        ...


REPORTERS: Final[dict[str, str]] = {
    "azure": "trueline.reporters.azure",
    "checkstyle": "trueline.reporters.checkstyle",
    "github": "trueline.reporters.github",
    "github-summary": "trueline.reporters.github_summary",
    "gitlab": "trueline.reporters.gitlab",
    "html": "trueline.reporters.html.page",
    "infracost": "trueline.reporters.infracost",
    "json": "trueline.reporters.json",
    "junit": "trueline.reporters.junit",
    "markdown": "trueline.reporters.markdown",
    "openmetrics": "trueline.reporters.openmetrics",
    "rdjson": "trueline.reporters.rdjson",
    "sarif": "trueline.reporters.sarif",
    "sarif-full": "trueline.reporters.sarif_full",
    "terminal": "trueline.reporters.terminal",
}


def load(name: str) -> Reporter:
    """Return the reporter called ``name``; raise ``KeyError`` where there is none."""
    from importlib import import_module

    return cast(Reporter, import_module(REPORTERS[name]))


if TYPE_CHECKING:
    from trueline.reporters import (
        azure,
        checkstyle,
        github,
        github_summary,
        gitlab,
        json,
        junit,
        markdown,
        openmetrics,
        rdjson,
        sarif,
        sarif_full,
        terminal,
    )
    from trueline.reporters.html import page as html

    _CHECKED: tuple[Reporter, ...] = (
        azure, checkstyle, github, github_summary, gitlab, html, json, junit, markdown, openmetrics, rdjson, sarif,
        sarif_full, terminal,
    )  # fmt: skip
