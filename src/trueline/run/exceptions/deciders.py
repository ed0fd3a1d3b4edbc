"""Who may still decide on an exception that waits for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.exceptions import quorum
from trueline.exceptions.standing import Case
from trueline.exceptions.votes import count
from trueline.run.exceptions.opening import made_by

if TYPE_CHECKING:
    from trueline.model.policy_exception import Person, Standing
    from trueline.run.exceptions.opening import Granted
    from trueline.run.gate import Gate, Sides


class Deciders:
    """Says of each exception who may decide on it: of the roles that count, and neither asking nor an author."""

    def __init__(self, granted: Granted, gate: Gate, sides: Sides) -> None:
        self._granted = granted
        self._gate = gate
        self._authors = made_by(sides).people

    def of(self, standing: Standing) -> list[Person]:
        """Return those who may decide on one; nobody where it does not wait."""
        if standing.state != "pending":
            return []
        request, gate = standing.request, self._gate
        rule = gate.bench.rules.get(request.scope.rule)
        severity = gate.bench.standing(rule.id).severity if rule is not None else request.scope.severity
        case = Case(
            request, standing.decisions, self._granted.approvers, "", gate.now,
            severity=severity, policy=rule.policy if rule is not None else "", authors=self._authors,
        )  # fmt: skip
        votes = count(case)
        roles = {role for one in (request.scope.severity, severity) for role in quorum.asked(case, one)[1]}
        return [
            person
            for person in self._granted.approvers.people
            if roles & {*person.roles} and person.name not in standing.approved_by and votes.may_vote(person, case)
        ]
