"""How an exception stands at an instant: which decisions count, what they grant, and why it holds or does not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.exceptions import quorum as quorums
from trueline.exceptions.votes import count, is_of_here
from trueline.model.level import SEVERITIES
from trueline.model.policy_exception import Check, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from trueline.exceptions.votes import Votes
    from trueline.model.level import Severity
    from trueline.model.policy_exception import Approvers, Decision, ExceptionRequest, Identity, Person, State

SKEW = timedelta(minutes=5)
"""How far two clocks may be apart."""

AGAIN: Final = "renews"
"""The check of whether a request speaks of a refusal of the same."""


class Case(NamedTuple):
    """All that an exception is judged by: itself, its rule as it is now, who may decide, and who made the change.

    ``severity`` is the rule's now, ``policy`` its policy's name, ``policy_digest`` of the rule with its parameters,
    ``aliases`` its other names;
    ``unknown_authors`` says why it is not known who made the change, ``evidence`` what is wrong with it; ``renewed`` is
    how often it was renewed already, ``denied`` names what was denied about the same.
    """

    request: ExceptionRequest
    decisions: Sequence[Decision]
    approvers: Approvers
    repository: str
    now: datetime
    severity: Severity | None = None
    policy: str = ""
    policy_digest: str = ""
    aliases: tuple[str, ...] = ()
    authors: tuple[Identity, ...] = ()
    unknown_authors: str = ""
    evidence: str = ""
    renewed: int = 0
    denied: str = ""


def stand(case: Case) -> Standing:
    """Return how an exception stands. What cannot be told is never in its favour."""
    request = case.request
    votes = count(case)
    enough = {severity: quorums.is_enough(case, votes.approvals, severity) for severity in SEVERITIES}
    needed = [enough[one] for one in _severities(case)]
    counted = next((check for check in needed if not check.holds), needed[0])
    demands = list(_demands(case))
    counting = [one for one in votes.approvals if quorums.has_role(case, one.by)]
    limits = tuple(one.limits for one in counting if one.limits is not None)
    expires = min((one.expires for one in counting if one.expires is not None), default=request.expires)
    expires = min(expires, request.expires)
    state = _state(case, votes, expires, demands=demands, is_enough=all(one.holds for one in needed))
    needs = ""
    deciders: tuple[Person, ...] = ()
    if state == "pending":
        demands += _openness(case, votes)
        state = "pending" if all(one.holds for one in demands) else "refused"
        needs = " and ".join(dict.fromkeys(quorums.needed(case, one) for one in _severities(case)))
        deciders = tuple(one for one in _able(case, votes) if all(vote.by != one.name for vote in votes.approvals))
    return Standing(
        request, state, limits, expires, enough,
        approved_by=tuple(sorted(one.by for one in counting)),
        checks=(*demands, *votes.refused, *votes.against, counted),
        decisions=tuple(case.decisions),
        review_due=_review_due(case, votes),
        exact=case.approvers.exact, needs=needs, deciders=deciders,
    )  # fmt: skip


def _state(case: Case, votes: Votes, expires: datetime, *, demands: Iterable[Check], is_enough: bool) -> State:
    if votes.revoked:
        return "revoked"
    if votes.denied:
        return "denied"
    if expires < case.now:
        return "expired"
    if any(not one.holds for one in demands):
        return "refused"
    if votes.unproven:  # somebody may have said no
        return "unverifiable"
    if is_enough:
        start = case.request.not_before
        return "not-yet" if start is not None and start > case.now else "approved"
    return "unverifiable" if votes.is_doubtful else "pending"


def _demands(case: Case) -> Iterable[Check]:
    """Yield what trust asks of a request, whoever approves it."""
    request, approvers = case.request, case.approvers
    scope = request.scope
    yield Check("rule", case.severity is not None, f"it is about {scope.rule}, which {_there(case.severity)}")
    if approvers.exact and case.severity is not None:
        said = "as it was asked for" if request.policy == case.policy_digest else "another than it was: ask again"
        yield Check("policy", request.policy == case.policy_digest, f"the rule, with its parameters, is {said}")
    if case.evidence:
        yield Check("evidence", holds=False, said=f"its evidence does not count: {case.evidence}")
    if scope.resources:
        yield Check("scope", approvers.broad, "it names resources, which trust allows only with `scope.resources`")
    if any("*" in one for one in scope.resources):
        yield Check("scope", approvers.wildcards, "it has a wildcard, which trust allows only with `scope.wildcards`")
    yield Check("clock", request.requested_at <= case.now + SKEW, f"it was asked for at {_at(request.requested_at)}")
    start = request.not_before or request.requested_at
    yield Check("time", start < request.expires, f"it begins at {_at(start)} and ends at {_at(request.expires)}")
    yield _length(case)
    if case.denied:
        yield _again(case)
    if request.renews or case.renewed:
        said = f"it is renewal {case.renewed}, {approvers.renewals} are allowed"
        first = "what it goes on with was never granted, so it counts as a first request"
        yield Check("renewals", case.renewed <= approvers.renewals, said if case.renewed else first)


def _length(case: Case) -> Check:
    request, longest = case.request, _longest(case)
    lasts, grace = request.expires - request.requested_at, timedelta(0 if request.break_glass else 1)
    said = f"it lasts {_days(lasts)}, {_days(longest)} are allowed: to {_at(latest(case))} at the latest"
    return Check("length", lasts <= longest + grace, said)


def _again(case: Case) -> Check:
    said = f"{case.denied} about the same was denied or revoked"
    if case.request.renews == case.denied:
        return Check(AGAIN, holds=True, said=f"{said}; this one says that it asks again")
    return Check(AGAIN, holds=False, said=f"{said}: ask anew with `--renews {case.denied}`")


def _there(severity: Severity | None) -> str:
    return "is no rule here" if severity is None else f"is {severity}"


def latest(case: Case) -> datetime:
    """Return the latest end that trust allows: of a number of days the last one as a whole, of hours the very hour."""
    end = case.request.requested_at + _longest(case)
    return end if case.request.break_glass else end.replace(hour=23, minute=59, second=59, microsecond=0)


def _longest(case: Case) -> timedelta:
    """Return how long it may last: the shortest that any severity it is about allows."""
    if case.request.break_glass:
        return timedelta(hours=case.approvers.break_glass_hours)
    caps = dict(case.approvers.caps)
    allowed = [timedelta(days=caps.get(one, 30)) for one in _severities(case)]
    for one in _severities(case):
        found = quorums.quorum_of(case, one)
        if found is not None and found.longest is not None:
            allowed.append(found.longest)
    return min(allowed)


def _severities(case: Case) -> list[Severity]:
    """Return how bad it is: as it was asked for, and as the rule is now."""
    return list(dict.fromkeys((case.request.scope.severity, case.severity or "critical")))


def _openness(case: Case, votes: Votes) -> list[Check]:
    """Return whether there are enough people who could still approve it."""
    able = _able(case, votes)
    for severity in _severities(case):
        need, roles = quorums.asked(case, severity)
        names = [one.name for one in able if {*roles} & {*one.roles}]
        if need == 0 or len(names) < need:
            said = f"it takes {quorums.needed(case, severity)}, and those who could are {_names(names)}"
            return [Check("people", holds=False, said=said if need else "nobody could approve it")]
    return [Check("people", holds=True, said="there are those who could approve it")]


def _able(case: Case, votes: Votes) -> list[Person]:
    """Return those of the roles that count who ask for nothing here, made nothing of the change, and may decide now."""
    roles = {role for one in _severities(case) for role in quorums.asked(case, one)[1]}
    people = (one for one in case.approvers.people if roles & {*one.roles} and _has_a_way(one, case))
    return [one for one in people if votes.may_vote(one, case)]


def _has_a_way(person: Person, case: Case) -> bool:
    """Tell whether somebody can make a decision of which trust takes the proof."""
    ways = {"merged": True, "signed": bool(person.keys), "forge": bool(person.forge)}
    return any(ways[source] for source in case.approvers.sources)


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) or "nobody"


def _review_due(case: Case, votes: Votes) -> datetime | None:
    """Return when an emergency has to be looked at by somebody else; None where it need not, or was."""
    request = case.request
    if not request.break_glass or votes.reviewed or not any(_let_go(one, case) for one in case.decisions):
        return None
    return request.expires + timedelta(days=case.approvers.review_days)


def _let_go(decision: Decision, case: Case) -> bool:
    """Tell whether a decision has let an emergency go, also if whoever made it has left since."""
    if not _is_proven_yes(decision, case):
        return False
    person = next((one for one in case.approvers.people if one.name == decision.by), None)
    if person is None:
        return "merged" in decision.proofs
    return bool({*case.approvers.break_glass} & {*person.roles})


def was_granted(case: Case) -> bool:
    """Tell whether an exception was ever granted, whoever those who approved it are now."""
    if not _may_be_so_broad(case):
        return False
    need = max(1, *(quorums.asked(case, severity)[0] for severity in _severities(case)))
    return len({one.by for one in case.decisions if _is_proven_yes(one, case)}) >= need


def refused_since(case: Case) -> datetime | None:
    """Return when somebody first said no to this very request, in a way that trust takes; None where nobody did.

    Nobody has to speak of what trust would not have allowed anyway.
    """
    noes = [one.at for one in case.decisions if one.verb in ("deny", "revoke") and _is_proven(one, case)]
    return min(noes) if noes and _may_be_so_broad(case) else None


def _may_be_so_broad(case: Case) -> bool:
    scope, approvers = case.request.scope, case.approvers
    has_wildcard = any("*" in one for one in scope.resources)
    return (approvers.broad or not scope.resources) and (approvers.wildcards or not has_wildcard)


def _is_proven_yes(decision: Decision, case: Case) -> bool:
    """Tell whether an approval of this very request is proven in a way that trust takes."""
    return decision.verb == "approve" and _is_proven(decision, case)


def _is_proven(decision: Decision, case: Case) -> bool:
    """Tell whether a decision is about this very request, and shown to be somebody's in a way that trust takes."""
    is_about = decision.request == case.request.digest and is_of_here(decision, case)
    return is_about and not decision.problem and bool({*decision.proofs} & {*case.approvers.sources})


def _at(when: datetime) -> str:
    return when.strftime("%Y-%m-%d %H:%M UTC")


def _days(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    return f"{hours} hours" if hours < 96 else f"{hours // 24} days"
