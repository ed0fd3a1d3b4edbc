"""Which unit of the tree a plan or a state is of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trueline.dialects.terraform.blocks import settle
from trueline.dialects.terraform.dialect import environment_of, open_root
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.dialects.terraform.plan.entries import mapping
from trueline.drift.terraform.fitting import fits
from trueline.values.unknown import UnknownValueError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.dialects.terraform.scope import Scope
    from trueline.drift.declared import Declared
    from trueline.model.drift import Snapshot
    from trueline.model.unit import Unit


def units_of(snapshot: Snapshot, declared: Declared) -> Sequence[Unit]:
    """Return the unit of a snapshot's root, one for each environment that it may be of.

    A root in several environments is told by the name of one in the snapshot's path (``state/production.json``); where
    none or several are in it, it may be any.
    """
    root = snapshot.root.strip("/").removeprefix("./").rstrip("/")
    root = "" if root == "." else root
    found = [unit for unit in declared.units if unit.dialect == "terraform" and unit.root == root]
    if len(found) < 2:
        return found
    named = [unit for unit in found if is_named(snapshot, unit.environment)]
    return named if len(named) == 1 else found


def planned_unit(units: Sequence[Unit], variables: Mapping[str, object], declared: Declared) -> Unit | None:
    """Return the one of some units whose variables are those of a plan, None where that is not one alone.

    ``variables`` are the plan's own (``{"region": {"value": "eu-west-1"}}``).
    """
    if len(units) < 2:
        return next(iter(units), None)
    found = [unit for unit in units if _has_variables(unit, variables, declared)]
    return found[0] if len(found) == 1 else None


def _has_variables(unit: Unit, variables: Mapping[str, object], declared: Declared) -> bool:
    scope, _ = open_root(unit.root, declared.reader, environment_of(unit, declared.settings))
    given = ((name, mapping(told)) for name, told in variables.items() if name in scope.directory.variables)
    return all(_may_be(scope, name, told["value"]) for name, told in given if "value" in told)


def _may_be(scope: Scope, name: str, value: object) -> bool:
    try:
        return fits(settle(scope.variable(name)), value)
    except (FunctionError, UnknownValueError):
        return True


def is_named(snapshot: Snapshot, environment: str) -> bool:
    """Tell whether a snapshot is said to be of an environment, or has its name in its path, as a word of its own."""
    if snapshot.environment:
        return snapshot.environment.lower() == environment.lower()
    word = rf"(?<![0-9a-z]){re.escape(environment.lower())}(?![0-9a-z])"
    return bool(environment) and re.search(word, snapshot.path.lower()) is not None
