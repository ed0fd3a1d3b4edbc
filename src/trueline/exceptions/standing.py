"""How an exception stands at an instant: which decisions count, what they grant, and why it holds or does not."""

from __future__ import annotations

from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from trueline.exceptions.approvers import same
from trueline.exceptions.narrowing import narrowed
from trueline.model.level import SEVERITIES
from trueline.model.policy_exception import Check, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.model.level import Severity
    from trueline.model.policy_exception import (
        Approvers,
        Decision,
        ExceptionRequest,
        Identity,
        Person,
        Quorum,
        Scope,
        State,
    )

OWN_VOTE = "does not decide on it"
SKEW = timedelta(minutes=5)
"""How far two clocks may be apart."""


class Case(NamedTuple):
    """All that an exception is judged by: itself, its rule as it is now, who may decide, and who made the change.

    ``severity`` is the rule's now, ``policy`` the name of its policy; ``renewed`` how often it was renewed already.
    """

    request: ExceptionRequest
    decisions: Sequence[Decision]
    approvers: Approvers
    repository: str
    now: datetime
    severity: Severity | None = None
    policy: str = ""
    policy_digest: str = ""
    authors: tuple[Identity, ...] = ()
    renewed: int = 0


class _Votes(NamedTuple):
    """The decisions that count, the newest of each person, and of each other one why it does not."""

    counted: Mapping[str, Decision]
    revoked: tuple[Decision, ...]
    refused: tuple[Check, ...]


def stand(case: Case) -> Standing:
    """Return how an exception stands. What cannot be told is never in its favour."""
    request = case.request
    demands = list(_demands(case))
    votes = _votes(case)
    approvals = [one for one in votes.counted.values() if one.verb == "approve"]
    quorum = _quorum(case)
    scope, expires, narrowing = _granted(request, approvals)
    counted = Check("votes", _is_enough(quorum, approvals, case), _said(quorum, approvals, case))
    checks = (*demands, *votes.refused, *narrowing, counted)
    return Standing(
        request,
        _state(case, votes, expires, demands=demands, is_enough=counted.holds and all(one.holds for one in narrowing)),
        scope,
        expires,
        tuple(sorted(one.by for one in approvals)),
        checks,
        tuple(case.decisions),
    )


def _state(case: Case, votes: _Votes, expires: datetime, *, demands: Iterable[Check], is_enough: bool) -> State:
    if any(not one.holds for one in demands):
        return "refused"
    if votes.revoked:
        return "revoked"
    if any(one.verb == "deny" for one in votes.counted.values()):
        return "denied"
    if expires < case.now:
        return "expired"
    if is_enough:
        start = case.request.not_before
        return "not-yet" if start is not None and start > case.now else "approved"
    return "unverifiable" if any(OWN_VOTE not in one.said for one in votes.refused) else "pending"


def _demands(case: Case) -> Iterable[Check]:
    """Yield what trust asks of a request, whoever approves it."""
    request, approvers = case.request, case.approvers
    scope = request.scope
    yield Check("rule", case.severity is not None, f"it is about {scope.rule}, which {_there(case.severity)}")
    if scope.resources:
        yield Check("scope", approvers.broad, "it names resources, which trust allows only with `scope.resources`")
    if any("*" in one or "?" in one or "[" in one for one in scope.resources):
        yield Check("scope", approvers.wildcards, "it has a wildcard, which trust allows only with `scope.wildcards`")
    yield Check("clock", request.requested_at <= case.now + SKEW, f"it was asked for at {_at(request.requested_at)}")
    start = request.not_before or request.requested_at
    yield Check("time", start < request.expires, f"it begins at {_at(start)} and ends at {_at(request.expires)}")
    longest = _longest(case)
    said = f"it lasts {_days(request.expires - request.requested_at)}, {_days(longest)} are allowed"
    yield Check("length", request.expires - request.requested_at <= longest, said)
    if request.renews or case.renewed:
        said = f"it is renewal {case.renewed}, {approvers.renewals} are allowed"
        yield Check("renewals", case.renewed <= approvers.renewals, said)


def _there(severity: Severity | None) -> str:
    return "is no rule here" if severity is None else f"is {severity}"


def _longest(case: Case) -> timedelta:
    if case.request.break_glass:
        return timedelta(hours=case.approvers.break_glass_hours)
    quorum = _quorum(case)
    days = dict(case.approvers.caps).get(_severity(case), 30)
    cap = timedelta(days=days, hours=24)  # the day it is asked for, and the last one to its end
    return min(cap, quorum.longest + timedelta(hours=24)) if quorum is not None and quorum.longest else cap


