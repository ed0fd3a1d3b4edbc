"""What is said of a chart or kustomization that is not rendered: never nothing, never a parse error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.documents import SUFFIXES, UNREADABLE, extract_files
from trueline.dialects.kubernetes import kustomization
from trueline.dialects.kubernetes.chart import path_of
from trueline.dialects.kubernetes.layout import CHARTS, HELM, KUSTOMIZE
from trueline.model.location import Location
from trueline.model.report import PART_OF, Input, Notification
from trueline.model.unit import Extract

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.document import Reader
    from trueline.model.settings import Settings
    from trueline.model.unit import Unit


def extract_unrendered(unit: Unit, reader: Reader, settings: Settings, reason: str = "") -> Extract:
    """Return what is known of ``unit`` without rendering; its plain resources are read where no other unit does."""
    return _chart(unit, reason) if unit.dialect == CHARTS else _kustomization(unit, reader, settings, reason)


def _chart(unit: Unit, reason: str) -> Extract:
    path = path_of(unit.root)
    definitions = path_of(unit.root, "crds/")  # those are manifests of their own
    others = [member for member in unit.members if not member.startswith(definitions)]
    entry = Input(path, CHARTS, "not-rendered", reason or _not_allowed(HELM))
    return Extract(inputs=(entry, *_parts(others, path, CHARTS)))


def _kustomization(unit: Unit, reader: Reader, settings: Settings, reason: str) -> Extract:
    path = str(unit.options["path"])
    reached = kustomization.load(path, reader)
    broken = [(one.path, problem) for one in reached.kustomizations for problem in one.problems]
    # where nothing renders, other units read those that are named like manifests
    own = [one for one in reached.resources if KUSTOMIZE in settings.render or not one.lower().endswith(SUFFIXES)]
    rest = extract_files(own, reader, unit)
    notifications = [
        Notification("error", UNREADABLE, problem.message, Location(where, region=problem.region))
        for where, problem in broken
    ]
    inputs = [Input(where, unit.dialect, "unreadable", problem.message) for where, problem in broken]
    if path not in {where for where, _ in broken}:
        inputs.append(Input(path, unit.dialect, "not-rendered", reason or _not_allowed(KUSTOMIZE)))
    told = {given.path for given in inputs}
    others = [member for member in reached.members if member not in told and member not in reached.resources]
    inputs += _parts(others, path, unit.dialect)
    return Extract(rest.resources, (*inputs, *rest.inputs), (*notifications, *rest.notifications))


def _parts(members: Iterable[str], path: str, kind: str) -> list[Input]:
    """Return the inputs that are judged only as a part of what is rendered."""
    return [Input(member, kind, "not-judged", f"{PART_OF}{path}") for member in members if member != path]


def _not_allowed(tool: str) -> str:
    return f"rendering with {tool} is not allowed; allow it with `render: [{tool}]` in .trueline/config.yaml"
