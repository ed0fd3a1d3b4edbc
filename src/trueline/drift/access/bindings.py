"""Declared bindings beside those that are there: who has a role, in which namespace."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from trueline.drift.access.facts import NARROWED, WIDENED, declared_fact, listed, some
from trueline.drift.access.objects import BINDINGS, actor
from trueline.drift.access.roles import grants
from trueline.drift.access.rules import Allowed, Atom, TooManyError, atoms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from trueline.drift.access.facts import Cluster, Declared
    from trueline.drift.access.objects import Object, Subject
    from trueline.model.drift import Drift

Key = tuple[str, str, str]


class Edge(NamedTuple):
    """Somebody has a role, in a namespace or (empty) everywhere."""

    subject: Subject
    namespace: str
    role: Key


def edges(binding: Object) -> list[Edge]:
    """Return whom a binding gives which role."""
    return [Edge(subject, binding.namespace, binding.role) for subject in dict.fromkeys(binding.subjects)]


class _Side:
    """The bindings of one side."""

    def __init__(self, bindings: Iterable[Object], allowed: Callable[[Key], list[Atom] | None]) -> None:
        self._edges = {edge for binding in bindings for edge in edges(binding)}
        self._roles: dict[tuple[Subject, str], list[Key]] = defaultdict(list)
        for edge in self._edges:
            self._roles[edge.subject, edge.namespace].append(edge.role)
        self._allowed = allowed
        self._known: dict[tuple[Subject, str], Allowed] = {}

    def covers(self, edge: Edge) -> bool:
        """Tell whether somebody has all that an edge gives, by that role or by others."""
        if edge in self._edges or edge._replace(namespace="") in self._edges:
            return True
        wanted = self._allowed(edge.role) if self._near(edge) else None
        return wanted is not None and not self._of(edge).lacks(wanted)

    def _near(self, edge: Edge) -> list[Key]:
        places = dict.fromkeys(("", edge.namespace))
        return [role for namespace in places for role in self._roles.get((edge.subject, namespace), ())]

    def _of(self, edge: Edge) -> Allowed:
        key = (edge.subject, edge.namespace)
        if key not in self._known:
            self._known[key] = Allowed(atom for role in set(self._near(edge)) for atom in self._allowed(role) or ())
        return self._known[key]


class Bindings:
    """All bindings of both sides, so that one that only has another name is no difference."""

    def __init__(self, placed: Mapping[Key, Sequence[Declared]], cluster: Cluster) -> None:
        self._cluster = cluster
        self._roles: dict[Key, Sequence[object]] = {
            key: one.rules for key, one in cluster.live.items() if key[0] not in BINDINGS
        }
        self._declared: dict[Key, Declared] = {key: found[0] for key, found in placed.items()}
        ours = (one.object for found in placed.values() for one in found if one.object.kind in BINDINGS)
        self._ours = _Side(ours, self.allowed)
        self._theirs = _Side((one for one in cluster.live.values() if one.kind in BINDINGS), self.allowed)

    def allowed(self, role: Key) -> list[Atom] | None:
        """Return what a role allows as it is there, else as it is declared; None where nobody knows."""
        rules = self._roles.get(role)
        if rules is None and role in self._declared:
            rules = self._declared[role].object.rules
        try:
            return None if rules is None else [atom for rule in rules for atom in atoms(rule)]
        except TooManyError:
            return None

    def is_declared(self, edge: Edge) -> bool:
        """Tell whether bindings that are declared give all that an edge gives."""
        return self._ours.covers(edge)

    def missing(self, one: Declared) -> Iterator[Drift]:
        """Yield that a declared binding is not there, unless others give the same."""
        lost = [edge for edge in edges(one.object) if not self._theirs.covers(edge)]
        if lost:
            message = f"{one.object.address} is not there: {self._told(lost)}"
            yield self._fact(NARROWED, one, lost, message, path="")._replace(declared=_spelled(one.object))

    def compare(self, one: Declared, live: Object) -> Iterator[Drift]:
        """Yield who has a role by a binding and should not, and who should and has not."""
        more = [edge for edge in edges(live) if not self._ours.covers(edge)]
        less = [edge for edge in edges(one.object) if not self._theirs.covers(edge)]
        if live.role != one.object.role and (more or less):
            role, ours = "/".join(filter(None, live.role)), "/".join(filter(None, one.object.role))
            kind = WIDENED if more else NARROWED
            yield self._fact(
                kind, one, more or less, f"it gives {role}, declared {ours}", path="roleRef"
            )._replace(by=actor(live.value, "roleRef", self._cluster.settings), declared=ours, actual=role)  # fmt: skip
            return
        by = actor(live.value, "subjects", self._cluster.settings)
        for edge in more:
            message = f"{edge.subject} has {_role(edge)}, and is not declared to"
            yield self._fact(WIDENED, one, [edge], message, path=_path(edge))._replace(by=by, actual=str(edge.subject))
        for edge in less:
            message = f"{edge.subject} no longer has {_role(edge)}"
            yield self._fact(NARROWED, one, [edge], message, path=_path(edge))._replace(
                by=by, declared=str(edge.subject)
            )

    def _told(self, lost: Sequence[Edge]) -> str:
        return (
            f"{listed(edge.subject for edge in lost)} no longer {'have' if len(lost) > 1 else 'has'} {_role(lost[0])}"
        )

    def details(self, found: Sequence[Edge]) -> dict[str, object]:
        """Return what rules may read of edges of one role."""
        role = found[0].role
        given = grants(self.allowed(role) or [])
        if role[0] == "ClusterRole" and role[2] == "cluster-admin":
            before = given.get("escalates")
            given["escalates"] = ["cluster-admin", *(before if isinstance(before, list) else [])]
        subjects = some(str(edge.subject) for edge in found)
        place = {"namespace": found[0].namespace} if found[0].namespace else {}
        return {**given, **place, "principal": subjects[0], "subjects": subjects, "role": "/".join(filter(None, role))}

    def _fact(self, kind: str, one: Declared, found: Sequence[Edge], message: str, *, path: str) -> Drift:
        at: tuple[str | int, ...] = ()
        if path:
            names = [edge.subject for edge in edges(one.object)]
            is_listed = path != "roleRef" and found[0].subject in names
            at = ("subjects", one.object.subjects.index(found[0].subject)) if is_listed else (path.partition("[")[0],)
        return declared_fact(kind, one, self._cluster, message, path=path, at=at, details=self.details(found))


def _role(edge: Edge) -> str:
    where = f" in {edge.namespace}" if edge.namespace else ""
    return f"{edge.role[0]} {edge.role[2]}{where}"


def _path(edge: Edge) -> str:
    namespace = f",namespace={edge.subject.namespace}" if edge.subject.namespace else ""
    return f"subjects[kind={edge.subject.kind},name={edge.subject.name}{namespace}]"


def _spelled(binding: Object) -> object:
    return {"roleRef": "/".join(filter(None, binding.role)), "subjects": [str(one) for one in binding.subjects]}
