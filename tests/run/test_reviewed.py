"""Of which commits reviews may be: the judged one, and what a forge's merge commit brings."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from trueline.repo.git import find_git
from trueline.repo.stored import open_index, open_revision
from trueline.repo.working import WorkingTree
from trueline.run.gate import Sides
from trueline.run.reviewed import heads_of

if TYPE_CHECKING:
    from pathlib import Path

REQUEST = ".trueline/exceptions/EX-2026-abcd/request.yaml"


class Repository:
    """A target with a change that is merged into it, as a forge does."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self("init", "--quiet", "--initial-branch=main")
        self.old = self.commit("a")
        self.main = self.commit("b")
        self("switch", "--quiet", "--create=change")
        self.change = self.commit(REQUEST)
        self("switch", "--quiet", "--detach", "main")
        self("merge", "--quiet", "--no-ff", "--message=m", "change")
        self.merge = self("rev-parse", "HEAD")
        found = find_git(str(top), os.environ)
        assert found is not None
        self.git = found

    def __call__(self, *arguments: str) -> str:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        done = subprocess.run(["git", *who, *arguments], cwd=self.top, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def commit(self, name: str) -> str:
        (self.top / name).parent.mkdir(parents=True, exist_ok=True)
        (self.top / name).write_text(name)
        self("add", "--all")
        self("commit", "--quiet", "--message=x")
        return self("rev-parse", "HEAD")

    def sides(self, commit: str = "", trust: str = "") -> Sides:
        """Return the sides of a run that judges a commit, or the working tree."""
        head = open_revision(self.git, commit) if commit else WorkingTree(str(self.top), self.git)
        base = open_revision(self.git, trust) if trust else head
        return Sides(head, base, base, "revision", commit, self.git, trust)


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path)


def test_what_is_judged_may_be_the_head(repository):
    assert heads_of(repository.sides(repository.change, repository.main)) == {repository.change}
    assert heads_of(repository.sides(repository.change)) == {repository.change}
    assert heads_of(repository.sides(repository.old, repository.main)) == {repository.old}  # has no parent


def test_of_a_merge_into_trust_it_is_what_is_brought(repository):
    expected = {repository.merge, repository.change}

    assert heads_of(repository.sides(repository.merge, repository.main)) == expected
    assert heads_of(repository.sides(repository.merge)) == {repository.merge}  # nothing says what it goes to


def test_the_target_may_have_moved_on(repository):
    repository("switch", "--quiet", "main")
    moved = repository.commit("c")

    assert heads_of(repository.sides(repository.merge, moved)) == {repository.merge, repository.change}


def test_a_merge_of_ones_own_brings_nothing(repository):
    repository("switch", "--quiet", "--detach", repository.old)
    other = repository.commit("d")
    repository("merge", "--quiet", "--no-ff", "--message=m", repository.change)
    mine = repository("rev-parse", "HEAD")

    assert repository("rev-parse", "HEAD^1") == other
    assert heads_of(repository.sides(mine, repository.main)) == {mine}


def test_a_merge_of_three_brings_nothing(repository):
    repository("switch", "--quiet", "--create=more", repository.old)
    repository.commit("e")
    repository("switch", "--quiet", "--detach", "main")
    repository("merge", "--quiet", "--no-ff", "--message=m", "change", "more")
    merged = repository("rev-parse", "HEAD")

    assert heads_of(repository.sides(merged, repository.main)) == {merged}


def test_a_working_tree_is_its_commit_while_its_exceptions_are(repository):
    (repository.top / "module.tf").write_text("installed meanwhile")
    assert heads_of(repository.sides("", repository.main)) == {repository.merge, repository.change}

    (repository.top / REQUEST).write_text("something else")
    assert heads_of(repository.sides("", repository.main)) == set()

    repository("checkout", "--quiet", "--", REQUEST)
    (repository.top / REQUEST).with_name("more.yaml").write_text("more")
    assert heads_of(repository.sides("", repository.main)) == set()

    (repository.top / ".gitignore").write_text("more.yaml\n")
    assert heads_of(repository.sides("", repository.main)) == set()  # what is ignored is read all the same


def test_what_is_staged_is_no_commit(repository):
    index = open_index(repository.git)

    assert heads_of(Sides(index, index, None, "index", git=repository.git)) == set()


def test_outside_git_there_is_no_commit(tmp_path):
    tree = WorkingTree(str(tmp_path))

    assert heads_of(Sides(tree, tree)) == set()
