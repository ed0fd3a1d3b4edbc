"""The files of a project to one tree: interpolated, extended, included, merged, as ``docker compose config`` does."""

from __future__ import annotations

from posixpath import dirname, join
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.compose.interpolation import WrongTemplateError, interpolate, read_env
from trueline.dialects.compose.merge import merge, without_resets
from trueline.dialects.compose.names import inside
from trueline.dialects.compose.node import Node, Spot, build, size
from trueline.dialects.compose.shapes import service
from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.parsers.scalar import read_plain, read_plain_as_go
from trueline.parsers.text import Lines, decode
from trueline.values.secret_name import sealed_by_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from trueline.model.document import Document, Problem, Reader, Source
    from trueline.model.location import Path
    from trueline.values.unknown import Unknown

    Variables = Mapping[str, str | Unknown]

SECTIONS: Final = ("services", "volumes", "networks", "secrets", "configs")
_KEYS: Final = frozenset((*SECTIONS, "include", "models"))
_DEEPEST: Final = 30
_MOST_INCLUDES: Final = 200
_MOST_MADE: Final = 300_000  # nodes that merging makes, and texts of ten characters that variables do


class Flaw(NamedTuple):
    """What is wrong with a file of a project, and where; a ``fatal`` one leaves something unread."""

    message: str
    location: Location
    fatal: bool = True


class _File(NamedTuple):
    """One file as it was read: its tree, and the tree of each of its services in the long spelling."""

    path: str
    root: Node
    services: Mapping[str, Node]
    variables: Variables


