"""Charts rendered by Helm, each release with the values of the config, and what Helm says of what it cannot render."""

from __future__ import annotations

import json
import os
import re
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.adapters.sandbox import NotRenderedError, run_tool, write_files
from trueline.dialects.kubernetes.chart import Rendered, holds, path_of, read_chart, subcharts, values_files
from trueline.errors import ReadError
from trueline.model.location import Location, Region
from trueline.model.settings import Release

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.dialects.kubernetes.chart import ChartFile, Subchart
    from trueline.model.document import Reader
    from trueline.model.level import InputState

_MOST_FILES: Final = 5000
_COMMANDS: Final = (("helm", "template"),)
# the release's name where nobody has said it, as `helm template` itself has it
NAMELESS: Final = "release-name"
_LIBRARY: Final = "a library gives nothing by itself: it is judged in the charts that use it"
_PLACE: Final = re.compile(r"\b(?:started at |at \(|on |template: )([^\s:()]+)(?::(\d+)(?::(\d+))?)?")
_ASKS: Final = re.compile(
    r"execution error at \(|values don't meet the specifications|<[^>]*\.Values\b[^>]*>: nil pointer"
)
"""What Helm says of a chart that asks for values: nothing of it is broken."""
_TOO_OLD: Final = "is incompatible with Kubernetes"
_ANEW: Final = re.compile(
    rb"\b(?:rand(?:AlphaNum|Alpha|Numeric|Ascii|Bytes|Int)|gen(?:CA|PrivateKey|SelfSignedCert|SignedCert)\w*|uuidv4|now|"
    rb"htpasswd|bcrypt|encryptAES|shuffle|ago|unixEpoch)\b"
)
"""The functions of templates that give another value each time."""


class _Chart(NamedTuple):
    """A chart whose files are written below ``place``, in ``tree``; ``search`` as in ``run_tool``."""

    root: str
    name: str
    place: str
    tree: str
    search: str | None

    def render(self, release: Release, reader: Reader, *, is_released: bool) -> str:
        """Return what Helm prints for a release."""
        result = run_tool(_COMMANDS, [*_arguments(release, self, reader)], self.place, self.search)
        if not result.reason:
            return result.text
        reason = result.reason.replace(self.tree + os.sep, "").replace(self.tree, ".")
        where = _location(reason, self.root, self.name, reader)
        state: InputState = "unreadable" if result.failed else "not-rendered"
        if _TOO_OLD in reason:
            reason += "; `kube_version` of a release in the config says which one it is"
            state = "not-rendered"
        elif not is_released and _ASKS.search(reason) is not None:
            reason += "; a release in the config (environments.*.releases) can give values"
            state = "not-rendered"
        raise NotRenderedError(reason, state=state, location=where)


def render_chart(
    root: str, releases: Sequence[Release], reader: Reader, *, search: str | None = None
) -> list[Rendered]:
    """Return what ``helm template`` makes of the chart in ``root``: of each release, else with its own values.

    Raises ``NotRenderedError`` where that is not to be had.
    """
    with TemporaryDirectory(prefix="trueline-") as place:
        tree = os.path.join(place, "tree")
        try:
            if not reader.exists(path_of(root)):
                raise NotRenderedError("there is no chart here, though the config names a release of it")
            about = read_chart(root, reader)
            if about.is_library:
                raise NotRenderedError(_LIBRARY, state="not-judged")
            files = list(_files_below(root, reader))
            _check_dependencies(root, about, reader)
            write_files(tree, files, reader)
            for one in subcharts(root, reader):
                files += _copy(one, tree, reader, _MOST_FILES - len(files)) if one.is_away else ()
            chart = _Chart(root, about.name, place, tree, search)
            is_volatile = any(map(partial(_may_differ, reader), files))
            made = []
            for release in releases or (Release(root, NAMELESS),):
                text, *again = (
                    chart.render(release, reader, is_released=bool(releases)) for _ in range(2 if is_volatile else 1)
                )
                made.append(Rendered(release, text, *again))
        except ReadError as error:
            raise NotRenderedError(error.message) from error
    return made


def _arguments(release: Release, chart: _Chart, reader: Reader) -> Iterator[str]:
    """Yield what follows ``helm template``; files of values get names in which no comma stands."""
    yield release.name
    yield os.path.join(chart.tree, *chart.root.split("/")) if chart.root else chart.tree
    if release.namespace:
        yield f"--namespace={release.namespace}"
    if release.kube_version:
        yield f"--kube-version={release.kube_version}"
    yield from (f"--api-versions={version}" for version in release.api_versions)
    for number, (path, given) in enumerate(zip(values_files(release, reader), release.values, strict=True)):
        if path is not None and not reader.exists(path):
            message = f"{path} is not there, which the config names for the values of the release {release.name}"
            raise NotRenderedError(message, state="unreadable")
        target = os.path.join(chart.place, f"values-{number}.yaml")
        with open(target, "wb") as file:
            file.write(reader.read(path).data if path is not None else json.dumps(given).encode())
        yield f"--values={target}"


def _may_differ(reader: Reader, path: str) -> bool:
    """Tell whether a file of a chart, or what is packed in it, may give something else each time."""
    if path.endswith(".md"):
        return False
    return path.endswith(".tgz") or _ANEW.search(reader.read(path).data) is not None


def _copy(chart: Subchart, tree: str, reader: Reader, most: int) -> list[str]:
    """Write a chart of the repository where the one that depends on it wants it; return its files."""
    files = list(_files_below(chart.folder, reader, most))
    for path in files:
        place = f"{chart.target}/{path.removeprefix(f'{chart.folder}/')}"
        target = os.path.join(tree, *place.split("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(reader.read(path).data)
    return files


def _files_below(root: str, reader: Reader, most: int = _MOST_FILES) -> Iterator[str]:
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
            if count > most:
                raise NotRenderedError(f"the chart has more than {_MOST_FILES} files")
            yield path


def _check_dependencies(root: str, chart: ChartFile, reader: Reader) -> None:
    """Raise where the chart needs others that are not here: nothing is fetched."""
    for dependency in chart.dependencies:
        is_near = dependency.folder is not None and reader.exists(path_of(dependency.folder))
        if not is_near and not holds(root, dependency.name, reader):
            raise NotRenderedError(f"the dependency {dependency.name} is not in charts/; run helm dependency build")


def _location(reason: str, root: str, name: str, reader: Reader) -> Location | None:
    """Return the place in a template that Helm names last; it calls the chart by its name, and counts bytes from 0."""
    for path, line, column in reversed(_PLACE.findall(reason)):
        first, slash, inside = path.partition("/")
        there = path_of(root, inside)
        if not slash or first != name or not reader.exists(there):
            continue
        source = reader.read(there)
        lines = source.data.split(b"\n")
        if not line or int(line) > len(lines):
            return Location(there, source.revision)
        text = lines[int(line) - 1].rstrip()
        start = len(text[: int(column or 0)].decode("utf-8", "replace")) + 1
        end = len(text.decode("utf-8", "replace")) + 1
        return Location(there, source.revision, Region(int(line), min(start, end), int(line), end))
    return None
