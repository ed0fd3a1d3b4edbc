"""Who made a change: the people whom its commits name, read from Git's objects themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import PointerError, ReadError, RepoError
from trueline.model.policy_exception import Identity
from trueline.repo.commit import parse
from trueline.repo.contents import Contents
from trueline.repo.merging import Merges, Trees, is_same
from trueline.repo.objects import Objects

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.repo.commit import Commit
    from trueline.repo.git import Git
    from trueline.repo.tree import Tree

MOST_COMMITS: Final = 10_000
MOST_MERGES: Final = 200
"""Merges that are made again to compare; whoever made one more is an author."""

_AT_ONCE: Final = 500
_ID: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Authorship(NamedTuple):
    """The authors, committers and co-authors of a change. With a ``problem`` there may be others."""

    people: tuple[Identity, ...] = ()
    problem: str = ""


def authors_of(git: Git, trust_commit: str, head_commit: str, spared: str, working: Tree | None = None) -> Authorship:
    """Return who made the commits that head has and trust has not; an empty ``head_commit`` is the working tree.

    A commit that changes files below the folder ``spared`` alone makes nobody an author, nor does a merge that is what
    comes out by itself. An empty commit does. Where the working
    tree (``working``, when it is open already) has changes that are not committed, the identity of the local config is
    an author too.
    """
    try:
        head = _id(git, head_commit or "HEAD")
        known = _parents(git, head, _id(git, trust_commit))
        with Objects(git) as objects:
            change = _Change(git, objects, known, spared)
            found = dict.fromkeys(change.people())
        if not head_commit and _has_changes(git, head, spared, working):
            found |= dict.fromkeys(_local(git))
    except RepoError as error:
        return Authorship((), f"the authors of the change cannot be known: {error.message}")
    return Authorship(tuple(found))


def _id(git: Git, revision: str) -> str:
    return revision if _ID.fullmatch(revision) else git.resolve(revision)


def _parents(git: Git, head: str, trust: str) -> dict[str, tuple[str, ...]]:
    """Return the commits of a change, oldest first, each with the parents that Git goes on to."""
    out = git.run("-c", "core.commitGraph=false", "rev-list", "--parents", f"-n{MOST_COMMITS + 1}", head, f"^{trust}")
    lines = out.decode("ascii").splitlines()
    if len(lines) > MOST_COMMITS:
        raise RepoError(f"it has more than {MOST_COMMITS:,} commits")
    words = (line.split() for line in reversed(lines))
    return {commit: tuple(parents) for commit, *parents in words}


def is_clean_merge(git: Git, commit: str) -> bool:
    """Tell whether a merge of two is what comes out by itself: nobody added anything, anywhere."""
    try:
        with Objects(git) as objects:
            parents = parse(objects.read("commit", (commit,))[commit]).parents
            return len(parents) == 2 and not any(_Change(git, objects, {commit: tuple(parents)}, "").people())
    except RepoError:
        return False


class _Change:
    """The commits of a change, and what each of them does."""

    def __init__(self, git: Git, objects: Objects, parents: Mapping[str, tuple[str, ...]], spared: str) -> None:
        self._git = git
        self._objects = objects
        self._parents = parents
        self._spared = tuple(part.encode() for part in spared.strip("/").split("/"))
        self._contents = Contents(git)
        self._merges = 0

    def people(self) -> Iterator[Identity]:
        """Yield who made each commit that makes somebody an author."""
        ids = list(self._parents)
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            commits = self._commits(some)
            around = self._commits(parent for one in some for parent in commits[one].parents if parent not in commits)
            around |= commits
            trees = Trees(self._objects, self._git.algorithm)
            trees.expect((commit.tree for commit in around.values()), self._spared)
            for one in some:
                if self._counts(one, around, trees):
                    yield from commits[one].people

    def _commits(self, ids: Iterator[str] | Sequence[str]) -> dict[str, Commit]:
        found = {one: parse(data) for one, data in self._objects.read("commit", ids).items()}
        for one, commit in found.items():
            if self._parents.get(one, commit.parents) != commit.parents:
                raise RepoError(
                    f"the clone is shallow, or its history is grafted: the parents of {one[:12]} are not in it; "
                    "`git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout"
                )
        return found

    def _counts(self, one: str, commits: Mapping[str, Commit], trees: Trees) -> bool:
        """Tell whether a commit makes those that it names authors."""
        commit = commits[one]
        before = [commits[parent].tree for parent in commit.parents]
        if len(before) < 2:
            former = before[0] if before else ""
            return commit.tree == former or not is_same(trees, former, commit.tree, self._spared)
        self._merges += 1
        if len(before) > 2 or self._git.is_shallow or self._merges > MOST_MERGES:
            return True
        base = self._base(*commit.parents)
        try:
            again = Merges(trees, self._contents)
            return base is None or not again.is_automatic((base, before[0], before[1]), commit.tree, self._spared)
        except RecursionError:  # hundreds of folders in each other, both sides changed below them
            return True

    def _base(self, one: str, other: str) -> str | None:
        """Return the tree of the commit where two parted; None where that is none, or several."""
        ended = self._git.attempt("-c", "core.commitGraph=false", "merge-base", "--all", one, other)
        bases = ended.out.decode("ascii", "replace").split()
        if ended.code != 0 or len(bases) != 1:
            return None
        return parse(self._objects.read("commit", bases)[bases[0]]).tree


def _has_changes(git: Git, head: str, spared: str, working: Tree | None) -> bool:
    """Tell whether the working tree is not what was committed, without Git, which would run filters of a config."""
    from trueline.repo.change import changed
    from trueline.repo.stored import open_revision
    from trueline.repo.working import WorkingTree

    stored = open_revision(git, head)
    try:
        below, here = f"{spared.strip('/')}/", working or WorkingTree(git.top, git)
        found = changed(stored, here, lambda path: not path.startswith(below))
        return any(one.status != "modified" or _is_edited(one.new_path, stored, here) for one in found)
    finally:
        stored.close()


def _is_edited(path: str, stored: Tree, working: Tree) -> bool:
    """Tell whether a file differs in more than how Git checks it out: line ends, and what Git LFS keeps elsewhere."""
    try:
        was = stored.read(path).data
    except PointerError:
        return False
    except ReadError:
        return True
    try:
        now = working.read(path).data
    except ReadError:
        return True
    return was.replace(b"\r\n", b"\n") != now.replace(b"\r\n", b"\n")


def _local(git: Git) -> Iterator[Identity]:
    """Yield whom the config here would make the author and the committer of a commit."""
    ended = git.attempt("config", "-z", "--get-regexp", r"^(user|author|committer)\.(name|email)$")
    said = dict(item.partition("\n")[::2] for item in ended.out.decode("utf-8", "replace").split("\0") if item)
    for role in ("user", "author", "committer"):
        name, email = (said.get(f"{role}.{what}", said.get(f"user.{what}", "")) for what in ("name", "email"))
        if name or email:
            yield Identity(name, email)
