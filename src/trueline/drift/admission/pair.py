"""One policy as it is declared beside the same one elsewhere: what became of each of its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.drift.admission import kyverno
from trueline.drift.admission.defaults import settled
from trueline.drift.admission.difference import differences
from trueline.drift.admission.schema import fill_parameters
from trueline.drift.admission.strictness import is_weaker
from trueline.drift.engines import CONSTRAINTS, KYVERNO, PSS_LABEL
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.drift.admission.difference import Difference
    from trueline.drift.admission.subject import Subject

_POLICIES = ("ClusterPolicy", "Policy")


class Deviation(NamedTuple):
    """One difference of a policy: its kind of drift, and the rule it is about."""

    kind: str
    difference: Difference
    rule: str = ""


def deviations(mine: Subject, yours: Subject, schemas: Mapping[str, object]) -> Iterator[Deviation]:
    """Yield where ``yours`` is not what ``mine`` says; ``schemas`` are those of constraints' parameters, by kind."""
    declared, actual = settled(mine), settled(yours)
    if mine.group == CONSTRAINTS:
        for one in (declared, actual):
            fill_parameters(find(one, ("spec", "parameters")), schemas.get(mine.kind))
    if mine.group == KYVERNO and mine.kind in _POLICIES:
        yield from _of_kyverno(mine, yours, declared, actual)
        return
    for difference in differences(declared, actual):
        kind = _kind(mine, difference)
        if kind:
            yield Deviation(kind, difference, _named(difference, declared, actual))


def _of_kyverno(
    mine: Subject, yours: Subject, declared: dict[str, object], actual: dict[str, object]
) -> Iterator[Deviation]:
    before, after = kyverno.lift(declared), kyverno.lift(actual)
    for difference in kyverno.action_differences(before, after):
        is_action = isinstance(difference.declared, str)
        weaker = (
            is_weaker(mine, difference)
            if is_action
            else kyverno.are_overrides_weaker(difference.declared, difference.actual)
        )
        rule = _named(difference, mine.value, yours.value)
        yield Deviation("policies/weaker" if weaker else "policies/changed", difference, rule)
    made = kyverno.autogen_names(declared)
    for difference in differences(declared, actual):
        if kyverno.is_made_by_kyverno(difference, made, yours):
            continue
        kind = _kind(mine, difference)
        if kind:
            yield Deviation(kind, difference, _named(difference, declared, actual))


def _kind(mine: Subject, difference: Difference) -> str:
    if difference.is_element and difference.names == ("spec", "rules") and mine.group == KYVERNO:
        if difference.actual is None:
            return "policies/missing"
        if difference.declared is None:
            return "policies/undeclared"
    if mine.kind == "Namespace":
        return _kind_of_level(difference)
    return "policies/weaker" if is_weaker(mine, difference) else "policies/changed"


def _kind_of_level(difference: Difference) -> str:
    levels = (f"{PSS_LABEL}enforce",)
    if difference.names[-1:] != levels:
        return "policies/changed"
    if difference.declared is None:  # a level that forbids nothing is none
        return "" if difference.actual == "privileged" else "policies/undeclared"
    if difference.actual is None:
        return "" if difference.declared == "privileged" else "policies/missing"
    weaker = ("privileged", "baseline", "restricted")
    both = [one for one in (difference.declared, difference.actual) if one in weaker]
    is_lower = len(both) == 2 and weaker.index(str(both[1])) < weaker.index(str(both[0]))
    return "policies/weaker" if is_lower else "policies/changed"


def _named(difference: Difference, declared: object, actual: object) -> str:
    """Return the name of the rule (or webhook, or validation) that a difference is in."""
    for value, path in ((declared, difference.declared_at), (actual, difference.actual_at)):
        steps = [number for number, step in enumerate(path) if isinstance(step, int)]
        if steps:
            name = find(value, (*path[: steps[0] + 1], "name"))
            if isinstance(name, str):
                return name
    return ""
