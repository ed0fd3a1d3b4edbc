"""Where two histories parted: one place, several, none, or one that a shallow clone may only seem to show."""

from __future__ import annotations

import pytest

from trueline.errors import RepoError
from trueline.repo.git import find_git
from trueline.repo.parting import Parting, parting
from trueline.repo.stored import open_parted


@pytest.fixture
def shallow(checkout, tmp_path):
    """Return what clones the repository so far back, with all its branches."""

    def clone(depth: int):
        folder = tmp_path / f"shallow-{depth}"
        source = checkout.folder.as_uri()
        checkout.run("clone", "-q", f"--depth={depth}", "--no-single-branch", source, str(folder))
        return find_git(str(folder), checkout.environment)

    return clone


def branch(checkout, name: str, start: str = "") -> None:
    checkout.run("checkout", "-q", "-b", name, *([start] if start else []))


def merge(checkout, other: str) -> None:
    checkout.run("merge", "-q", "--no-ff", "-m", "merge", other)


def test_two_branches_parted_at_one_commit(checkout):
    parted = checkout.commit(**{"a.tf": "1"})
    branch(checkout, "topic")
    topic = checkout.commit(**{"b.tf": "2"})
    checkout.run("checkout", "-q", "main")
    main = checkout.commit(**{"c.tf": "3"})

    assert parting(checkout.open(), main, topic) == Parting((parted,))


def test_unrelated_histories_did_not_part(checkout):
    one = checkout.commit(**{"a.tf": "1"})
    checkout.run("checkout", "-q", "--orphan", "other")
    other = checkout.commit(**{"a.tf": "2"})
    with pytest.raises(RepoError, match="no common ancestor of main and other") as caught:
        parting(checkout.open(), one, other, ("main", "other"))

    assert "--unshallow" not in caught.value.hint


def test_a_parting_that_a_shallow_clone_hides_says_how_to_fetch_it(checkout, shallow):
    checkout.commit(**{"a.tf": "1"})
    branch(checkout, "topic")
    topic = checkout.commit(**{"b.tf": "2"})
    checkout.run("checkout", "-q", "main")
    main = checkout.commit(**{"c.tf": "3"})
    with pytest.raises(RepoError, match="no common ancestor") as caught:
        parting(shallow(1), main, topic)

    assert "git fetch --unshallow origin" in caught.value.hint


@pytest.fixture
def crossed(checkout):
    """Two branches that have taken each other in: what the first has removed, and what the second has added."""
    checkout.commit(**{"gone.tf": "1", "same.tf": "1"})
    branch(checkout, "topic")
    checkout.commit(**{"mine.tf": "1"})
    branch(checkout, "kept")
    checkout.run("checkout", "-q", "main")
    checkout.run("rm", "-q", "gone.tf")
    checkout.commit(**{"new.tf": "1"})
    mended = checkout.run("rev-parse", "HEAD").strip()
    merge(checkout, "kept")
    main = checkout.commit(**{"later.tf": "1"})
    checkout.run("checkout", "-q", "topic")
    merge(checkout, mended)
    topic = checkout.commit(**{"gone.tf": "1"})
    return main, topic


def test_branches_that_took_each_other_in_parted_at_several(checkout, crossed):
    assert len(parting(checkout.open(), *crossed).commits) == 2


def test_of_several_counts_what_all_have_and_else_what_the_target_has(checkout, crossed):
    main, topic = crossed
    git = checkout.open()
    tree = open_parted(git, parting(git, main, topic), main)

    assert list(tree.paths()) == ["mine.tf", "new.tf", "same.tf"]


def test_a_shallow_clone_that_has_all_since_then_is_certain(checkout, shallow):
    checkout.commit(**{"a.tf": "1"})
    parted = checkout.commit(**{"a.tf": "2"})
    branch(checkout, "topic")
    topic = checkout.commit(**{"b.tf": "2"})
    checkout.run("checkout", "-q", "main")
    main = checkout.commit(**{"c.tf": "3"})
    git = shallow(2)

    assert git.is_shallow
    assert parting(git, main, topic) == Parting((parted,))


def test_a_shallow_clone_may_show_an_older_one(checkout, shallow):
    old = checkout.commit(**{"a.tf": "1"})
    main = checkout.commit(**{"a.tf": "2"})
    branch(checkout, "topic")
    for number in range(6):
        checkout.commit(**{"b.tf": str(number)})
    merged = checkout.run("commit-tree", "-m", "x", "-p", "HEAD", "-p", old, "HEAD^{tree}").strip()
    git = shallow(3)
    checkout.run("checkout", "-q", merged)
    topic = checkout.commit(**{"a.tf": "1"})
    checkout.run("branch", "-q", "evil", topic)
    checkout.run("-C", git.top, "fetch", "-q", "--depth=4", "origin", "evil:evil")
    git = find_git(git.top, checkout.environment)

    assert parting(checkout.open(), main, topic) == Parting((main,))
    assert parting(git, main, topic) == Parting((old,), is_certain=False)


def test_a_target_that_a_change_has_whole_is_certain_however_shallow(checkout, shallow):
    main = checkout.commit(**{"a.tf": "1"})
    branch(checkout, "topic")
    topic = checkout.commit(**{"b.tf": "2"})
    git = shallow(2)

    assert parting(git, main, topic) == Parting((main,))
