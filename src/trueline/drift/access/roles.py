"""One declared role beside the one that is there: rule by rule, what is allowed more and less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.drift.access.facts import NARROWED, WIDENED, declared_fact, listed, some, unchecked
from trueline.drift.access.objects import actor
from trueline.drift.access.rules import Allowed, Atom, TooManyError, atoms, escalations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.drift.access.facts import Cluster, Declared
    from trueline.drift.access.objects import Object
    from trueline.model.drift import Drift


def missing_role(one: Declared, cluster: Cluster) -> Iterator[Drift]:
    """Yield that a declared role is not there."""
    try:
        lost = [atom for rule in one.object.rules for atom in atoms(rule)]
    except TooManyError:
        lost = []
    details = {**grants(lost), "missing": True}
    yield declared_fact(
        NARROWED, one, cluster, f"{one.object.address} is not there", path="", at=(), details=details
    )  # fmt: skip


def grants(allowed: Sequence[Atom]) -> dict[str, object]:
    """Return what rules may read of permissions."""
    found: dict[str, object] = {
        "verbs": some(atom.verb for atom in allowed),
        "resources": some(atom.shown for atom in allowed),
        "escalates": escalations(allowed),
    }
    return {name: value for name, value in found.items() if value}


def told(allowed: Sequence[Atom]) -> str:
    """Return permissions in words: ``get, list on secrets``."""
    by_resource: dict[str, list[str]] = {}
    for atom in allowed:
        by_resource.setdefault(atom.shown, []).append(atom.verb)
    grouped: dict[str, list[str]] = {}
    for resource, verbs in by_resource.items():
        grouped.setdefault(listed(verbs), []).append(resource)
    parts = [f"{verbs} on {listed(resources)}" for verbs, resources in grouped.items()]
    return "; ".join(parts[:2]) + (f"; and {len(parts) - 2} more" if len(parts) > 2 else "")


def compare_role(one: Declared, live: Object, cluster: Cluster) -> Iterator[Drift]:
    """Yield in what a role that is there allows more or less than the declared one."""
    if one.object.is_aggregated:
        return
    try:
        ours = [atoms(rule) for rule in one.object.rules]
        theirs = [atoms(rule) for rule in live.rules]
    except TooManyError as error:
        yield unchecked(one, cluster, str(error))
        return
    declared, actual = (
        Allowed(atom for rule in ours for atom in rule),
        Allowed(atom for rule in theirs for atom in rule),
    )
    lost = {number: missing for number, rule in enumerate(ours) if (missing := actual.lacks(rule))}
    by = actor(live.value, "rules", cluster.settings)
    holders = some(cluster.holders.get(live.key, ()))
    about = {"subjects": holders} if holders else {}
    for number, rule in enumerate(theirs):
        more = declared.lacks(rule)
        if more:
            home = _nearest(more, ours, number)
            less = lost.pop(home, []) if home is not None else []
            fact = _more(one, cluster, more, less, home)
            details = {**fact.details, **about}
            yield fact._replace(by=by, actual=live.rules[number], details=details)
    for number, less in lost.items():
        yield declared_fact(
            NARROWED, one, cluster, f"it no longer allows {told(less)}", path=f"rules[{number}]",
            at=("rules", number), details={**grants(less), **about},
        )._replace(by=by, declared=one.object.rules[number])  # fmt: skip


def _more(one: Declared, cluster: Cluster, more: Sequence[Atom], less: Sequence[Atom], home: int | None) -> Drift:
    """Return that a role allows more; ``home`` is the declared rule that it stands beside, ``less`` what that lost."""
    message = f"it also allows {told(more)}" + (f" and no longer {told(less)}" if less else "")
    details = {**grants(more), **({"lost": grants(less)} if less else {})}
    if home is None:
        return declared_fact(WIDENED, one, cluster, message, path="rules", at=("rules",), details=details)
    fact = declared_fact(
        WIDENED, one, cluster, message, path=f"rules[{home}]", at=("rules", home), details=details
    )  # fmt: skip
    return fact._replace(declared=one.object.rules[home])


def _nearest(more: Sequence[Atom], ours: Sequence[Sequence[Atom]], number: int) -> int | None:
    """Return which declared rule is about most of the same resources, or verbs where it is at the same place."""
    wanted = {(atom.group, atom.resource) for atom in more}
    shared = [len(wanted & {(atom.group, atom.resource) for atom in rule}) for rule in ours]
    best = max(range(len(ours)), key=lambda place: (shared[place], place == number), default=None)
    if best is None or shared[best]:
        return best
    verbs = {atom.verb for atom in more}
    return best if best == number and verbs & {atom.verb for atom in ours[best]} else None
