"""What of all that is declared is meant by one snapshot: of which units, and which objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.kubernetes.chart import path_of
from trueline.drift.engines import WEBHOOKS, is_policy
from trueline.drift.kubernetes.environment import Names, units_elsewhere
from trueline.drift.kubernetes.identity import Identity, Kind, kind_from
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.drift.declared import Declaration, Declared
    from trueline.drift.kubernetes.live import Live
    from trueline.model.drift import Snapshot
    from trueline.model.resource import Resource
    from trueline.model.unit import Unit

DIALECTS: Final = ("manifest", "kubernetes", "kustomization", "chart")
_RENDERED: Final = ("kustomization", "chart")
_HELM_HOOK: Final = "helm.sh/hook"
_HOOKS: Final = (_HELM_HOOK, "argocd.argoproj.io/hook")
_RUN: Final = (Kind("batch", "Job"), Kind("", "Pod"), Kind("argoproj.io", "Workflow"))
"""What is run and then goes; any other object that is a hook stays, unless the hook says otherwise."""
_HOOK: Final = "it is a hook and not there, and whether it goes after it ran is not known"
_NAMESPACE: Final = Kind("", "Namespace")
_PREFIX: Final = "kubernetes/"


class Candidate(NamedTuple):
    """One declared object."""

    resource: Resource
    value: dict[str, object]
    identity: Identity
    unit: Unit
    chart: str = ""
    """The chart in whose folder its file lies beside what Helm reads of it."""

    @property
    def version(self) -> str:
        """The ``apiVersion`` that it is written in."""
        return str(self.value.get("apiVersion"))

    @property
    def is_told_apart(self) -> bool:
        """Whether what it grants or keeps out is compared elsewhere, and whether it is there at all."""
        kind = self.identity.kind
        return kind.is_grant or (kind.name in WEBHOOKS and is_policy(kind.group, kind.name, self.value))


class Candidates(NamedTuple):
    """The objects that are declared for the cluster that a snapshot is of, but for policies of admission.

    ``unrendered`` are units of which not everything is known; ``elsewhere`` units that are of another environment,
    each with why.
    """

    objects: tuple[Candidate, ...]
    unrendered: tuple[Unit, ...]
    elsewhere: tuple[tuple[Unit, str], ...]


def applied(declared: Declared) -> Iterator[Declaration]:
    """Yield what is brought out as it is declared; of what is rendered, and not known whole, and of its parts nothing.

    That something could not be read is said of all of them.
    """
    declarations = list(declared.of(*DIALECTS))
    taken = {path for one in declarations if one.unit.dialect in _RENDERED for path in _members(one.unit)}
    for one in declarations:
        is_part = one.unit.dialect not in _RENDERED and one.unit.root in taken
        if is_part or (one.unit.dialect in _RENDERED and not one.is_whole):
            yield one._replace(resources=())
        elif is_unreleased(one):
            yield one._replace(resources=(), is_whole=False)
        else:
            yield one


def is_unreleased(declaration: Declaration) -> bool:
    """Tell whether it is a chart of which nobody says how it is installed: its objects are called otherwise there."""
    unit = declaration.unit
    return unit.dialect == "chart" and not unit.options.get("releases") and bool(declaration.resources)


def candidates(declared: Declared, live: Live, snapshot: Snapshot) -> Candidates:
    """Return what is declared for the cluster of a snapshot, which holds ``live``."""
    declarations = list(applied(declared))
    unrendered = [one.unit for one in declarations if not one.is_whole]
    charts = sorted({f"{one.unit.root}/" for one in declarations if one.unit.dialect == "chart" and one.unit.root})
    known = [(one.unit, list(_objects(one, _around(one.unit, charts)))) for one in declarations]
    known = [(unit, objects) for unit, objects in known if objects]
    environments = [*(one.name for one in declared.settings.environments), *filter(None, (snapshot.environment,))]
    named = [(unit, _names(objects)) for unit, objects in known]
    elsewhere = units_elsewhere(named, live, snapshot.place, environments)
    meant = [
        candidate
        for unit, objects in known
        if unit.key not in elsewhere
        for candidate in objects
        if not candidate.identity.kind.is_policy
    ]
    others = tuple((unit, elsewhere[unit.key]) for unit, _ in known if unit.key in elsewhere)
    return Candidates(tuple(meant), tuple(unrendered), others)


def _around(unit: Unit, charts: Sequence[str]) -> str:
    """Return the chart that a manifest is in, which Helm does not apply with it: a file for ``.Files``, an example."""
    found = max((chart for chart in charts if unit.root.startswith(chart)), key=len, default="")
    return "" if unit.dialect in _RENDERED or unit.root.startswith(f"{found}crds/") else found.rstrip("/")


def _objects(declaration: Declaration, chart: str) -> Iterator[Candidate]:
    for resource in declaration.resources:
        value = resource.value
        if not resource.kind.startswith(_PREFIX) or not isinstance(value, dict):
            continue
        version, kind = value.get("apiVersion"), value.get("kind")
        if not isinstance(version, str) or not isinstance(kind, str):
            continue
        known = kind_from(version, kind)
        namespace = find(value, ("metadata", "namespace"))
        where = namespace if isinstance(namespace, str) and not known.is_cluster_wide else ""
        if not known.is_local:
            yield Candidate(resource, _applied(value), Identity(known, where, resource.name), declaration.unit, chart)


def _members(unit: Unit) -> Iterator[str]:
    """Yield the files that are rendered; a chart's own definitions are applied as they are written."""
    definitions = path_of(unit.root, "crds/")
    yield from (path for path in unit.members if unit.dialect != "chart" or not path.startswith(definitions))


