"""Git is found, asked for revisions, and cannot be made to run or fetch anything."""

from __future__ import annotations

import os

import pytest

from trueline.errors import RepoError
from trueline.repo.git import find_git
from trueline.repo.stored import open_index, open_revision
from trueline.repo.working import WorkingTree


def test_the_repository_is_found_from_a_folder_inside(checkout):
    checkout.commit(**{"deep/er/a.tf": ""})
    git = find_git(str(checkout.folder / "deep" / "er"), checkout.environment)

    assert os.path.realpath(checkout.folder) == git.top


def test_outside_of_a_repository_there_is_none(tmp_path, checkout):
    assert find_git(str(tmp_path), checkout.environment) is None


def test_a_folder_that_is_not_there_is_an_error(tmp_path, checkout):
    with pytest.raises(RepoError, match="no-such-folder"):
        find_git(str(tmp_path / "no-such-folder"), checkout.environment)


def test_a_bare_repository_has_revisions_and_no_working_tree(checkout, tmp_path):
    commit = checkout.commit(**{"a.tf": "a"})
    checkout.run("clone", "-q", "--bare", str(checkout.folder), str(tmp_path / "bare"))
    git = find_git(str(tmp_path / "bare"), checkout.environment)

    assert git.top == ""
    assert open_revision(git, commit).read("a.tf").data == b"a"


def test_a_sha256_repository_is_read(tmp_path, checkout):
    folder = tmp_path / "long"
    checkout.run("init", "-q", "--object-format=sha256", str(folder))
    (folder / "a.tf").write_text("a")
    checkout.run("-C", str(folder), "add", "a.tf")
    git = find_git(str(folder), checkout.environment)

    assert len(WorkingTree("", git).blob("a.tf")) == 64
    assert open_index(git).blob("a.tf") == WorkingTree("", git).blob("a.tf")


@pytest.mark.parametrize("revision", ["HEAD", "main", "tag", "v1-annotated", "HEAD~0", "@"])
def test_a_revision_is_resolved_to_its_commit(checkout, revision):
    commit = checkout.commit(**{"a.tf": ""})
    checkout.run("tag", "tag")
    checkout.run("tag", "-a", "-m", "x", "v1-annotated")

    assert commit == checkout.open().resolve(revision)
    assert commit == checkout.open().resolve(commit[:10])


@pytest.mark.parametrize(
    "revision",
    ["", "--help", "-h", "--output=/etc/passwd", "main..x", "HEAD:a.tf", "a b", "a\n", "a\0b", ":/x", "x*", "a\\b"],
)
def test_what_is_no_revision_never_reaches_git(checkout, revision):
    checkout.commit(**{"a.tf": ""})
    with pytest.raises(RepoError, match="not a revision"):
        checkout.open().resolve(revision)


@pytest.mark.parametrize("revision", ["nowhere", "f" * 40, "HEAD~9", "HEAD^{tree}"])
def test_a_revision_that_is_not_here_says_how_to_fetch_it(checkout, revision):
    checkout.commit(**{"a.tf": ""})
    with pytest.raises(RepoError, match="no such revision") as caught:
        checkout.open().resolve(revision)

    assert "git fetch origin" in caught.value.hint


def _shallow(checkout, tmp_path):
    checkout.commit(**{"a.tf": "1"})
    checkout.run("branch", "base")
    for number in range(3):
        checkout.commit(**{"a.tf": str(number)})
    folder = tmp_path / "shallow"
    checkout.run("clone", "-q", "--depth=1", checkout.folder.as_uri(), str(folder))
    return find_git(str(folder), checkout.environment)


def test_a_missing_base_in_a_shallow_clone_says_how_to_fetch_it(checkout, tmp_path):
    git = _shallow(checkout, tmp_path)
    with pytest.raises(RepoError, match="no such revision in this clone: base") as caught:
        git.resolve("base")

    assert "git fetch --depth=50 origin base" in caught.value.hint
    assert "fetch-depth: 0" in caught.value.hint


def test_nothing_of_a_hostile_config_runs(checkout, tmp_path):
    checkout.commit(**{"a.tf": "1", ".gitattributes": "* filter=evil diff=evil\n"})
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "core.sshCommand",
                "diff.evil.textconv", "diff.external", "core.pager", "alias.ls-files", "core.editor"):  # fmt: skip
        checkout.run("config", key, str(trap))
    checkout.run("config", "core.hooksPath", str(tmp_path))
    checkout.write("a.tf", "2")
    checkout.write("b.tf", "3")
    git = checkout.open()
    for tree in (WorkingTree("", git), open_index(git), open_revision(git, "HEAD")):
        for path in tree.paths():
            tree.read(path)

    assert not (tmp_path / "sprung").exists()


def test_a_config_that_moves_the_working_tree_is_refused(checkout, tmp_path):
    checkout.commit(**{"a.tf": "1"})
    checkout.run("config", "core.worktree", str(tmp_path / "elsewhere"))
    (tmp_path / "elsewhere").mkdir()
    with pytest.raises(RepoError, match="elsewhere"):
        checkout.open()


def test_a_partial_clone_fetches_nothing(checkout, tmp_path):
    checkout.commit(**{"a.tf": "1"})
    checkout.run("config", "uploadpack.allowFilter", "true")
    folder = tmp_path / "partial"
    checkout.run("clone", "-q", "--no-checkout", "--filter=blob:none", checkout.folder.as_uri(), str(folder))
    tree = open_revision(find_git(str(folder), checkout.environment), "HEAD")
    with pytest.raises(Exception, match="not in this clone") as caught:
        tree.read("a.tf")

    assert "partial" in caught.value.hint


def test_the_index_of_a_partial_commit_is_used_and_one_from_elsewhere_is_not(checkout, tmp_path):
    checkout.commit(**{"a.tf": "1"})
    inside = checkout.folder / ".git" / "next-index-1.lock"
    inside.write_bytes((checkout.folder / ".git" / "index").read_bytes())
    outside = tmp_path / "index"
    outside.write_bytes(inside.read_bytes())
    checkout.run("rm", "-q", "--cached", "a.tf")
    seen = []
    for index in (inside, outside):
        git = find_git(str(checkout.folder), {**checkout.environment, "GIT_INDEX_FILE": str(index)})
        seen.append(list(open_index(git).paths()))

    assert seen == [["a.tf"], []]


def test_variables_of_another_repository_do_not_mislead(checkout, tmp_path):
    environment = {**checkout.environment, "GIT_DIR": str(tmp_path / "other"), "GIT_WORK_TREE": "/"}
    checkout.commit(**{"a.tf": "1"})

    assert os.path.realpath(checkout.folder) == find_git(str(checkout.folder), environment).top


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_another_user_says_what_to_do(checkout):
    os.chown(checkout.folder, 65534, 65534)
    with pytest.raises(RepoError, match="belongs to another user") as caught:
        checkout.open()

    assert "safe.directory" in caught.value.hint
