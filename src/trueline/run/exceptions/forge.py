"""Reviews on the forge as decisions: who approves a commit approves the exceptions that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import RepoError
from trueline.exceptions.approvers import same
from trueline.exceptions.files import FOLDER, REQUEST
from trueline.exceptions.reviews import contributed, standing_reviews
from trueline.model.policy_exception import Decision, Identity
from trueline.repo.stored import open_revision
from trueline.run.exceptions.proof import has_digest
from trueline.run.reviewed import heads_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trueline.exceptions.casebook import Entry
    from trueline.model.policy_exception import Approvers, ExceptionRequest, Person, Verb
    from trueline.model.review import ReviewRecord, ReviewVote
    from trueline.repo.tree import Tree
    from trueline.run.gate import Sides

_FIRST: Final = 0
_LAST: Final = 1_000_000_000
"""Before and after all numbers of files: a review takes back no denial in a file, and no approval in one a review."""


class Reviewed(NamedTuple):
    """What reviews say: whose approve and whose deny, and who made the change.

    ``problems`` say why the record is about something else, so that nobody knows who denied; ``incomplete`` why no
    review approves; ``commit`` is what was looked at.
    """

    votes: tuple[tuple[Person, Verb, ReviewVote], ...] = ()
    authors: tuple[Identity, ...] = ()
    problems: tuple[str, ...] = ()
    incomplete: str = ""
    commit: Tree | None = None

    def has(self, request: ExceptionRequest) -> bool:
        """Tell whether the commit that was looked at has a request as it is judged."""
        path = f"{FOLDER}/{request.id}/{REQUEST}"
        return self.commit is not None and has_digest(self.commit, path, request.digest)

    def decisions(self, entry: Entry, repository: str) -> Iterator[Decision]:
        """Yield the decisions on an exception that only head has: the commit that was looked at asks for it."""
        request = entry.request
        for person, verb, vote in self.votes if not entry.is_trusted and self.has(request) else ():
            yield Decision(
                request.id, request.digest, repository, person.name, _FIRST if verb == "approve" else _LAST, verb,
                f"review {vote.url}", vote.at, request.location, proofs=("forge",),
            )  # fmt: skip


def reviewed(record: ReviewRecord | None, sides: Sides, known: Approvers, repositories: Iterable[str]) -> Reviewed:
    """Return what a record of reviews says for a run; nothing without one."""
    if record is None:
        return Reviewed()
    standing = standing_reviews(record, heads_of(sides), tuple(repositories))
    authors = tuple(Identity(login, "") for login in sorted(contributed(record)))
    denials = _votes(known, "deny", standing.denials)
    if not record.contributors_complete:
        said = "the forge did not name all who made the change, so that no review approves what it asks for"
        return Reviewed(denials, authors, standing.problems, said, _commit(record, sides))
    votes = (*_votes(known, "approve", standing.approvals), *denials)
    return Reviewed(votes, authors, standing.problems, "", _commit(record, sides))


def _commit(record: ReviewRecord, sides: Sides) -> Tree | None:
    try:
        return open_revision(sides.git, record.head) if sides.git is not None else None
    except RepoError:
        return None


def _votes(known: Approvers, verb: Verb, votes: Iterable[ReviewVote]) -> tuple[tuple[Person, Verb, ReviewVote], ...]:
    people = {same(person.forge): person for person in known.people if person.forge}
    return tuple((people[vote.login], verb, vote) for vote in votes if vote.login in people)
