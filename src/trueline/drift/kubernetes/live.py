"""What a snapshot of a cluster holds, and of which kinds and namespaces it tells all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.kubernetes.identity import Identity, Kind, kind_from, kind_named
from trueline.drift.kubernetes.telling import line
from trueline.drift.snapshot import ENVELOPE
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from trueline.model.location import Path

_NAMESPACE: Final = Kind("", "Namespace")
_EVERYWHERE: Final = ""
_MOST_BAD: Final = 10
_LONGEST: Final = 300


class Item(NamedTuple):
    """One object that is there, and the path to it in the snapshot."""

    identity: Identity
    value: dict[str, object]
    path: Path


class Coverage:
    """The kinds and namespaces of which a snapshot tells all there is.

    One that `trueline snapshot` wrote says it. Of what kubectl printed it is what is in it: the kinds of which it has
    an object, everywhere where it has objects of several namespaces, else in that one. Where it lists no namespaces
    either, nothing is known of those that it has no object of: ``held`` are the others. ``unread`` is what could not
    be read, in a namespace or in all (an empty one), with why and where the snapshot says so.
    """

    def __init__(
        self,
        read: Mapping[Kind, frozenset[str]],
        unread: Mapping[tuple[Kind, str], tuple[str, Path]],
        *,
        is_said: bool = False,
        held: frozenset[str] | None = None,
    ) -> None:
        self._read = read
        self.unread = unread
        self._is_said = is_said
        self._held = held

    def covers(self, kind: Kind, namespace: str) -> bool:
        """Tell whether every object of a kind is there that is in a namespace."""
        where = self._read.get(kind)
        if where is None or self._unread_entry(kind, namespace) is not None or self._is_apart(kind, namespace):
            return False
        return _EVERYWHERE in where or kind.is_cluster_wide or namespace in where

    @property
    def kinds(self) -> Collection[Kind]:
        """The kinds that were looked for."""
        return self._read.keys()

    def namespaces(self, kind: Kind) -> frozenset[str]:
        """Return the namespaces of which all objects of a kind are there; of all, where the empty one is among them."""
        return self._read.get(kind, frozenset())

    def reason(self, kind: Kind, namespace: str) -> tuple[str, Path | None]:
        """Return why nothing can be said of a kind in a namespace, and the place in the snapshot that says so."""
        entry = self._unread_entry(kind, namespace)
        if entry is not None:
            return f"the snapshot could not read {kind.word}: {entry[0]}", entry[1]
        if kind in self._read and self._is_apart(kind, namespace):
            return f"the snapshot holds nothing of namespace {line(namespace)}", None
        if kind in self._read:
            return f"the snapshot holds {kind.word} of other namespaces alone", None
        return f"the snapshot holds no {kind.word}, and does not say that it looked for any", None

    def _is_apart(self, kind: Kind, namespace: str) -> bool:
        is_somewhere = bool(namespace) and not kind.is_cluster_wide
        return is_somewhere and self._held is not None and namespace not in self._held

    def may_overlook(self, kind: Kind) -> bool:
        """Tell whether there may be objects of a kind that is always read, and the snapshot says nothing of them."""
        if self._is_said:  # what the cluster does not serve was neither read nor refused
            return any(unread == kind for unread, _ in self.unread)
        return not self.covers(kind, _EVERYWHERE)

    def _unread_entry(self, kind: Kind, namespace: str) -> tuple[str, Path] | None:
        if not self.unread:
            return None
        return self.unread.get((kind, namespace)) or self.unread.get((kind, _EVERYWHERE))


class Live:
    """The objects of a snapshot by what they are known by; ``bad`` are the paths of what is none."""

    def __init__(self, root: object) -> None:
        self.bad: list[Path] = []
        self.items = list(self._read(root))
        self.by_identity: dict[Identity, list[Item]] = {}
        self.by_name: dict[tuple[Kind, str], list[Item]] = {}
        for item in self.items:
            self.by_identity.setdefault(item.identity, []).append(item)
            self.by_name.setdefault((item.identity.kind, item.identity.name), []).append(item)
        self.namespaces = frozenset(_namespaces(self.items))
        self.coverage = _said(root) if _is_envelope(root) else _seen(root, self.items)

    def _read(self, root: object) -> Iterator[Item]:
        waiting: list[tuple[object, Path, str, str]] = [(root, (), "", "")]
        while waiting:
            value, path, version, kind = waiting.pop()
            if not isinstance(value, dict):
                self._note(path)
                continue
            inner = _inner(value, path)
            if inner is not None:
                waiting += reversed(inner)
                continue
            item = _item(value, path, version, kind)
            if item is None:
                self._note(path)
            else:
                yield item

    def _note(self, path: Path) -> None:
        if len(self.bad) < _MOST_BAD:
            self.bad.append(path)


def _is_envelope(root: object) -> bool:
    return isinstance(root, dict) and ENVELOPE in root


def _inner(value: dict[str, object], path: Path) -> list[tuple[object, Path, str, str]] | None:
    """Return the elements of a list with the version and kind that it gives them; None where it is no list."""
    items, kind, version = value.get("items"), value.get("kind"), value.get("apiVersion")
    is_list = _is_envelope(value) or (isinstance(kind, str) and kind.endswith("List"))
    if not is_list or not (isinstance(items, list) or "items" in value or "metadata" not in value or kind == "List"):
        return None
    implied = ("", "")
    if isinstance(kind, str) and isinstance(version, str) and kind != "List" and not _is_envelope(value):
        implied = (version, kind.removesuffix("List"))
    elements = items if isinstance(items, list) else []
    return [(item, (*path, "items", number), *implied) for number, item in enumerate(elements)]


def _item(value: dict[str, object], path: Path, version: str, kind: str) -> Item | None:
    said_version, said_kind = value.get("apiVersion") or version, value.get("kind") or kind
    metadata = value.get("metadata")
    if not (isinstance(said_version, str) and isinstance(said_kind, str) and isinstance(metadata, dict)):
        return None
    name, namespace = metadata.get("name"), metadata.get("namespace")
    if not isinstance(name, str) or not name or not said_kind or not said_version:
        return None
    identity = Identity(kind_from(said_version, said_kind), namespace if isinstance(namespace, str) else "", name)
    if "apiVersion" not in value or "kind" not in value:
        value = {"apiVersion": said_version, "kind": said_kind, **value}
    return Item(identity, value, path)


def _namespaces(items: list[Item]) -> Iterator[str]:
    for item in items:
        if item.identity.namespace:
            yield item.identity.namespace
        elif item.identity.kind == _NAMESPACE:
            yield item.identity.name


def _said(root: object) -> Coverage:
    """Return the coverage that an envelope speaks of."""
    read: dict[Kind, set[str]] = {}
    for kind, namespace, _, _ in _entries(root, "read"):
        read.setdefault(kind, set()).add(namespace)
    unread = {(kind, namespace): (reason, path) for kind, namespace, reason, path in _entries(root, "unread")}
    return Coverage({kind: frozenset(where) for kind, where in read.items()}, unread, is_said=True)


def _entries(root: object, member: str) -> Iterator[tuple[Kind, str, str, Path]]:
    entries = find(root, (member,))
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        kind, namespace, reason = (find(entry, (key,)) for key in ("kind", "namespace", "reason"))
        if isinstance(kind, str):
            where = namespace if isinstance(namespace, str) else _EVERYWHERE
            yield kind_named(kind), where, line(reason[:_LONGEST]) if isinstance(reason, str) else "", (member, number)


def _seen(root: object, items: list[Item]) -> Coverage:
    """Return the coverage that what kubectl printed shows; a single object tells of no other."""
    kinds = {item.identity.kind for item in items}
    where = frozenset(item.identity.namespace for item in items if item.identity.namespace)
    if isinstance(root, dict):
        kind, version = root.get("kind"), root.get("apiVersion")
        if not (isinstance(kind, str) and isinstance(root.get("items"), list)):
            return Coverage({}, {})
        if kind.endswith("List") and kind != "List" and isinstance(version, str):
            kinds.add(kind_from(version, kind.removesuffix("List")))
    everywhere = frozenset({_EVERYWHERE})
    held = None if _NAMESPACE in kinds else where
    return Coverage({kind: where if len(where) == 1 else everywhere for kind in kinds}, {}, held=held)
