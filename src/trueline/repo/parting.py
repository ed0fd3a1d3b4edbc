"""Where a change parted from where it goes to, and whether this clone shows that for certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.errors import ReadError, RepoError
from trueline.repo.name import decode

if TYPE_CHECKING:
    from trueline.repo.git import Git

UNSHALLOW = "`git fetch --unshallow origin`, or `fetch-depth: 0` for actions/checkout"


class Parting(NamedTuple):
    """The commits where two histories parted: several where each has taken in the other.

    ``is_certain`` is False where a shallow clone may hide that they parted later.
    """

    commits: tuple[str, ...]
    is_certain: bool = True


def parting(git: Git, one: str, other: str, called: tuple[str, str] = ("", "")) -> Parting:
    """Return where the histories of two commits parted; raise ``RepoError`` when this clone does not show it.

    ``called`` are the names that whoever asks knows them by.
    """
    ended = git.attempt("merge-base", "--all", one, other)
    commits = tuple(ended.out.decode("ascii", "replace").split())
    if ended.code == 0 and commits:
        return Parting(
            commits, commits in ((one,), (other,)) or not git.is_shallow or _is_whole(git, one, other, commits)
        )
    if ended.code > 1:
        raise git.failure(ended, "merge-base")
    hint = UNSHALLOW
    if not git.is_shallow:
        hint = "the two histories have no commit in common; compare with a revision of the same history"
    names = " and ".join(name or commit[:12] for name, commit in zip(called, (one, other), strict=True))
    raise RepoError(f"no common ancestor of {names} in this clone", hint=hint)


def _is_whole(git: Git, one: str, other: str, commits: tuple[str, ...]) -> bool:
    """Tell whether all is here that came after two histories parted: what is cut off came before.

    Whatever else both may have in common would be among it.
    """
    after = set(git.run("rev-list", one, other, "--not", *commits).decode("ascii").split())
    return after.isdisjoint(_cut(git))


def _cut(git: Git) -> frozenset[str]:
    """Return the commits whose parents a shallow clone has not."""
    path = decode(git.run("rev-parse", "--path-format=absolute", "--git-path", "shallow")).removesuffix("\n")
    try:
        with open(path, encoding="ascii") as file:
            return frozenset(file.read().split())
    except FileNotFoundError:
        return frozenset()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError("where the history of this clone is cut off cannot be read", place=path) from error
