"""Compares a snapshot of a cluster with what is declared for it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.kubernetes.chart import path_of
from trueline.drift.depth import TOO_DEEP, is_too_deep
from trueline.drift.foreign import compared_with, nothing_compared
from trueline.drift.kubernetes.candidates import DIALECTS, candidates, excuse
from trueline.drift.kubernetes.environment import are_apart
from trueline.drift.kubernetes.filled import filled
from trueline.drift.kubernetes.images import resolved
from trueline.drift.kubernetes.live import Live
from trueline.drift.kubernetes.objects import Pair, Setting
from trueline.drift.kubernetes.rivals import Standing, losers
from trueline.drift.kubernetes.scaling import targets
from trueline.drift.kubernetes.sealed import salt_of
from trueline.drift.kubernetes.secrets import SECRET, hidden_keys
from trueline.drift.kubernetes.telling import line, touches
from trueline.drift.kubernetes.twins import twins
from trueline.drift.kubernetes.undeclared import undeclared
from trueline.drift.kubernetes.unlisted import unlisted
from trueline.model.drift import Detected, Drift
from trueline.model.location import Location
from trueline.model.report import Input, Notification
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trueline.drift.declared import Declared
    from trueline.drift.kubernetes.candidates import Candidate, Candidates
    from trueline.drift.kubernetes.identity import Identity, Kind
    from trueline.drift.kubernetes.live import Item
    from trueline.drift.kubernetes.rivals import Nearer, UnitName
    from trueline.model.drift import Snapshot

_DEFAULT: Final = "default"
_MOST_NAMED: Final = 3
_STATEFUL: Final = frozenset({"PersistentVolume", "PersistentVolumeClaim", "StatefulSet", "Namespace"})


class _Found(NamedTuple):
    """What came of one declared object: how it differs, or that it is missing, or why that cannot be told."""

    candidate: Candidate
    pair: Pair | None = None
    reason: str = ""
    is_missing: bool = False


def compare(snapshot: Snapshot, declared: Declared) -> Detected:
    """Return the differences between the objects of a snapshot and those that are declared for its cluster."""
    live = Live(snapshot.document.root)
    meant = candidates(declared, live, snapshot)
    salt, running = salt_of(snapshot.document.root), resolved(live.items)
    setting = Setting(snapshot.path, declared.drift, salt, _scaled(meant, live), running)
    matched: set[Identity] = set()
    found = [_look_up(candidate, live, setting, matched) for candidate in meant.objects]
    beaten = losers(_standing(one) for one in found)
    kept = [one for one in found if not (one.is_missing and _unit_of(one) in beaten)]
    nearest = list(_nearest(kept))
    drifts = [drift for one, _ in nearest for drift in _told(one, snapshot)]
    drifts += [drift for one, _ in nearest if one.pair is not None for drift in filled(one.pair, snapshot)]
    drifts += twins((_pairs(one, others) for one, others in nearest), snapshot, declared.settings.environments)
    drifts += _unchecked(found, live, snapshot)
    drifts += _beaten(found, beaten, snapshot, [one.name for one in declared.settings.environments])
    drifts += _not_compared(meant, snapshot)
    drifts += undeclared(snapshot, live, meant, matched, declared.drift)
    drifts += unlisted(snapshot, live, meant, declared.drift)
    state = Input(snapshot.path, "kubernetes", "read")
    if live.bad:
        state = state._replace(state="partly-read", reason=f"{len(live.bad)} of its items are no objects")
    odd = [*_notifications(snapshot, live)]
    odd += nothing_compared(snapshot, "objects", held=len(live.items), compared=_declared(declared))
    numbers = Counter(one.candidate.unit.root for one, _ in nearest if one.pair is not None)
    return Detected(tuple(drifts), (state,), tuple(odd), compared_with(snapshot, numbers))


def _declared(declared: Declared) -> int:
    """Return how many units declare objects, or may once they are rendered."""
    units = declared.of(*DIALECTS)
    return sum(
        not one.is_whole or any(resource.kind.startswith("kubernetes/") for resource in one.resources) for one in units
    )


def _scaled(meant: Candidates, live: Live) -> dict[tuple[str, str, str], str]:
    there = [(item.identity, item.value) for item in live.items]
    known = {identity for identity, _ in there}
    mine = [(one.identity, one.value) for one in meant.objects if one.identity not in known]
    return targets([*there, *mine])


def _look_up(candidate: Candidate, live: Live, setting: Setting, matched: set[Identity]) -> _Found:
    """Return how a declared object stands in the snapshot."""
    identity = candidate.identity
    item, why = _item(candidate, live)
    if item is not None:
        matched.add(item.identity)
        if is_too_deep(candidate.value) or is_too_deep(item.value):
            return _Found(candidate, reason=TOO_DEEP)
        return _Found(candidate, Pair(candidate, item, setting))
    if why:
        return _Found(candidate, reason=why)
    namespace = identity.namespace or ("" if identity.kind.is_cluster_wide else _namespace_for(candidate, live))
    excused = excuse(candidate)
    if excused == "":
        return _Found(candidate)
    if unnamed := _unnamed(candidate):
        return _Found(candidate, reason=unnamed)
    if candidate.is_told_apart:
        return _Found(candidate)
    if excused is not None:
        return _Found(candidate, reason=excused)
    if live.coverage.covers(identity.kind, namespace):
        return _Found(candidate, is_missing=True)
    return _Found(candidate, reason=live.coverage.reason(identity.kind, namespace)[0])


def _unnamed(candidate: Candidate) -> str:
    """Return why it is not known what a declared object is called there, empty where it is."""
    identity = candidate.identity
    if identity.name.endswith("*"):
        return f"the cluster makes up the name of {identity.kind.word}"
    if "${" in identity.name or "${" in identity.namespace:
        return "its name or namespace is filled in only when it is brought out"
    return "" if isinstance(find(candidate.value, ("metadata", "name")), str) else "it has no name"


def _namespace_for(candidate: Candidate, live: Live) -> str:
    """Return the namespace in which an object is looked for that names none."""
    where = live.coverage.namespaces(candidate.identity.kind)
    return next(iter(where)) if len(where) == 1 else _DEFAULT


def _item(candidate: Candidate, live: Live) -> tuple[Item | None, str]:
    """Return the object of a declared one, or why it cannot be told which one it is."""
    identity = candidate.identity
    # what is in no namespace may be declared in one all the same: Kustomize puts it there
    found = live.by_identity.get(identity) or live.by_identity.get(identity._replace(namespace=""), [])
    if not found and not identity.namespace:
        named = live.by_name.get((identity.kind, identity.name), [])
        where = {item.identity.namespace for item in named}
        if len(where) > 1 and _DEFAULT not in where:
            return None, f"several namespaces have a {identity.kind.word} of that name, and the declared one names none"
        found = [item for item in named if len(where) == 1 or item.identity.namespace == _DEFAULT]
    same = [item for item in found if item.value.get("apiVersion") == candidate.version]
    return next(iter(same or found), None), ""


def _nearest(found: Iterable[_Found]) -> Iterator[tuple[_Found, list[_Found]]]:
    """Yield each object once: of several declarations of it, the one nearest to what is there, and the others."""
    groups: dict[object, list[_Found]] = {}
    for one in found:
        known = one.pair.item.identity if one.pair is not None else one.candidate.identity
        groups.setdefault(known, []).append(one)
    for group in groups.values():
        nearest = min(group, key=_distance)
        yield nearest, [one for one in group if one is not nearest]


def _distance(one: _Found) -> tuple[bool, int]:
    return one.pair is None, len(one.pair.differences) if one.pair is not None else 0


def _pairs(nearest: _Found, others: Iterable[_Found]) -> list[Pair]:
    return [one.pair for one in (nearest, *others) if one.pair is not None]


def _unit_of(one: _Found) -> UnitName:
    return one.candidate.resource.unit, one.candidate.resource.environment


def _standing(one: _Found) -> Standing:
    identity = one.pair.item.identity if one.pair is not None else one.candidate.identity
    distance = len(one.pair.differences) if one.pair is not None else int(one.is_missing)
    return Standing(_unit_of(one), identity, distance)


def _beaten(
    found: Sequence[_Found], beaten: Mapping[UnitName, Nearer], snapshot: Snapshot, environments: Sequence[str]
) -> Iterator[Drift]:
    """Yield of which units it is taken that they are meant for another place: each, or together where they have all."""
    units = {_unit_of(one): one.candidate.unit for one in found}
    first: dict[UnitName, _Found] = {}
    for one in sorted(found, key=lambda one: not one.is_missing):
        if _unit_of(one) in beaten and _standing(one).distance:
            first.setdefault(_unit_of(one), one)
    others: list[_Found] = []
    for unit, one in first.items():
        nearer, is_farther = beaten[unit]
        if one.is_missing:
            reason = f"{nearer[0] or '.'} declares mostly the same, and is nearer to what is there"
            yield _not_meant(one, f"{unit[0] or '.'} was not looked for", reason, snapshot)
        elif is_farther and are_apart(units[unit], units[nearer], environments):
            others.append(one)
    if others:
        names = [_unit_of(one)[0] or "." for one in others]
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        verb = "were" if len(names) > 1 else "was"
        reason = (
            "another environment declares mostly the same and is nearer to what is there, and the snapshot does not "
            "say which one it is of (name it: --live ENVIRONMENT=FILE)"
        )
        yield _not_meant(others[0], f"{', '.join(names[:_MOST_NAMED])}{more} {verb} not compared", reason, snapshot)


def _not_meant(one: _Found, what: str, reason: str, snapshot: Snapshot) -> Drift:
    root, environment = _unit_of(one)
    return Drift(
        "snapshot/unchecked", root or ".", one.candidate.resource.locate(()).primary, "unit",
        message=line(f"{what}: {reason}"), unit=root, environment=environment, snapshot=snapshot.path,
        details={"reason": reason},
    )  # fmt: skip


def _told(one: _Found, snapshot: Snapshot) -> list[Drift]:
    if one.pair is not None:
        return one.pair.drifts()
    return [_missing(one.candidate, snapshot)] if one.is_missing else []


def _missing(candidate: Candidate, snapshot: Snapshot) -> Drift:
    resource, kind = candidate.resource, candidate.identity.kind
    place = resource.locate(())
    origin = f"in {snapshot.origin}" if snapshot.origin else "in the cluster"
    details: dict[str, object] = {}
    if touched := touches(kind.name, "", candidate.value):
        details["touches"] = touched
    if kind.name in _STATEFUL:
        details["stateful"] = True
    return Drift(
        "kubernetes/missing", resource.address, place.primary, resource.kind,
        message=line(f"{resource.address} is declared and not {origin}"), declared=None, related=place.related,
        unit=resource.unit, environment=resource.environment, snapshot=snapshot.path, details=details,
    )  # fmt: skip


def _unchecked(found: Iterable[_Found], live: Live, snapshot: Snapshot) -> Iterator[Drift]:
    """Yield once for each kind and reason what could not be told, and the secrets whose values are hidden."""
    groups: dict[tuple[Kind, str], list[Candidate]] = {}
    for one in found:
        kind = one.candidate.identity.kind
        if one.reason:
            groups.setdefault((kind, one.reason), []).append(one.candidate)
        elif one.pair is not None and kind == SECRET and _is_hidden(one.pair, snapshot):
            reason = "the snapshot does not show the values of these Secrets, nor digests of them"
            groups.setdefault((kind, reason), []).append(one.candidate)
    for (kind, reason), objects in groups.items():
        first, *others = objects
        place = first.resource.locate(())
        unread = live.coverage.reason(kind, first.identity.namespace)[1]
        more = tuple(other.resource.locate(()).primary for other in others[:9])
        where = (snapshot.document.locate(unread),) if unread is not None else ()
        touched = sorted({name for one in objects for name in touches(kind.name, "", one.value)})
        yield Drift(
            "snapshot/unchecked", kind.word, place.primary, kind.type,
            message=line(f"{_count(len(objects), kind.word)} could not be checked: {reason}"),
            related=(*where, *more), unit=first.resource.unit, environment=first.resource.environment,
            snapshot=snapshot.path,
            details={"reason": reason, "objects": len(objects), **({"touches": touched} if touched else {})},
        )  # fmt: skip


def _is_hidden(pair: Pair, snapshot: Snapshot) -> bool:
    return bool(hidden_keys(pair.candidate.value, pair.item.value, salt_of(snapshot.document.root)))


def _count(number: int, word: str) -> str:
    return f"1 declared {word}" if number == 1 else f"{number:,} declared objects of {word}"


def _not_compared(meant: Candidates, snapshot: Snapshot) -> Iterator[Drift]:
    """Yield the units of which not everything is known, and those of other environments."""
    reason = "it is not rendered, or not read whole: what it declares is not known"
    no_release = "no release in the config says how it is installed, or it is not rendered"
    units = [
        (unit, no_release if unit.dialect == "chart" and not unit.options.get("releases") else reason, "not_known")
        for unit in meant.unrendered
    ]
    units += [(unit, why, "elsewhere") for unit, why in meant.elsewhere]
    for unit, why, sort in units:
        path = unit.options.get("path", path_of(unit.root) if unit.dialect == "chart" else unit.root)
        place = Location(str(path))
        yield Drift(
            "snapshot/unchecked", unit.root or ".", place, f"unit/{unit.dialect}",
            message=line(f"{unit.root or '.'} was not compared: {why}"), unit=unit.root, environment=unit.environment,
            snapshot=snapshot.path, details={"reason": why, sort: True},
        )  # fmt: skip


def _notifications(snapshot: Snapshot, live: Live) -> Iterator[Notification]:
    for path in live.bad:
        message = "this item of the snapshot is no object: it has no apiVersion, kind or metadata.name"
        yield Notification("error", "unreadable-input", message, snapshot.document.locate(path))
