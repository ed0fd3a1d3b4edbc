"""Charts rendered by Helm, each release with the values of the config, and what Helm says of what it cannot render."""

from __future__ import annotations

import json
import os
import re
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.adapters.sandbox import NotRenderedError, run_tool, write_files
from trueline.adapters.schemas import check_schemas
from trueline.dialects.kubernetes.chart import Rendered, doubtful, holds, path_of, read_chart, subcharts, values_files
from trueline.dialects.kubernetes.packed import held_names
from trueline.errors import ReadError
from trueline.model.location import Location, Region
from trueline.model.report import LIBRARY
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
_IS_LIBRARY: Final = "helm: library charts are not installable"
_NO_CHART: Final = "there is no chart here, though the config names a release of it: take the release out of it first"
_APIS: Final = (  # what every cluster has, and Helm does not know of
    "apiextensions.k8s.io/v1", "apiextensions.k8s.io/v1/CustomResourceDefinition", "apiregistration.k8s.io/v1",
    "apiregistration.k8s.io/v1/APIService",
)  # fmt: skip
_VALUES: Final = "values-"
_SOURCE: Final = "\n# Source: "
_PLACE: Final = re.compile(r"\b(?:started at |at \(|on |template: )([^\s:()]+)(?::(\d+)(?::(\d+))?)?")
_ASKS: Final = re.compile(
    r"execution error at \(|values don't meet the specifications|"
    r"<[^>]*\.Values\b[^>]*>: (?:nil pointer|wrong type for value; expected \w+; got interface \{\})"
)
"""What Helm says of a chart that asks for values: nothing of it is broken."""
_TOO_OLD: Final = "helm: chart requires kubeVersion: "
_ANEW: Final = re.compile(
    rb"\b(?:rand(?:AlphaNum|Alpha|Numeric|Ascii|Bytes|Int)|gen(?:CA|PrivateKey|SelfSignedCert|SignedCert)\w*|uuidv4|now|"
    rb"htpasswd|bcrypt|encryptAES|shuffle|ago|date\w*|htmlDate\w*|durationRound|keys|tpl|Revision|IsInstall|IsUpgrade)\b"
)
"""What gives another value in templates each time, or at the next upgrade; ``tpl`` may hide any of them."""
_OTHERWISE: Final = (  # what is written so is rendered with another time, and as another revision, the second time
    (re.compile(rb"(?<![\w.$\"])now\b"), rb'(toDate "2006-01-02 15:04:05" "2001-02-03 04:05:06")'),
    (re.compile(rb"(\$?)\.Release\.Revision\b"), rb"(add 7 \1.Release.Revision)"),
)


class _Chart(NamedTuple):
    """A chart whose files are written below ``place``, in ``tree``; ``search`` as in ``run_tool``."""

    root: str
    name: str
    place: str
    tree: str
    search: str | None = None

    def render(self, release: Release, reader: Reader, *, is_released: bool, more: Sequence[str] = ()) -> str:
        """Return what Helm prints for a release."""
        result = run_tool(_COMMANDS, [*_arguments(release, self, reader), *more], self.place, self.search)
        if not result.reason:
            return result.text
        reason = result.reason.replace(self.tree + os.sep, "").replace(self.tree, ".")
        where = _location(reason, self.root, self.name, reader)
        for number, path in enumerate(values_files(release, reader)):
            written = os.path.join(self.place, f"{_VALUES}{number}.yaml")
            if written in reason:
                reason = reason.replace(written, path or "the values that the config holds")
                where = None if path is None else Location(path, region=_line(reason))
        state: InputState = "unreadable" if result.failed else "not-rendered"
        if reason.startswith(_IS_LIBRARY):
            reason, state = LIBRARY, "unreadable" if is_released else "not-judged"
        elif reason.startswith(_TOO_OLD):
            reason += "; `kube_version` of a release in the config says which one it is"
            state = state if is_released else "not-rendered"
        elif not is_released and _ASKS.search(reason) is not None:
            reason += "; a release in the config (environments.*.releases) can give values"
            state = "not-rendered"
        said = f"release {release.name}: {reason}" if is_released else reason
        raise NotRenderedError(said, state=state, location=where)

    def render_again(self, first: Rendered, reader: Reader) -> Rendered:
        """Return a rendering with what Helm prints at an upgrade, or once more where that has other objects."""
        for more in (["--is-upgrade"], []):
            try:
                again = self.render(first.release, reader, is_released=True, more=more)
            except NotRenderedError:  # at an upgrade, charts may ask for what is there
                again = ""
            if again.count(_SOURCE) == first.text.count(_SOURCE):
                return first._replace(again=again, is_steady=first.is_steady)
            may_mind = not again and bool(more)
            first = first._replace(is_steady=may_mind)
        return first


