"""What a run would say of files of exceptions that are about to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.exceptions.standing import Case, latest
from trueline.repo.drafted import DraftedTree
from trueline.run.exceptions.opening import known_approvers, open_exceptions, repository_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from trueline.model.policy_exception import Approvers, ExceptionRequest
    from trueline.run.exceptions.opening import Granted
    from trueline.run.gate import Gate, Request, Sides


def with_drafts(sides: Sides, gate: Gate, request: Request, files: Mapping[str, bytes]) -> Granted:
    """Return how every exception would stand, were ``files`` (by path) among those of head."""
    head = DraftedTree(sides.head, files)
    return open_exceptions(
        sides._replace(head=head, trust=head if sides.trust is sides.head else sides.trust), gate, request
    )


def latest_end(request: ExceptionRequest, sides: Sides, gate: Gate) -> datetime:
    """Return the latest end that trust allows what is asked for."""
    known, _ = known_approvers(sides.trust)
    return latest(case_of(request, known, sides, gate))


def case_of(request: ExceptionRequest, known: Approvers, sides: Sides, gate: Gate) -> Case:
    """Return what a request is judged by, before anybody has decided on it."""
    repository = (known.repositories or (repository_of(sides.git),))[0]
    case = Case(request, (), known, repository, gate.now)
    rule = gate.bench.rules.get(request.scope.rule)
    if rule is None:
        return case
    return case._replace(severity=gate.bench.standing(rule.id).severity, policy=rule.policy, aliases=rule.aliases)
