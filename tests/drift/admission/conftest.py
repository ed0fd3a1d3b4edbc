"""A tree that declares policies, and a cluster that has some."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import yaml

from trueline.dialects import manifest
from trueline.drift import admission
from trueline.drift.declared import Declared
from trueline.drift.snapshot import read_snapshot
from trueline.model.drift import DRIFT_KINDS, Snapshot
from trueline.model.drift_settings import DriftSettings
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Mapping

NOW = datetime(2026, 11, 26, tzinfo=UTC)


class Workspace:
    """A folder with manifests, and what was read of a cluster."""

    def __init__(self, folder) -> None:
        self.folder = folder

    def declared(
        self, files: Mapping[str, str], snapshots=(), *, settings: Settings | None = None, **drift
    ) -> Declared:
        for path, content in files.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content)
        tree = WorkingTree(str(self.folder))
        settings = (settings or Settings())._replace(drift=DriftSettings(**drift))
        paths = [path for path in tree.paths() if path not in ("live.json",)]
        units = manifest.plan(paths, tree, settings)
        return Declared(units, lambda unit: manifest.extract(unit, tree, settings), tree, settings, snapshots, NOW)

    def snapshot(self, *objects, text: str | None = None) -> Snapshot:
        """Return a snapshot of objects as kubectl lists them, or of the text of a file."""
        listed = {"apiVersion": "v1", "kind": "List", "items": list(objects)}
        (self.folder / "live.json").write_text(text if text is not None else json.dumps(listed, indent=1))
        found = read_snapshot("live.json", WorkingTree(str(self.folder), largest=1_000_000_000))
        assert isinstance(found, Snapshot), found
        return found

    def compare(self, files: Mapping[str, str], *objects, text: str | None = None, **drift):
        """Return the facts about a cluster that has ``objects``, or what the text of a snapshot tells."""
        snapshot = self.snapshot(*objects, text=text)
        detected = admission.compare(snapshot, self.declared(files, (snapshot,), **drift))
        assert all(one.kind in DRIFT_KINDS for one in detected.drifts)
        assert not detected.inputs
        return list(detected.drifts)

    @staticmethod
    def envelope(*objects, read=(), unread=()) -> str:
        """Return the text of a snapshot that says what was read: kinds with their group and version."""
        return json.dumps(
            {
                "trueline_snapshot": 1,
                "kind": "kubernetes",
                "items": list(objects),
                "read": [{"kind": kind, "namespace": ""} for kind in read],
                "unread": [{"kind": kind, "namespace": "", "reason": "forbidden"} for kind in unread],
            }
        )

    @staticmethod
    def changed(text: str, path: str, value: object) -> dict[str, object]:
        """Return the object of a manifest with another value at a path."""
        found = yaml.safe_load(text)
        Workspace.change(found, path, value)
        return found

    @staticmethod
    def change(found: object, path: str, value: object) -> None:
        """Write another value at a path with slashes (``~`` is one within a key); None takes it away."""
        steps = [int(step) if step.isdigit() else step.replace("~", "/") for step in path.split("/")]
        holder = found
        for step in steps[:-1]:
            holder = holder[step] if isinstance(step, int) else holder.setdefault(step, {})
        if value is None:
            del holder[steps[-1]]
        elif isinstance(holder, list) and steps[-1] == len(holder):
            holder.append(value)
        else:
            holder[steps[-1]] = copy.deepcopy(value)


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path)
