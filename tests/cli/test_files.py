"""The one writer of files: old or new, through links that are meant and through no other, and nothing left behind."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from typing import TYPE_CHECKING

import pytest

from trueline.cli import files, part
from trueline.cli.files import write_all_below, write_below, write_file
from trueline.cli.part import END, START, Folder, lock, make
from trueline.errors import ReadError, WriteError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights and links of POSIX")

SET = {"ex/EX-1/evidence.json": b"{}", "ex/EX-1/request.yaml": b"id: EX-1\n"}


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def age(path: Path, seconds: int) -> None:
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def no_link(*_given: object, **_named: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the test runs in, with room beside it."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def full(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """One call of the system that finds the disk full, ``write`` after a few bytes."""
    real = os.write

    def fail(*given: object, **_named: object) -> int:
        if request.param == "write" and len(given[1]) > 3:
            return real(given[0], given[1][:3])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, request.param, fail)
    return request.param


def test_a_file_is_made_with_its_folders_and_the_rights_of_the_users_choice(here: Path) -> None:
    former = os.umask(0o027)
    write_file("out/deep/report.json", b"{}")
    os.umask(former)

    assert (here / "out/deep/report.json").read_bytes() == b"{}"
    assert stat.S_IMODE((here / "out/deep/report.json").stat().st_mode) == 0o640
    assert names(here) == ["out", "out/deep", "out/deep/report.json"]


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
def test_a_former_file_keeps_its_rights(here: Path, mode: int) -> None:
    (here / "report.json").write_text("a former, longer text")
    (here / "report.json").chmod(mode)
    write_file("report.json", b"{}")

    assert (here / "report.json").read_bytes() == b"{}"
    assert stat.S_IMODE((here / "report.json").stat().st_mode) == mode


def test_what_replaces_a_file_is_open_to_nobody_before_it_has_its_rights(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []
    monkeypatch.setattr(part, "_liken", lambda number, _: modes.append(stat.S_IMODE(os.fstat(number).st_mode)))
    (here / "report.json").touch(mode=0o600)
    write_file("report.json", b"{}")

    assert modes == [0o600]


def test_a_name_as_long_as_names_can_be_is_written(here: Path) -> None:
    write_file("n" * 255, b"{}")

    assert names(here) == ["n" * 255]


@pytest.mark.parametrize("name", ["folder", "folder/", "new/", "file/report.json"])
def test_what_can_be_no_file_is_an_error(here: Path, name: str) -> None:
    (here / "folder").mkdir()
    (here / "file").touch()
    with pytest.raises(OSError, match=r"directory|File exists"):
        write_file(name, b"{}")

    assert names(here) == ["file", "folder"]


@pytest.mark.parametrize("before", [None, b"former"])
def test_a_link_leads_to_the_file_that_is_written(here: Path, tmp_path: Path, before: bytes | None) -> None:
    (here / "out").mkdir()
    if before:
        (here / "out/target").write_bytes(before)
    (here / "report.json").symlink_to("out/target")
    (tmp_path / "beside").symlink_to(tmp_path / "elsewhere")
    write_file("report.json", b"{}")
    write_file(str(tmp_path / "beside"), b"[]")

    assert (here / "report.json").is_symlink()
    assert (here / "out/target").read_bytes() == b"{}"
    assert (tmp_path / "elsewhere").read_bytes() == b"[]"


@pytest.mark.parametrize("target", ["../victim", "{top}/victim", ".git/hooks/pre-push", "step", "/dev/null"])
def test_a_link_that_a_change_could_have_brought_is_not_followed_out_of_the_folder(
    here: Path, tmp_path: Path, target: str
) -> None:
    (tmp_path / "victim").write_text("kept")
    (here / ".git/hooks").mkdir(parents=True)
    (here / "step").symlink_to(tmp_path / "victim")
    (here / "report.json").symlink_to(target.format(top=tmp_path))
    for add in (False, True):
        with pytest.raises(OSError, match="leads out of this folder"):
            write_file("report.json", b"{}", add=add)

    assert (tmp_path / "victim").read_text() == "kept"
    assert list((here / ".git/hooks").iterdir()) == []


@pytest.mark.parametrize("target", ["../out", "{top}/out", ".git/hooks", "step", "../nothing"])
def test_nor_is_a_folder_that_is_such_a_link(here: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "out").mkdir()
    (here / ".git/hooks").mkdir(parents=True)
    (here / "step").symlink_to(tmp_path / "out")
    (here / "reports").symlink_to(target.format(top=tmp_path))
    for name in ("reports/pre-push", "reports/deep/report.json"):
        with pytest.raises(OSError, match="leads out of this folder"):
            write_file(name, b"{}")

    assert names(tmp_path) == ["here", "here/.git", "here/.git/hooks", "here/reports", "here/step", "out"]


def test_a_folder_that_is_a_link_to_another_one_here_is_written_into(here: Path) -> None:
    (here / "out").mkdir()
    (here / "reports").symlink_to("out")
    write_file("reports/report.json", b"{}")
    write_file(".git/report.json", b"[]")

    assert (here / "out/report.json").read_bytes() == b"{}"
    assert (here / ".git/report.json").read_bytes() == b"[]"


def test_a_pipe_and_a_stream_are_written_to(here: Path) -> None:
    os.mkfifo("pipe")
    end = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_file("pipe", b"into the pipe")
    got = os.read(end, 100)
    os.close(end)
    with open("log", "ab") as log:
        log.write(b"former ")
        log.flush()
        write_file(f"/dev/fd/{log.fileno()}", b"and the report")

    assert got == b"into the pipe"
    assert stat.S_ISFIFO((here / "pipe").stat().st_mode)
    assert (here / "log").read_bytes() == b"former and the report"


def test_what_is_added_stands_behind_what_others_added_meanwhile(here: Path) -> None:
    with open("summary", "ab", buffering=0) as shell:
        shell.write(b"one\n")
        write_file("summary", b"two\n", add=True)
        shell.write(b"three\n")
    write_file("new/summary", b"first\n", add=True)

    assert (here / "summary").read_bytes() == b"one\n\ntwo\nthree\n"
    assert (here / "new/summary").read_bytes() == b"first\n"


def test_a_file_that_somebody_keeps_locked_is_added_to(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with open("summary", "ab", buffering=0) as other:
        other.write(b"one\n")
        lock(other.fileno())
        write_file("summary", b"two\n", add=True)

    assert (here / "summary").read_bytes() == b"one\n\ntwo\n"


@pytest.mark.parametrize("full", ["write", "fsync"], indirect=True)
def test_what_could_not_be_added_in_full_is_taken_back(here: Path, full: str) -> None:
    (here / "summary").write_bytes(b"former\n")
    with pytest.raises(OSError, match="No space left"):
        write_file("summary", b"of this not all fits", add=True)

    assert (here / "summary").read_bytes() == b"former\n"


@pytest.mark.parametrize("full", ["write", "fsync", "replace"], indirect=True)
def test_a_full_disk_leaves_the_former_file(here: Path, full: str) -> None:
    (here / "report.json").write_bytes(b"former")
    with pytest.raises(OSError, match="No space left"):
        write_file("report.json", b"{...}")

    assert (here / "report.json").read_bytes() == b"former"
    assert names(here) == ["report.json"]


def test_what_a_killed_run_left_is_removed_and_what_is_being_written_is_not(here: Path) -> None:
    left, young, link = (here / f"{START}{name}{END}" for name in ("left", "young", "link"))
    for path in (left, young, here / "victim", here / f"{START}notes.txt"):
        path.touch()
        age(path, 30 if path == young else 1000)
    link.symlink_to("victim")
    os.mkfifo(here / f"{START}pipe{END}")
    age(here / f"{START}pipe{END}", 1000)
    folder = Folder(str(here), os.open(here, os.O_RDONLY))
    slow = make(folder, "slow.json", b"slow")
    age(here / slow.own, 100_000)
    write_file("report.json", b"{}")
    between = names(here)
    slow.put(fresh=False)
    slow.close()
    os.close(folder.number or 0)

    kept = [young.name, link.name, f"{START}pipe{END}", f"{START}notes.txt", "victim"]

    assert between == sorted([*kept, slow.own, "report.json"])
    assert (here / "slow.json").read_bytes() == b"slow"


@pytest.mark.parametrize(("old", "stays"), [(1000, True), (100_000, False)])
def test_where_there_are_no_locks_a_part_goes_after_a_day(
    here: Path, monkeypatch: pytest.MonkeyPatch, old: int, stays: bool
) -> None:
    left = here / f"{START}left{END}"
    left.touch()
    age(left, old)
    monkeypatch.setitem(sys.modules, "fcntl", None)
    write_file("report.json", b"{}")

    assert left.exists() == stays


def test_a_file_below_is_written_with_its_folders(here: Path) -> None:
    write_below(str(here), ".trueline/exceptions/EX-1/request.yaml", b"one")
    write_below(str(here), ".trueline/exceptions/EX-1/request.yaml", b"two")

    assert (here / ".trueline/exceptions/EX-1/request.yaml").read_bytes() == b"two"
    assert len(names(here)) == 4


@pytest.mark.parametrize("path", ["", "/x", "../x", "a/../../x", "a//x", "./x", "a/", "a\\x", "C:/x", ".git/config"])
def test_a_path_that_is_not_plain_is_refused(here: Path, path: str) -> None:
    with pytest.raises((ReadError, WriteError)):
        write_below(str(here), path, b"")

    assert names(here) == []


@pytest.mark.parametrize(
    ("path", "link", "target"),
    [
        pytest.param("link/x/new.yaml", "link", "../out", id="folder"),
        pytest.param("link/new.yaml", "link", "inside", id="a folder inside"),
        pytest.param("inside/link", "inside/link", "../../out/victim", id="file"),
        pytest.param("inside/link", "inside/link", "../../out/nothing", id="dangling file"),
        pytest.param("link/new.yaml", "link", "../out/nothing", id="dangling folder"),
    ],
)
@pytest.mark.parametrize("fresh", [False, True])
def test_no_link_below_is_followed(
    here: Path, tmp_path: Path, path: str, link: str, target: str, *, fresh: bool
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/victim").write_text("kept")
    (here / "inside").mkdir()
    (here / link).symlink_to(target)
    before = names(tmp_path)
    with pytest.raises(WriteError, match=f"^{link}: is a link: nothing is written behind it") as caught:
        write_below(str(here), path, b"new", fresh=fresh)

    assert caught.value.exit_code == 3
    assert (names(tmp_path), (tmp_path / "out/victim").read_text()) == (before, "kept")


@pytest.mark.parametrize(
    ("path", "message"), [("file/x", "^file: is not a folder"), ("folder", "^folder: is not a file")]
)
def test_no_file_is_a_folder_and_no_folder_a_file(here: Path, path: str, message: str) -> None:
    (here / "file").touch()
    (here / "folder").mkdir()
    with pytest.raises(WriteError, match=message):
        write_below(str(here), path, b"")


@pytest.mark.parametrize("swapped", ["folder", "file"])
def test_a_link_that_is_put_there_meanwhile_is_not_followed(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swapped: str
) -> None:
    """The folder is gone from its place, and a link stands there, once the writer has looked at it."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out/request.yaml").write_text("kept")
    (here / "ex").mkdir()
    real = files.make

    def swap(*given: object) -> object:
        if swapped == "folder":
            (here / "ex").rename(here / "moved")
            (here / "ex").symlink_to("../out")
        else:
            (here / "ex/request.yaml").symlink_to("../../out/request.yaml")
        return real(*given)

    monkeypatch.setattr(files, "make", swap)
    write_below(str(here), "ex/request.yaml", b"new")

    assert (tmp_path / "out/request.yaml").read_text() == "kept"
    assert names(tmp_path / "out") == ["request.yaml"]
    assert (here / ("moved" if swapped == "folder" else "ex") / "request.yaml").read_bytes() == b"new"


