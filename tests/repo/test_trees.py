"""What all three trees promise, on the same files; then what is particular to each."""

from __future__ import annotations

import copy
import os
import socket
import threading

import pytest

from trueline.errors import ReadError
from trueline.repo.blobs import Blobs
from trueline.repo.stored import open_index, open_revision
from trueline.repo.working import WorkingTree, blob_id

FILES = {
    "main.tf": "main",
    "modules/net/main.tf": "net",
    "modules/net/files/a.txt": "a",
    "empty.tf": "",
    "größe/naïve name.tf": "ö",
    "new\nline.tf": "n",
}
LINKS = {
    "link.tf": "main.tf",
    "modules/up.tf": "../main.tf",
    "net": "modules/net",
    "chain": "net/files",
    "broken.tf": "nowhere.tf",
    "out.tf": "../secret.tf",
    "modules/far.tf": "../../secret.tf",
    "absolute.tf": "/etc/hostname",
    "circle.tf": "circle.tf",
    "git": ".git/config",
    "back.tf": "../repo/main.tf",
}

TREES = [
    pytest.param(lambda git: WorkingTree("", git, largest=1000), id="working"),
    pytest.param(lambda git: open_index(git, largest=1000), id="index"),
    pytest.param(lambda git: open_revision(git, "HEAD", largest=1000), id="revision"),
]


@pytest.fixture
def git(checkout):
    (checkout.folder.parent / "secret.tf").write_text("secret")
    for path, target in LINKS.items():
        file = checkout.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.symlink_to(target)
    checkout.commit(**FILES, **{"large.tf": "x" * 1001})
    return checkout.open()


@pytest.mark.parametrize("make", TREES)
def test_a_pointer_to_git_lfs_is_not_the_file(checkout, make):
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n"
    checkout.commit(**{"app.yaml": pointer})
    tree = make(checkout.open())

    with pytest.raises(ReadError, match="the content is in Git LFS"):
        tree.read("app.yaml")

    assert (tree.exists("app.yaml"), tree.blob("app.yaml")) == (True, blob_id(pointer.encode(), "sha1"))


@pytest.mark.parametrize("make", TREES)
def test_paths_are_sorted_and_whole(git, make):
    assert sorted([*FILES, *LINKS, "large.tf"]) == list(make(git).paths())


@pytest.mark.parametrize("make", TREES)
@pytest.mark.parametrize("path", FILES)
def test_a_file_is_read_with_its_blob_id(git, make, path):
    source = make(git).read(path)

    assert (path, FILES[path].encode(), "", blob_id(FILES[path].encode())) == source
    assert make(git).blob(path) == source.blob
    assert make(git).exists(path)


@pytest.mark.parametrize("make", TREES)
@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("link.tf", b"main"),
        ("modules/up.tf", b"main"),
        ("net/main.tf", b"net"),
        ("net/files/a.txt", b"a"),
        ("chain/a.txt", b"a"),
    ],
)
def test_a_link_inside_the_tree_is_followed(git, make, path, text):
    tree = make(git)

    assert text == tree.read(path).data
    assert tree.exists(path)
    assert blob_id(text) == tree.blob(path)


@pytest.mark.parametrize("make", TREES)
@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("out.tf", "symbolic link leaves the repository"),
        ("modules/far.tf", "symbolic link leaves the repository"),
        ("absolute.tf", "symbolic link leaves the repository"),
        ("back.tf", "symbolic link leaves the repository"),
        ("circle.tf", "circle"),
        ("git", "Git's own folder"),
        ("broken.tf", "no such file"),
        ("nowhere/x.tf", "no such file"),
        ("main.tf/x.tf", "no such file"),
        ("large.tf", "has 1,001 bytes, the limit is 1,000"),
        ("/etc/passwd", "absolute"),
        ("C:/x", "absolute"),
        ("../secret.tf", "leaves the repository"),
        ("modules/../../secret.tf", "leaves the repository"),
        ("modules/..", "leaves the repository"),
        ("modules\\net\\main.tf", "written with /"),
        ("a\0b", "NUL"),
        ("./main.tf", "not plain"),
        ("modules//net/main.tf", "not plain"),
        ("", "not plain"),
        (".git/config", "Git's own folder"),
        ("modules/.GIT/config", "Git's own folder"),
        ("lone\ud800.tf", "no file can have this name|no such file"),
    ],
)
def test_what_may_not_be_read_says_why(git, make, path, message):
    tree = make(git)
    with pytest.raises(ReadError, match=message) as caught:
        tree.read(path)

    assert "secret" not in str(caught.value).replace("secret.tf", "")
    assert tree.exists(path) is (path == "large.tf")
    assert tree.blob(path) in ("", "absent", blob_id(b"x" * 1001))
    caught.value.place.encode("utf-8")


@pytest.mark.parametrize("make", TREES)
def test_a_missing_file_is_absent_and_so_is_a_folder(git, make):
    tree = make(git)

    assert [tree.blob(path) for path in ("nowhere.tf", "modules", "broken.tf")] == ["absent", "absent", "absent"]
    assert not tree.exists("modules")


