"""Azure Pipelines' logging commands: issues of the step, then the verdict in plain text.

The step fails by its exit code; no ``task.complete`` says it a second time, or against ``--exit-zero``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.annotations import best_annotations, plain_closing

if TYPE_CHECKING:
    from trueline.model.report import Report
    from trueline.reporters.annotations import Annotation

# An issue is an error or a warning: what advises below medium stays in the counts
_LEVELS: Final = ("error", "warning")


def render(report: Report) -> str:
    """Return one command a line, the worst first, and the closing lines, in which no command is read."""
    found = best_annotations(report, _LEVELS)
    commands = [_command(name, annotation) for name in _LEVELS for annotation in found[name]]
    return "".join(f"{line}\n" for line in commands) + plain_closing(report)


def _command(name: str, annotation: Annotation) -> str:
    properties: dict[str, str | int] = {"type": name}
    if annotation.path:
        properties |= {"sourcepath": annotation.path, "linenumber": annotation.lines[0]}
    if annotation.columns is not None:
        properties["columnnumber"] = annotation.columns[0]
    properties["code"] = annotation.code
    said = "".join(f"{key}={_property(str(value))};" for key, value in properties.items())
    return f"##vso[task.logissue {said}]{_data(f'{annotation.title}: {annotation.message}')}"


def _data(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(";", "%3B").replace("]", "%5D")
