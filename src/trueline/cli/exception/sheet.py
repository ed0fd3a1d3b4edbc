"""One exception for people, in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.exceptions import files
from trueline.exceptions.decisions import spelled
from trueline.reporters.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.policy_exception import Asked, Limits, Scope, Standing

_WIDE: Final = 15


def lines(standing: Standing) -> list[str]:
    """Return one exception for people: what is asked for, how it stands, and each thing that was looked at."""
    request = standing.request
    return [f"{request.id}  {standing.state}", *(f"  {label:<{_WIDE}}{text}" for label, text in _parts(standing))]


def _parts(standing: Standing) -> Iterator[tuple[str, str]]:
    """Yield each line as its label and what it says."""
    request = standing.request
    yield "rule", f"{request.scope.rule} (up to {request.scope.severity})"
    yield from (("covers", line) for line in _covered(request.scope))
    yield from (("only", line) for one in standing.limits for line in _allowed(one, request.scope))
    yield "why", one_line(request.reason)
    yield from (("meanwhile", one) for one in (request.mitigation,) if one)
    yield from (("ticket", one) for one in (request.ticket,) if one)
    yield "asked", f"{request.requested_by.name} <{request.requested_by.email}>, {spelled(request.requested_at)}"
    yield "asked until", spelled(request.expires)
    if standing.approved_by:
        yield "granted until", spelled(standing.expires)
    yield "kind", request.category + (", an emergency" if request.break_glass else "")
    yield "evidence", f"{request.location.path.rpartition('/')[0]}/{files.EVIDENCE}"
    for decision in standing.decisions:
        known = " and ".join(decision.proofs)
        proof = known or f"not verified{': ' + decision.problem if decision.problem else ''}"
        yield decision.verb, f"{decision.by} ({proof}): {decision.reason}"
    yield from ((f"{'✓' if check.holds else '✗'} {check.name}", check.said) for check in standing.checks)


def _allowed(limits: Limits, scope: Scope) -> Iterator[str]:
    """Yield what an approval allows of a scope, a line each."""
    if limits.severity is not None:
        yield f"up to {limits.severity}"
    yield from (_named(one) for one in scope.findings if one.fingerprint in limits.findings)
    yield from _narrowed(limits)


def _covered(scope: Scope) -> Iterator[str]:
    """Yield what a scope covers, a line each."""
    yield from map(_named, scope.findings)
    yield from (f"resources: {', '.join(scope.resources)}" for _ in scope.resources[:1])
    yield from _narrowed(scope)


def _named(one: Asked) -> str:
    where = f" in {one.unit}" if one.unit else ""
    return f"{one.subject}{where}" + (f" ({one.environment})" if one.environment else "") + f"  {one.fingerprint}"


def _narrowed(given: Scope | Limits) -> Iterator[str]:
    for key in ("environments", "paths", "releases", "ceiling", "most"):
        value = getattr(given, key)
        if value not in ((), None):
            yield f"{key}: {', '.join(map(str, value)) if isinstance(value, tuple) else value}"
