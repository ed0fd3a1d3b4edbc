"""Policies by the names that config gives them: built-in packs, folders of the repository, installed packages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import PolicyError, ReadError
from trueline.model.location import Location
from trueline.policies import index
from trueline.policies.folders import PYTHON, InstalledFiles, builtin_folder, package_folder, walk
from trueline.policies.problem import PolicyProblem
from trueline.policies.specs import make_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from trueline.model.document import Reader, Source
    from trueline.model.resource import Resource
    from trueline.model.rule import Answer, Context, Rule
    from trueline.policies.isolation import Child
    from trueline.policies.python_judge import Module
    from trueline.policies.specs import Spec

BUILTIN: Final = "builtin"
PACKAGE: Final = "package:"
RESERVED: Final = "builtin/trueline"
"""The pack by which the gate judges its own marks and baseline; it is loaded whatever the config names."""


class Loaded(NamedTuple):
    """The rules of all sources in order, a digest of what they say, and what is wrong with their files.

    ``files`` are the bytes of those that are not built in, by path.
    """

    rules: tuple[Rule, ...]
    digest: str
    problems: tuple[PolicyProblem, ...]
    files: Mapping[str, bytes] = {}

    def not_run(self, agreed: Mapping[str, bytes]) -> list[str]:
        """Return the Python files that are not, byte for byte, among those that are ``agreed``."""
        return [path for path, data in self.files.items() if path.endswith(PYTHON) and agreed.get(path) != data]


class PolicyFile(NamedTuple):
    """One policy file: its bytes, or its rules where they were checked before.

    ``installed`` is where a built-in file lies on this machine; others have none.
    """

    path: str
    pack: str
    source: Source | None = None
    specs: tuple[Spec, ...] = ()
    installed: str = ""


class NotRun:
    """Stands for a Python rule that must not be run."""

    __slots__ = ()

    def __call__(self, _fact: Resource, _kind: str, _context: Context) -> tuple[Answer, ...]:
        """Say nothing about a fact."""
        from trueline.model.rule import Answer

        return (Answer("not-applicable"),)


def with_reserved(sources: Sequence[str]) -> tuple[str, ...]:
    """Return the sources with the reserved pack, which cannot be left out."""
    return tuple(sources) if BUILTIN in sources or RESERVED in sources else (*sources, RESERVED)


def load(sources: Iterable[str], reader: Reader, agreed: Mapping[str, bytes] | None = None) -> Loaded:
    """Load the policies that ``sources`` name; raise one ``PolicyError`` that says all that is wrong with them.

    With ``agreed``, no Python file is ever run that is not there with the same bytes: its rules answer nothing.
    """
    loaded = read(sources, reader, agreed)
    if loaded.problems:
        raise PolicyError("\n".join(map(str, loaded.problems)))
    return loaded


def read(sources: Iterable[str], reader: Reader, agreed: Mapping[str, bytes] | None = None) -> Loaded:
    """Read the policies that ``sources`` name, with what is wrong; ``reader`` reads those of the repository."""
    problems: list[PolicyProblem] = []
    files: dict[str, PolicyFile] = {}
    for name in sources:
        found = list(_files(name, reader, problems))
        if not found:
            problems.append(PolicyProblem(f"no policy found in `{name}`", Location(name), _hint(name)))
        for file in found:
            files.setdefault(file.path, file)
    rules = tuple(_rules(files.values(), problems, agreed))
    problems += duplicates(rules)
    own = {file.path: file.source.data for file in files.values() if file.source is not None and not file.installed}
    return Loaded(rules, _digest(rules), tuple(problems), own)


def read_file(source: Source) -> tuple[tuple[Spec, ...], tuple[PolicyProblem, ...]]:
    """Return the rules of one policy file, by its suffix, and what is wrong with it."""
    if source.path.endswith(PYTHON):
        from trueline.policies import python_policy

        return python_policy.read(source)
    from trueline.policies import yaml_policy

    return yaml_policy.read(source)


def duplicates(rules: Iterable[Rule]) -> list[PolicyProblem]:
    """Return a problem for each rule whose id another one has before it."""
    problems = []
    first: dict[str, Location] = {}
    for rule in rules:
        if rule.id in first:
            problems.append(PolicyProblem(f"the id `{rule.id}` is taken by {first[rule.id]}", rule.location))
        first.setdefault(rule.id, rule.location)
    return problems


def builtin_sources() -> Iterator[Source]:
    """Yield the files of the built-in packs as they lie on this machine."""
    reader = InstalledFiles(builtin_folder()[0], BUILTIN)
    return map(reader.read, walk(BUILTIN, reader))


def _hint(name: str) -> str:
    if name.startswith((BUILTIN, PACKAGE)):
        return ""
    return "a source is `builtin`, `builtin/NAME`, `package:NAME`, or a folder or file of the repository"


def _files(name: str, reader: Reader, problems: list[PolicyProblem]) -> Iterator[PolicyFile]:
    if name == BUILTIN or name.startswith(BUILTIN + "/"):
        yield from _builtin_files(name)
        return
    start = name
    if name.startswith(PACKAGE):
        package, _, below = name.partition("/")
        root = package_folder(package.removeprefix(PACKAGE))
        if root is None:
            message = f"the package `{package.removeprefix(PACKAGE)}` is not installed"
            problems.append(PolicyProblem(message, Location(name)))
            return
        reader = InstalledFiles(root, package)
        start = f"{package}/{below}" if below else package
    for path in walk(start.removesuffix("/"), reader):
        try:
            yield PolicyFile(path, name, reader.read(path))
        except ReadError as error:
            problems.append(PolicyProblem(error.message, Location(path)))


def _builtin_files(name: str) -> Iterator[PolicyFile]:
    """Yield the built-in files below ``name``, with their rules as the index has them where they did not change."""
    folder, is_shipped = builtin_folder()
    reader = InstalledFiles(folder, BUILTIN)
    known = index.load()
    if known is not None and is_shipped:
        for path in known.files():
            if path == name or path.startswith(name + "/"):
                yield PolicyFile(path, _pack(path), None, known.specs(path), reader.real(path))
        return
    for path in walk(name, reader):
        source = reader.read(path)
        is_known = known is not None and known.is_current(source)
        specs = known.specs(path) if known is not None and is_known else ()
        yield PolicyFile(path, _pack(path), None if is_known else source, specs, reader.real(path))


def _pack(path: str) -> str:
    return "/".join(path.split("/")[:2])


def _rules(
    files: Iterable[PolicyFile], problems: list[PolicyProblem], agreed: Mapping[str, bytes] | None
) -> Iterator[Rule]:
    foreign: dict[str, bytes] = {}
    child: Child | None = None
    for file in files:
        specs = file.specs
        runner: Module | Child | NotRun | None = None
        if file.source is not None:
            specs, wrong = read_file(file.source)
            problems += wrong
        if file.path.endswith(PYTHON):
            runner = child
            if file.installed:
                from trueline.policies.python_judge import Module

                runner = Module(file.path, file.installed)
            elif file.source is not None and agreed is not None and agreed.get(file.path) != file.source.data:
                runner = NotRun()
            elif file.source is not None:
                from trueline.policies.isolation import Child

                foreign[file.path] = file.source.data
                runner = child = child or Child(foreign)
        for spec in specs:
            yield make_rule(spec, _judge(spec, runner), file.pack)


def _judge(spec: Spec, runner: Module | Child | NotRun | None) -> Callable[[Resource, str, Context], Iterable[Answer]]:
    """Return what judges by ``spec``, Python by ``runner``; nothing is compiled or run yet."""
    if isinstance(runner, NotRun):
        return runner
    if runner is not None:
        from trueline.policies.python_judge import PythonJudge

        return PythonJudge(spec, runner)
    from trueline.policies.yaml_judge import YamlJudge

    return YamlJudge(spec)


def _digest(rules: Iterable[Rule]) -> str:
    import hashlib

    return hashlib.sha256("\n".join(rule.digest for rule in rules).encode()).hexdigest()
