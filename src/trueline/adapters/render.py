"""Charts and kustomizations rendered by the tools that own them: no network, no home, a deadline."""

from __future__ import annotations

import os
import shutil
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from trueline.adapters.sandbox import NotRenderedError, run_tool, write_files
from trueline.dialects.kubernetes import kustomization
from trueline.dialects.kubernetes.layout import CHARTS, HELM, KUSTOMIZE
from trueline.dialects.kubernetes.rendered import extract_chart, extract_kustomization
from trueline.dialects.kubernetes.unrendered import extract_unrendered
from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import Notification

if TYPE_CHECKING:
    from trueline.dialects.kubernetes.kustomization import Reached
    from trueline.model.document import Reader
    from trueline.model.settings import Release, Settings
    from trueline.model.unit import Extract, Unit


def extract(unit: Unit, reader: Reader, settings: Settings, *, search: str | None = None) -> Extract:
    """Return the resources of a chart or kustomization: rendered where the settings and the tools allow it.

    ``search`` are the folders in which the tools are looked for, as in PATH; None: as the system does.
    """
    tool = HELM if unit.dialect == CHARTS else KUSTOMIZE
    if tool not in settings.render:
        return extract_unrendered(unit, reader, settings)
    try:
        if unit.dialect == CHARTS:
            from trueline.adapters.helm import render_chart

            releases = cast("tuple[Release, ...]", unit.options.get("releases", ()))
            return extract_chart(render_chart(unit.root, releases, reader, search=search), unit, reader)
        reached = kustomization.load(str(unit.options["path"]), reader)
        return extract_kustomization(kustomize(reached, reader, search=search), unit, reached, reader)
    except NotRenderedError as error:
        return _refused(extract_unrendered(unit, reader, settings, error.reason), error)


def identity(settings: Settings, *, search: str | None = None) -> str:
    """Return which tools would render, for what is remembered: another tool may give another result."""
    programs = {"helm": ("helm",), "kustomize": ("kubectl", "kustomize")}
    found = [shutil.which(name, path=search) for tool in sorted(settings.render) for name in programs[tool]]
    return "".join(f"{path}:{os.stat(path).st_mtime_ns};" for path in found if path is not None)


def kustomize(reached: Reached, reader: Reader, *, search: str | None = None) -> str:
    """Return what ``kustomize build`` or ``kubectl kustomize`` makes of the first kustomization of ``reached``.

    Raises ``NotRenderedError`` where that is not to be had.
    """
    if not reached.kustomizations:
        raise NotRenderedError("there is no kustomization")
    if reached.refused:
        raise NotRenderedError("; ".join(reached.refused))
    if reached.kustomizations[0].is_component:
        raise NotRenderedError("it is a component that no kustomization uses")
    broken = [one.path for one in reached.kustomizations if one.problems]
    if broken:
        raise NotRenderedError(f"{broken[0]} cannot be read whole")
    folder = reached.kustomizations[0].folder
    with TemporaryDirectory(prefix="trueline-") as place:
        tree = os.path.join(place, "tree")
        try:
            write_files(tree, reached.members, reader)
        except ReadError as error:
            raise NotRenderedError(error.message) from error
        target = os.path.join(tree, *folder.split("/")) if folder else tree
        result = run_tool((("kubectl", "kustomize"), ("kustomize", "build")), [target], place, search)
    if result.reason:
        reason = result.reason.replace(tree + os.sep, "").replace(tree, ".")
        raise NotRenderedError(reason, state="unreadable" if result.failed else "not-rendered")
    return result.text


def _refused(extract: Extract, error: NotRenderedError) -> Extract:
    """Return what is known of what is not rendered; what its own tool refuses is broken, not merely unseen."""
    refused = [given for given in extract.inputs if given.state == "not-rendered"]
    inputs = tuple(given._replace(state=error.state) if given in refused else given for given in extract.inputs)
    if error.state != "unreadable":
        return extract._replace(inputs=inputs)
    said = [
        Notification("error", "unreadable-input", error.reason, error.location or Location(given.path))
        for given in refused
    ]
    return extract._replace(inputs=inputs, notifications=(*extract.notifications, *said))