def excuse(candidate: Candidate) -> str | None:
    """Return why it need not be there: an empty text where it goes when it is done, None where it has to be there."""
    if _goes(candidate):
        return ""
    if _may_be_hook(candidate):
        return _HOOK
    chart = candidate.chart
    return f"it is not there, and Helm does not apply this file of the chart {chart}" if chart else None


def _goes(candidate: Candidate) -> bool:
    """Tell whether it runs only while something is brought out, or goes when it is done."""
    kind = candidate.identity.kind
    if kind == Kind("batch", "Job") and find(candidate.value, ("spec", "ttlSecondsAfterFinished")) is not None:
        return True
    hooks = _hooks(candidate)
    is_brought_out = bool(hooks) and (hooks != {_HELM_HOOK} or candidate.unit.dialect == "chart")
    return is_brought_out and (kind in _RUN or _is_deleted_after(candidate))


def _is_deleted_after(candidate: Candidate) -> bool:
    """Tell whether a hook says of itself that it is deleted once it has run."""
    found = [find(candidate.value, ("metadata", "annotations", f"{name}-delete-policy")) for name in _HOOKS]
    policies = [one.lower() for one in found if isinstance(one, str)]
    return any("hook-succeeded" in one or "hooksucceeded" in one for one in policies)


def _may_be_hook(candidate: Candidate) -> bool:
    """Tell whether it may be there for a while alone; outside of a chart Helm's word says nothing of what stays."""
    hooks = _hooks(candidate)
    is_helms = candidate.unit.dialect == "chart" or candidate.identity.kind in _RUN
    return bool(hooks) and (hooks != {_HELM_HOOK} or is_helms)


def _hooks(candidate: Candidate) -> set[str]:
    annotations = find(candidate.value, ("metadata", "annotations"))
    return {name for name in _HOOKS if name in annotations} if isinstance(annotations, dict) else set()


def _names(objects: Sequence[Candidate]) -> Names:
    return Names(
        frozenset((one.identity.kind, one.identity.name) for one in objects),
        frozenset(where for one in objects if (where := _place(one.identity))),
    )


def _place(identity: Identity) -> str:
    """Return the namespace that an object is in, or is itself."""
    return identity.name if identity.kind == _NAMESPACE else identity.namespace


def _applied(value: dict[str, object]) -> dict[str, object]:
    """Return an object as it is applied: without what SOPS writes beside what it has encrypted."""
    if not isinstance(find(value, ("sops", "mac")), str):
        return value
    return {name: member for name, member in value.items() if name != "sops"}
