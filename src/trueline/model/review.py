"""Reviews of a pull request as the forge has them, written down once for a run that reads only files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

ReviewState: TypeAlias = Literal["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"]
"""What the forge says of a review now; a dismissed one was something else before."""


class Review(NamedTuple):
    """One review. ``login`` is its author's, ``commit`` the one that was looked at: empty where the forge lost it.

    ``submitted_at`` is in UTC, and None only of a review that is still being written.
    """

    login: str
    id: int
    state: ReviewState
    commit: str
    submitted_at: datetime | None
    url: str


class ReviewRecord(NamedTuple):
    """The reviews of one pull request at an instant, and who made its commits.

    ``repository`` is spelled ``host/owner/name`` as in the list of approvers. ``contributors`` are the logins of
    authors, committers and, where the event says so, of who pushed; ``contributors_complete`` tells whether the forge
    listed every commit, ``contributors_unknown`` how many authors and committers have no login. ``path`` is the file.
    """

    forge: Literal["github"]
    host: str
    repository: str
    pull: int
    head: str
    base: str
    author: str
    contributors: tuple[str, ...]
    contributors_complete: bool
    contributors_unknown: int
    collected_at: datetime
    reviews: tuple[Review, ...]
    path: str = ""


class ReviewVote(NamedTuple):
    """A review that counts: whose, in small letters, which one, where it can be read, and since when."""

    login: str
    id: int
    url: str
    at: datetime


class StandingReviews(NamedTuple):
    """What a record says of a run. With a problem nothing of the record counts, and the run cannot rely on it."""

    approvals: tuple[ReviewVote, ...] = ()
    denials: tuple[ReviewVote, ...] = ()
    problems: tuple[str, ...] = ()
