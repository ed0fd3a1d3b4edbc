"""Files that say which version a contract has: manifests of packages and charts, and plain texts."""

from __future__ import annotations

import re
from posixpath import basename
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import ReadError
from trueline.model.location import Location, Region
from trueline.parsers.text import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.model.document import Document, Parsed, Reader, Source

_PLAIN: Final = re.compile(r"\S{1,64}")
_LARGEST: Final = 4_000_000
_DEEPEST: Final = 200


class Found(NamedTuple):
    """The version that a file says, and where; ``problem`` says why there is none."""

    text: str
    location: Location
    problem: str = ""


def read_version(path: str, reader: Reader) -> Found:
    """Return the version that the file at ``path`` says."""
    try:
        source = reader.read(path)
    except ReadError as error:
        return Found("", Location(path), error.message)
    if len(source.data) > _LARGEST:
        return Found("", Location(path, source.revision), "is too large for a file that says a version")
    name = basename(path).lower()
    read = next((read for end, read in _READ.items() if name.endswith(end)), _plain)
    found = read(source)
    if found.problem or any(character.isdigit() for character in found.text):
        return found
    return found._replace(text="", problem=f"says no version, but {found.text!r}")


def _nothing(source: Source, problem: str) -> Found:
    return Found("", Location(source.path, source.revision), problem)


def _text(source: Source) -> str:
    """Return the text of a file, none of one that is no text."""
    decoded = decode(source.data)
    return "" if decoded.problem is not None else decoded.text


def _plain(source: Source) -> Found:
    text = _text(source)
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.strip()
        if said and not said.startswith("#"):
            if _PLAIN.fullmatch(said) is None:
                break
            start = line.index(said) + 1
            region = Region(number, start, number, start + len(said))
            return Found(said, Location(source.path, source.revision, region))
    return _nothing(source, "has no line that is a version")


def _json(source: Source) -> Found:
    from trueline.parsers import json

    return _member(source, json.parse(source))


def _yaml(source: Source) -> Found:
    from trueline.parsers import yaml

    return _member(source, yaml.parse(source))


def _member(source: Source, parsed: Parsed[object]) -> Found:
    document: Document[object] | None = parsed.documents[0] if parsed.documents else None
    if document is None or any(problem.fatal for problem in parsed.problems):
        return _nothing(source, "cannot be read")
    said = document.root.get("version") if isinstance(document.root, dict) else None
    if not isinstance(said, str | int | float) or isinstance(said, bool):
        return Found("", document.locate(), "has no `version`")
    return Found(str(said), document.locate(("version",)))


_TOML_PATHS: Final = (("project",), ("tool", "poetry"), ("package",), ("workspace", "package"))


def _toml(source: Source) -> Found:
    import tomllib

    text = _text(source)
    try:
        root: Mapping[str, object] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return _nothing(source, "cannot be read")
    for path in _TOML_PATHS:
        table: object = root
        for step in path:
            table = table.get(step) if isinstance(table, dict) else None
        said = table.get("version") if isinstance(table, dict) else None
        if isinstance(said, str):
            return Found(said, _in_table(source, text, ".".join(path), said))
    return _nothing(source, "has no `version` of its own")


def _in_table(source: Source, text: str, table: str, said: str) -> Location:
    """Return the line of a table that sets its version; tomllib tells no places."""
    current = ""
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[([^\[\]]+)\]", line)
        if header is not None:
            current = header[1].replace(" ", "").replace('"', "")
        elif current == table and re.match(r"\s*version\s*=", line) and said in line:
            start = line.index(said) + 1
            return Location(source.path, source.revision, Region(number, start, number, start + len(said)))
    return Location(source.path, source.revision)


def _pom(source: Source) -> Found:
    """Read ``project.version``, else that of its parent. No entity and no document type is taken."""
    from xml.parsers import expat

    reading = _Pom()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    parser.StartDoctypeDeclHandler = reading.refuse
    reading.line = lambda: (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
    try:
        parser.Parse(source.data, True)  # noqa: FBT003  # its only signature
    except (expat.ExpatError, ValueError):
        return _nothing(source, "cannot be read")
    for path in (("project", "version"), ("project", "parent", "version")):
        if path in reading.found:
            said, (line, column) = reading.found[path]
            place = Location(source.path, source.revision, Region(line, column, line, column + len(said)))
            is_set = "${" not in said
            return Found(said, place) if is_set else Found("", place, f"says {said}, which is set elsewhere")
    return _nothing(source, "has no `version`")


class _Pom:
    def __init__(self) -> None:
        self.line: Callable[[], tuple[int, int]] = lambda: (1, 1)
        self.found: dict[tuple[str, ...], tuple[str, tuple[int, int]]] = {}
        self._path: list[str] = []

    def start(self, name: str, _attributes: object) -> None:
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise ValueError("nested too deeply")

    def end(self, _name: str) -> None:
        self._path.pop()

    def text(self, text: str) -> None:
        path = tuple(self._path)
        if text.strip() and path[-1:] == ("version",) and len(path) <= 3:  # project, parent, version
            before, place = self.found.get(path, ("", self.line()))
            self.found[path] = before + text.strip(), place

    def refuse(self, *_declared: object) -> None:
        raise ValueError("a document type is not taken")


_READ: Final[Mapping[str, Callable[[Source], Found]]] = {
    "pom.xml": _pom, ".json": _json, ".toml": _toml, ".yaml": _yaml, ".yml": _yaml,
}  # fmt: skip
