"""Whether an exception covers a finding: each thing that must hold, so that it can be said why one does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.exceptions.scopes import holds_path, is_named
from trueline.model.level import SEVERITIES
from trueline.model.policy_exception import Check, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.level import Severity
    from trueline.model.policy_exception import Asked, Limits, Standing
    from trueline.model.report import Finding


def is_about(scope: Scope, finding: Finding) -> bool:
    """Tell whether a scope means a finding at all: its rule, and it or its subject by name."""
    return scope.rule == finding.rule_id and (
        any(finding.fingerprint == one.fingerprint for one in scope.findings)
        or is_named(finding.subject, scope.resources)
    )


def is_near(scope: Scope, finding: Finding) -> bool:
    """Tell whether a scope means another finding of the same subject: what it pointed at is another value now."""
    return scope.rule == finding.rule_id and any(
        one.subject == finding.subject and one.fingerprint != finding.fingerprint for one in scope.findings
    )


def checks(standing: Standing, finding: Finding, release: str = "") -> Iterator[Check]:
    """Yield all that must hold for an exception to cover a finding it is about.

    What was asked for and what each approval allows hold side by side; worse than approved is not covered.
    """
    scope = standing.request.scope
    yield from _named(scope, finding, is_exact=standing.exact)
    yield from _within(scope, finding, release, "it")
    for limits in standing.limits:
        if limits.findings:
            said = f"its approval names {len(limits.findings)} of its findings, and not {finding.fingerprint}"
            yield Check("finding", finding.fingerprint in limits.findings, said)
        yield from _within(limits, finding, release, "its approval")
    yield standing.quorums[finding.severity]


def counted(standing: Standing, covered: Sequence[Finding]) -> Check | None:
    """Return whether there are no more findings than were accepted; None where nothing is said of their number."""
    every = (standing.request.scope.most, *(one.most for one in standing.limits))
    said = [one for one in every if one is not None]
    if not said:
        return None
    return Check("number", len(covered) <= min(said), f"{min(said)} findings are accepted, there are {len(covered)}")


def _named(scope: Scope, finding: Finding, *, is_exact: bool) -> Iterator[Check]:
    asked = next((one for one in scope.findings if one.fingerprint == finding.fingerprint), None)
    if asked is None:
        said = f"it is about {', '.join(scope.resources) or f'{len(scope.findings)} findings'}"
        yield Check("finding", is_named(finding.subject, scope.resources), f"{said}, this is {finding.subject}")
        return
    yield Check("finding", asked.subject == finding.subject, f"it is about {asked.subject}")
    if asked.environment or finding.environment:
        where = finding.environment or "none"
        said = f"it was asked for in environment {asked.environment or 'none'}, the finding is in {where}"
        yield Check("environment", asked.environment == finding.environment, said)
    if is_exact:
        yield from _as_it_was(asked, finding)


def _as_it_was(asked: Asked, finding: Finding) -> Iterator[Check]:
    said = f"it was asked for in {asked.unit or 'the top folder'}, the finding is in {finding.unit or 'the top folder'}"
    yield Check("place", asked.unit == finding.unit, said)
    said = (
        "what the finding says and points at is as it was"
        if asked.context == finding.context
        else "what the finding says or points at is another than it was: ask again"
    )
    yield Check("context", asked.context == finding.context, said)


def _within(given: Scope | Limits, finding: Finding, release: str, what: str) -> Iterator[Check]:
    if given.severity is not None:
        said = f"{what} covers up to {given.severity}, the finding is {finding.severity}"
        yield Check("severity", is_at_most(finding.severity, given.severity), said)
    if given.environments:
        said = f"{what} holds in {', '.join(given.environments)}, the finding is in {finding.environment or 'none'}"
        yield Check("environment", finding.environment in given.environments, said)
    if given.paths:
        path = finding.location.path
        said = f"{what} holds in {', '.join(given.paths)}, the finding is in {path}"
        yield Check("path", holds_path(path, given.paths), said)
    if given.releases:
        said = f"{what} holds for {', '.join(given.releases)}, this is {release or 'no release that was named'}"
        yield Check("release", release in given.releases, said)
    if given.ceiling is not None:
        amount = finding.amount
        has = "no amount" if amount is None else f"{amount:g}"
        said = f"{what} accepts up to {given.ceiling:g}, the finding has {has}"
        yield Check("ceiling", amount is not None and amount <= given.ceiling, said)
    elif finding.amount is not None and isinstance(given, Scope):
        yield Check("ceiling", holds=False, said=f"{what} accepts no amount, the finding has {finding.amount:g}")


def is_at_most(one: Severity, other: Severity) -> bool:
    """Tell whether one severity is no worse than another."""
    return SEVERITIES.index(one) <= SEVERITIES.index(other)
