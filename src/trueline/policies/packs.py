"""Where policies come from: built-in packs, folders and files of the repository, installed packages."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import PolicyError, ReadError
from trueline.model.document import Source
from trueline.model.location import Location
from trueline.policies.fields import PolicyProblem
from trueline.policies.specs import make_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from trueline.model.document import Reader
    from trueline.model.resource import Resource
    from trueline.model.rule import Answer, Context, Rule
    from trueline.policies.isolation import Child
    from trueline.policies.python_judge import Module
    from trueline.policies.specs import Spec

BUILTIN: Final = "builtin"
PACKAGE: Final = "package:"
_YAML: Final = (".yaml", ".yml")
_PYTHON: Final = ".py"
_DEEPEST: Final = 20


class Loaded(NamedTuple):
    """The rules of all sources in order, a digest of what they say, and what is wrong with their files."""

    rules: tuple[Rule, ...]
    digest: str
    problems: tuple[PolicyProblem, ...]


class PolicySource(NamedTuple):
    """One policy file, the source it was named by, and whether it is part of Trueline."""

    source: Source
    pack: str
    builtin: bool


class InstalledFiles:
    """The files below a folder of this machine, as a ``Reader``; ``prefix`` stands for the folder in their paths."""

    def __init__(self, root: str, prefix: str) -> None:
        self._root = root
        self._prefix = prefix

    def read(self, path: str) -> Source:
        """Return the file at ``path``."""
        try:
            with open(self._real(path), "rb") as file:
                return Source(path, file.read())
        except OSError as error:
            raise ReadError(error.strerror or "it cannot be read", place=path) from error

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is a file."""
        return os.path.isfile(self._real(path))

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder``, folders ending in ``/``."""
        try:
            with os.scandir(self._real(folder)) as entries:
                return sorted(entry.name + "/" * entry.is_dir() for entry in entries)
        except OSError:
            return ()

    def _real(self, path: str) -> str:
        return self._root + path.removeprefix(self._prefix)


def builtin_root() -> str:
    """Return the folder of the built-in packs: in the wheel beside this package, in a checkout beside ``src``."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    packs = os.path.join(package, "packs")
    return packs if os.path.isdir(packs) else os.path.join(os.path.dirname(os.path.dirname(package)), "policies")


def load(sources: Iterable[str], reader: Reader) -> Loaded:
    """Load the policies that ``sources`` name; raise one ``PolicyError`` that says all that is wrong with them."""
    loaded = read(sources, reader)
    if loaded.problems:
        raise PolicyError("\n".join(map(str, loaded.problems)))
    return loaded


def read(sources: Iterable[str], reader: Reader) -> Loaded:
    """Read the policies that ``sources`` name, with what is wrong; ``reader`` reads those of the repository."""
    problems: list[PolicyProblem] = []
    files: dict[str, PolicySource] = {}
    for name in sources:
        found = list(_files(name, reader, problems))
        if not found:
            problems.append(PolicyProblem(f"no policy found in `{name}`", Location(name), _hint(name)))
        for file in found:
            files.setdefault(file.source.path, file)
    rules = tuple(_read_all(files.values(), problems))
    problems += duplicates(rules)
    return Loaded(rules, _digest(rules), tuple(problems))


def duplicates(rules: Iterable[Rule]) -> list[PolicyProblem]:
    """Return a problem for each rule whose id another one has before it."""
    problems = []
    first: dict[str, Location] = {}
    for rule in rules:
        if rule.id in first:
            problems.append(PolicyProblem(f"the id `{rule.id}` is taken by {first[rule.id]}", rule.location))
        first.setdefault(rule.id, rule.location)
    return problems


def _hint(name: str) -> str:
    if name.startswith((BUILTIN, PACKAGE)):
        return ""
    return "a source is `builtin`, `builtin/NAME`, `package:NAME`, or a folder or file of the repository"


