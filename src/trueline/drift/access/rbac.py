"""Who may do what in a cluster, beside the roles and bindings that are declared."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from trueline.dialects.kubernetes.kinds import group_of
from trueline.dialects.kubernetes.objects import Manifest
from trueline.drift.access.bindings import Bindings
from trueline.drift.access.facts import Cluster, unchecked
from trueline.drift.access.facts import Declared as Known
from trueline.drift.access.objects import BINDINGS, GROUP, KINDS, ROLES, Object, Reach, as_object, live_objects
from trueline.drift.access.roles import compare_role, missing_role
from trueline.drift.access.undeclared import undeclared
from trueline.model.drift import Detected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.drift.declared import Declared
    from trueline.model.drift import Drift, Snapshot
    from trueline.model.resource import Resource

_DIALECTS = ("manifest", "kustomization", "chart", "kubernetes")


def compare(snapshot: Snapshot, declared: Declared) -> Detected:
    """Return what somebody may do more or less than the roles and bindings of a tree say."""
    known = list(_known(declared))
    live = {one.key: one for one in live_objects(snapshot.document.root)}
    reach = Reach(snapshot.document.root, live)
    cluster = Cluster(snapshot, live, reach, declared.drift, _holders(live))
    placed = _placed(known, cluster)
    drifts = [*_of_declared(placed, cluster), *undeclared(placed, cluster, _accounts(declared), _unread(declared))]
    return Detected(tuple(drifts))


def _holders(live: Mapping[tuple[str, str, str], Object]) -> dict[tuple[str, str, str], list[str]]:
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in live.values():
        if one.kind in BINDINGS:
            found[one.role] += map(str, one.subjects)
    return found


def _known(declared: Declared) -> Iterator[Known]:
    for resource in _resources(declared):
        value = resource.value
        if not isinstance(value, dict) or resource.kind.removeprefix("kubernetes/") not in KINDS:
            continue
        version = str(value.get("apiVersion") or "")
        if group_of(version) == GROUP:
            written = Manifest(version, resource.kind.removeprefix("kubernetes/"), value)
            yield Known(as_object(written), resource)


def _resources(declared: Declared) -> Iterator[Resource]:
    for declaration in declared.of(*_DIALECTS):
        yield from declaration.resources


def _unread(declared: Declared) -> dict[str, str]:
    """Return for each dialect a unit of which something was not read or rendered: it may declare more."""
    return {one.unit.dialect: one.unit.root for one in declared.of(*_DIALECTS) if not one.is_whole}


def _accounts(declared: Declared) -> frozenset[tuple[str, str]]:
    """Return the service accounts that a tree declares, by namespace and name."""
    found = set()
    for resource in _resources(declared):
        if resource.kind == "kubernetes/ServiceAccount" and isinstance(resource.value, dict):
            namespace = resource.get("metadata.namespace")
            found.add((namespace if isinstance(namespace, str) else "", resource.name))
    return frozenset(found)


def _placed(known: Sequence[Known], cluster: Cluster) -> dict[tuple[str, str, str], list[Known]]:
    """Return what is declared by the key of what is there.

    A namespace that is left out is the only one that has it; where several have, nobody knows, and it has none.
    """
    homes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, namespace, name in cluster.live:
        homes[kind, name].append(namespace)
    found: dict[tuple[str, str, str], list[Known]] = defaultdict(list)
    for one in known:
        kind, namespace, name = one.object.key
        if not namespace and not kind.startswith("Cluster"):
            there = homes.get((kind, name), [])
            namespace = there[0] if len(there) == 1 else "" if there and "default" not in there else "default"
        found[kind, namespace, name].append(Known(one.object._replace(namespace=namespace), one.resource))
    return found


def _of_declared(placed: dict[tuple[str, str, str], list[Known]], cluster: Cluster) -> Iterator[Drift]:
    bindings = Bindings(placed, cluster)
    for key, candidates in placed.items():
        if not key[0].startswith("Cluster") and not key[1]:
            yield unchecked(candidates[0], cluster, f"several namespaces have a {key[0]} {key[2]}, and it names none")
            continue
        live = cluster.live.get(key)
        yield from min((_one(one, live, cluster, bindings) for one in candidates), key=len)
    told: set[str] = set()
    for (kind, namespace, _), candidates in placed.items():
        if not cluster.reach.has(kind, namespace) and kind not in told:
            told.add(kind)
            yield unchecked(candidates[0], cluster, cluster.reach.reason(kind))


def _one(one: Known, live: Object | None, cluster: Cluster, bindings: Bindings) -> list[Drift]:
    """Return the differences of one declared object from what is there under its name."""
    if live is None and not cluster.reach.has(one.object.kind, one.object.namespace):
        return []
    if one.object.kind in ROLES:
        return list(missing_role(one, cluster) if live is None else compare_role(one, live, cluster))
    return list(bindings.missing(one) if live is None else bindings.compare(one, live))
