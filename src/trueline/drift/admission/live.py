"""What a snapshot of a cluster holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.kubernetes.kinds import group_of
from trueline.drift.admission.coverage import Coverage
from trueline.drift.snapshot import ENVELOPE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.drift.admission.coverage import GroupKind
    from trueline.model.location import Path


class Live:
    """The objects of a snapshot by group and kind, each with its path in the document; and what it tells of."""

    def __init__(self, root: object) -> None:
        self.objects: dict[GroupKind, list[tuple[dict[str, object], Path]]] = {}
        self._typed: set[GroupKind] = set()
        start: list[tuple[object, Path]] = [(root, ())]
        if isinstance(root, dict) and ENVELOPE in root:
            items = root.get("items")
            start = [(item, ("items", number)) for number, item in enumerate(items if isinstance(items, list) else ())]
        for value, path in start:
            self._walk(value, path)
        namespaces = {_namespace(value) for members in self.objects.values() for value, _ in members}
        self.coverage = Coverage(root, self._typed.union(self.objects), namespaces - {""})

    def _walk(self, root: object, start: Path) -> None:
        waiting: list[tuple[object, Path, tuple[str, str] | None]] = [(root, start, None)]
        while waiting:
            value, path, implied = waiting.pop()
            if not isinstance(value, dict):
                continue
            api_version, kind = value.get("apiVersion"), value.get("kind")
            if implied is not None and not (isinstance(api_version, str) and isinstance(kind, str)):
                value = {**value, "apiVersion": implied[0], "kind": implied[1]}
                api_version, kind = implied
            if not isinstance(api_version, str) or not isinstance(kind, str):
                continue
            items = value.get("items")
            if kind.endswith("List") and isinstance(items, list):
                inner = (api_version, kind.removesuffix("List")) if kind != "List" else None
                if inner is not None:
                    self._typed.add((group_of(api_version), inner[1]))
                waiting += [(item, (*path, "items", number), inner) for number, item in reversed([*enumerate(items)])]
                continue
            self.objects.setdefault((group_of(api_version), kind), []).append((value, path))


def _namespace(value: Mapping[str, object]) -> str:
    metadata = value.get("metadata")
    namespace = metadata.get("namespace") if isinstance(metadata, dict) else None
    return namespace if isinstance(namespace, str) else ""