def _files(name: str, reader: Reader, problems: list[PolicyProblem]) -> Iterator[PolicySource]:
    builtin = name == BUILTIN or name.startswith(BUILTIN + "/")
    if builtin:
        reader = InstalledFiles(builtin_root(), BUILTIN)
    start = name
    if name.startswith(PACKAGE):
        package, _, below = name.partition("/")
        root = _package_folder(package.removeprefix(PACKAGE))
        if root is None:
            problems.append(
                PolicyProblem(f"the package `{package.removeprefix(PACKAGE)}` is not installed", Location(name))
            )
            return
        reader = InstalledFiles(root, package)
        start = f"{package}/{below}" if below else package
    for path in _walk(start.removesuffix("/"), reader, 0):
        try:
            yield PolicySource(reader.read(path), _pack(name, path, builtin=builtin), builtin)
        except ReadError as error:
            problems.append(PolicyProblem(error.message, Location(path)))


def _pack(name: str, path: str, *, builtin: bool) -> str:
    return "/".join(path.split("/")[:2]) if builtin and path.count("/") > 1 else name


def _package_folder(name: str) -> str | None:
    """Return where an installed package keeps its policies, without importing it or looking into the working folder."""
    import sys
    from importlib.machinery import PathFinder

    here = os.path.realpath(os.getcwd())
    places = [place for place in sys.path if place and os.path.realpath(place) != here]
    spec = PathFinder.find_spec(name, places) if name.isidentifier() else None
    if spec is None or not spec.submodule_search_locations:
        return None
    root = next(iter(spec.submodule_search_locations))
    folders = (os.path.join(root, folder) for folder in ("trueline-packs", "policies"))
    return next((folder for folder in folders if os.path.isdir(folder)), root)


def _walk(path: str, reader: Reader, depth: int) -> Iterator[str]:
    if path and reader.exists(path):
        yield path
        return
    for name in reader.list(path) if depth < _DEEPEST else ():
        below = f"{path}/{name}" if path and path != "." else name
        if name.endswith("/"):
            if name != "tests/" and name[0] not in "._":
                yield from _walk(below.removesuffix("/"), reader, depth + 1)
        elif name.endswith((*_YAML, _PYTHON)) and name[0] not in "._":
            yield below


def _read_all(files: Iterable[PolicySource], problems: list[PolicyProblem]) -> Iterator[Rule]:
    foreign: dict[str, bytes] = {}
    child: Child | None = None
    for file in files:
        specs, wrong = read_file(file.source)
        problems += wrong
        runner: Module | Child | None = None
        if file.source.path.endswith(_PYTHON):
            from trueline.policies.isolation import Child
            from trueline.policies.python_judge import Module

            foreign[file.source.path] = file.source.data
            child = child or Child(foreign)
            runner = Module(file.source.path, file.source.data) if file.builtin else child
        for spec in specs:
            yield make_rule(spec, judge_for(spec, runner), file.pack)


def read_file(source: Source) -> tuple[tuple[Spec, ...], tuple[PolicyProblem, ...]]:
    """Return the rules of one policy file, by its suffix, and what is wrong with it."""
    if source.path.endswith(_PYTHON):
        from trueline.policies import python_policy

        return python_policy.read(source)
    from trueline.policies import yaml_policy

    return yaml_policy.read(source)


def judge_for(spec: Spec, runner: Module | Child | None = None) -> Callable[[Resource, str, Context], Iterable[Answer]]:
    """Return what judges by ``spec``, Python by ``runner``; nothing is compiled or run yet."""
    if runner is not None:
        from trueline.policies.python_judge import PythonJudge

        return PythonJudge(spec, runner)
    from trueline.policies.yaml_judge import YamlJudge

    return YamlJudge(spec)


def _digest(rules: Iterable[Rule]) -> str:
    import hashlib

    return hashlib.sha256("\n".join(rule.digest for rule in rules).encode()).hexdigest()
