"""What a chart says of itself and of others: its name, what it depends on, and the files that set its values."""

from __future__ import annotations

import posixpath
import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import ReadError
from trueline.parsers import yaml
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.document import Reader
    from trueline.model.settings import Release

CHART: Final = "Chart.yaml"
_DEEPEST: Final = 8  # charts in charts
_MOST: Final = 100
_MOST_DEPENDENCIES: Final = 200
_NAME: Final = re.compile(r"(?!\.{1,2}\Z)[A-Za-z0-9._-]{1,100}")  # no folder, and none above


class Dependency(NamedTuple):
    """A chart that another one needs; ``folder`` is where it lies in the repository, None where it is elsewhere.

    ``alias`` is what templates and values call it: its name, where it has no other.
    """

    name: str
    alias: str
    folder: str | None = None


class ChartFile(NamedTuple):
    """What ``Chart.yaml`` says, and the ``requirements.yaml`` of older charts."""

    name: str = ""
    dependencies: tuple[Dependency, ...] = ()


class Rendered(NamedTuple):
    """What Helm printed for a release; ``again`` what it printed the second time, where that may be something else."""

    release: Release
    text: str
    again: str | None = None
    is_steady: bool = True
    """Whether an upgrade gives as many objects."""


class Subchart(NamedTuple):
    """A chart inside of another one: in ``folder``, and called ``shown`` by Helm.

    ``target`` is where Helm looks for it; ``is_away`` that it is not there, and has to be copied. ``above`` is the
    folder of the chart that depends on it by the name ``called``.
    """

    shown: str
    folder: str
    target: str
    is_away: bool = False
    called: str = ""
    above: str = ""


def path_of(root: str, name: str = CHART) -> str:
    """Return the path of a file of the chart in the folder ``root``."""
    return f"{root}/{name}" if root else name


def read_chart(root: str, reader: Reader) -> ChartFile:
    """Return what the chart in ``root`` says of itself; raise ``ReadError`` where a file of it cannot be read."""
    said = _root(path_of(root), reader)
    needed = [said]
    if reader.exists(path_of(root, "requirements.yaml")):
        needed.append(_root(path_of(root, "requirements.yaml"), reader))
    dependencies: list[Dependency] = []
    for one in needed:
        listed = find(one, ("dependencies",))
        for entry in listed if isinstance(listed, list) else ():
            name = find(entry, ("name",))
            alias = find(entry, ("alias",)) or name
            if len(dependencies) == _MOST_DEPENDENCIES:
                raise ReadError(f"{path_of(root)} depends on more than {_MOST_DEPENDENCIES} charts")
            if not _is_name(name) or not _is_name(alias):
                raise ReadError(f"{path_of(root)} has a dependency without the name of a chart")
            folder = _folder(root, str(find(entry, ("repository",), "")))
            dependencies.append(Dependency(str(name), str(alias), folder))
    return ChartFile(str(find(said, ("name",), "")), tuple(dependencies))


def _is_name(name: object) -> bool:
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def subcharts(root: str, reader: Reader) -> Iterator[Subchart]:
    """Yield the charts of the repository that the one in ``root`` depends on, with those that they need."""
    yield from islice(_below(Subchart(root, root, root), reader, 0, {}), _MOST)


def _below(above: Subchart, reader: Reader, depth: int, known: dict[str, tuple[Dependency, ...]]) -> Iterator[Subchart]:
    if above.folder not in known:
        try:
            known[above.folder] = read_chart(above.folder, reader).dependencies
        except ReadError:
            known[above.folder] = ()
    for dependency in known[above.folder] if depth < _DEEPEST else ():
        place = f"charts/{dependency.name}"
        held = path_of(above.folder, place)
        is_held = reader.exists(path_of(held))
        folder = held if is_held else _near(dependency, above.folder, reader)
        if folder is not None:
            called = path_of(above.shown, f"charts/{dependency.alias}")
            found = Subchart(called, folder, path_of(above.target, place), not is_held, dependency.name, above.folder)
            yield found
            yield from _below(found, reader, depth + 1, known)


def _near(dependency: Dependency, root: str, reader: Reader) -> str | None:
    """Return the folder of a dependency that has to be copied; None where it is elsewhere, packed, or around it."""
    folder = dependency.folder
    if folder is None or f"{root}/".startswith(f"{folder}/" if folder else ""):
        return None
    return folder if reader.exists(path_of(folder)) and not holds(root, dependency.name, reader) else None


def packed(root: str, reader: Reader) -> Iterator[Dependency]:
    """Yield the charts of the repository that the one in ``root`` holds packed: Helm takes them as they were then."""
    try:
        dependencies = read_chart(root, reader).dependencies
    except ReadError:
        return
    for dependency in dependencies:
        is_near = dependency.folder is not None and reader.exists(path_of(dependency.folder))
        is_open = reader.exists(path_of(path_of(root, f"charts/{dependency.name}")))
        if is_near and not is_open and holds(root, dependency.name, reader):
            yield dependency


def holds(root: str, name: str, reader: Reader) -> bool:
    """Tell whether the chart in ``root`` holds the one it depends on, as a folder or packed."""
    packed = re.compile(rf"{re.escape(name)}-v?[0-9][^/]*\.tgz")
    there = reader.list(path_of(root, "charts"))
    return f"{name}/" in there or any(packed.fullmatch(one) for one in there)


def values_files(release: Release, reader: Reader) -> list[str | None]:
    """Return the files that set the values of a release, in order; None for what the config itself sets."""
    return [_beside(release.chart, one, reader) if isinstance(one, str) else None for one in release.values]


def doubtful(release: Release, reader: Reader) -> str | None:
    """Return a file of values that is both beside the chart and at the repository's top, None where none is."""
    for name in release.values:
        places = {inside(release.chart, name), posixpath.normpath(name)} if isinstance(name, str) else set()
        if len(places) == 2 and all(place is not None and reader.exists(place) for place in places):
            return str(name)
    return None


def inside(folder: str, path: str) -> str | None:
    """Return the path in the repository of what ``path`` is as seen from ``folder``, None where it leads outside."""
    whole = posixpath.normpath(posixpath.join(folder, path))
    if whole == ".." or whole.startswith(("/", "../")):
        return None
    return "" if whole == "." else whole


def _beside(root: str, name: str, reader: Reader) -> str:
    near = inside(root, name)
    return near if near is not None and reader.exists(near) else posixpath.normpath(name)


def _folder(root: str, repository: str) -> str | None:
    return inside(root, repository.removeprefix("file://")) if repository.startswith("file://") else None


def _root(path: str, reader: Reader) -> object:
    parsed = yaml.parse(reader.read(path))
    if parsed.problems:  # what others may read otherwise
        raise ReadError(f"{path}: {parsed.problems[0].message}")
    return parsed.documents[0].root if parsed.documents else None
