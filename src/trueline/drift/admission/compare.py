"""Admission policies that are declared, beside those that a cluster has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.admission.action import action_of
from trueline.drift.admission.facts import deviation_fact, fact, sides
from trueline.drift.admission.kinds import is_exception
from trueline.drift.admission.pair import deviations
from trueline.drift.admission.schema import schemas_of
from trueline.drift.depth import TOO_DEEP, is_too_deep
from trueline.drift.kubernetes.owners import Managers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.drift.admission.cluster import Cluster
    from trueline.drift.admission.policies import Policies
    from trueline.drift.admission.subject import Subject
    from trueline.model.drift import Drift
    from trueline.model.drift_settings import DriftSettings

_PLACE: Final = "the cluster"
_MOST_NAMED: Final = 3


class Comparison(NamedTuple):
    """What is compared: the policies of a tree, and a cluster."""

    policies: Policies
    cluster: Cluster
    settings: DriftSettings


def compare_declared(it: Comparison) -> Iterator[Drift]:
    """Yield what became of each declared policy in the cluster."""
    schemas = schemas_of([*it.cluster.policies(), *it.policies.all()])
    unchecked: dict[str, list[Subject]] = {}
    for variants in it.policies.own.values():
        first = variants[0]
        live = it.cluster.find(first)
        if live is None and first.kind == "Namespace":
            continue  # that it is not there is no matter of policies
        if live is None:
            reason = it.cluster.untold(first)
            if reason:
                unchecked.setdefault(reason, []).append(first)
            else:
                yield _missing(first)
            continue
        yield from _compare(it, variants, live, schemas)
    for reason, subjects in unchecked.items():
        yield _unchecked(subjects, reason)


def there_of(it: Comparison) -> Iterator[str]:
    """Yield the root that declares it for each policy that the cluster has."""
    for variants in it.policies.own.values():
        if variants[0].kind != "Namespace" and it.cluster.find(variants[0]) is not None:
            yield _root(variants[0])


def _missing(subject: Subject) -> Drift:
    details: dict[str, object] = {}
    action = action_of(subject)
    if action:
        details["action"] = action
    if is_exception(subject.group, subject.kind):
        details["exception"] = True
    what = f"Pod Security level {action}" if subject.kind == "Namespace" else "it"
    text = f"{subject.title} is declared, and {_PLACE} does not have {what}"
    return fact("policies/missing", subject, subject.locate(("metadata", "name")), text, details)


def _unchecked(subjects: Sequence[Subject], reason: str) -> Drift:
    first = subjects[0]
    others = f" and {len(subjects) - 1} more" if len(subjects) > 1 else ""
    text = f"whether {first.title}{others} is enforced could not be told: {reason}"
    details = {"reason": reason, "count": len(subjects)}
    return fact("snapshot/unchecked", first, first.locate(("metadata", "name")), text, details)


def _compare(
    it: Comparison, variants: Sequence[Subject], live: Subject, schemas: Mapping[str, object]
) -> Iterator[Drift]:
    """Compare the variants that environments have of a policy, and yield how the nearest one differs."""
    if is_too_deep(live.value) or any(is_too_deep(one.value) for one in variants):
        yield _unchecked(variants[:1], TOO_DEEP)
        return
    found = [(list(deviations(one, live, schemas)), one) for one in variants]
    nearest, mine = min(found, key=lambda pair: len(pair[0]))
    other = next((one for one in variants if one is not mine and any(deviations(mine, one, schemas))), None)
    if other is not None:
        roots = " and ".join(sorted({_root(mine), _root(other)}))
        reason = f"it is declared otherwise in {roots}; it was compared with {_root(mine)}, which is nearest"
        yield _unchecked([mine], reason)
    both = sides(mine, live, _PLACE)
    for deviation in nearest:
        by = Managers(live.value, it.settings).of(deviation.difference.actual_at)
        yield deviation_fact(deviation, both, by)


def _root(subject: Subject) -> str:
    return subject.resource.unit if subject.resource is not None else ""
