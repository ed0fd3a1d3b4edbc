"""A tree as tests of access and stacks write it: files by path, planned and read as a run reads them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from trueline.drift.declared import Declared
from trueline.errors import ReadError
from trueline.model.document import Source
from trueline.model.drift import Drift, Snapshot
from trueline.model.drift_settings import DriftSettings
from trueline.model.settings import Settings
from trueline.parsers import json as json_parser
from trueline.run import plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.model.drift import SnapshotKind


class Files:
    """Files by path, as a reader."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files

    def read(self, path: str) -> Source:
        if path not in self._files:
            raise ReadError(f"{path}: no such file")
        return Source(path, self._files[path].encode())

    def exists(self, path: str) -> bool:
        return path in self._files

    def list(self, folder: str) -> Sequence[str]:
        below = f"{folder}/" if folder else ""
        rest = [path.removeprefix(below) for path in self._files if path.startswith(below)]
        return sorted({head + slash for head, slash, _ in (path.partition("/") for path in rest)})


def declared(
    files: Mapping[str, str], *managed: str, settings: Settings | None = None, plans: Mapping[str, str] | None = None
) -> Declared:
    """Return what a tree declares, where ``managed`` is wholly declared."""
    found = (settings or Settings())._replace(drift=DriftSettings(managed=managed))
    reader = Files(files)
    units = plan.plan(sorted(files), reader, found, plans=plans)
    return Declared(
        units,
        lambda unit: plan.dialect(
            {"chart": "manifest", "kustomization": "manifest"}.get(unit.dialect, unit.dialect)
        ).extract(unit, reader, found),
        reader,
        found,
        (),
        datetime(2026, 11, 2, tzinfo=UTC),
    )


def snapshot(kind: SnapshotKind, value: Any, path: str = "live.json", origin: str = "") -> Snapshot:
    """Return a snapshot, read from the JSON of ``value``."""
    text = value if isinstance(value, str) else json.dumps(value, indent=1)
    (document,) = json_parser.parse(Source(path, text.encode())).documents
    return Snapshot(kind, document, origin=origin)


def shown(drifts: Sequence[Drift]) -> list[str]:
    """Return each drift as a line."""
    return [f"{one.kind} {one.address} {one.path}: {one.message}" for one in drifts]
