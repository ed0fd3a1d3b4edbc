"""The change that a job of a CI is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.errors import RepoError
from trueline.repo.fetch import Point, point

if TYPE_CHECKING:
    from collections.abc import Mapping


class Change(NamedTuple):
    """What is judged, and whose rules judge it. Without ``base`` everything is judged, and all of it counts.

    ``event`` are words for people. ``is_checked_out`` is false where the working tree is another one than the head.
    """

    event: str
    head: Point
    base: Point | None = None
    is_checked_out: bool = True


class Push(NamedTuple):
    """A push as a CI describes it. ``before`` is empty where the CI does not say, and zeros for a new branch."""

    branch: str
    after: str
    before: str
    default_branch: str
    is_protected: bool


def of_push(push: Push) -> Change:
    """Return the change of a push.

    Whoever may push to a branch that nobody protects has written its last commit, too: its rules are not trusted, and
    the branch is compared with the default branch, as a pull request of it would be.
    """
    event = f"push to {push.branch}"
    if is_nothing(push.after):
        raise RepoError(f"{event}: it deletes the branch, so there is nothing to judge")
    head = point(push.after)
    if push.branch != push.default_branch and not push.is_protected:
        return Change(event, head, branch(push.default_branch))
    if not is_nothing(push.before):
        return Change(event, head, point(push.before))
    if push.branch == push.default_branch:
        return Change(f"{event}, the first one", head)
    return Change(f"{event}, a new branch", head, branch(push.default_branch))


def branch(name: str) -> Point:
    """Return the tip of a branch of the remote."""
    if not name:
        raise RepoError(
            "the pipeline does not say which branch this is to be compared with", hint="name it: --base REV"
        )
    return point("", f"refs/heads/{name.removeprefix('refs/heads/')}")


def is_nothing(commit: str) -> bool:
    """Tell whether an id is the zeros that stand for no commit."""
    return not commit.strip("0")


def needed(environment: Mapping[str, str], name: str) -> str:
    """Return a variable that the CI always sets; raise ``RepoError`` where it is missing."""
    value = environment.get(name, "")
    if not value:
        raise RepoError(f"the pipeline does not set {name}, so the change is not known", hint="name it: --base, --head")
    return value
