"""What one environment of a pair declares: units, files that no dialect judges, or a snapshot."""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.kubernetes.chart import path_of
from trueline.dialects.terraform.inputs import variable_files
from trueline.drift.environments.loose import is_loose, read_loose
from trueline.drift.environments.migrations import may_be_migration, migrations
from trueline.drift.environments.pairing import Component, bare_address, modules_of
from trueline.model.location import Location
from trueline.model.report import Notification

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.drift.declared import Declaration, Declared
    from trueline.drift.environments.loose import Gap
    from trueline.drift.environments.words import Neutral
    from trueline.model.document import Reader
    from trueline.model.drift import Snapshot
    from trueline.model.drift_settings import Alike
    from trueline.model.resource import Resource
    from trueline.model.unit import Unit

_DIALECTS: Final = ("terraform/", "kubernetes/", "compose/", "cloudformation/")
_NO_THINGS: Final = frozenset({"terraform/moved", "terraform/removed", "terraform/import", "terraform/check"})
_INTERFACES: Final = frozenset({"terraform/variable", "terraform/output"})
_RENDERED: Final = ("chart", "kustomization")
_DEEPEST: Final = 12
_MOST_FILES: Final = 20_000
KEYS_ONLY: Final = "keys-only"
"""The label of a file of which only the names are compared: what it sets is seen in the resources."""


class Place(NamedTuple):
    """Where an environment is declared, and what takes its words out of texts."""

    name: str
    where: str
    neutral: Neutral
    alike: Alike


class Side(NamedTuple):
    """What one environment has. ``gaps`` are what could not be read of it, with why; ``problems`` what is wrong."""

    place: Place
    components: tuple[Component, ...] = ()
    is_live: bool = False
    gaps: tuple[Gap, ...] = ()
    problems: tuple[Notification, ...] = ()
    snapshot: str = ""


def read_side(place: Place, declared: Declared) -> Side:
    """Return what an environment has; that it cannot be found is a problem at the settings."""
    where = place.where.removeprefix("./").rstrip("/") if place.where not in (".", "./") else "."
    place = place._replace(where=where)
    for snapshot in declared.snapshots:
        if snapshot.path == where:
            return _of_snapshot(place, snapshot)
    units = list(_units(place, declared))
    side = _of_units(place, declared, units)
    if side.components or side.gaps or side.problems:
        return side
    what = f"under {where}" if where else "in an environment of the config of that name"
    message = f"{place.alike.name}: nothing is declared {what} for {place.name}, so nothing was compared"
    return side._replace(problems=(Notification("error", "environment-missing", message, place.alike.location),))


def _of_snapshot(place: Place, snapshot: Snapshot) -> Side:
    from trueline.drift.environments.live import objects, state_resources

    readers = {"kubernetes": objects, "terraform-state": state_resources}
    read = readers.get(snapshot.kind)
    if read is None:
        message = f"{place.alike.name}: a snapshot of kind {snapshot.kind} can't be one of two environments"
        return Side(place, problems=(Notification("error", "environment-missing", message, place.alike.location),))
    return Side(place, tuple(map(Component, read(snapshot))), is_live=True, snapshot=snapshot.path)


def _units(place: Place, declared: Declared) -> Iterator[Unit]:
    """Yield the units at a place; of a root that is evaluated for several environments, those of this one."""
    if not place.where:
        yield from (unit for unit in declared.units if _is_named(unit, place))
        return
    found = [unit for unit in declared.units if _is_at(unit, place.where)]
    several = {unit.root for unit in found if unit.environment and _is_named(unit, place)}
    yield from (unit for unit in found if unit.root not in several or _is_named(unit, place))


def _is_named(unit: Unit, place: Place) -> bool:
    return bool(unit.environment) and (
        unit.environment == place.name or unit.environment.lower() in place.neutral.words
    )


def _is_at(unit: Unit, where: str) -> bool:
    if where in (".", unit.root) or unit.root.startswith(f"{where}/"):
        return True
    return unit.dialect not in _RENDERED and unit.dialect != "terraform" and unit.members == (where,)


def _of_units(place: Place, declared: Declared, units: Sequence[Unit]) -> Side:
    components: list[Component] = []
    gaps: list[Gap] = []
    taken: set[str] = set()
    evaluated: set[str] = set()
    for unit in units:
        declaration = declared.declaration(unit)
        found = [one for one in _called(declaration.resources) if _is_compared(one)]
        components += [Component(one, _group(unit, place.where)) for one in found]
        if found and unit.dialect == "terraform":
            evaluated.add(unit.root)
        if found or unit.dialect in _RENDERED:
            taken.update(_judged(unit, declaration))
        if not declaration.is_whole:
            gaps.append((Location(_path(unit)), _gap(unit)))
    files, unread = _files(place, declared.reader, taken, evaluated)
    if not place.where or any(unit.environment for unit in units):
        files += _given(units, declared)
    return Side(place, (*components, *files), gaps=(*gaps, *unread))