@pytest.mark.parametrize("make", TREES)
@pytest.mark.parametrize(
    ("folder", "names"),
    [
        ("modules", ("far.tf", "net/", "up.tf")),
        ("modules/", ("far.tf", "net/", "up.tf")),
        ("modules/net", ("files/", "main.tf")),
        ("net", ("files/", "main.tf")),
        ("chain", ("a.txt",)),
        ("nowhere", ()),
        ("main.tf", ()),
        ("..", ()),
        ("/etc", ()),
        (".git", ()),
    ],
)
def test_a_folder_is_listed(git, make, folder, names):
    assert list(names) == list(make(git).list(folder))


@pytest.mark.parametrize("make", TREES)
def test_the_root_is_listed_with_links_to_folders_as_folders(git, make):
    names = make(git).list("")

    assert sorted(names) == list(names)
    assert {"chain/", "net/", "modules/", "main.tf", "out.tf", "git"} <= set(names)
    assert not {".git", ".git/"} & set(names)


@pytest.mark.parametrize("make", TREES)
def test_a_name_that_is_no_utf8_is_read_and_can_be_printed(git, checkout, make):
    try:
        with open(os.fsencode(checkout.folder) + b"/caf\xe9.tf", "wb") as file:
            file.write(b"cafe")
    except OSError:
        pytest.skip("this file system wants UTF-8")
    checkout.commit()
    tree = make(git)
    name = next(path for path in tree.paths() if path.startswith("caf"))

    assert tree.read(name).data == b"cafe"
    assert name in tree.list("")


@pytest.mark.parametrize("make", TREES)
def test_submodules_are_skipped_and_named(git, checkout, make):
    checkout.run("clone", "-q", str(checkout.folder), str(checkout.folder / "sub"))
    checkout.commit()
    tree = make(git)

    assert tree.skipped() == {"sub": "a submodule"}
    assert not [path for path in tree.paths() if path.startswith("sub")]
    assert "sub/" in tree.list("")


@pytest.mark.parametrize("make", TREES)
def test_a_copy_for_another_process_reads_the_same(git, make):
    tree = make(git)
    tree.read("main.tf")

    assert copy.copy(tree).read("modules/net/main.tf").data == b"net"
    assert tree.read("main.tf").data == b"main"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("make", TREES)
def test_forked_processes_do_not_take_each_others_answers(git, make):
    tree = make(git)
    tree.read("main.tf")
    child = os.fork()
    if child == 0:
        try:
            fine = all(tree.read("modules/net/main.tf").data == b"net" for _ in range(200))
        finally:
            os._exit(0 if fine else 1)
    answers = {tree.read("main.tf").data for _ in range(200)}
    _, status = os.waitpid(child, 0)

    assert ({b"main"}, 0) == (answers, status)


@pytest.mark.parametrize("make", TREES[1:])
def test_after_a_blob_above_the_limit_others_are_read(git, make):
    tree = make(git)
    with pytest.raises(ReadError):
        tree.read("large.tf")

    assert tree.read("main.tf").data == b"main"


@pytest.mark.parametrize("make", TREES)
def test_the_limit_can_be_set_once_the_settings_are_read(git, make):
    tree = make(git)
    tree.largest = 2000

    assert len(tree.read("large.tf").data) == 1001


def test_the_trees_see_each_its_own_state(git, checkout):
    checkout.write("main.tf", "staged")
    checkout.run("add", "main.tf")
    checkout.write("main.tf", "unstaged")
    seen = [make.values[0](git).read("main.tf").data for make in TREES]

    assert seen == [b"unstaged", b"staged", b"main"]


def test_a_revision_has_the_name_it_is_given(git):
    tree = open_revision(git, "HEAD", name="base")

    assert (tree.revision, tree.read("main.tf").revision) == ("base", "base")


def test_the_working_tree_lists_what_git_would_commit(git, checkout):
    checkout.write(".gitignore", "*.log\n.terraform/\n")
    checkout.write("a.log")
    checkout.write("untracked.tf")
    checkout.write(".terraform/modules/net/main.tf", "module")
    (checkout.folder / "empty.tf").unlink()
    tree = WorkingTree("", git)
    paths = set(tree.paths())

    assert {".gitignore", "untracked.tf", "main.tf"} <= paths
    assert not {"a.log", "empty.tf", ".terraform/modules/net/main.tf"} & paths
    assert tree.read(".terraform/modules/net/main.tf").data == b"module"
    assert tree.exists(".terraform/modules/net/main.tf")
    assert list(tree.list(".terraform/modules/net")) == ["main.tf"]


