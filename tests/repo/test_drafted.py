"""A tree with files in it that are not written yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline.errors import ReadError
from trueline.repo.drafted import DraftedTree
from trueline.repo.tree import ABSENT
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path


def drafted(tmp_path: Path) -> DraftedTree:
    (tmp_path / "kept").mkdir()
    for name, text in {"a.txt": "a", "kept/b.txt": "old"}.items():
        (tmp_path / name).write_text(text)
    return DraftedTree(WorkingTree(str(tmp_path)), {"kept/b.txt": b"new", "kept/more/c.txt": b"c"})


def test_a_draft_is_read_as_if_it_were_there(tmp_path: Path) -> None:
    tree = drafted(tmp_path)

    assert [tree.read(path).data for path in ("a.txt", "kept/b.txt", "kept/more/c.txt")] == [b"a", b"new", b"c"]
    assert [tree.exists(path) for path in ("a.txt", "kept/more/c.txt", "kept/none")] == [True, True, False]
    assert (tmp_path / "kept/b.txt").read_text() == "old"


def test_drafts_are_listed_with_the_others(tmp_path: Path) -> None:
    tree = drafted(tmp_path)

    assert tree.paths() == ["a.txt", "kept/b.txt", "kept/more/c.txt"]
    assert [tree.list(folder) for folder in ("", "kept", "kept/more")] == [
        ["a.txt", "kept/"],
        ["b.txt", "more/"],
        ["c.txt"],
    ]


def test_a_draft_has_the_blob_that_git_gives_it(tmp_path: Path) -> None:
    tree = drafted(tmp_path)

    assert tree.blob("kept/more/c.txt") == "3410062ba67c5ed59b854387a8bc0ec012479368"
    assert tree.blob("kept/none") == ABSENT


def test_what_is_no_draft_is_missing_as_ever(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        drafted(tmp_path).read("kept/none")


def test_a_link_above_a_draft_is_followed(tmp_path: Path) -> None:
    tree = drafted(tmp_path)
    (tmp_path / "kept/more").symlink_to(".", target_is_directory=True)

    assert tree.real("kept/more/c.txt") == "kept/c.txt"
