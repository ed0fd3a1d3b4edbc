"""What is there and nobody declares, in namespaces and of types of which the team declares everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.kubernetes.generated import claims_of_sets, is_generated, release_of
from trueline.drift.kubernetes.openings import opened_by
from trueline.drift.kubernetes.owners import Managers
from trueline.drift.kubernetes.secrets import SECRET, has_values
from trueline.drift.kubernetes.telling import by_whom, line
from trueline.model.drift import Drift
from trueline.model.location import Location
from trueline.values.glob import GlobError, matches_glob

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from trueline.drift.kubernetes.candidates import Candidates
    from trueline.drift.kubernetes.identity import Identity
    from trueline.drift.kubernetes.live import Item, Live
    from trueline.model.drift import Snapshot
    from trueline.model.drift_settings import DriftSettings

_INSTALLERS: Final = frozenset({"Application", "ApplicationSet", "HelmChart", "HelmRelease", "Bundle", "App"})
_MOST_NAMED: Final = 3
_MOST_PLACES: Final = 10


def undeclared(
    snapshot: Snapshot, live: Live, meant: Candidates, matched: Collection[Identity], settings: DriftSettings
) -> Iterator[Drift]:
    """Yield the objects that nobody declares, of namespaces and types that are wholly declared."""
    namespaces = [pattern for pattern in settings.managed if "/" not in pattern]
    types = [pattern for pattern in settings.managed if pattern.startswith("kubernetes/")]
    managed = [item for item in live.items if _is_managed(item, namespaces, types)] if namespaces or types else []
    if not managed:
        return
    may_be_installed = any(unit.dialect == "chart" for unit in meant.unrendered) or any(
        one.identity.kind.name in _INSTALLERS for one in meant.objects
    )
    unseen = [unit.root or "." for unit in meant.unrendered if unit.dialect != "chart"]
    unsure: dict[tuple[str, bool], list[Item]] = {}
    claims = _claims(live, meant)
    for item in (one for one in managed if one.identity not in matched and not is_generated(one, claims)):
        managers, is_of_release = Managers(item.value, settings), may_be_installed and bool(release_of(item))
        is_somebodys = not managers.all or any(manager.actor.role != "controller" for manager in managers.all)
        if is_of_release or (unseen and is_somebodys):
            unsure.setdefault((item.identity.namespace, is_of_release), []).append(item)
        elif is_somebodys:
            yield _drift(snapshot, item, managers)
    for (namespace, is_of_release), items in sorted(unsure.items()):
        yield _unsure(snapshot, namespace, items, () if is_of_release else unseen)


def _claims(live: Live, meant: Candidates) -> frozenset[tuple[str, str]]:
    there = [(item.identity, item.value) for item in live.items]
    return claims_of_sets([*there, *((one.identity, one.value) for one in meant.objects)])


def _is_managed(item: Item, namespaces: Sequence[str], types: Sequence[str]) -> bool:
    kind = item.identity.kind
    if kind.is_grant or kind.is_policy:
        return False  # compared apart
    namespace = item.identity.namespace
    return (bool(namespace) and fits(namespace, namespaces)) or fits(kind.type, types)


def fits(text: str, patterns: Sequence[str]) -> bool:
    """Tell whether one of the patterns means a namespace or a type."""
    for pattern in patterns:
        try:
            if matches_glob(text, pattern):
                return True
        except GlobError:  # the settings have been checked; no pattern means nothing
            continue
    return False


def _drift(snapshot: Snapshot, item: Item, managers: Managers) -> Drift:
    identity, by = item.identity, managers.first()
    details: dict[str, object] = {}
    if touched := opened_by(item):
        details["touches"] = touched
    if release := release_of(item):
        details["release"] = release
    return Drift(
        "kubernetes/undeclared", identity.address, _place(snapshot, item), identity.kind.type,
        message=f"{line(identity.address)} is declared nowhere{by_whom(by, 'made')}", by=by, snapshot=snapshot.path,
        details=details,
    )  # fmt: skip


def _unsure(snapshot: Snapshot, namespace: str, items: Sequence[Item], roots: Sequence[str]) -> Drift:
    """Return that objects of a namespace may be declared in ``roots``, or by a chart, which are not rendered."""
    first, *others = sorted(items, key=lambda item: (not opened_by(item), item.identity.address))
    names = [item.identity.address for item in (first, *others)]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    one, many = ("", "") if roots else (" of a Helm release", " of Helm releases")
    count = f"1 object{one}" if len(items) == 1 else f"{len(items):,} objects{many}"
    reason = f"{_listed(roots)} not rendered or read whole, and" if roots else "a chart that is not rendered"
    reason += " may declare them"
    touched = sorted({name for item in items for name in opened_by(item)})
    return Drift(
        "snapshot/unchecked", f"undeclared/{namespace}" if namespace else "undeclared", _place(snapshot, first),
        message=line(f"{count} could not be told to be declared: {', '.join(names[:_MOST_NAMED])}{more}; {reason}"),
        related=tuple(_place(snapshot, item) for item in others[:_MOST_PLACES]), snapshot=snapshot.path,
        details={
            "reason": reason, "objects": len(items), "names": names[:_MOST_PLACES],
            **({"touches": touched} if touched else {}),
        },
    )  # fmt: skip


def _place(snapshot: Snapshot, item: Item) -> Location:
    """Return where an object stands; beside the name of a Secret stand its values, and reports show lines around."""
    is_open = item.identity.kind == SECRET and has_values(item.value)
    return Location(snapshot.path) if is_open else snapshot.document.locate((*item.path, "metadata", "name"))


def _listed(roots: Sequence[str]) -> str:
    return f"{roots[0]} is" if len(roots) == 1 else f"{roots[0]} and {len(roots) - 1} more are"
