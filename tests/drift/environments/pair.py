"""Two environments in one tree, compared as a run does it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from trueline.drift.declared import Declared
from trueline.drift.environments import compare_environments
from trueline.drift.snapshot import read_snapshot
from trueline.model.drift import Snapshot
from trueline.model.drift_settings import Alike, DriftSettings
from trueline.model.location import Location
from trueline.model.settings import Environment, Settings
from trueline.repo.working import WorkingTree
from trueline.run.judge import read_unit
from trueline.run.plan import plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from trueline.model.drift import Detected, Drift

SETTINGS = Location(".trueline/drift.yaml")


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def alike(**settings: object) -> Alike:
    given = {"name": "shop", "left": ("staging", "staging"), "right": ("production", "production")}
    return Alike(**{**given, "location": SETTINGS, **settings})  # type: ignore[arg-type]


def compare(
    folder: Path,
    files: Mapping[str, str | bytes],
    pair: Alike | None = None,
    *,
    environments: tuple[Environment, ...] = (),
    snapshots: Mapping[str, str | None] = {},
    render: frozenset[str] = frozenset(),
) -> Detected:
    """Return what differs between two environments of a tree; ``snapshots`` are paths, each with its root."""
    write(folder, files)
    tree = WorkingTree(str(folder))
    settings = Settings(
        environments=environments, render=render, drift=DriftSettings(alike=(pair if pair is not None else alike(),))
    )
    taken = [read_snapshot(path, tree, root=root) for path, root in snapshots.items()]
    declared = Declared(
        plan([path for path in tree.paths() if path not in snapshots], tree, settings),
        lambda unit: read_unit(unit, tree, settings),
        tree,
        settings,
        [one for one in taken if isinstance(one, Snapshot)],
        datetime(2026, 11, 23, tzinfo=UTC),
    )
    return compare_environments(declared)


def both(name: str, staging: str, production: str) -> dict[str, str]:
    """Return a file of each environment."""
    return {f"staging/{name}": staging, f"production/{name}": production}


def lines(found: Detected) -> list[tuple[str, str, str]]:
    """Return of each difference its aspect, its path or address, and what is said of it."""
    return [(str(one.details.get("aspect", "")), one.path or one.address, one.message) for one in found.drifts]


def only(found: Detected) -> Drift:
    assert len(found.drifts) == 1, lines(found)
    return found.drifts[0]
