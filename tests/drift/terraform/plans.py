"""Plans as ``terraform show -json`` prints them, with drift; and the comparison of one with a tree of sources."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.drift.terraform.states import snapshot

from trueline.dialects.terraform import dialect
from trueline.drift.declared import Declared
from trueline.drift.terraform import plan as plan_comparer
from trueline.drift.terraform import state as state_comparer
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from trueline.model.drift import Detected, Drift, Snapshot

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def entry(
    address: str,
    before: object,
    after: object,
    actions: Sequence[str] = ("update",),
    **more: object,
) -> dict[str, object]:
    """Return one entry of ``resource_drift`` or ``resource_changes``; ``more`` are members of it or of its change."""
    kind, name = address.rsplit("]", 1)[0].partition("[")[0].split(".")[-2:]
    inner = ("before_sensitive", "after_sensitive", "after_unknown", "replace_paths")
    return {
        "address": address,
        "mode": "managed",
        "type": kind,
        "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {
            "actions": list(actions),
            "before": before,
            "after": after,
            "after_unknown": {},
            "before_sensitive": False if before is None else {},
            "after_sensitive": False if after is None else {},
            **{name: value for name, value in more.items() if name in inner},
        },
        **{name: value for name, value in more.items() if name not in inner},
    }


def plan(
    drift: Sequence[object] = (), changes: Sequence[object] = (), relevant: Sequence[object] = (), **more: object
) -> dict[str, object]:
    """Return a plan of format 1.2."""
    found: dict[str, object] = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {}},
        "resource_drift": list(drift),
        "resource_changes": list(changes),
        "relevant_attributes": list(relevant),
        "configuration": {"root_module": {}},
        "timestamp": "2026-11-02T11:00:00Z",
        "applyable": True,
        "complete": True,
        "errored": False,
        **more,
    }
    return copy.deepcopy({name: value for name, value in found.items() if value != []})


def declared(tree: Path, files: Mapping[str, str], snapshots: Sequence[Snapshot], settings: Settings) -> Declared:
    """Write files into a folder, and return what they declare."""
    for name, content in files.items():
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    reader = WorkingTree(str(tree))
    units = dialect.plan(reader.paths(), reader, settings)
    return Declared(units, lambda unit: dialect.extract(unit, reader, settings), reader, settings, snapshots, NOW)


def compare_plan(
    tree: Path, files: Mapping[str, str], content: object, root: str = "", settings: Settings | None = None
) -> Detected:
    """Return what comes of comparing a plan with the sources in a folder."""
    given = snapshot(content, root=root, path="plan.json", kind="terraform-plan")
    return plan_comparer.compare(given, declared(tree, files, [given], settings or Settings()))


def compare_states(
    tree: Path, files: Mapping[str, str], *states: Snapshot, settings: Settings | None = None
) -> list[Detected]:
    """Return what comes of comparing each of some states with the sources in a folder."""
    found = declared(tree, files, states, settings or Settings())
    return [state_comparer.compare(given, found) for given in states]


def told(found: Detected, *kinds: str) -> list[tuple[str, str, str]]:
    """Return kind, address and path of the facts, of some kinds or all."""
    return [(drift.kind, drift.address, drift.path) for drift in found.drifts if not kinds or drift.kind in kinds]


def text_at(tree: Path, drift: Drift) -> str:
    """Return the characters that a fact points at, the first line of them."""
    region = drift.location.region
    assert region is not None
    line = (tree / drift.location.path).read_text().splitlines()[region.start_line - 1]
    end = region.end_column - 1 if region.end_line == region.start_line else len(line)
    return line[region.start_column - 1 : end]
