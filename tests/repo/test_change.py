"""What differs between two trees is what Git says."""

from __future__ import annotations

from trueline.repo.change import FileChange, changed
from trueline.repo.stored import open_index, open_revision
from trueline.repo.working import WorkingTree, blob_id


def _blob(text):
    return blob_id(text.encode())


def test_each_kind_of_change_is_found_on_every_head(checkout):
    checkout.commit(**{"kept": "k", "changed": "1", "gone": "g", "d/moved": "m", "twice": "t"})
    git = checkout.open()
    base = open_revision(git, "HEAD")
    for path in ("gone", "d/moved", "twice"):
        (checkout.folder / path).unlink()
    for path, text in {"changed": "2", "come": "c", "d/now": "m", "a": "t", "b": "t"}.items():
        checkout.write(path, text)
    expected = [
        FileChange("renamed", "twice", "a", _blob("t"), _blob("t")),
        FileChange("added", "", "b", "", _blob("t")),
        FileChange("modified", "changed", "changed", _blob("1"), _blob("2")),
        FileChange("added", "", "come", "", _blob("c")),
        FileChange("renamed", "d/moved", "d/now", _blob("m"), _blob("m")),
        FileChange("deleted", "gone", "", _blob("g"), ""),
    ]

    assert expected == changed(base, WorkingTree("", git))
    checkout.run("add", "-A")
    assert expected == changed(base, open_index(git))
    checkout.run("commit", "-q", "-m", "x")
    assert expected == changed(base, open_revision(git, "HEAD"))
    status = checkout.run("diff-tree", "-r", "--no-renames", "--name-only", "HEAD~1", "HEAD").splitlines()
    paths = {path for change in expected for path in (change.old_path, change.new_path) if path}
    assert set(status) == paths


def test_only_claimed_files_are_looked_at(checkout):
    checkout.commit(**{"a.tf": "1", "a.bin": "1"})
    git = checkout.open()
    checkout.write("a.tf", "2")
    checkout.write("a.bin", "2")
    found = changed(open_revision(git, "HEAD"), WorkingTree("", git), lambda path: path.endswith(".tf"))

    assert [change.new_path for change in found] == ["a.tf"]


def test_a_file_that_cannot_be_read_counts_as_modified(checkout):
    checkout.commit(**{"a.tf": "x" * 50})
    git = checkout.open()
    found = changed(open_revision(git, "HEAD"), WorkingTree("", git, largest=10))

    assert [FileChange("modified", "a.tf", "a.tf", _blob("x" * 50), "")] == found
