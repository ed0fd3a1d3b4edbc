"""Compose projects: services, volumes, networks, secrets and configs as they are once all files are merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.dialects.compose.names import COMPOSE, units
from trueline.model.report import Input, Notification
from trueline.model.resource import Resource
from trueline.model.unit import Extract

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.dialects.compose.node import Node
    from trueline.dialects.compose.project import Project
    from trueline.model.document import Reader
    from trueline.model.settings import Settings
    from trueline.model.unit import Unit

_KINDS: Final = {
    "services": "service",
    "volumes": "volume",
    "networks": "network",
    "secrets": "secret",
    "configs": "config",
}
_UNREADABLE: Final = "unreadable-input"


def plan(paths: Sequence[str], reader: Reader, settings: Settings) -> Sequence[Unit]:  # noqa: ARG001  # the protocol's
    """Return a unit for each project; its members are in no other dialect's."""
    return units(paths, reader)


def extract(unit: Unit, reader: Reader, settings: Settings) -> Extract:  # noqa: ARG001  # the protocol's
    """Return what a project declares, and what became of its files."""
    from trueline.dialects.compose.project import Project

    files = unit.options.get("files", (unit.root,))
    assert isinstance(files, tuple)  # noqa: S101  # the planner above wrote it
    project = Project(reader, unit.members)
    sections = project.load(files)
    resources = tuple(_resources(sections, _judged(files, project), unit))
    notifications = tuple(
        Notification("error" if flaw.fatal else "warning", _UNREADABLE, flaw.message, flaw.location)
        for flaw in project.flaws
    )
    found = Extract(resources, tuple(_inputs(project)), notifications)
    return _with_odd(found, project.odd, reader, unit)


def _judged(files: Sequence[str], project: Project) -> frozenset[str] | None:
    """Return the services that a file on top of a base is there for: the others are judged with the base."""
    if len(files) < 2 or files[-1].rpartition("/")[2].partition(".")[2].startswith("override."):
        return None
    return project.names_in(files[-1])


def _resources(sections: Mapping[str, Node], judged: frozenset[str] | None, unit: Unit) -> Iterator[Resource]:
    from trueline.dialects.compose.node import locator, plain
    from trueline.dialects.compose.shapes import labelled

    for section, kind in _KINDS.items():
        root = sections.get(section)
        for name, node in (root.members if root is not None else {}).items():
            if judged is not None and name not in judged:
                continue
            member = node if kind == "service" else labelled(node)
            value = plain(member)
            if not isinstance(value, dict):
                continue
            yield Resource(
                kind=f"compose/{kind}",
                address=f"{kind}/{name}",
                name=name,
                value=value,
                locate=locator(member),
                source=member.spot.locate().path,
                unit=unit.root,
            )


def _inputs(project: Project) -> Iterator[Input]:
    reasons: dict[str, str] = {}
    for flaw in project.flaws:
        if flaw.fatal:
            reasons.setdefault(flaw.location.path, flaw.message)
    for path, is_whole in project.read.items():
        yield Input(path, COMPOSE, "read") if is_whole else Input(path, COMPOSE, "partly-read", reasons.get(path, ""))


def _with_odd(found: Extract, odd: Sequence[str], reader: Reader, unit: Unit) -> Extract:
    """Return ``found`` with what other dialects make of files that only have a name of Compose's."""
    if not odd:
        return found
    from trueline.dialects.documents import extract_files

    more = extract_files(odd, reader, unit)
    return Extract(
        (*found.resources, *more.resources),
        (*found.inputs, *more.inputs),
        (*found.notifications, *more.notifications),
    )