def test_a_folder_that_becomes_a_link_while_it_is_opened_is_refused(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    (here / "ex").mkdir()
    real = os.open

    def swap(path: str, *given: int, **named: int | None) -> int:
        if path == "ex":
            (here / "ex").rmdir()
            (here / "ex").symlink_to("../out")
        return real(path, *given, **named)

    monkeypatch.setattr(os, "open", swap)
    with pytest.raises(WriteError, match=r"^ex/request\.yaml: cannot be written: "):
        write_below(str(here), "ex/request.yaml", b"new")

    assert names(tmp_path / "out") == []


def test_what_is_there_is_left_where_something_fresh_is_wanted(here: Path) -> None:
    write_below(str(here), "ex/EX-1/request.yaml", b"former")
    with pytest.raises(WriteError, match=r"^ex/EX-1/request\.yaml: the file is there already; it was left as it is"):
        write_all_below(str(here), SET, fresh=True)

    assert (here / "ex/EX-1/request.yaml").read_bytes() == b"former"
    assert names(here / "ex/EX-1") == ["request.yaml"]


@pytest.mark.parametrize("has_second_names", [True, False])
def test_what_comes_there_meanwhile_is_left_as_well(
    here: Path, monkeypatch: pytest.MonkeyPatch, has_second_names: bool
) -> None:
    real = files.make
    if not has_second_names:
        monkeypatch.setattr(os, "link", no_link)

    def interfere(folder: Folder, name: str, data: bytes) -> object:
        if name == "request.yaml":  # once the writer has looked
            (here / "ex/EX-1/request.yaml").write_bytes(b"of somebody else")
        return real(folder, name, data)

    monkeypatch.setattr(files, "make", interfere)
    with pytest.raises(WriteError, match=r"^ex/EX-1/request\.yaml: the file is there already"):
        write_all_below(str(here), SET, fresh=True)

    assert (here / "ex/EX-1/request.yaml").read_bytes() == b"of somebody else"
    assert names(here / "ex/EX-1") == ["request.yaml"]


def test_a_set_is_put_there_in_its_order_after_all_of_it_is_written(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int]] = []
    real = os.replace

    def replace(source: str, target: str, **named: int | None) -> None:
        seen.append((target, sum(path.name.endswith(END) for path in here.rglob(".*"))))
        real(source, target, **named)

    monkeypatch.setattr(os, "replace", replace)
    write_all_below(str(here), SET)

    assert seen == [("evidence.json", 2), ("request.yaml", 1)]
    assert {path: (here / path).read_bytes() for path in SET} == SET


