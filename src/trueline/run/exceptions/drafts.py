"""What a run would say of files of exceptions that are about to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.exceptions import files
from trueline.exceptions.quorum import has_role, needed
from trueline.exceptions.standing import latest
from trueline.exceptions.votes import count
from trueline.repo.authorship import authors_of
from trueline.repo.drafted import DraftedTree
from trueline.run.exceptions.opening import case_of, known_approvers, open_exceptions, repository_of
from trueline.run.exceptions.proof import head_commit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from trueline.exceptions.casebook import Entry
    from trueline.model.policy_exception import Approvers, Decision, ExceptionRequest
    from trueline.run.exceptions.opening import Granted
    from trueline.run.gate import Gate, Request, Sides


def with_drafts(sides: Sides, gate: Gate, request: Request, drafts: Mapping[str, bytes]) -> Granted:
    """Return how every exception would stand, were ``drafts`` (by path) among the files of head."""
    head = DraftedTree(sides.head, drafts)
    return open_exceptions(
        sides._replace(head=head, trust=head if sides.trust is sides.head else sides.trust), gate, request
    )


def latest_end(request: ExceptionRequest, sides: Sides, gate: Gate) -> datetime:
    """Return the latest end that trust allows what is asked for."""
    known, _ = known_approvers(sides.trust, gate.bench.rules.values())
    return latest(case_of(request, known, repository_of(sides.git), gate))


def objection(decision: Decision, entry: Entry, known: Approvers, sides: Sides, gate: Gate) -> str:
    """Return why a decision would not count, were it proven as its maker can prove it; nothing where it would.

    Those who made what the change brings are known by its commits; nobody made what trust has already.
    """
    case = case_of(entry.request, known, repository_of(sides.git), gate)
    commit = sides.commit or (head_commit(sides.git) if sides.git is not None else "")
    if sides.git is not None and sides.trust_commit and commit and not entry.is_trusted:
        case = case._replace(authors=authors_of(sides.git, sides.trust_commit, commit, files.FOLDER).people)
    votes = count(case._replace(decisions=(decision,)))
    if votes.refused:
        return votes.refused[0].said.partition(": ")[2]
    if decision.verb == "approve" and not has_role(case, decision.by):
        return f"{decision.by} has none of the roles that count: {needed(case, entry.request.scope.severity)}"
    return ""
