"""What a snapshot of a cluster shows, for tests: files through the real parsers, dialects and comparer."""

from __future__ import annotations

import json
import textwrap
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from trueline.drift.declared import Declared
from trueline.drift.kubernetes import compare
from trueline.drift.snapshot import read_snapshot
from trueline.model.drift import Snapshot
from trueline.model.drift_settings import DriftSettings
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.run import plan
from trueline.run.judge import read_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from trueline.model.drift import Detected, Drift

SNAPSHOT = "cluster.json"
NOW = datetime(2026, 11, 5, tzinfo=UTC)


def detect(
    folder: Path, files: Mapping[str, str] | str, live: object, drift: DriftSettings | None = None, **settings: Any
) -> Detected:
    """Return what comes of comparing manifests with a snapshot, each as its text or plain data."""
    for path, text in ({"app.yaml": files} if isinstance(files, str) else files).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(textwrap.dedent(text))
    (folder / SNAPSHOT).write_text(live if isinstance(live, str) else json.dumps(live))
    tree = WorkingTree(str(folder))
    snapshot = read_snapshot(SNAPSHOT, tree)
    assert isinstance(snapshot, Snapshot), snapshot
    chosen = Settings(drift=drift or DriftSettings(), **settings)
    units = plan.plan([path for path in tree.paths() if path != SNAPSHOT], tree, chosen)
    declared = Declared(units, lambda unit: read_unit(unit, tree, chosen), tree, chosen, [snapshot], NOW)
    return compare(snapshot, declared)


def drifts(folder: Path, files: Mapping[str, str] | str, live: object, *args: Any, **kwargs: Any) -> tuple[Drift, ...]:
    """Return the drift alone; nothing may be wrong with the inputs."""
    found = detect(folder, files, live, *args, **kwargs)
    assert not found.notifications, found.notifications
    return found.drifts


def listed(*objects: object) -> dict[str, object]:
    """Return what ``kubectl get -o json`` prints of objects."""
    return {"apiVersion": "v1", "kind": "List", "items": list(objects), "metadata": {"resourceVersion": ""}}


def snapshot(
    *objects: Mapping[str, object], read: Sequence[str] = (), namespaces: Sequence[str] = ("",), **more: object
) -> dict[str, object]:
    """Return what ``trueline snapshot kubernetes`` writes; without ``read`` it is whole for the kinds it holds."""
    kinds = read or sorted({f"{one['apiVersion']}/{one['kind']}" for one in objects})
    return {
        "trueline_snapshot": 1,
        "kind": "kubernetes",
        "taken": "2026-11-04T12:00:00Z",
        "origin": "",
        "items": list(objects),
        "read": [{"kind": kind, "namespace": where} for kind in kinds for where in namespaces],
        "unread": [],
        **more,
    }


def told(found: Sequence[Drift]) -> list[tuple[str, str, str]]:
    """Return kind, address and path of each drift."""
    return [(one.kind, one.address, one.path) for one in found]


def named(kind: str, name: str, namespace: str = "shop", version: str = "v1", **more: Any) -> Any:
    """Return an object that is there."""
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, "namespace": namespace}, **more}


def config(name: str, namespace: str | None = "shop") -> str:
    """Return the text of a ConfigMap."""
    where = f", namespace: {namespace}" if namespace else ""
    return f"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}{where}}}\ndata: {{a: b}}\n"
