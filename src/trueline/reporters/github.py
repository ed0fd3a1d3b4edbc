"""GitHub's workflow commands: annotations on the lines of a pull request, then the verdict in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.annotations import best_annotations, plain_closing

if TYPE_CHECKING:
    from trueline.model.report import Report
    from trueline.reporters.annotations import Annotation

_LEVELS: Final = ("error", "warning", "notice")


def render(report: Report) -> str:
    """Return one command a line, the worst first, and the closing lines, in which no command is read."""
    found = best_annotations(report, _LEVELS)
    commands = [_command(name, annotation) for name in _LEVELS for annotation in found[name]]
    return "".join(f"{line}\n" for line in commands) + plain_closing(report)


def _command(name: str, annotation: Annotation) -> str:
    properties: dict[str, str | int] = {}
    if annotation.path:
        properties = {"file": annotation.path, "line": annotation.lines[0], "endLine": annotation.lines[1]}
    if annotation.columns is not None:
        properties |= {"col": annotation.columns[0], "endColumn": annotation.columns[1]}
    properties["title"] = annotation.title
    said = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {said}::{_data(annotation.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
