"""One tree beside all that tells what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.drift.declared import Declared
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


def detect(
    tree: Tree, units: Sequence[Unit], snapshots: Sequence[Snapshot], settings: Settings, now: datetime
) -> Detected:
    """Return all differences between what ``tree`` declares and what the snapshots tell, and between environments."""
    declared = Declared(units, lambda unit: read_unit(unit, tree, settings), tree, settings, snapshots, now)
    found = [comparer.compare(snapshot, declared) for snapshot in snapshots for comparer in comparers(snapshot.kind)]
    return joined(found)


def joined(found: Iterable[Detected]) -> Detected:
    """Return what several comparers found, together."""
    parts = list(found)
    return Detected(
        tuple(drift for one in parts for drift in one.drifts),
        tuple(dict.fromkeys(given for one in parts for given in one.inputs)),
        tuple(dict.fromkeys(note for one in parts for note in one.notifications)),
    )
