"""What a snapshot of a cluster holds, and of what it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.kubernetes.kinds import group_of
from trueline.drift.snapshot import ENVELOPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.drift import Snapshot
    from trueline.model.location import Path


class Live:
    """The objects of a snapshot by group and kind, each with its path in the document.

    What an empty answer means depends on who wrote the file: `trueline snapshot` notes what it read; a list of kubectl
    tells only of kinds that it holds an object of, or that it is a typed list of.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.objects: dict[tuple[str, str], list[tuple[dict[str, object], Path]]] = {}
        self._typed: set[tuple[str, str]] = set()
        root = snapshot.document.root
        envelope = root if isinstance(root, dict) and ENVELOPE in root else None
        self._read = _listed(envelope.get("read")) if envelope is not None else None
        self._unread = _listed(envelope.get("unread")) if envelope is not None else {}
        start: list[tuple[object, Path]] = [(root, ())]
        if envelope is not None:
            items = envelope.get("items")
            start = [(item, ("items", number)) for number, item in enumerate(items if isinstance(items, list) else ())]
        for value, path in start:
            self._walk(value, path)

    def untold(self, group: str, kind: str, namespace: str = "") -> str:
        """Return why the snapshot tells nothing of a kind (in a namespace), empty where it does."""
        key = (group, kind)
        if key in self._unread:
            reason = self._unread[key].get(namespace) or self._unread[key].get("") or ""
            if namespace in self._unread[key] or "" in self._unread[key]:
                return f"{kind} could not be read{f': {reason}' if reason else ''}"
        if self._read is not None:
            places = self._read.get(key, {})
            is_read = "" in places or (namespace in places if namespace else len(places) > 0)
            return "" if is_read else f"the snapshot does not tell of {kind}"
        if key in self._typed:
            return ""
        here = self.objects.get(key, ())
        places_seen = {_namespace(value) for value, _ in here}
        if here and (not namespace or namespace in places_seen or len(places_seen) > 1):
            return ""
        return f"the snapshot holds no {kind}{f' of namespace {namespace}' if here else ''}, so it may not tell of any"

    def _walk(self, root: object, start: Path) -> None:
        waiting: list[tuple[object, Path, tuple[str, str] | None]] = [(root, start, None)]
        while waiting:
            value, path, implied = waiting.pop()
            if not isinstance(value, dict):
                continue
            api_version, kind = value.get("apiVersion"), value.get("kind")
            if implied is not None and not (isinstance(api_version, str) and isinstance(kind, str)):
                value = {"apiVersion": implied[0], "kind": implied[1], **value}
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

    def all(self) -> Iterator[tuple[dict[str, object], Path]]:
        """Yield each object with its path."""
        for members in self.objects.values():
            yield from members


def _namespace(value: Mapping[str, object]) -> str:
    metadata = value.get("metadata")
    namespace = metadata.get("namespace") if isinstance(metadata, dict) else None
    return namespace if isinstance(namespace, str) else ""


def _listed(entries: object) -> dict[tuple[str, str], dict[str, str]]:
    """Return ``{"kind": "group/version/Kind", "namespace": …}`` entries as group and kind → namespace → reason."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for entry in entries if isinstance(entries, list) else ():
        name = entry.get("kind") if isinstance(entry, dict) else None
        if not isinstance(name, str):
            continue
        version, _, kind = name.rpartition("/")
        namespace, reason = entry.get("namespace"), entry.get("reason")
        place = namespace if isinstance(namespace, str) else ""
        found.setdefault((group_of(version), kind), {})[place] = reason if isinstance(reason, str) else ""
    return found
