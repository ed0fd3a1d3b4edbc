"""One exception for people, in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.exceptions import files
from trueline.exceptions.decisions import spelled
from trueline.exceptions.scopes import limit_members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.policy_exception import Scope, Standing


def lines(standing: Standing) -> list[str]:
    """Return one exception for people: what is asked for, how it stands, and each thing that was looked at."""
    request = standing.request
    found = [
        f"{request.id}  {standing.state}",
        f"  rule       {request.scope.rule} (up to {request.scope.severity})",
        *(f"  covers     {line}" for line in _covered(request.scope)),
        *(f"  only       {limit_members(one)}" for one in standing.limits),
        f"  why        {request.reason}",
        *([f"  meanwhile  {request.mitigation}"] if request.mitigation else []),
        *([f"  ticket     {request.ticket}"] if request.ticket else []),
        f"  asked      {request.requested_by.name} <{request.requested_by.email}>, {spelled(request.requested_at)}",
        f"  until      {spelled(standing.expires)}",
        f"  kind       {request.category}" + (", an emergency" if request.break_glass else ""),
        f"  evidence   {request.location.path.rpartition('/')[0]}/{files.EVIDENCE}",
    ]
    for decision in standing.decisions:
        known = " and ".join(decision.proofs)
        proof = known or f"not verified{': ' + decision.problem if decision.problem else ''}"
        found.append(f"  {decision.verb:<9}  {decision.by} ({proof}): {decision.reason}")
    return [*found, *(f"  {'✓' if check.holds else '✗'} {check.name:<9}{check.said}" for check in standing.checks)]


def _covered(scope: Scope) -> Iterator[str]:
    """Yield what a scope covers, a line each."""
    for one in scope.findings:
        where = f" in {one.unit}" if one.unit else ""
        yield f"{one.subject}{where}" + (f" ({one.environment})" if one.environment else "") + f"  {one.fingerprint}"
    for key in ("resources", "environments", "paths", "releases", "ceiling", "most"):
        value = getattr(scope, key)
        if value not in ((), None):
            yield f"{key}: {', '.join(map(str, value)) if isinstance(value, tuple) else value}"