def _severity(case: Case) -> Severity:
    """Return how bad it is: as it was asked for, or as the rule is now, whichever is worse."""
    now = case.severity or "critical"
    return max(now, case.request.scope.severity, key=SEVERITIES.index)


def _quorum(case: Case) -> Quorum | None:
    for quorum in case.approvers.quorums:
        if (
            (not quorum.severities or _severity(case) in quorum.severities)
            and (not quorum.rules or any(fnmatchcase(case.request.scope.rule, one) for one in quorum.rules))
            and (not quorum.policies or any(fnmatchcase(case.policy, one) for one in quorum.policies))
        ):
            return quorum
    return None


def _votes(case: Case) -> _Votes:
    """Count the newest decision of each person who may decide; a revocation counts whenever it was made."""
    counted: dict[str, Decision] = {}
    revoked: list[Decision] = []
    refused: list[Check] = []
    for decision in sorted(case.decisions, key=lambda one: (one.by, one.number)):
        problem = _problem(decision, case)
        if problem:
            refused.append(Check("decision", holds=False, said=f"{decision.verb} of {decision.by}: {problem}"))
        elif decision.verb == "revoke":
            revoked.append(decision)
        elif decision.verb in ("approve", "deny"):
            counted[decision.by] = decision
    return _Votes(counted, tuple(revoked), tuple(refused))


def _problem(decision: Decision, case: Case) -> str:
    """Return why a decision does not count; nothing where it does."""
    person = next((one for one in case.approvers.people if one.name == decision.by), None)
    if decision.problem:
        return decision.problem
    if decision.exception != case.request.id or decision.request != case.request.digest:
        return "it is about another request, or the request was changed after it"
    if decision.repository not in (case.approvers.repositories or (case.repository,)):
        return f"it was made for {decision.repository}"
    if decision.proof is None:
        return "nothing shows who made it"
    if decision.proof not in case.approvers.sources:
        return f"it is {decision.proof}, which trust does not take"
    if person is None:
        return "nobody of that name may decide"
    if (person.starts and case.now < person.starts) or (person.ends and case.now > person.ends):
        return "the person may decide no more, or not yet"
    if decision.verb in ("approve", "review") and _is_concerned(person, case):
        return f"who asks for it, or made the change, {OWN_VOTE}"
    return ""


def _is_concerned(person: Person, case: Case) -> bool:
    """Tell whether somebody asks for the exception, or is an author of the change that needs it."""
    request = case.request
    those = (request.requested_by, *request.authors, *case.authors)
    known = {*person.emails, same(person.name), *([same(person.forge)] if person.forge else [])}
    return any(same(who.email) in known or same(who.name) in known for who in those)


def _is_enough(quorum: Quorum | None, approvals: Sequence[Decision], case: Case) -> bool:
    if case.request.break_glass:
        return len(_eligible(case.approvers.break_glass, approvals, case.approvers)) >= 1
    return quorum is not None and len(_eligible(quorum.roles, approvals, case.approvers)) >= quorum.need


def _eligible(roles: Iterable[str], approvals: Iterable[Decision], approvers: Approvers) -> list[str]:
    wanted = set(roles)
    people = {person.name: person for person in approvers.people}
    return [one.by for one in approvals if wanted & set(people[one.by].roles)]


def _said(quorum: Quorum | None, approvals: Sequence[Decision], case: Case) -> str:
    if case.request.break_glass:
        roles = " or ".join(case.approvers.break_glass) or "a role that trust does not name"
        return f"an emergency takes one of {roles}; approved by {_people(approvals)}"
    if quorum is None:
        return "trust names nobody who may decide on this"
    eligible = _eligible(quorum.roles, approvals, case.approvers)
    return f"it takes {quorum.need} of {' or '.join(quorum.roles)}; approved by {', '.join(eligible) or 'nobody'}"


def _people(decisions: Iterable[Decision]) -> str:
    return ", ".join(one.by for one in decisions) or "nobody"


def _granted(request: ExceptionRequest, approvals: Sequence[Decision]) -> tuple[Scope, datetime, list[Check]]:
    """Return what all who approve agree on: the narrowest scope, the first end."""
    scope, expires = request.scope, request.expires
    checks = []
    for decision in approvals:
        expires = min(expires, decision.expires or expires)
        if decision.scope is not None:
            smaller = narrowed(scope, decision.scope)
            if smaller is None:
                said = f"{decision.by} approved something else than what was asked for"
                checks.append(Check("narrowing", holds=False, said=said))
            else:
                scope = smaller
    return scope, expires, checks


def _at(when: datetime) -> str:
    return when.strftime("%Y-%m-%d %H:%M UTC")


def _days(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    return f"{hours} hours" if hours < 96 else f"{hours // 24} days"
