"""Which unit of the tree a plan or a state is of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    named = [unit for unit in found if unit.environment and _names(snapshot.path, unit.environment)]
    return named if len(named) == 1 else found


def _names(path: str, environment: str) -> bool:
    word = rf"(?<![0-9a-z]){re.escape(environment.lower())}(?![0-9a-z])"
    return re.search(word, path.lower()) is not None
