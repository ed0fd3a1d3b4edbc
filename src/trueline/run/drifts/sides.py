"""One tree beside all that tells what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.drift.declared import Declared, Enforced
from trueline.drift.registry import comparers
from trueline.model.drift import Detected
from trueline.run.judge import read_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from trueline.model.drift import Snapshot
    from trueline.model.settings import Settings
    from trueline.model.unit import Unit
    from trueline.repo.tree import Tree
    from trueline.run.settle import Bench


def beside(
    tree: Tree, units: Sequence[Unit], snapshots: Sequence[Snapshot], settings: Settings, now: datetime
) -> Declared:
    """Return what a tree declares, beside what tells what is there."""
    return Declared(units, lambda unit: read_unit(unit, tree, settings), tree, settings, snapshots, now)


def detect(declared: Declared) -> Detected:
    """Return all differences from what the snapshots tell, from the organisation's policies, and of environments."""
    found = [
        comparer.compare(snapshot, declared) for snapshot in declared.snapshots for comparer in comparers(snapshot.kind)
    ]
    if declared.drift.alike:
        from trueline.drift.environments import compare_environments

        found.append(compare_environments(declared))
    if declared.drift.central:
        from trueline.drift.admission import compare_central

        found.append(compare_central(declared))
    return joined(found)


def enforced(bench: Bench) -> dict[str, Enforced]:
    """Return how the rules are enforced that are on where no condition of the config is met."""
    found = {}
    for rule in bench.rules.values():
        standing = bench.standing(rule.id)
        if standing.enabled:
            found[rule.id] = Enforced(standing.enforcement, tuple(rule.aliases))
    return found


def joined(found: Iterable[Detected]) -> Detected:
    """Return what several comparers found, together."""
    parts = list(found)
    return Detected(
        tuple(drift for one in parts for drift in one.drifts),
        tuple(dict.fromkeys(given for one in parts for given in one.inputs)),
        tuple(dict.fromkeys(note for one in parts for note in one.notifications)),
        tuple(compared for one in parts for compared in one.compared),
    )
