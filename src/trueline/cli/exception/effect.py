"""What a decision does: refused where it would do nothing, and what an exception is with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cli.output import say
from trueline.errors import UsageError
from trueline.exceptions.decisions import spelled
from trueline.run.exceptions.drafts import objection, with_drafts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from trueline.cli.exception.base import Room
    from trueline.model.policy_exception import Decision, Person, Standing, Verb
    from trueline.run.exceptions.opening import Granted

NOUNS: Final[dict[Verb, str]] = {
    "approve": "approval", "deny": "denial", "revoke": "revocation", "review": "review",
}  # fmt: skip


def as_it_stands(granted: Granted, identifier: str) -> Standing:
    """Return how an exception stands for those who decide: what trust has already, whoever made the change."""
    known = granted.settled if granted.entries[identifier].is_trusted else granted.standings
    return known[identifier]


def refuse_in_vain(decision: Decision, person: Person, room: Room) -> None:
    """Raise ``UsageError`` where a decision would change nothing; say where it does only later, or for the record."""
    identifier = decision.exception
    standing = as_it_stands(room.granted, identifier)
    opened = room.opened
    entry = room.granted.entries[identifier]
    why = objection(decision, entry, room.granted.approvers, opened.sides, opened.gate)
    why = why or _in_vain(decision, person, standing, room)
    if why:
        raise UsageError(f"this {NOUNS[decision.verb]} would have no effect: {why}", place=identifier)
    for line in _beside(decision, standing):
        say(f"trueline: {line}")


def _in_vain(decision: Decision, person: Person, standing: Standing, room: Room) -> str:
    """Return why a decision changes nothing of how an exception stands, whoever makes it; nothing where it does."""
    verb = decision.verb
    if verb == "review":
        return _no_review(person, standing)
    if standing.state == "revoked":
        return f"it was revoked by {_by(standing, 'revoke')}, and that is final; who needs it asks anew (renew)"
    if verb != "approve":
        return ""
    said_no = next((one for one in standing.decisions if one.verb == "revoke"), None)
    if standing.state == "unverifiable" and said_no is not None:
        return f"{said_no.by} revoked it, which is final; if nobody meant that, take {said_no.location.path} away"
    now = room.opened.gate.now
    if standing.request.expires < now:
        return f"it has ended on {_day(standing.request.expires)}; who needs it asks anew (renew)"
    if standing.state == "refused":
        said = [one.said for one in standing.checks if not one.holds and one.name != "votes"]
        return f"nobody's approval makes it count: {'; '.join(said)}"
    return ""


def _no_review(person: Person, standing: Standing) -> str:
    if not standing.request.break_glass:
        return "only an emergency is reviewed, and this one was not asked for with --break-glass"
    approved = [one for one in standing.decisions if one.verb == "approve" and one.proofs and not one.problem]
    if standing.review_due is None:
        return "it has been reviewed already" if approved else "nobody has approved it, so there is nothing to look at"
    if any(one.by == person.name for one in approved):
        return f"{person.name} has approved it, and somebody else has to look at it afterwards"
    return ""


def _beside(decision: Decision, standing: Standing) -> list[str]:
    """Return what has to be known of a decision that has not all of its effect now."""
    name = standing.request.id
    if decision.verb != "approve":
        ended = f"{name} has ended already; the {NOUNS[decision.verb]} is kept for whoever asks for the same again"
        return [ended] if standing.state == "expired" else []
    others = [one for one in standing.decisions if one.verb == "deny" and one.by != decision.by]
    if standing.state == "denied" and others:
        return [f"{name} stays denied until {others[-1].by} approves it, too: who denied takes it back"]
    if standing.state == "expired" and decision.by not in standing.approved_by:
        return [
            f"{name} stays ended: {', '.join(standing.approved_by)} approved it until {_day(standing.expires)} only"
        ]
    return []


def outcome(identifier: str, files: Mapping[str, bytes], room: Room) -> Standing:
    """Return how an exception stands once files of a decision on it are there, as a run would say."""
    opened = room.opened
    return as_it_stands(with_drafts(opened.sides, opened.gate, opened.request, files), identifier)


def in_words(standing: Standing, verb: Verb) -> str:
    """Return how an exception stands with a decision, as a sentence."""
    if verb == "review" and standing.review_due is None:
        return f"with it the emergency {standing.request.id} has been reviewed"
    said = f"with it {standing.request.id} is {standing.state}"
    if standing.state in ("approved", "not-yet"):
        return f"{said}, until {_day(standing.expires)}"
    if standing.state == "pending":
        return f"{said}: it takes {standing.needs}, approved by {', '.join(standing.approved_by) or 'nobody'} so far"
    return said


def _by(standing: Standing, verb: str) -> str:
    return ", ".join(dict.fromkeys(one.by for one in standing.decisions if one.verb == verb))


def _day(when: datetime) -> str:
    """Return a day, and its time where that is not the end of it."""
    return spelled(when)[:10] if (when.hour, when.minute) == (23, 59) else spelled(when)
