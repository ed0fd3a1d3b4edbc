"""The commits that reviews may be of, for them to be about what a run judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.exceptions.files import FOLDER
from trueline.repo.authorship import is_clean_merge
from trueline.repo.parting import parting
from trueline.repo.stored import open_revision

if TYPE_CHECKING:
    from trueline.repo.git import Git
    from trueline.repo.tree import Tree
    from trueline.run.gate import Sides


def heads_of(sides: Sides) -> frozenset[str]:
    """Return the commits that may be a pull request's head; none where what is judged is no commit.

    It is the commit that is judged, or, of a merge into trust as forges make it, the one that is brought: the second
    parent, where the first is the very place in trust's history that the merge is built upon, and nothing was added. A
    working tree is its commit as long as both have the same exceptions.
    """
    git = sides.git
    if git is None or sides.trust_kind == "index":
        return frozenset()
    commit = sides.commit or _checked_out(sides, git)
    if not commit:
        return frozenset()
    parents = git.run("rev-parse", f"{commit}^@").decode("ascii").split()
    if len(parents) != 2 or not sides.trust_commit:
        return frozenset((commit,))
    is_into_trust = parting(git, sides.trust_commit, commit).commits == (parents[0],) and is_clean_merge(git, commit)
    return frozenset((commit, parents[1]) if is_into_trust else (commit,))


def _checked_out(sides: Sides, git: Git) -> str:
    """Return the commit that is checked out, nothing where the working tree has other exceptions than it."""
    found = git.attempt("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if found.code != 0:
        return ""
    commit = found.out.decode("ascii").strip()
    committed = open_revision(git, commit)
    return commit if _exceptions(sides.head) == _exceptions(committed) else ""


def _exceptions(tree: Tree) -> dict[str, str]:
    """Return every file of exceptions with its blob id, those too that Git ignores: a run would read them."""
    found, folders = {}, [FOLDER]
    while folders:
        folder = folders.pop()
        for name in tree.list(folder):
            path = f"{folder}/{name}"
            if name.endswith("/"):
                folders.append(path.removesuffix("/"))
            else:
                found[path] = tree.blob(path)
    return found
