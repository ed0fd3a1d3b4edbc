"""The change that a job of a CI is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.errors import RepoError
from trueline.repo.fetch import Point, point

if TYPE_CHECKING:
    from collections.abc import Mapping


class Change(NamedTuple):
    """What is judged, and whose rules judge it. Without ``base`` everything is judged, and all of it counts.

    ``event`` are words for people. ``is_checked_out`` is false where the working tree is another one than the head,
    ``is_landed`` true where the change was proposed and judged before: in a merge queue, or merged.
    """

    event: str
    head: Point
    base: Point | None = None
    is_checked_out: bool = True
    is_landed: bool = False


class Branch(NamedTuple):
    """A branch that a job runs for, and its newest commit.

    Whoever may push to a branch that nobody protects wrote its rules, too: they are not trusted, and the branch is
    compared with the default branch, as a pull request of it would be. Else a job that is started by hand would pass by
    rules of its own, and its check would stand beside that of the pull request.
    """

    name: str
    commit: str
    default: str
    is_protected: bool

    @property
    def is_open(self) -> bool:
        """Whether its rules are anybody's."""
        return self.name != self.default and not self.is_protected


def of_push(pushed: Branch, before: str) -> Change:
    """Return the change of a push; ``before`` are zeros where the branch is new."""
    event = f"push to {pushed.name}"
    if is_nothing(pushed.commit):
        raise RepoError(f"{event}: it deletes the branch, so there is nothing to judge")
    head = point(pushed.commit)
    if not pushed.is_open and not is_nothing(before):
        return Change(event, head, point(before), is_landed=True)
    if pushed.name == pushed.default:
        return Change(f"{event}, the first one", head)
    return Change(event, head, branch(pushed.default))


def of_run(event: str, run: Branch) -> Change:
    """Return what is judged where nothing has changed: a schedule, a job that is started by hand."""
    event = f"{event} of {run.name}"
    return Change(event, point(run.commit), branch(run.default) if run.is_open else None)


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
