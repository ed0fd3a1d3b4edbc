"""Reading kustomization files: what each takes from where."""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.kubernetes.kinds import group_of
from trueline.errors import ReadError
from trueline.parsers import yaml
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from trueline.model.document import Problem, Reader

NAMES: Final = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_GROUP: Final = "kustomize.config.k8s.io"
# field → path to a file in each of its elements; () where the element is the path
_FILES: Final[dict[str, tuple[str, ...]]] = {
    "configurations": (),
    "crds": (),
    "generators": (),
    "patches": ("path",),
    "patchesJson6902": ("path",),
    "patchesStrategicMerge": (),
    "replacements": ("path",),
    "transformers": (),
    "validators": (),
}
_RESOURCES: Final = ("resources", "bases", "components")
_GENERATORS: Final = ("configMapGenerator", "secretGenerator")
_HELM: Final = ("helmCharts", "helmChartInflationGenerator")
_RUNS_PROGRAMS: Final = ("generators", "transformers", "validators")


class Kustomization(NamedTuple):
    """What one kustomization file names, as paths from the repository's root.

    ``resources`` are files of objects, ``folders`` other kustomizations, ``patches`` everything else that it reads.
    ``refused`` says why it must not be rendered here.
    """

    path: str
    resources: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    patches: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_component: bool = False

    @property
    def folder(self) -> str:
        """The folder it makes a kustomization."""
        return dirname(self.path)


def read(path: str, reader: Reader) -> Kustomization | None:
    """Return what the file at ``path`` names; None where it is none of Kustomize's own."""
    try:
        parsed = yaml.parse(reader.read(path))
    except ReadError as error:
        return Kustomization(path, refused=(error.message,))
    root = parsed.documents[0].root if parsed.documents else None
    api_version = find(root, ("apiVersion",))
    if isinstance(api_version, str) and group_of(api_version) != _GROUP:
        return None  # Flux has a kind of this name
    problems = tuple(parsed.problems)
    if not isinstance(root, dict):
        return Kustomization(path, refused=("it cannot be read",), problems=problems)
    refused = [*_dangers(root)]
    folder = dirname(path)
    found: dict[str, list[str]] = {"resources": [], "folders": [], "patches": []}
    for sort, entry in _entries(root):
        if _is_remote(entry):
            refused.append(f"{entry} is not in the repository")
            continue
        target = normpath(join(folder, entry)) if not entry.startswith("/") else ".."
        if target == ".." or target.startswith("../"):
            refused.append(f"{entry} is outside of the repository")
            continue
        is_file = reader.exists(target)
        where = "patches" if sort == "patches" else "resources" if is_file else "folders"
        found[where].append("" if target == "." else target)
    kept = {sort: tuple(dict.fromkeys(paths)) for sort, paths in found.items()}
    is_component = root.get("kind") == "Component"
    return Kustomization(path, **kept, refused=tuple(refused), problems=problems, is_component=is_component)


class Reached(NamedTuple):
    """A kustomization with all that it reaches: what rendering it reads, and why it cannot be rendered here."""

    kustomizations: tuple[Kustomization, ...]

    @property
    def resources(self) -> tuple[str, ...]:
        """The files of objects."""
        return tuple(dict.fromkeys(path for one in self.kustomizations for path in one.resources))

    @property
    def patches(self) -> tuple[str, ...]:
        """Everything else that is read."""
        return tuple(dict.fromkeys(path for one in self.kustomizations for path in one.patches))

    @property
    def members(self) -> tuple[str, ...]:
        """Every file, sorted."""
        paths = (*(one.path for one in self.kustomizations), *self.resources, *self.patches)
        return tuple(sorted(dict.fromkeys(paths)))

    @property
    def refused(self) -> tuple[str, ...]:
        """The reasons why it must or can not be rendered."""
        known = {one.folder for one in self.kustomizations}
        reasons = [f"{one.path}: {reason}" for one in self.kustomizations for reason in one.refused]
        for one in self.kustomizations:
            reasons += [f"{one.path}: there is no {folder}" for folder in one.folders if folder not in known]
        return tuple(reasons)


def closure(root: Kustomization, lookup: Callable[[str], Kustomization | None]) -> Reached:
    """Return ``root`` and every kustomization it reaches, each once; ``lookup`` finds one by its folder."""
    reached: dict[str, Kustomization] = {}
    waiting = [root]
    while waiting:
        current = waiting.pop(0)
        if current.folder not in reached:
            reached[current.folder] = current
            below = (lookup(folder) for folder in current.folders)
            waiting += [one for one in below if one is not None]
    return Reached(tuple(reached.values()))


def load(path: str, reader: Reader) -> Reached:
    """Return the kustomization in the file at ``path`` and every one it reaches."""

    def lookup(folder: str) -> Kustomization | None:
        for name in NAMES:
            candidate = f"{folder}/{name}" if folder else name
            if reader.exists(candidate):
                return read(candidate, reader)
        return None

    root = read(path, reader)
    return Reached(()) if root is None else closure(root, lookup)


def _entries(root: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Yield (sort, entry) for each file or folder that is named; ``patches`` are all but resources."""
    for field in _RESOURCES:
        yield from (("resources", entry) for entry in _texts(root.get(field)))
    for field, path in _FILES.items():
        entries = root.get(field)
        for element in entries if isinstance(entries, list) else ():
            entry = find(element, path) if path else element
            if isinstance(entry, str) and "\n" not in entry:  # many lines: it is written in place
                yield "patches", entry
    for field in _GENERATORS:
        generators = root.get(field)
        for generator in generators if isinstance(generators, list) else ():
            yield from (("patches", entry) for entry in _generated_from(generator))
    schema = find(root, ("openapi", "path"))
    if isinstance(schema, str):
        yield "patches", schema


def _generated_from(generator: object) -> Iterator[str]:
    for entry in _texts(find(generator, ("files",))):
        _, equals, path = entry.partition("=")
        yield path if equals else entry
    yield from _texts(find(generator, ("envs",)))
    yield from _texts([find(generator, ("env",))])


def _dangers(root: dict[str, object]) -> Iterator[str]:
    """Yield why rendering would fetch something or run a program."""
    if any(root.get(field) for field in _HELM):
        yield "it inflates Helm charts"
    for field in _RUNS_PROGRAMS:
        if root.get(field):
            yield f"it uses {field}"
    known = {field.lower(): field for field in (*_RESOURCES, *_FILES, *_GENERATORS, *_HELM, "openapi")}
    for field in root:  # Go reads fields in any case: one that we overlook may name anything
        if field not in known.values() and field.lower() in known:
            yield f"it writes {known[field.lower()]} as {field}"


def _is_remote(entry: str) -> bool:
    return "://" in entry or "?ref=" in entry or "::" in entry or entry.startswith(("github.com/", "git@"))


def _texts(value: object) -> list[str]:
    return [entry for entry in value if isinstance(entry, str) and entry] if isinstance(value, list) else []
