"""Which files belong to charts and kustomizations, and what is left to be judged alone."""

from __future__ import annotations

from posixpath import basename, dirname
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.kubernetes import kustomization
from trueline.dialects.kubernetes.chart import CHART, path_of, subcharts, values_files
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trueline.dialects.kubernetes.kustomization import Kustomization
    from trueline.model.document import Reader
    from trueline.model.settings import Release, Settings

CHARTS: Final = "chart"
KUSTOMIZATIONS: Final = "kustomization"
HELM: Final = "helm"
KUSTOMIZE: Final = "kustomize"
_OWN_FILES: Final = ("Chart.", "values", "requirements.")


class Layout(NamedTuple):
    """The units that are rendered, and the paths that are therefore not judged as they are written."""

    units: tuple[Unit, ...]
    taken: frozenset[str]


def read_layout(paths: Sequence[str], reader: Reader, settings: Settings) -> Layout:
    """Return the charts and the kustomizations among ``paths`` that no other one uses.

    Where kustomizations are not rendered, their resources are left to be judged as they are written.
    """
    charts = _charts(paths, frozenset(settings.charts))
    units = list(_chart_units(charts, reader, settings))
    taken = {member for unit in units for member in unit.members if not _is_definition(member, charts)}
    kustomizations = _kustomizations((path for path in paths if path not in taken), reader)
    taken.update(one.path for one in kustomizations.values())
    for root in _roots(kustomizations):
        reached = kustomization.closure(root, kustomizations.get)
        options: dict[str, object] = {"path": root.path}
        if all(one.is_component and not one.problems for one in reached.kustomizations):
            options["component"] = True
        units.append(Unit(KUSTOMIZATIONS, root.folder, members=reached.members, options=options))
        taken.update(reached.patches)
        if KUSTOMIZE in settings.render:
            taken.update(reached.resources)
    return Layout(tuple(units), frozenset(taken))


def _kustomizations(paths: Iterable[str], reader: Reader) -> dict[str, Kustomization]:
    found = {}
    for path in paths:
        if basename(path) in kustomization.NAMES:
            known = kustomization.read(path, reader)
            if known is not None:
                found[known.folder] = known
    return found


def _roots(kustomizations: Mapping[str, Kustomization]) -> list[Kustomization]:
    """Return those that no other one uses; of a circle, the first."""
    used = {folder for one in kustomizations.values() for folder in one.folders if folder != one.folder}
    roots = [one for folder, one in kustomizations.items() if folder not in used]
    reached = {folder for root in roots for folder in _reached_from(root, kustomizations)}
    for folder, one in kustomizations.items():
        if folder not in reached:
            roots.append(one)
            reached.update(_reached_from(one, kustomizations))
    return roots


def _reached_from(root: Kustomization, kustomizations: Mapping[str, Kustomization]) -> list[str]:
    return [one.folder for one in kustomization.closure(root, kustomizations.get).kustomizations]


def _charts(paths: Sequence[str], alone: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the charts by folder with their own files; a chart under another's ``charts`` is part of that."""
    folders = {dirname(path) for path in paths if basename(path) == CHART}
    outer = sorted(folder for folder in folders if folder in alone or not _is_below(folder, folders))
    members: dict[str, list[str]] = {folder: [] for folder in outer}
    for path in paths:
        folder = _chart_of(path, members)
        if folder is not None:
            members[folder].append(path)
    return {folder: tuple(found) for folder, found in members.items()}


def _chart_units(charts: Mapping[str, tuple[str, ...]], reader: Reader, settings: Settings) -> Iterator[Unit]:
    """Yield a unit for each chart and environment that it is released in; else for the chart with its own values.

    A release of what is no chart here is one, too: it must not be silent.
    """
    for environment in settings.environments:
        for folder in dict.fromkeys(one.chart for one in environment.releases):
            if folder not in charts:
                releases = _releases(environment.releases, folder)
                members = tuple(sorted(path for path in _given(releases, reader) if reader.exists(path)))
                yield Unit(CHARTS, folder, environment.name, members, {"releases": releases})
    away = {
        folder: tuple(dict.fromkeys(one.folder for one in subcharts(folder, reader) if one.is_away))
        for folder in (charts if HELM in settings.render else ())
    }
    for folder, own in charts.items():
        reads = away.get(folder, ())
        members = tuple(dict.fromkeys([*own, *(path for other in reads for path in charts.get(other, ()))]))
        released = [(one.name, _releases(one.releases, folder)) for one in settings.environments]
        for name, releases in [one for one in released if one[1]] or [("", ())]:
            given = sorted(path for path in _given(releases, reader).difference(members) if reader.exists(path))
            options = {"releases": releases} if releases else {}
            yield Unit(CHARTS, folder, name, (*members, *given), options, reads)


def _given(releases: Iterable[Release], reader: Reader) -> set[str]:
    return {path for one in releases for path in values_files(one, reader) if path is not None}


def _releases(releases: Sequence[Release], folder: str) -> tuple[Release, ...]:
    return tuple(one for one in releases if one.chart == folder)


def _is_below(folder: str, folders: set[str]) -> bool:
    """Tell whether ``folder`` is a subchart of another chart."""
    parts = folder.split("/")
    return any(part == "charts" and "/".join(parts[:number]) in folders for number, part in enumerate(parts[:-1]))


def _chart_of(path: str, charts: Mapping[str, object]) -> str | None:
    """Return the chart that ``path`` is part of: its own files, not whatever lies beside them."""
    parts = path.split("/")
    for number in range(len(parts) - 1, -1, -1):
        folder = "/".join(parts[:number])
        if folder in charts:
            inside = parts[number:]
            own = inside[0] in ("templates", "charts", "crds") if len(inside) > 1 else inside[0].startswith(_OWN_FILES)
            return folder if own else None
    return None


def _is_definition(path: str, charts: Mapping[str, object]) -> bool:
    """Tell whether ``path`` is a chart's resource definition, which Helm applies as it is written."""
    return any(path.startswith(path_of(folder, "crds/")) for folder in charts)