class Project:
    """Reads projects; ``flaws`` and ``read`` (paths) grow as it goes.

    Variables are read from ``members`` alone: an ``.env`` file that is not in Git is each developer's own.
    """

    def __init__(self, reader: Reader, members: Collection[str]) -> None:
        self._reader = reader
        self._services: dict[tuple[int, str], Node] = {}  # of files that are kept above
        self._members = frozenset(members)
        self._includes = 0
        self._made = 0
        self._env_files: dict[tuple[str, int], dict[str, Node]] = {}  # by path and the variables kept below
        self._files: dict[tuple[str, int], tuple[_File | None, Variables]] = {}  # which keeps what the id is of
        self._flaws: dict[Flaw, None] = {}
        self.read: dict[str, bool] = {}  # path → whether it could be read whole
        self.odd: list[str] = []  # what is no Compose file at all

    @property
    def flaws(self) -> list[Flaw]:
        """What is wrong with the files, each thing once."""
        return list(self._flaws)

    def load(self, paths: Sequence[str], inherited: Variables | None = None, depth: int = 0) -> dict[str, Node]:
        """Return the sections of a project: services, volumes, networks, secrets and configs."""
        variables = {**self._env(join(dirname(paths[0]), ".env")), **(inherited or {})}
        merged: dict[str, Node] = {}
        for path in paths:
            file = self._file(path, variables)
            if file is None:
                continue
            for name, section in self._included(file, depth).items():
                merged[name] = merge(merged[name], section) if name in merged else section
            for name, section in self._sections(file).items():
                merged[name] = merge(merged[name], section) if name in merged else section
        return {name: without_resets(section) for name, section in merged.items()}

    def names_in(self, path: str) -> frozenset[str]:
        """Return the names of the services that a file says something of."""
        files = (file for file, _ in self._files.values() if file is not None and file.path == path)
        return frozenset(name for file in files for name in file.services)

    def _sections(self, file: _File) -> dict[str, Node]:
        found = {}
        for name in SECTIONS:
            section = file.root.get(name)
            if section is not None and isinstance(section.value, dict):
                found[name] = section
        if "services" in found:
            extended = {name: self._extended(file, name, ()) for name in file.services}
            found["services"] = found["services"].beside(extended)
        return found

    def _extended(self, file: _File, name: str, above: tuple[tuple[str, str], ...]) -> Node:
        """Return a service on top of what it extends, with the variables of its files."""
        key = (id(file), name)
        if key not in self._services:
            self._services[key] = self._on_top(file, name, above)
        return self._services[key]

    def _on_top(self, file: _File, name: str, above: tuple[tuple[str, str], ...]) -> Node:
        node = file.services[name]
        extends = node.get("extends")
        own = self._with_env_files(file, node)
        if extends is None:
            return own
        rest = own.beside({key: member for key, member in own.members.items() if key != "extends"})
        under = self._extends(file, extends, (*above, (file.path, name)))
        if under is None or self._made > _MOST_MADE or not self._may_make(size(under), extends.spot.locate):
            return rest
        return rest.beside(merge(under, rest).value)

    def _extends(self, file: _File, extends: Node, above: tuple[tuple[str, str], ...]) -> Node | None:
        target, path = extends.get("service"), extends.get("file")
        other: _File | None = file
        if path is not None:
            found = inside(dirname(file.path), path.text)
            if found is None or not self._reader.exists(found):
                self._complain(
                    f"{path.text or 'the file'} is not in the repository, so what it extends is not known", path
                )
                return None
            other = self._file(found, file.variables)
        name = target.text if target is not None else ""
        if other is None or name not in other.services:
            if other is not None:
                self._complain(f"there is no service {name or '(no name)'} to extend", target or extends)
            return None
        if (other.path, name) in above or len(above) > _DEEPEST:
            self._complain(f"the service {name} extends itself", target or extends)
            return None
        return self._extended(other, name, above)

    def _included(self, file: _File, depth: int) -> dict[str, Node]:
        merged: dict[str, Node] = {}
        include = file.root.get("include")
        for entry in include.items if include is not None else ():
            paths = entry.get("path") if isinstance(entry.value, dict) else entry
            found = [self._include(file, one) for one in (paths.items or [paths] if paths is not None else [])]
            known = [path for path in found if path is not None]
            if not known:
                continue
            self._includes += 1
            if depth > _DEEPEST or self._includes > _MOST_INCLUDES:
                self._complain("files include each other", entry)
                return {}
            sections = self.load(known, file.variables, depth + 1)
            if not self._may_make(sum(map(size, sections.values())), entry.spot.locate):
                return {}
            for name, section in sections.items():
                merged[name] = merge(merged[name], section) if name in merged else section
        return merged

    def _include(self, file: _File, node: Node) -> str | None:
        found = inside(dirname(file.path), node.text)
        if found is not None and self._reader.exists(found):
            return found
        away = found is None and bool(node.text)
        self._complain(
            f"{node.text or 'the file'} is not in the repository, so what it includes is not judged",
            node,
            fatal=not away,
        )
        return None

    def _with_env_files(self, file: _File, node: Node) -> Node:
        """Return a service with the variables of its ``env_file`` under those of its ``environment``."""
        files = node.get("env_file")
        variables: dict[str, Node] = {}
        for entry in files.items if files is not None else ():
            path = entry.get("path")
            found = inside(dirname(file.path), path.text) if path is not None else None
            if found is not None and found in self._members:
                key = (found, id(file.variables))
                if key not in self._env_files:
                    self._env_files[key] = self._env_nodes(found, file.variables)
                variables.update(self._env_files[key])
        if files is None or not variables or not self._may_make(len(variables), files.spot.locate):
            return node
        environment = node.get("environment")
        under = Node(variables, files.spot)
        merged = under if environment is None else merge(under, environment)
        return node.beside({**node.members, "environment": Node(merged.value, (environment or under).spot)})

    def _env(self, path: str) -> Variables:
        return {name: node.value for name, node in self._env_nodes(path, {}).items()}  # type: ignore[misc]  # scalars

    def _env_nodes(self, path: str, above: Variables) -> dict[str, Node]:
        """Return the variables of an ``.env`` file, none where there is no such file."""
        if path not in self._members:
            return {}
        try:
            source = self._reader.read(path)
        except ReadError as error:
            self._fail(Flaw(error.message, Location(path)))
            return {}
        self.read.setdefault(path, True)
        text, problem = decode(source.data)
        self._note(source, [problem] if problem is not None else [])
        lines = Lines(text)
        nodes: dict[str, Node] = {}
        for variable in read_env(text, above.get):
            place = Location(path, source.revision, lines.region(variable.start, variable.end))
            if not self._may_make(_weight(variable.value), lambda place=place: place):  # type: ignore[misc]  # a default
                return nodes
            value = sealed_by_name(variable.name, variable.value)
            nodes[variable.name] = Node(value, Spot(None, (), place))
        return nodes

    def _file(self, path: str, variables: Variables) -> _File | None:
        key = (path, id(variables))
        if key not in self._files:
            self._files[key] = (self._parse(path, variables), variables)
        return self._files[key][0]

    def _parse(self, path: str, variables: Variables) -> _File | None:
        from trueline.parsers import yaml

        try:
            source = self._reader.read(path)
        except ReadError as error:
            self._fail(Flaw(error.message, Location(path)))
            return None
        parsed = yaml.parse(source, _read)
        document = parsed.documents[0] if parsed.documents else None
        known = document is not None and is_project(document.root)
        self._note(source, parsed.problems)
        if document is None or not known:
            if not parsed.problems:
                self.odd.append(path)
            return None
        self.read.setdefault(path, True)
        self._note_further(path, parsed.documents[1:])
        root = build(document, self._interpolating(document, variables))
        services = root.get("services")
        members = services.members if services is not None else {}
        return _File(path, root, {name: service(one) for name, one in members.items()}, variables)

    def _note(self, source: Source, problems: Sequence[Problem]) -> None:
        for problem in problems:
            self._fail(Flaw(problem.message, Location(source.path, source.revision, problem.region), problem.fatal))

    def _note_further(self, path: str, documents: Sequence[Document[object]]) -> None:
        """Say which documents below the first are not read here; what is no project's is left to other dialects."""
        for document in documents:
            if is_project(document.root):
                message = "a project of several documents: only the first of them is judged"
                self._fail(Flaw(message, document.locate()))
            elif document.root is not None and path not in self.odd:
                self.odd.append(path)

    def _interpolating(self, document: Document[object], variables: Variables) -> Callable[[str, Path], object]:
        def change(text: str, path: Path) -> object:
            try:
                value = interpolate(text, variables.get)
            except WrongTemplateError:
                message = "a variable is written wrong: `$$` is a dollar, `${NAME:-default}` a variable"
                self._fail(Flaw(message, document.locate(path)))
                return text
            return value if self._may_make(_weight(value), lambda: document.locate(path)) else text

        return change

    def _may_make(self, weight: int, locate: Callable[[], Location]) -> bool:
        """Tell whether so much may be made still; say at most once that it may not."""
        before = self._made
        self._made += weight
        if before <= _MOST_MADE < self._made:
            self._fail(Flaw("the project becomes far larger than its files are", locate()))
        return self._made <= _MOST_MADE

    def _complain(self, message: str, node: Node, *, fatal: bool = True) -> None:
        self._fail(Flaw(message, node.spot.locate(), fatal))

    def _fail(self, flaw: Flaw) -> None:
        self._flaws.setdefault(flaw)
        if flaw.fatal:
            self.read[flaw.location.path] = False


def is_project(root: object) -> bool:
    """Tell whether a document is a Compose file's: it has a section of one, and is no Kubernetes object."""
    return isinstance(root, dict) and not _KEYS.isdisjoint(root) and not ("apiVersion" in root and "kind" in root)


def _weight(value: object) -> int:
    return len(value) // 10 if isinstance(value, str) else 0


def _read(text: str) -> object:
    """Return what a plain scalar means to Compose: YAML 1.2, but ``0440`` is octal and ``1_000`` a thousand."""
    return read_plain_as_go(text) if text.lstrip("+-")[:1].isdigit() else read_plain(text)
