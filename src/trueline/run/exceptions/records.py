"""An exception as it stands in a run, in plain data: what every report says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.exceptions.decisions import spelled
from trueline.exceptions.scopes import limit_members, scope_members
from trueline.exceptions.standing import AGAIN
from trueline.exceptions.votes import OWN_VOTE
from trueline.model.report import DecisionRecord, ExceptionRecord

if TYPE_CHECKING:
    from trueline.exceptions.casebook import Entry
    from trueline.model.location import Location
    from trueline.model.policy_exception import Decision, Standing
    from trueline.run.exceptions.opening import Granted


def record(granted: Granted, identifier: str, covered: tuple[str, ...], about: tuple[int, int]) -> ExceptionRecord:
    """Return one exception; ``covered`` is what it lets go, ``about`` how many findings it speaks of, and open ones.

    What is new is told with those who made the change, what trust has already without them.
    """
    entry = granted.entries[identifier]
    standing = (granted.settled if entry.is_trusted else granted.standings)[identifier]
    request = standing.request
    due = standing.review_due
    return ExceptionRecord(
        request.id, standing.state, request.scope.rule, request.scope.severity, request.category, request.reason,
        f"{request.requested_by.name} <{request.requested_by.email}>", spelled(request.requested_at),
        spelled(standing.expires), request.location,
        approved_by=standing.approved_by, covered=covered, about=about[0], still_open=about[1],
        checks=tuple((check.name, check.holds, check.said) for check in standing.checks),
        break_glass=request.break_glass, ticket=request.ticket, mitigation=request.mitigation, renews=request.renews,
        scope=scope_members(request.scope), limits=tuple(limit_members(one) for one in standing.limits),
        decisions=tuple(_decision(one) for one in standing.decisions),
        review_due=spelled(due) if due is not None else "", asked_until=spelled(request.expires),
        needs=standing.needs, deciders=tuple(one.name for one in standing.deciders), is_trusted=entry.is_trusted,
        altered=granted.altered.get(identifier, ()),
        unproven=tuple(one.location for one in entry.fresh if not granted.is_owned and not one.proofs),
        overlooking=_overlooking(entry, standing),
        self_approved=any(OWN_VOTE in check.said for check in standing.checks if not check.holds),
    )  # fmt: skip


def _overlooking(entry: Entry, standing: Standing) -> tuple[Location, ...]:
    """Return head's approvals that nothing lets count because they do not speak of a refusal of the same."""
    if all(check.holds for check in standing.checks if check.name == AGAIN):
        return ()
    return tuple(one.location for one in entry.fresh if one.verb == "approve")


def _decision(decision: Decision) -> DecisionRecord:
    return DecisionRecord(
        decision.by, decision.verb, decision.reason, spelled(decision.at), decision.proofs, decision.problem,
        decision.location,
    )  # fmt: skip
