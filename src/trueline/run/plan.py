"""Which units of work a tree holds, and which of them a run has to judge."""

from __future__ import annotations

import re
from importlib import import_module
from posixpath import dirname
from typing import TYPE_CHECKING, NamedTuple

from trueline.model.unit import Unit
from trueline.repo.patterns import matches

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from trueline.dialects.protocol import Dialect
    from trueline.model.document import Reader
    from trueline.model.settings import Settings

DIALECTS: dict[str, str] = {  # name → module, imported when a unit of it is planned or read
    "compose": "trueline.dialects.compose",
    "dockerfile": "trueline.dialects.dockerfile",
    "manifest": "trueline.dialects.manifest",
    "terraform": "trueline.dialects.terraform.dialect",
    "terraform-plan": "trueline.dialects.terraform.plan",
}
_NAMED = "terraform-plan"


class Planner(NamedTuple):
    """A dialect that finds units by itself.

    ``may_hold`` tells cheaply of a path, by its name, whether it may be one of its files: only then is it loaded.
    Members of its units that it ``takes`` are offered to no planner below it. That must hang on their names: what a
    file says of another one hides that from nobody.
    """

    name: str
    may_hold: Callable[[str], bool]
    takes: Callable[[str], bool] | None = None


def _is_compose(path: str) -> bool:
    from trueline.dialects.compose.names import is_compose

    return is_compose(path)


PLANNERS = (
    Planner("compose", lambda path: path.endswith((".yaml", ".yml")) and "compose" in path, takes=_is_compose),
    Planner("dockerfile", lambda path: "ockerfile" in path or "ontainerfile" in path),
    Planner("terraform", lambda path: path.endswith((".tf", ".tf.json", ".tofu", ".tofu.json", ".hcl", ".tfvars"))),
    Planner("manifest", lambda path: path.lower().endswith((".yaml", ".yml", ".json", ".template", "kustomization"))),
)
"""In the order in which paths are offered."""


class Scope(NamedTuple):
    """What of a tree is to be judged: all of it, what lies under ``paths``, or what reads one of ``changed``."""

    paths: tuple[str, ...] = ()
    changed: frozenset[str] | None = None


def dialect(name: str) -> Dialect:
    """Return the module of a dialect."""
    module: Dialect = import_module(DIALECTS[name])  # the table holds only dialects
    return module


def plan(
    paths: Sequence[str],
    reader: Reader,
    settings: Settings,
    *,
    plans: Mapping[str, str] | None = None,
    told: Collection[str] = (),
) -> list[Unit]:
    """Return all units among ``paths``; a root that ``plans`` (root → plan file) names is judged by its plan.

    ``told`` are files that tell what is there, and so declare nothing.
    """
    excluded = exclusions(settings)
    kept = [path for path in paths if path not in told and (not excluded or not matches(path, excluded))]
    units: list[Unit] = []
    for planner in PLANNERS:
        if any(map(planner.may_hold, kept)):
            found = dialect(planner.name).plan(kept, reader, settings)
            units.extend(found)
            if planner.takes is not None:
                taken = set(filter(planner.takes, (member for unit in found for member in unit.members)))
                kept = [path for path in kept if path not in taken]
    planned = plans or {}
    files = set(planned.values())  # a plan is read as one, and as nothing else
    units = [unit for unit in units if unit.root not in (planned if unit.dialect == "terraform" else files)]
    units += [Unit(_NAMED, root, members=(file,), options={"plan": file}) for root, file in sorted(planned.items())]
    return sorted(units, key=lambda unit: (unit.dialect, unit.root, unit.environment))


def keep_roots(units: Sequence[Unit], paths: Sequence[str], former: Sequence[Unit], settings: Settings) -> Settings:
    """Return settings that name the Terraform roots of ``former`` that ``units`` lack, though their folders are there.

    Else a change could take a root out of judgement by calling it as a module that has no instance; and a chart by
    holding it in another one that switches it off.
    """
    charts = _roots_of(former, "chart") - _roots_of(units, "chart")
    held = tuple(sorted(charts.intersection(dirname(path) for path in paths if path.endswith("/Chart.yaml"))))
    settings = settings._replace(charts=held) if held else settings
    lost = _roots_of(former, "terraform") - {unit.root for unit in units}
    if not lost:
        return settings
    there = {dirname(path) for path in paths if path.endswith((".tf", ".tf.json", ".tofu", ".tofu.json"))}
    named = [re.sub(r"([*?\[])", r"[\1]", root or ".") for root in sorted(lost & there)]
    return settings._replace(terraform_roots=(*settings.terraform_roots, *named)) if named else settings


def _roots_of(units: Iterable[Unit], dialect: str) -> set[str]:
    return {unit.root for unit in units if unit.dialect == dialect}


def exclusions(settings: Settings) -> tuple[str, ...]:
    """Return the patterns of what is not judged: the config's, and the tests of its own policies, wrong on purpose."""
    own = [source for source in settings.policies if not source.startswith(("builtin", "package:"))]
    folders = [
        source.removeprefix("./").rstrip("/.") for source in own if not source.endswith((".yaml", ".yml", ".py"))
    ]
    return (*settings.exclude, *(f"/{folder}/**/tests/**" for folder in folders if folder))


def select(units: Sequence[Unit], scope: Scope, *, former: Sequence[Unit] = ()) -> list[Unit]:
    """Return the units that a run over ``scope`` has to judge; ``former`` are those of the other side.

    A unit that was named by a plan is judged whatever the scope. A deleted file is a member of a former unit only.
    """
    gone = _former_members(former)
    return [unit for unit in units if unit.dialect == _NAMED or _is_meant(unit, gone.get(unit.key, ()), scope)]


def _former_members(units: Sequence[Unit]) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    return {unit.key: unit.members for unit in units}


def _is_meant(unit: Unit, gone: Sequence[str], scope: Scope) -> bool:
    if scope.paths and not _lies_under(unit, scope.paths):
        return False
    return scope.changed is None or _may_read(unit, gone, scope.changed)


def under(path: str, folders: Collection[str]) -> bool:
    """Tell whether ``path`` is one of ``folders`` or lies in one; the empty folder holds everything."""
    return any(not folder or path == folder or path.startswith(folder + "/") for folder in folders)


def _lies_under(unit: Unit, paths: Sequence[str]) -> bool:
    if under(unit.root, paths) or any(under(member, paths) for member in unit.members):
        return True
    return any(_may_hold_data(unit, path) for path in paths)


def may_read(unit: Unit, path: str) -> bool:
    """Tell whether a unit may read ``path``."""
    return _may_read(unit, (), frozenset((path,)))


def _may_read(unit: Unit, gone: Sequence[str], changed: frozenset[str]) -> bool:
    """Tell whether a unit may read one of ``changed``: as a member, now or before, or as data, beside one or not."""
    if not changed.isdisjoint(unit.members) or not changed.isdisjoint(gone):
        return True
    return any(_may_hold_data(unit, path) or under(path, unit.reads) for path in changed)


def _may_hold_data(unit: Unit, path: str) -> bool:
    """Tell whether ``path`` lies below the unit's root or beside a member: ``file()`` and renderers read such files."""
    if unit.dialect in ("dockerfile", "manifest"):
        return False
    return under(path, {unit.root, *(dirname(member) for member in unit.members)} - {""}) or not unit.root
