"""What is said of a chart or kustomization that is not rendered: never nothing, never a parse error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects import manifest
from trueline.dialects.kubernetes import kustomization
from trueline.dialects.kubernetes.layout import CHART, CHARTS, HELM, KUSTOMIZE
from trueline.model.location import Location
from trueline.model.report import Input, Notification
from trueline.model.unit import Extract

if TYPE_CHECKING:
    from trueline.model.document import Reader
    from trueline.model.settings import Settings
    from trueline.model.unit import Unit


def extract_unrendered(unit: Unit, reader: Reader, settings: Settings, reason: str = "") -> Extract:
    """Return what is known of ``unit`` without rendering; its plain resources are read where no other unit does."""
    if unit.dialect == CHARTS:
        path = f"{unit.root}/{CHART}" if unit.root else CHART
        return Extract(inputs=(Input(path, CHARTS, "not-rendered", reason or _not_allowed(HELM)),))
    path = str(unit.options["path"])
    reached = kustomization.load(path, reader)
    broken = [(one.path, problem) for one in reached.kustomizations for problem in one.problems]
    rest = Extract()
    if KUSTOMIZE in settings.render:  # otherwise other units read them
        rest = manifest.extract_files(reached.resources, reader, unit)
    notifications = [
        Notification("error", manifest.UNREADABLE, problem.message, Location(where, region=problem.region))
        for where, problem in broken
    ]
    inputs = [Input(where, unit.dialect, "unreadable", problem.message) for where, problem in broken]
    if path not in {where for where, _ in broken}:
        inputs.append(Input(path, unit.dialect, "not-rendered", reason or _not_allowed(KUSTOMIZE)))
    return Extract(rest.resources, (*inputs, *rest.inputs), (*notifications, *rest.notifications))


def _not_allowed(tool: str) -> str:
    return f"rendering with {tool} is not allowed; add {tool} to render in the config"
