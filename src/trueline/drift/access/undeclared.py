"""Roles and bindings that are there and declared nowhere, where all that is there is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.access.bindings import Bindings, edges
from trueline.drift.access.bootstrap import CREATED, foreign_subjects, hand, is_own_role
from trueline.drift.access.facts import WIDENED, listed, live_fact
from trueline.drift.access.managed import is_managed
from trueline.drift.access.objects import ROLES, maker
from trueline.drift.access.roles import grants, told
from trueline.drift.access.rules import TooManyError, atoms
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.drift.access.facts import Cluster, Declared
    from trueline.drift.access.objects import Object, Subject
    from trueline.model.drift import Drift

_AND: Final = ", and "


def undeclared(
    placed: Mapping[tuple[str, str, str], Sequence[Declared]],
    cluster: Cluster,
    accounts: frozenset[tuple[str, str]],
    unread: Mapping[str, str],
) -> Iterator[Drift]:
    """Yield what is there and declared nowhere: where that is managed, and whatever gives declared accounts more.

    ``unread`` maps dialects to a unit that was not read as a whole: what may be declared there is unchecked.
    """
    bindings = Bindings(placed, cluster)
    for key, one in cluster.live.items():
        if key in placed or (one.kind, "", one.name) in placed or one.is_owned:
            continue
        is_whole = is_managed(one.kind, one.namespace, cluster.settings)
        if one.kind in ROLES:
            found = _role(one, cluster) if is_whole else ()
        else:
            found = _binding(one, cluster, bindings, None if is_whole else accounts)
        yield from (_doubted(fact, one, unread) for fact in found)


def _doubted(fact: Drift, one: Object, unread: Mapping[str, str]) -> Drift:
    """Return a fact, or that it could not be told where something that was not read may declare the object."""
    is_of_helm = (
        find(one.value, ("metadata", "annotations", "meta.helm.sh/release-name")) is not None
        or find(one.value, ("metadata", "labels", "app.kubernetes.io/managed-by")) == "Helm"
    )
    wanted = [dialect for dialect in unread if dialect != "chart" or is_of_helm]
    if not wanted:
        return fact
    reason = f"{one.address} may be declared in {unread[wanted[0]] or 'the root'}, which was not read as a whole"
    _, _, gives = fact.message.partition(_AND)
    message = f"{reason}; it {gives}" if gives else reason
    return fact._replace(kind="snapshot/unchecked", message=message, details={**fact.details, "reason": reason})


def _role(one: Object, cluster: Cluster) -> Iterator[Drift]:
    if one.is_aggregated:
        return
    person = hand(one, cluster.settings) if is_own_role(one) else None
    if is_own_role(one) and person is None:
        return
    try:
        allowed = [atom for rule in one.rules for atom in atoms(rule)]
    except TooManyError:
        allowed = []
    more = f"{_AND}allows {told(allowed)}" if allowed else ""
    is_changed = person is not None and person.name != CREATED
    said = "is the cluster's own, changed by others" if is_changed else "is declared nowhere"
    fact = live_fact(WIDENED, one, cluster, f"{one.address} {said}{more}", grants(allowed))
    yield fact._replace(by=person or maker(one.value, cluster.settings))


def _binding(
    one: Object, cluster: Cluster, bindings: Bindings, accounts: frozenset[tuple[str, str]] | None
) -> Iterator[Drift]:
    """Yield that a binding is declared nowhere; ``accounts`` are whom it may be about, None where that is anybody."""
    foreign = set(foreign_subjects(one, cluster.settings))
    more = [
        edge
        for edge in edges(one)
        if edge.subject in foreign and _is_meant(edge.subject, accounts) and not bindings.is_declared(edge)
    ]
    if more:
        details = bindings.details(more)
        where = f" in {one.namespace}" if one.namespace else ""
        who = listed(edge.subject for edge in more)
        message = f"{one.address} is declared nowhere{_AND}gives {who} {more[0].role[0]} {more[0].role[2]}{where}"
        fact = live_fact(WIDENED, one, cluster, message, details)
        yield fact._replace(by=hand(one, cluster.settings) or maker(one.value, cluster.settings))


def _is_meant(subject: Subject, accounts: frozenset[tuple[str, str]] | None) -> bool:
    if accounts is None:
        return True
    return subject.kind == "ServiceAccount" and (subject.namespace, subject.name) in accounts