def _is_compared(resource: Resource) -> bool:
    if resource.kind in _INTERFACES and resource.address.startswith("module."):
        return False  # what a module takes and gives is its own; what goes through is seen in the resources
    return resource.kind.startswith(_DIALECTS) and resource.kind not in _NO_THINGS


def _called(resources: Sequence[Resource]) -> list[Resource]:
    """Return resources without the calls of modules that have no instance: there is nothing of these."""
    inside = {piece for one in resources for piece in modules_of(one.address)}
    return [
        one for one in resources if one.kind != "terraform/module" or one.absent or bare_address(one.address) in inside
    ]


def _judged(unit: Unit, declaration: Declaration) -> Iterator[str]:
    """Yield the files that the resources of a unit tell enough of."""
    if unit.dialect in _RENDERED and not declaration.is_whole:
        yield from (path for path in unit.members if "/templates/" in path or "/charts/" in path)
        return
    yield from (path for path in unit.members if not path.endswith((".tfvars", ".hcl", ".tfvars.json")))


def _group(unit: Unit, where: str) -> str:
    if unit.dialect in ("manifest", *_RENDERED) or not where:
        return "" if where else unit.root
    return unit.root.removeprefix(where).lstrip("/")


def _path(unit: Unit) -> str:
    return str(unit.options.get("path") or (path_of(unit.root) if unit.dialect == "chart" else unit.root))


def _gap(unit: Unit) -> str:
    if unit.dialect in _RENDERED:
        return f"the {unit.dialect} {unit.root} is not rendered"
    return f"{unit.root} could not be read as a whole"


def _files(place: Place, reader: Reader, taken: set[str], evaluated: set[str]) -> tuple[list[Component], list[Gap]]:
    """Return what the files below a folder hold, or a single file, that no unit tells of."""
    if not place.where:
        return [], []
    if reader.exists(place.where):
        paths = [place.where] if place.where not in taken else []
    else:
        paths = [path for path in _walk("" if place.where == "." else place.where, reader, 0) if path not in taken]
    found: list[Component] = []
    gaps: list[Gap] = []
    if len(paths) > _MOST_FILES:
        gaps.append((Location(place.where), f"{len(paths) - _MOST_FILES:,} of its {len(paths):,} files were not read"))
        paths = paths[:_MOST_FILES]
    for path in paths:
        if is_loose(path) and not may_be_migration(path):
            resources, wrong = read_loose(path, reader, _relative(path, place.where))
            for resource in resources:
                resource.unit = path
                if resource.kind == "terraform/tfvars" and dirname(path) in evaluated:
                    resource.labels = {KEYS_ONLY: "true"}
            found += [Component(resource, dirname(_relative(path, place.where))) for resource in resources]
            gaps += wrong
    steps = [path for path in paths if may_be_migration(path)]
    names = {dirname(path): _relative(dirname(path), place.where) for path in steps}
    found += [Component(resource) for resource in migrations(steps, reader, names)]
    return found, gaps


def _relative(path: str, where: str) -> str:
    if path == where:
        return path.rpartition("/")[2]
    return path.removeprefix(f"{where}/") if where != "." else path


def _walk(folder: str, reader: Reader, depth: int) -> Iterator[str]:
    for name in reader.list(folder):
        path = f"{folder}/{name}" if folder else name
        if not name.endswith("/"):
            yield path
        elif depth < _DEEPEST and not name.startswith("."):
            yield from _walk(path.rstrip("/"), reader, depth + 1)


def _given(units: Sequence[Unit], declared: Declared) -> list[Component]:
    """Return the variable files that the config gives to roots, of which the names are compared."""
    environments = {one.name: one for one in declared.settings.environments}
    found = []
    for unit in units:
        environment = environments.get(unit.environment)
        if unit.dialect != "terraform" or environment is None:
            continue
        common = set(variable_files(unit.root, declared.reader, None))
        for number, path in enumerate(variable_files(unit.root, declared.reader, environment)):
            if path not in common and is_loose(path):
                resources, _ = read_loose(path, declared.reader, f"{unit.root} variables {number}")
                for resource in resources:
                    resource.labels = {KEYS_ONLY: "true"}
                    resource.unit, resource.environment = unit.root, unit.environment
                    found.append(Component(resource, unit.root))
    return found
