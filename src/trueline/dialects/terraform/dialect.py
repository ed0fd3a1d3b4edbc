"""Terraform: which directories are roots, and what each declares in each environment."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from trueline.dialects.terraform.inputs import given_values, variable_files
from trueline.dialects.terraform.proof import ALONE, read_alone, read_rest, report, uncalled
from trueline.dialects.terraform.resources import resources_of
from trueline.dialects.terraform.scope import Scope
from trueline.dialects.terraform.world import World
from trueline.model.unit import Extract, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.dialects.terraform.directory import FileProblem
    from trueline.dialects.terraform.world import Applied
    from trueline.model.document import Reader
    from trueline.model.settings import Environment, Settings


def plan(paths: Sequence[str], reader: Reader, settings: Settings) -> Sequence[Unit]:
    """Return one unit for each root in each environment, and those for files that belong to none."""
    from trueline.dialects.terraform.roots import plan_roots

    return plan_roots(paths, reader, settings)


def extract(unit: Unit, reader: Reader, settings: Settings) -> Extract:
    """Evaluate a root: its resources with those of every module it calls, and what became of the files."""
    if unit.root.endswith(ALONE):
        return read_alone(unit.root, reader)
    was_collecting = gc.isenabled()
    gc.disable()  # what is read stays: looking for garbage in it takes half of the time
    try:
        return _extract(unit, reader, settings)
    finally:
        if was_collecting:
            gc.enable()


def _extract(unit: Unit, reader: Reader, settings: Settings) -> Extract:
    root, files = open_root(unit.root, reader, environment_of(unit, settings))
    resources = tuple(resources_of(root, unit))
    world = root.world
    for path in sorted(world.directories):
        files += world.directories[path].files
    inputs, notifications = report(files)
    known = {file.path for file in files}
    others = [path for path in unit.members if path not in known]
    rest, problems = read_rest(others, reader, world.shadowed())
    problems += uncalled(others, world)
    return Extract(resources, (*inputs, *rest), (*notifications, *problems, *world.notifications.values()))


def environment_of(unit: Unit, settings: Settings) -> Environment | None:
    """Return the environment a unit is evaluated for."""
    return next((found for found in settings.environments if found.name == unit.environment), None)


def open_root(
    folder: str, reader: Reader, environment: Environment | None, applied: Applied | None = None
) -> tuple[Scope, list[FileProblem]]:
    """Return a root ready to be evaluated, and what became of its variable files.

    ``applied`` tells what the last apply knew of what is known after apply, where somebody has it: a state.
    """
    world = World(folder, reader, environment.workspace if environment is not None else "", applied)
    scope = Scope(world, world.directory(folder), "", {})
    paths = variable_files(folder, reader, environment)
    scope.given, files = given_values(paths, reader, environment, scope)
    return scope, files
