"""Which decisions on an exception count: an approval must be proven in all, a refusal need not be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.exceptions.approvers import same
from trueline.model.policy_exception import Check

if TYPE_CHECKING:
    from trueline.exceptions.standing import Case
    from trueline.model.policy_exception import Decision, Identity, Person

_NOREPLY: Final = re.compile(r"(?:[0-9]+[+-])?([^+@]+)@users\.noreply\.[^@]+")
"""``1234+login@users.noreply.github.com``, and GitLab's ``1234-login@users.noreply.…``."""

OWN_VOTE = "does not decide on it"


class Votes(NamedTuple):
    """The approvals that count, the newest of each person; who said no; and of each other decision why it does not.

    ``unproven`` are refusals of which nothing shows who made them: they let nothing go either. ``is_doubtful`` says
    whether an approval does not count for another reason than whose it is.
    """

    approvals: tuple[Decision, ...]
    denied: tuple[Decision, ...]
    revoked: tuple[Decision, ...]
    unproven: tuple[Decision, ...]
    reviewed: bool
    refused: tuple[Check, ...]
    is_doubtful: bool

    @property
    def against(self) -> tuple[Check, ...]:
        """What was said against it, each as a check that does not hold."""
        said = (f"{one.by} said no ({one.verb}): {one.reason}" for one in (*self.denied, *self.revoked, *self.unproven))
        return tuple(Check("decision", holds=False, said=one) for one in said)

    def may_vote(self, person: Person, case: Case) -> bool:
        """Tell whether somebody is able to approve it."""
        return not _is_away(person, case) and not is_concerned(person, case)


def count(case: Case) -> Votes:
    """Count the decisions on an exception.

    The newest of a person counts. Somebody who said no is heard whoever they are now and whatever became of the
    request; the same person takes it back by an approval that counts. A revocation is final.
    """
    heard = _Heard()
    for decision in sorted(case.decisions, key=lambda one: (one.by, one.number)):
        is_no = decision.verb in ("deny", "revoke")
        if is_no and (is_of_here(decision, case) or "merged" in decision.proofs):
            heard.no(decision)
        else:
            heard.yes(decision, _problem(decision, case))
    return Votes(
        tuple(heard.newest.values()),
        tuple(heard.noes.values()),
        tuple(one for one in heard.revoked if one.proofs),
        (*heard.perhaps.values(), *(one for one in heard.revoked if not one.proofs)),
        heard.is_reviewed and not _reviews_itself(case, heard.newest),
        tuple(heard.refused),
        heard.is_doubtful,
    )


class _Heard:
    """What was heard so far, decision by decision; ``perhaps`` are denials of which nothing shows who made them."""

    def __init__(self) -> None:
        self.newest: dict[str, Decision] = {}
        self.noes: dict[str, Decision] = {}
        self.perhaps: dict[str, Decision] = {}
        self.revoked: list[Decision] = []
        self.refused: list[Check] = []
        self.is_doubtful = self.is_reviewed = False

    def no(self, decision: Decision) -> None:
        """Hear a denial or a revocation: one that somebody made up stands beside a real one."""
        if decision.verb == "revoke":
            self.revoked.append(decision)
        else:
            (self.noes if decision.proofs else self.perhaps)[decision.by] = decision
            self.newest.pop(decision.by, None)

    def yes(self, decision: Decision, problem: str) -> None:
        """Hear an approval or a review, or what does not count; what is proven takes the place of an earlier one."""
        if problem:
            self.refused.append(Check("decision", holds=False, said=f"{decision.verb} of {decision.by}: {problem}"))
            self.is_doubtful |= OWN_VOTE not in problem
            if decision.verb == "approve" and decision.proofs:
                self.newest.pop(decision.by, None)
        elif decision.verb == "approve":
            self.newest[decision.by] = decision
            self.noes.pop(decision.by, None)
            self.perhaps.pop(decision.by, None)
        else:
            self.is_reviewed = True


def _reviews_itself(case: Case, newest: dict[str, Decision]) -> bool:
    """Tell whether only those who approved an emergency looked at it afterwards."""
    reviews = {one.by for one in case.decisions if one.verb == "review" and not _problem(one, case)}
    return reviews <= newest.keys()


def is_of_here(decision: Decision, case: Case) -> bool:
    """Tell whether a decision was made for this repository: one for another may have been copied."""
    return decision.repository in (case.approvers.repositories or (case.repository,))


def _problem(decision: Decision, case: Case) -> str:
    """Return why a decision does not count; nothing where it does."""
    person = next((one for one in case.approvers.people if one.name == decision.by), None)
    if decision.problem:
        return decision.problem
    if decision.exception != case.request.id or decision.request != case.request.digest:
        return "it is about another request, or the request was changed after it"
    if not is_of_here(decision, case):
        return f"it was made for {decision.repository}"
    if not decision.proofs:
        return "nothing shows who made it"
    if not {*decision.proofs} & {*case.approvers.sources}:
        return f"it is {' and '.join(decision.proofs)}, which trust does not take"
    if person is None:
        return "nobody of that name may decide"
    if _is_away(person, case):
        return "the person may decide no more, or not yet"
    if case.unknown_authors:
        return case.unknown_authors
    if is_concerned(person, case):
        return f"who asks for it, or made the change, {OWN_VOTE}"
    return ""


def _is_away(person: Person, case: Case) -> bool:
    return bool((person.starts and case.now < person.starts) or (person.ends and case.now > person.ends))


def is_concerned(person: Person, case: Case) -> bool:
    """Tell whether somebody asks for the exception, or is an author of the change that needs it.

    People are known by address and by login, also by the address that a forge makes of a login; names are anybody's.
    """
    request = case.request
    those = (request.requested_by, *request.authors, *case.authors)
    return any(
        same(who.email) in person.emails or (person.forge and same(person.forge) in _logins(who)) for who in those
    )


def _logins(who: Identity) -> tuple[str, ...]:
    found = _NOREPLY.fullmatch(same(who.email))
    return (same(who.name), found[1]) if found is not None else (same(who.name),)
