"""Of which kinds of a cluster's objects a snapshot tells all that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from trueline.dialects.kubernetes.kinds import group_of
from trueline.drift.snapshot import ENVELOPE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

GroupKind: TypeAlias = tuple[str, str]


class Coverage:
    """What an empty answer means.

    `trueline snapshot` notes what it read; it reads the kinds of admission that the cluster serves, whatever is
    declared. What kubectl printed tells of kinds that it holds an object of, or that it is a typed list of; where its
    objects are all of one namespace, of that one. A single object tells of no other.
    """

    def __init__(self, root: object, kinds: Collection[GroupKind], namespaces: Collection[str]) -> None:
        envelope = root if isinstance(root, dict) and ENVELOPE in root else None
        self._is_noted = envelope is not None
        self._read = _listed(envelope.get("read")) if envelope is not None else {}
        self._unread = _listed(envelope.get("unread")) if envelope is not None else {}
        if envelope is None and isinstance(root, dict) and isinstance(root.get("items"), list):
            places = dict.fromkeys(namespaces if len(namespaces) == 1 else ("",), "")
            self._read = dict.fromkeys(kinds, places)

    def untold(self, group: str, kind: str, *, namespace: str = "", is_namespaced: bool = False) -> str:
        """Return why the snapshot tells nothing of a kind, or of its objects in a namespace; empty where it does."""
        unread = self._unread.get((group, kind), {})
        for place in (namespace, ""):
            if place in unread:
                return f"the snapshot could not read {kind}{f': {unread[place]}' if unread[place] else ''}"
        places = self._read.get((group, kind))
        if places is None:
            return f"the snapshot holds no {kind}, and does not say that it looked for any"
        if "" in places or namespace in places or not is_namespaced:
            return ""
        return f"the snapshot holds {kind} of other namespaces alone"

    def may_overlook(self, group: str, kind: str) -> bool:
        """Tell whether there may be objects of a kind of admission that the snapshot says nothing of."""
        if self._is_noted:  # what the cluster does not serve is in neither list
            return (group, kind) in self._unread
        return bool(self.untold(group, kind))


def _listed(entries: object) -> dict[GroupKind, Mapping[str, str]]:
    """Return ``{"kind": "group/version/Kind", "namespace": …}`` entries as group and kind → namespace → reason."""
    found: dict[GroupKind, dict[str, str]] = {}
    for entry in entries if isinstance(entries, list) else ():
        name = entry.get("kind") if isinstance(entry, dict) else None
        if not isinstance(name, str):
            continue
        version, _, kind = name.rpartition("/")
        namespace, reason = entry.get("namespace"), entry.get("reason")
        place = namespace if isinstance(namespace, str) else ""
        text = reason if isinstance(reason, str) else ""
        found.setdefault((group_of(version), kind), {})[place] = "".join(one for one in text if one.isprintable())[:200]
    return {**found}
