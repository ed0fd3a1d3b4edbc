"""Who may do what in a cluster, beside the roles and bindings that are declared."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from trueline.dialects.kubernetes.objects import Manifest
from trueline.drift.access.bindings import Bindings
from trueline.drift.access.facts import Cluster, listed, unchecked
from trueline.drift.access.facts import Declared as Known
from trueline.drift.access.objects import BINDINGS, KINDS, ROLES, Object, Reach, as_object, live_objects
from trueline.drift.access.roles import compare_role, missing_role
from trueline.drift.access.undeclared import undeclared
from trueline.drift.kubernetes.candidates import DIALECTS, candidates, excuse, is_unreleased
from trueline.drift.kubernetes.live import Live
from trueline.model.drift import Detected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.drift.declared import Declaration, Declared
    from trueline.drift.kubernetes.candidates import Candidates
    from trueline.model.drift import Drift, Snapshot


def compare(snapshot: Snapshot, declared: Declared) -> Detected:
    """Return what somebody may do more or less than the roles and bindings of a tree say for a snapshot's cluster."""
    meant = candidates(declared, Live(snapshot.document.root), snapshot)
    elsewhere = {unit.key for unit, _ in meant.elsewhere}
    units = [one for one in declared.of(*DIALECTS) if one.unit.key not in elsewhere]
    live = {one.key: one for one in live_objects(snapshot.document.root)}
    reach = Reach(snapshot.document.root, live)
    cluster = Cluster(snapshot, live, reach, declared.drift, _holders(live))
    placed = _placed(list(_known(meant)), cluster)
    drifts = [*_of_declared(placed, cluster), *undeclared(placed, cluster, _accounts(units), _unread(units))]
    return Detected(tuple(drifts))


def _holders(live: Mapping[tuple[str, str, str], Object]) -> dict[tuple[str, str, str], list[str]]:
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in live.values():
        if one.kind in BINDINGS:
            found[one.role] += map(str, one.subjects)
    return found


def _known(meant: Candidates) -> Iterator[Known]:
    for one in meant.objects:
        kind = one.identity.kind
        if kind.is_grant and kind.name in KINDS:
            yield Known(as_object(Manifest(one.version, kind.name, one.value)), one.resource, excuse(one))


def _unread(units: Sequence[Declaration]) -> dict[str, str]:
    """Return for each dialect a unit of which something was not read or rendered: it may declare more."""
    return {one.unit.dialect: one.unit.root for one in units if not one.is_whole or is_unreleased(one)}


def _accounts(units: Sequence[Declaration]) -> frozenset[tuple[str, str]]:
    """Return the service accounts that units declare, by namespace and name: those, too, of what is not rendered."""
    found = set()
    for resource in (resource for one in units for resource in one.resources):
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
        found[kind, namespace, name].append(one._replace(object=one.object._replace(namespace=namespace)))
    return found


def _of_declared(placed: dict[tuple[str, str, str], list[Known]], cluster: Cluster) -> Iterator[Drift]:
    bindings = Bindings(placed, cluster)
    for key, several in placed.items():
        if not key[0].startswith("Cluster") and not key[1]:
            yield unchecked(several[0], cluster, f"several namespaces have a {key[0]} {key[2]}, and it names none")
            continue
        live = cluster.live.get(key)
        tried = [(_one(one, live, cluster, bindings), one) for one in several]
        found, nearest = min(tried, key=lambda pair: len(pair[0]))
        yield from found
        others = [one for more, one in tried if [*map(_says, more)] != [*map(_says, found)]]
        if others:
            yield _otherwise(nearest, others, cluster)
    told: set[str] = set()
    for (kind, namespace, _), several in placed.items():
        if not cluster.reach.has(kind, namespace) and kind not in told:
            told.add(kind)
            yield unchecked(several[0], cluster, cluster.reach.reason(kind))


def _says(fact: Drift) -> tuple[str, str, str]:
    return fact.kind, fact.path, fact.message


def _otherwise(nearest: Known, others: Sequence[Known], cluster: Cluster) -> Drift:
    """Return that an object is declared more than once, so that it is not known which declaration is meant."""
    places = [one.resource.locate(()).primary for one in others]
    unit = nearest.resource.unit
    where = listed(one.resource.unit if one.resource.unit != unit else one.resource.source or "." for one in others)
    reason = f"{nearest.object.address} is declared otherwise in {where}; it was compared with the one nearest to it"
    found = unchecked(nearest, cluster, reason)
    return found._replace(related=tuple(place._replace(message="the other declaration") for place in places[:10]))


def _one(one: Known, live: Object | None, cluster: Cluster, bindings: Bindings) -> list[Drift]:
    """Return the differences of one declared object from what is there under its name."""
    if live is None and not cluster.reach.has(one.object.kind, one.object.namespace):
        return []
    if live is None and one.excuse is not None:
        return [unchecked(one, cluster, one.excuse)] if one.excuse else []
    if one.object.kind in ROLES:
        return list(missing_role(one, cluster) if live is None else compare_role(one, live, cluster))
    return list(bindings.missing(one) if live is None else bindings.compare(one, live))
