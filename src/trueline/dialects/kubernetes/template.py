"""Where the values of what Helm rendered were written: the line of the template, and the value behind it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.kubernetes.actions import scopes_of, settings_of
from trueline.dialects.kubernetes.chart import path_of, subcharts
from trueline.errors import ReadError
from trueline.model.location import Location, Region
from trueline.model.resource import Place
from trueline.parsers import yaml
from trueline.parsers.text import decode
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.dialects.kubernetes.objects import Manifest
    from trueline.model.document import Document, Reader
    from trueline.model.location import Path

_SOURCE = "Source: "
_KEY_LINE = re.compile(r"""^(\s*(?:-\s+)?)["']?([^\s"':{}#]+)["']?\s*:(?:\s|$)""")
_SEPARATOR = "---"
_KIND = "kind: "
_HIDDEN_KIND = "Secret"
_SECRET_MEMBERS = ("data", "stringData")


class _Line(NamedTuple):
    """One line of a template that begins with a key: how far the key is indented."""

    number: int
    indent: int
    key: str


class _Found(NamedTuple):
    """The line of a key, how many steps of the path it holds, and the line after what stands under it."""

    line: int
    depth: int
    end: int


class _Parts:
    """The documents of a template, and where the one of a kind is."""

    def __init__(self, parts: Sequence[tuple[int, int, frozenset[str]]]) -> None:
        self._parts = parts
        self._known: dict[str, tuple[int, int]] = {}

    def of(self, kind: str) -> tuple[int, int]:
        """Return from where to where the one object of that kind goes; nothing where there are several."""
        if kind not in self._known:
            self._known[kind] = _object(self._parts, kind)
        return self._known[kind]


class Template(NamedTuple):
    """The file of a template, and what Helm calls it: that of a subchart may lie elsewhere, or be renamed."""

    path: str
    called: str


class Chart:
    """The templates and values of one chart."""

    def __init__(self, root: str, reader: Reader, values: Sequence[str | None] = ()) -> None:
        self.path = path_of(root)
        self._root = root
        self._reader = reader
        self._given = values
        self._subcharts = list(subcharts(root, reader))
        self._lines: dict[str, list[str]] = {}
        self._scopes: dict[str, list[Path | None]] = {}
        self._parts: dict[str, _Parts] = {}
        self._values: dict[str, Document[object] | None] = {}

    def template_of(self, comments: Iterable[str]) -> Template:
        """Return the template that a rendered document comes from, by Helm's own comment; else the chart's file."""
        for comment in comments:
            if comment.startswith(_SOURCE):
                _, _, inside = comment[len(_SOURCE) :].strip().partition("/")  # it begins with the chart's name
                called = path_of(self._root, inside)
                path = self._file(called)
                return Template(path, called) if self._reader.exists(path) else Template(self.path, self.path)
        return Template(self.path, self.path)

    def _file(self, called: str) -> str:
        for one in reversed(self._subcharts):
            if called.startswith(f"{one.shown}/"):
                return f"{one.folder}{called.removeprefix(one.shown)}"
        return called

    def place(self, path: Path, template: Template, manifest: Manifest) -> Place:
        """Return the line of ``template`` that says what stands at ``path``; the template where none clearly does."""
        lines = self._read(template.path)
        wanted = path or ("metadata", "name")
        if template.path not in self._parts:
            self._parts[template.path] = _Parts(_objects(lines))
        found = _narrow(lines, self._parts[template.path].of(manifest.kind), wanted, manifest)
        if found is None:
            return Place(Location(template.path, self._revision(template.path)))
        text = lines[found.line]
        start = len(text) - len(text.lstrip(" -"))
        region = Region(found.line + 1, start + 1, found.line + 1, len(text.rstrip()) + 1)
        if manifest.kind == _HIDDEN_KIND and wanted[0] in _SECRET_MEMBERS:
            return Place(Location(template.path, self._revision(template.path), region))  # whose value is not shown
        value = find(manifest.value, wanted)
        if template.path not in self._scopes:
            self._scopes[template.path] = list(scopes_of(lines))
        names = settings_of(lines[found.line : found.end], self._scopes[template.path][found.line])
        related = self._behind(names, wanted[found.depth :], value, template.called)
        return Place(Location(template.path, self._revision(template.path), region), related)

    def _behind(self, names: Iterable[Path], rest: Path, value: object, called: str) -> tuple[Location, ...]:
        """Return the one place in a file of values that holds ``value`` at ``rest`` below one of ``names``.

        A part of it is the value where nothing else is in it.
        """
        if value is None or isinstance(value, dict | list):
            return ()
        named = list(dict.fromkeys(names))
        places = [self._setting((*name, *rest), value, called, is_alone=len(named) == 1) for name in named]
        found = [place for place in places if place is not None]
        return (found[0]._replace(message="the value"),) if len(found) == 1 else ()

    def _setting(self, setting: Path, value: object, called: str, *, is_alone: bool) -> Location | None:
        """Return the place of a setting with that value, or whose value is part of it: of all that set it, the last."""
        for file, there in self._setters(setting, called):
            document = self._values_of(file)
            given = None if document is None else find(document.root, there)
            if document is not None and given is not None:
                is_part = is_alone and isinstance(value, str) and isinstance(given, str | int) and str(given) in value
                return document.locate(there) if given == value or is_part else None
        return None

    def _setters(self, setting: Path, called: str) -> Iterator[tuple[str, Path]]:
        """Yield the files of values that may set what a template calls so, the strongest first, and what they call it.

        The values of a chart inside of another one stand below its name there; ``global`` ones are the same in all.
        """
        parts = called.removeprefix(path_of(self._root, "")).split("/")
        names: list[str] = []
        while len(parts) > 2 and parts[0] == "charts":
            names.append(parts[1])
            parts = parts[2:]
        is_global = setting[0] == "global"
        own = (*(() if is_global else names), *setting)
        yield from ((file, own) for file in reversed(self._given) if file is not None)
        yield path_of(self._root, "values.yaml"), own
        shown = self._root
        folders = {one.shown: one.folder for one in self._subcharts}
        for number, name in enumerate(names, 1):
            shown = path_of(shown, f"charts/{name}")
            below = () if is_global else names[number:]
            yield path_of(folders.get(shown, shown), "values.yaml"), (*below, *setting)

    def _values_of(self, path: str) -> Document[object] | None:
        if path not in self._values:
            try:
                documents = yaml.parse(self._reader.read(path)).documents
            except ReadError:
                documents = []
            self._values[path] = documents[0] if documents else None
        return self._values[path]

    def _read(self, path: str) -> list[str]:
        if path not in self._lines:
            try:
                self._lines[path] = decode(self._reader.read(path).data).text.split("\n")
            except ReadError:
                self._lines[path] = []
        return self._lines[path]

    def _revision(self, path: str) -> str:
        try:
            return self._reader.read(path).revision
        except ReadError:
            return ""


def _narrow(lines: Sequence[str], part: tuple[int, int], path: Path, manifest: Manifest) -> _Found | None:
    """Return the line that holds the most of ``path`` beyond doubt."""
    first, end = part
    found = None
    value: object = manifest.value
    for depth, step in enumerate(path, 1):
        value = find(value, (step,))
        if isinstance(step, int):
            inside = _element(lines, first, end, value)
            if inside is None:
                break
            first, end = inside
            found = _Found(first, depth, end)
            continue
        key = _key(lines, first, end, step, value)
        if key is None:
            break
        end = key.number + 1 if depth == len(path) else _end_of(lines, key, end)
        first = key.number + 1
        found = _Found(key.number, depth, end)
    return found


def _objects(lines: Sequence[str]) -> list[tuple[int, int, frozenset[str]]]:
    """Return from where to where each document of a template goes, and the kinds that stand in it."""
    bounds = [0, *(number for number, line in enumerate(lines) if line.startswith(_SEPARATOR)), len(lines)]
    return [(first, end, frozenset(map(_kind, lines[first:end]))) for first, end in pairwise(bounds)]


def _kind(line: str) -> str:
    """Return what a line says of the kind of an object, empty where it says nothing."""
    return line.split("#", maxsplit=1)[0].rstrip() if line.startswith(_KIND) else ""


def _object(parts: Sequence[tuple[int, int, frozenset[str]]], kind: str) -> tuple[int, int]:
    """Return from where to where the one object of that kind goes; nothing where there are several."""
    found = [(first, end) for first, end, kinds in parts if f"{_KIND}{kind}" in kinds]
    if len(found) == 1:
        return found[0]
    return (0, 0) if found or len(parts) > 1 else (parts[0][0], parts[0][1])


def _keys(lines: Sequence[str], first: int, end: int) -> list[_Line]:
    """Return the keys of the map whose lines these are, without those further inside."""
    found = []
    for number in range(first, end):
        match = _KEY_LINE.match(lines[number])
        if match is not None:
            found.append(_Line(number, len(match[1]), match[2]))
    outermost = min((line.indent for line in found), default=0)
    return [line for line in found if line.indent == outermost]


def _key(lines: Sequence[str], first: int, end: int, name: str, value: object) -> _Line | None:
    """Return the one line of that key; of several (branches of a condition), the one that says ``value``."""
    keys = [line for line in _keys(lines, first, end) if line.key == name]
    if len(keys) > 1 and isinstance(value, str | int | float):
        keys = [line for line in keys if _literal(lines[line.number]) == _word(value)]
    return keys[0] if len(keys) == 1 else None


def _element(lines: Sequence[str], first: int, end: int, value: object) -> tuple[int, int] | None:
    """Return the lines of the element ``value`` of a list: known by its name, or as the only one."""
    dashes = [number for number in range(first, end) if lines[number].lstrip().startswith("- ")]
    outermost = min((_indent(lines[number]) for number in dashes), default=0)
    starts = [number for number in dashes if _indent(lines[number]) == outermost]
    bounds = list(pairwise([*starts, end]))
    name = find(value, ("name",))
    named = [bound for bound in bounds if any(_names(line, name) for line in lines[slice(*bound)])]
    if len(named) == 1:
        return named[0]
    is_repeated = any("range" in line and "{{" in line for line in lines[first:end])
    return bounds[0] if len(bounds) == 1 and not is_repeated else None


def _names(line: str, name: object) -> bool:
    match = _KEY_LINE.match(line)
    return match is not None and match[2] == "name" and isinstance(name, str) and _literal(line) == name


def _end_of(lines: Sequence[str], key: _Line, end: int) -> int:
    """Return the first line after what stands under a key; lines of the template language end nothing."""
    for number in range(key.number + 1, end):
        text = lines[number].strip()
        indent = _indent(lines[number])
        if not text or text.startswith(("#", "{{")):
            continue
        if indent < key.indent or (indent == key.indent and not text.startswith("-")):
            return number
    return end


def _literal(line: str) -> str:
    return line.partition(":")[2].split(" #")[0].strip().strip("\"'")


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