@pytest.mark.parametrize(
    ("full", "fresh"),
    [("write", False), ("fsync", False), ("replace", False), ("write", True), ("fsync", True)],
    indirect=["full"],
)
def test_a_full_disk_leaves_nothing_of_a_set(here: Path, full: str, *, fresh: bool) -> None:
    with pytest.raises(WriteError, match="cannot be written: No space left on device"):
        write_all_below(str(here), SET, fresh=fresh)

    assert names(here) == []


@pytest.mark.parametrize("full", ["link"], indirect=True)
def test_a_file_system_without_second_names_is_written_to_and_nothing_is_replaced(here: Path, full: str) -> None:
    write_all_below(str(here), SET, fresh=True)
    with pytest.raises(WriteError, match="is there already"):
        write_all_below(str(here), SET, fresh=True)

    assert {path: (here / path).read_bytes() for path in SET} == SET
    assert len(names(here)) == 4


def test_the_last_of_a_set_that_fails_takes_the_others_back(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.replace

    def replace(source: str, target: str, **named: int | None) -> None:
        if target == "request.yaml":
            raise OSError(errno.EIO, "Input/output error")
        real(source, target, **named)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(WriteError, match=r"^ex/EX-1/request\.yaml: cannot be written: Input/output error"):
        write_all_below(str(here), SET)

    assert names(here) == []


def test_what_another_writer_has_put_there_meanwhile_is_not_taken_back(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def replace(source: str, target: str, **named: int | None) -> None:
        if target == "request.yaml":
            (here / "other").write_bytes(b"of somebody else")
            real(here / "other", here / "ex/EX-1/evidence.json")
            raise OSError(errno.EIO, "Input/output error")
        real(source, target, **named)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(WriteError, match="Input/output error"):
        write_all_below(str(here), SET)

    assert names(here) == ["ex", "ex/EX-1", "ex/EX-1/evidence.json"]
    assert (here / "ex/EX-1/evidence.json").read_bytes() == b"of somebody else"


def test_a_system_that_opens_no_folders_is_written_to_as_well(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "HAS_FOLDERS", False)
    (here / "link").symlink_to("..")
    write_file("out/report.json", b"{}")
    write_all_below(str(here), SET, fresh=True)
    write_all_below(str(here), SET)
    for refused in ("link/x", "link", "../x"):
        with pytest.raises((ReadError, WriteError)):
            write_below(str(here), refused, b"")

    assert names(here) == ["ex", "ex/EX-1", *sorted(SET), "link", "out", "out/report.json"]
