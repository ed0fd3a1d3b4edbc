"""Whether an exception covers a finding: each thing that must hold, so that it can be said why one does not."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from trueline.model.level import SEVERITIES
from trueline.model.policy_exception import Check
from trueline.repo.patterns import matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.policy_exception import Scope
    from trueline.model.report import Finding


def is_about(scope: Scope, finding: Finding) -> bool:
    """Tell whether a scope means a finding at all: its rule, and it or its subject by name."""
    return scope.rule == finding.rule_id and (
        finding.fingerprint in scope.fingerprints or any(fnmatchcase(finding.subject, one) for one in scope.resources)
    )


def checks(scope: Scope, finding: Finding, release: str = "") -> Iterator[Check]:
    """Yield all that must hold for ``scope`` to cover a finding it is about; worse than approved is not covered."""
    yield Check("rule", scope.rule == finding.rule_id, f"it is about {scope.rule}")
    yield _named(scope, finding)
    worst, now = (SEVERITIES.index(one) for one in (scope.severity, finding.severity))
    yield Check("severity", now <= worst, f"it covers up to {scope.severity}, the finding is {finding.severity}")
    if scope.environments:
        said = f"it holds in {', '.join(scope.environments)}, the finding is in {finding.environment or 'none'}"
        yield Check("environment", finding.environment in scope.environments, said)
    if scope.paths:
        path = finding.location.path
        yield Check(
            "path", matches(path, scope.paths), f"it holds in {', '.join(scope.paths)}, the finding is in {path}"
        )
    if scope.releases:
        said = f"it holds for {', '.join(scope.releases)}, this is {release or 'no release that was named'}"
        yield Check("release", release in scope.releases, said)
    if scope.ceiling is not None:
        amount = finding.amount
        said = (
            f"up to {scope.ceiling:g} is accepted, the finding has {'no amount' if amount is None else f'{amount:g}'}"
        )
        yield Check("ceiling", amount is not None and amount <= scope.ceiling, said)


def counted(scope: Scope, covered: Sequence[Finding]) -> Check | None:
    """Return whether there are no more findings than were accepted; None where nothing is said of their number."""
    if scope.most is None:
        return None
    said = f"{scope.most} findings are accepted, there are {len(covered)}"
    return Check("number", len(covered) <= scope.most, said)


def _named(scope: Scope, finding: Finding) -> Check:
    if scope.fingerprints:
        known = finding.fingerprint in scope.fingerprints
        if known or not scope.resources:
            return Check(
                "finding", known, f"it names {len(scope.fingerprints)} findings, this is {finding.fingerprint}"
            )
    named = any(fnmatchcase(finding.subject, one) for one in scope.resources)
    return Check("resource", named, f"it is about {', '.join(scope.resources)}, the finding about {finding.subject}")
