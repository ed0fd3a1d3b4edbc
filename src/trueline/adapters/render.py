"""Charts and kustomizations rendered by the tools that own them: no network, no home, a deadline."""

from __future__ import annotations

import os
import shutil
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.adapters.sandbox import run_tool, write_files
from trueline.dialects.kubernetes import kustomization
from trueline.dialects.kubernetes.layout import CHARTS, HELM, KUSTOMIZE
from trueline.dialects.kubernetes.rendered import extract_chart, extract_kustomization
from trueline.dialects.kubernetes.unrendered import extract_unrendered
from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import Notification
from trueline.parsers import yaml
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.dialects.kubernetes.kustomization import Reached
    from trueline.model.document import Reader
    from trueline.model.settings import Settings
    from trueline.model.unit import Extract, Unit

_MOST_FILES: Final = 5000
# the release's name and namespace, where nobody has said them
_RELEASE: Final = "release-name"


class Rendering(NamedTuple):
    """What a tool made of a folder, or the reason why there is nothing; ``failed`` where the tool ran and refused."""

    text: str = ""
    reason: str = ""
    failed: bool = False


class NotRenderedError(Exception):
    """Something may or can not be rendered; the text is the reason."""


def extract(unit: Unit, reader: Reader, settings: Settings, *, search: str | None = None) -> Extract:
    """Return the resources of a chart or kustomization: rendered where the settings and the tools allow it.

    ``search`` are the folders in which the tools are looked for, as in PATH; None: as the system does.
    """
    tool = HELM if unit.dialect == CHARTS else KUSTOMIZE
    if tool not in settings.render:
        return extract_unrendered(unit, reader, settings)
    if unit.dialect == CHARTS:
        rendering = helm(unit.root, reader, search=search)
        if not rendering.reason:
            return extract_chart(rendering.text, unit, reader)
    else:
        reached = kustomization.load(str(unit.options["path"]), reader)
        rendering = kustomize(reached, reader, search=search)
        if not rendering.reason:
            return extract_kustomization(rendering.text, unit, reached, reader)
    extract = extract_unrendered(unit, reader, settings, rendering.reason)
    return _unreadable(extract, rendering.reason) if rendering.failed else extract


def identity(settings: Settings, *, search: str | None = None) -> str:
    """Return which tools would render, for what is remembered: another tool may give another result."""
    programs = {"helm": ("helm",), "kustomize": ("kubectl", "kustomize")}
    found = [shutil.which(name, path=search) for tool in sorted(settings.render) for name in programs[tool]]
    return "".join(f"{path}:{os.stat(path).st_mtime_ns};" for path in found if path is not None)


def _unreadable(extract: Extract, reason: str) -> Extract:
    """Return what is known of a chart or kustomization that its own tool refuses: it is broken, not merely unseen."""
    broken = [given for given in extract.inputs if given.state == "not-rendered"]
    inputs = tuple(given._replace(state="unreadable") if given in broken else given for given in extract.inputs)
    said = [Notification("error", "unreadable-input", reason, Location(given.path)) for given in broken]
    return extract._replace(inputs=inputs, notifications=(*extract.notifications, *said))


def kustomize(reached: Reached, reader: Reader, *, search: str | None = None) -> Rendering:
    """Return what ``kustomize build`` or ``kubectl kustomize`` makes of the first kustomization of ``reached``."""
    if not reached.kustomizations:
        return Rendering(reason="there is no kustomization")
    if reached.refused:
        return Rendering(reason="; ".join(reached.refused))
    if reached.kustomizations[0].is_component:
        return Rendering(reason="it is a component that no kustomization uses")
    broken = [one.path for one in reached.kustomizations if one.problems]
    if broken:
        return Rendering(reason=f"{broken[0]} cannot be read whole")
    commands = (("kubectl", "kustomize"), ("kustomize", "build"))
    folder = reached.kustomizations[0].folder
    try:
        return _render(reached.members, reader, commands, (folder,), search)
    except NotRenderedError as error:
        return Rendering(reason=str(error))


def helm(root: str, reader: Reader, *, search: str | None = None) -> Rendering:
    """Return what ``helm template`` makes of the chart in the folder ``root``, with its own values."""
    try:
        files = list(_files_below(root, reader))
        _check_dependencies(root, reader, files)
        return _render(files, reader, (("helm", "template", _RELEASE),), (root,), search)
    except NotRenderedError as error:
        return Rendering(reason=str(error))


def _render(
    files: list[str] | tuple[str, ...],
    reader: Reader,
    commands: tuple[tuple[str, ...], ...],
    folders: tuple[str, ...],
    search: str | None,
) -> Rendering:
    """Run the first of ``commands`` that is installed on copies of ``files``."""
    with TemporaryDirectory(prefix="trueline-") as place:
        tree = os.path.join(place, "tree")
        try:
            write_files(tree, files, reader)
        except ReadError as error:
            raise NotRenderedError(error.message) from error
        targets = [os.path.join(tree, *folder.split("/")) if folder else tree for folder in folders]
        result = run_tool(commands, targets, place, search)
    if result.reason:
        reason = result.reason.replace(tree + os.sep, "").replace(tree, ".")
        return Rendering(reason=reason, failed=result.failed)
    return Rendering(result.text)


def _files_below(root: str, reader: Reader) -> Iterator[str]:
    """Yield every file of a chart: templates may read any of them."""
    waiting = [root]
    count = 0
    while waiting:
        folder = waiting.pop()
        for name in reader.list(folder):
            path = f"{folder}/{name}" if folder else name
            if name.endswith("/"):
                waiting.append(path.rstrip("/"))
                continue
            count += 1
            if count > _MOST_FILES:
                raise NotRenderedError(f"the chart has more than {_MOST_FILES} files")
            yield path


def _check_dependencies(root: str, reader: Reader, files: list[str]) -> None:
    """Raise where the chart needs others that are not here: nothing is fetched."""
    prefix = f"{root}/" if root else ""
    for name in ("Chart.yaml", "requirements.yaml"):
        if f"{prefix}{name}" not in files:
            continue
        try:
            documents = yaml.parse(reader.read(f"{prefix}{name}")).documents
        except ReadError as error:
            raise NotRenderedError(error.message) from error
        needed = find(documents[0].root if documents else None, ("dependencies",))
        for dependency in needed if isinstance(needed, list) else ():
            wanted = find(dependency, ("name",))
            if not isinstance(wanted, str) or str(find(dependency, ("repository",), "")).startswith("file://"):
                continue
            starts = (f"{prefix}charts/{wanted}/", f"{prefix}charts/{wanted}-")
            if not any(path.startswith(starts) for path in files):
                raise NotRenderedError(f"the dependency {wanted} is not in charts/; run helm dependency build")