def render_chart(
    root: str, releases: Sequence[Release], reader: Reader, *, search: str | None = None
) -> list[Rendered]:
    """Return what ``helm template`` makes of the chart in ``root``: of each release, else with its own values.

    Raises ``NotRenderedError`` where that is not to be had.
    """
    with TemporaryDirectory(prefix="trueline-") as place:
        try:
            chart, files = _written(root, reader, place)
            chart = chart._replace(search=search)
            is_released = bool(releases)
            meant = releases or (Release(root, NAMELESS),)
            made = [Rendered(one, chart.render(one, reader, is_released=is_released)) for one in meant]
            given = [path for one in releases for path in values_files(one, reader) if path is not None]
            if any(_may_differ(path, reader) for path in (*files, *given)):
                _write_otherwise(chart.tree)
                made = [chart.render_again(one, reader) for one in made]
        except ReadError as error:
            raise NotRenderedError(error.message, state="unreadable") from error
        except (OSError, ValueError) as error:  # names that no folder can have, a file where a folder is wanted
            reason = f"the chart cannot be written: {error}".replace(place, "")
            raise NotRenderedError(reason, state="unreadable") from error
    return made


def _written(root: str, reader: Reader, place: str) -> tuple[_Chart, list[str]]:
    """Write a chart and those of the repository that it needs below ``place``; return it, and all of its files."""
    tree = os.path.join(place, "tree")
    if not reader.exists(path_of(root)):
        raise NotRenderedError(_NO_CHART, state="unreadable")
    about = read_chart(root, reader)
    files = list(_files_below(root, reader))
    _check_dependencies(root, about, reader)
    write_files(tree, files, reader)
    placed: dict[str, str] = {}
    for one in subcharts(root, reader):
        other = placed.setdefault(one.target, one.folder)
        if other != one.folder:
            reason = f"{other} and {one.folder} are needed under one name, and only one can be judged"
            raise NotRenderedError(reason, state="unreadable")
        if one.is_away and one.called in held_names(one.above, reader):
            reason = f"charts/ of {one.above or 'the chart'} holds another chart that is called {one.called}"
            raise NotRenderedError(reason, state="unreadable")
        files += _copy(one, tree, reader, _MOST_FILES - len(files)) if one.is_away else ()
    check_schemas(files, reader)
    return _Chart(root, about.name, place, tree), files


def _arguments(release: Release, chart: _Chart, reader: Reader) -> Iterator[str]:
    """Yield what follows ``helm template``; files of values get names in which no comma stands."""
    yield release.name
    yield os.path.join(chart.tree, *chart.root.split("/")) if chart.root else chart.tree
    yield "--include-crds"
    if release.namespace:
        yield f"--namespace={release.namespace}"
    if release.kube_version:
        yield f"--kube-version={release.kube_version}"
    yield from (f"--api-versions={version}" for version in (*_APIS, *release.api_versions))
    if (name := doubtful(release, reader)) is not None:
        reason = f"{name} is both beside the chart and at the top of the repository: nobody knows which is meant"
        raise NotRenderedError(reason, state="unreadable")
    for number, (path, given) in enumerate(zip(values_files(release, reader), release.values, strict=True)):
        if path is not None and not reader.exists(path):
            message = f"{path} is not there, which the config names for the values of the release {release.name}"
            raise NotRenderedError(message, state="unreadable")
        target = os.path.join(chart.place, f"{_VALUES}{number}.yaml")
        with open(target, "wb") as file:
            file.write(reader.read(path).data if path is not None else json.dumps(given).encode())
        yield f"--values={target}"


def _may_differ(path: str, reader: Reader) -> bool:
    """Tell whether a file of a chart, or what is packed in it, may give something else each time."""
    return path.endswith(".tgz") or _ANEW.search(reader.read(path).data) is not None


def _write_otherwise(tree: str) -> None:
    """Change templates so that they are told another time and another revision: two runs may be in one second."""
    for folder, _, names in os.walk(tree):
        for name in names:
            path = os.path.join(folder, name)
            if not name.endswith((".yaml", ".yml", ".tpl", ".txt")):
                continue
            with open(path, "rb") as file:
                data = file.read()
            other = b"".join(_otherwise(data))
            if other != data:
                with open(path, "wb") as file:
                    file.write(other)


def _otherwise(data: bytes) -> Iterator[bytes]:
    """Yield a template with other words between its braces."""
    end = 0
    while (start := data.find(b"{{", end)) >= 0 and (close := data.find(b"}}", start)) >= 0:
        yield data[end:start]
        action = data[start:close]
        for form, instead in _OTHERWISE:
            action = form.sub(instead, action)
        yield action
        end = close
    yield data[end:]


def _line(reason: str) -> Region | None:
    """Return the line that a message of the YAML parser names."""
    found = re.search(r"yaml: line (\d+)", reason)
    return None if found is None else Region(int(found[1]), 1, int(found[1]), 1)


def _copy(chart: Subchart, tree: str, reader: Reader, most: int) -> list[str]:
    """Write a chart of the repository where the one that depends on it wants it; return its files."""
    target = os.path.normpath(os.path.join(tree, *chart.target.split("/")))
    if not target.startswith(tree + os.sep):
        raise NotRenderedError(f"{chart.shown} leads out of the chart", state="unreadable")
    files = list(_files_below(chart.folder, reader, most))
    write_files(target, files, reader, base=chart.folder)
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