def test_a_tracked_folder_replaced_by_a_link_out_is_not_read(git, checkout, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "main.tf").write_text("outside")
    (checkout.folder / "modules").rename(checkout.folder / "old")
    (checkout.folder / "modules").symlink_to(outside)
    tree = WorkingTree("", git)
    with pytest.raises(ReadError, match="leaves the repository"):
        tree.read("modules/main.tf")

    assert tree.blob("modules/main.tf") == ""
    assert not tree.exists("modules/main.tf")
    assert list(tree.list("modules")) == []


def test_a_nested_repository_is_skipped_and_named(git, checkout):
    checkout.run("init", "-q", str(checkout.folder / "nested"))
    checkout.write("nested/a.tf")
    checkout.run("-C", str(checkout.folder / "nested"), "add", "a.tf")

    assert WorkingTree("", git).skipped() == {"nested": "a repository of its own"}


def test_a_conflicted_file_of_the_index_is_there_and_cannot_be_read(git, checkout):
    checkout.run("checkout", "-q", "-b", "topic")
    checkout.commit(**{"main.tf": "topic"})
    checkout.run("checkout", "-q", "main")
    checkout.commit(**{"main.tf": "ours"})
    with pytest.raises(Exception, match="merge"):
        checkout.run("merge", "topic")
    tree = open_index(git)
    with pytest.raises(ReadError, match="merge conflict"):
        tree.read("main.tf")

    assert tree.paths().count("main.tf") == 1
    assert tree.blob("main.tf") == ""
    assert WorkingTree("", git).paths().count("main.tf") == 1


def test_what_is_no_file_is_never_opened(git, checkout):
    os.mkfifo(checkout.folder / "fifo.tf")
    waiting = threading.Thread(target=lambda: WorkingTree("", git).blob("fifo.tf"), daemon=True)
    waiting.start()
    waiting.join(5)

    assert not waiting.is_alive()
    with pytest.raises(ReadError, match="is a FIFO, not a file"):
        WorkingTree("", git).read("fifo.tf")


def test_a_socket_is_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.tf")
        with pytest.raises(ReadError, match="is a socket, not a file"):
            WorkingTree(str(tmp_path)).read("s.tf")


def test_a_sparse_gigabyte_is_refused_by_its_size(tmp_path):
    with open(tmp_path / "big.tf", "wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(ReadError, match=r"has 1,073,741,824 bytes, the limit is 5,000,000"):
        WorkingTree(str(tmp_path)).read("big.tf")


def test_a_file_is_the_same_for_all_who_read_it_during_a_run(tmp_path):
    (tmp_path / "a.tf").write_text("1")
    tree = WorkingTree(str(tmp_path))
    first = tree.read("a.tf")
    (tmp_path / "a.tf").write_text("2")

    assert first == tree.read("a.tf")


def test_a_file_that_changes_after_it_was_compared_is_not_read(tmp_path):
    (tmp_path / "a.tf").write_text("1")
    tree = WorkingTree(str(tmp_path))
    tree.blob("a.tf")
    (tmp_path / "a.tf").write_text("2")
    with pytest.raises(ReadError, match="changed while"):
        tree.read("a.tf")


def test_a_file_too_large_to_keep_is_not_read_twice_when_it_changes(tmp_path, monkeypatch):
    monkeypatch.setattr("trueline.repo.working.MOST_KEPT", 10)
    (tmp_path / "a.tf").write_text("1" * 11)
    tree = WorkingTree(str(tmp_path))
    tree.read("a.tf")
    (tmp_path / "a.tf").write_text("2")
    with pytest.raises(ReadError, match="changed while"):
        tree.read("a.tf")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_says_so(tmp_path):
    (tmp_path / "a.tf").touch(mode=0)
    with pytest.raises(ReadError, match="Permission denied"):
        WorkingTree(str(tmp_path)).read("a.tf")


def test_outside_of_git_a_folder_is_walked_without_caches(tmp_path):
    for path in ("b/a.tf", "a.tf", ".git/config", ".terraform/x.tf", "node_modules/x.json", ".github/workflows/ci.yml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)
    (tmp_path / "loop").symlink_to(".")
    tree = WorkingTree(str(tmp_path))

    assert list(tree.paths()) == [".github/workflows/ci.yml", "a.tf", "b/a.tf", "loop"]
    assert tree.read("b/a.tf").data == b"b/a.tf"


def test_a_sparse_checkout_has_only_what_is_on_disk(git, checkout):
    checkout.run("sparse-checkout", "set", "--no-cone", "/main.tf")

    tree = WorkingTree("", git)
    assert list(tree.paths()) == ["main.tf"]
    assert tree.skipped()["modules/net"] == "not checked out in full (a sparse checkout)"
    assert "modules/net/main.tf" in open_index(git).paths()


def test_trees_of_one_repository_read_what_they_share_once(git):
    blobs = Blobs(git, 1_000)
    head = open_revision(git, "HEAD", blobs=blobs)
    index = open_index(git, blobs=blobs)

    assert head.read("main.tf").data is index.read("main.tf").data
    blobs.largest = 0
    with pytest.raises(ReadError):
        index.read("main.tf")
