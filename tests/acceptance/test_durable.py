"""Files outlive what ends their writers: kills at any moment, full disks, eight at once. Old or new, never torn."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from tests.acceptance.conftest import Ran, git
from tests.acceptance.test_suppressions import PUBLIC, house

from trueline.reporters.registry import REPORTERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")
on_linux = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")

OLD = {"one/main.tf": PUBLIC % "a", "two/main.tf": PUBLIC % "b"}
BASELINE = ".trueline/baseline.json"
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, namespace: n}\n"

# Forks writers of a file, one after the other; kills each at a moment of its own, and says what it left
KILLER = """
import json, os, random, signal, sys, time
from trueline.cli.files import write_all_below, write_file

kind, kills = sys.argv[1], int(sys.argv[2])
SIZE = 1 << (12 if kind == "add" else 20)

def write(letter):
    data = letter.encode() * SIZE
    if kind == "file":
        write_file("report", data)
    elif kind == "add":
        write_file("report", data, add=True)
    else:
        write_all_below(".", {"ex/evidence": data, "ex/request": data})

def state():
    found = []
    for name in ("report", "ex/evidence", "ex/request"):
        try:
            with open(name, "rb") as file:
                data = file.read()
        except FileNotFoundError:
            continue
        found.append([len(data), "".join(sorted(set(data.decode()))), data[:1].decode()])
    return found

write("a")
random.seed(7)
seen = []
for number in range(kills):
    child = os.fork()
    if not child:
        for turn in range(10_000):
            write("bcdefgh"[turn % 7])
        os._exit(1)
    time.sleep(random.random() * 0.03)
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    seen.append([os.WTERMSIG(status), state()])
print(json.dumps(seen))
"""

# Read by Python at its start: ends the process at the nth call of a function that brings files to the disk
DEATH = """
import os, signal

function, nth, where = os.environ["DIES_AT"].split(":")
left = [int(nth)]
real = getattr(os, function)

def call(*given, **named):
    left[0] -= 1
    if left[0] or where == "after":
        got = real(*given, **named)
        if left[0]:
            return got
    elif function == "write":
        real(given[0], given[1][: len(given[1]) // 2])
    os.kill(os.getpid(), signal.SIGKILL)

setattr(os, function, call)
"""
MOMENTS = ["write:1:before", "write:1:after", "fsync:1:before", "fsync:1:after", "{put}:1:before", "{put}:1:after"]


def start(script: str, *arguments: str, cwd: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *arguments],
        cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def output(child: subprocess.Popen[bytes]) -> Any:
    out, _ = child.communicate(timeout=60)
    assert child.returncode == 0
    return json.loads(out or b"null")


def parts(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.part") if ".git" not in path.parts]


def shell(command: str, cwd: Path) -> Ran:
    done = subprocess.run(
        ["sh", "-c", command.replace("trueline", f"{sys.executable} -m trueline", 1)],
        cwd=cwd, env={**os.environ, "PYTHONSAFEPATH": "1"}, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def dying(trueline: Callable[..., Ran], tmp_path: Path) -> Callable[..., Ran]:
    """Return a function that runs ``trueline`` with its death at one moment."""
    (tmp_path / "death").mkdir()
    (tmp_path / "death/sitecustomize.py").write_text(DEATH)
    path = os.pathsep.join([str(tmp_path / "death"), *filter(None, [os.environ.get("PYTHONPATH")])])

    def run(moment: str, *arguments: str, cwd: Path) -> Ran:
        return trueline(*arguments, cwd=cwd, env={"PYTHONPATH": path, "DIES_AT": moment})

    return run


@pytest.mark.parametrize("kind", ["file", "set"])
def test_a_kill_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path, kind: str) -> None:
    seen = output(start(KILLER, kind, "80", cwd=tmp_path))
    whole = [1 << 20, 1]
    left = parts(tmp_path)
    for path in left:
        os.utime(path, (1, 1))
    output(start(KILLER, kind, "0", cwd=tmp_path))

    assert {signal.SIGKILL} == {number for number, _ in seen}
    assert {len(state) for _, state in seen} == {1 if kind == "file" else 2}
    assert [state for _, state in seen if any([size, len(letters)] != whole for size, letters, _ in state)] == []
    assert len({letters for _, state in seen for _, letters, _ in state}) > 1
    assert left
    assert parts(tmp_path) == []


def test_a_kill_leaves_what_was_there_before_something_is_added(tmp_path: Path) -> None:
    seen = output(start(KILLER, "add", "20", cwd=tmp_path))
    sizes = [size for _, ((size, _, first),) in seen if first == "a"]

    assert len(sizes) == len(seen)
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("former", ["", "former"])
def test_a_check_that_is_killed_leaves_the_old_or_the_new_report(
    trueline: Callable[..., Ran], dying: Callable[..., Ran], tree: Callable[..., Path], moment: str, former: str
) -> None:
    top = tree({"map.yaml": MAP, **({"out.json": former} if former else {})})
    moment = moment.format(put="replace")
    ran = dying(moment, "check", "--no-cache", "--report", "json=out.json", cwd=top)
    text = (top / "out.json").read_text() if (top / "out.json").exists() else ""
    left = parts(top)
    for path in left:
        os.utime(path, (1, 1))
    again = trueline("check", "--no-cache", "--report", "json=out.json", cwd=top)

    assert ran.code == -signal.SIGKILL
    assert json.loads(text)["verdict"] == "passed" if moment == "replace:1:after" else text == former
    assert len(left) == (moment != "replace:1:after")
    assert again.code == 0
    assert json.loads((top / "out.json").read_text())["verdict"] == "passed"
    assert parts(top) == []


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("command", ["create", "prune"])
def test_a_baseline_outlives_the_kill_of_its_command(
    trueline: Callable[..., Ran],
    dying: Callable[..., Ran],
    repository: Callable[..., Path],
    moment: str,
    command: str,
) -> None:
    top = repository(house(OLD))
    if command == "prune":
        assert trueline("baseline", "create", cwd=top).code == 0
        (top / "two/main.tf").unlink()
    file = top / BASELINE
    moment = moment.format(put="replace" if command == "prune" else "link")
    ran = dying(moment, "baseline", command, cwd=top)
    found = len(json.loads(file.read_text())["entries"]) if file.exists() else 0
    again = trueline("baseline", command, cwd=top)
    is_new = moment in ("replace:1:after", "link:1:after")

    assert ran.code == -signal.SIGKILL
    assert found == {"create": 2 * is_new, "prune": 2 - is_new}[command]
    assert again.code == (2 if command == "create" and is_new else 0)
    assert len(json.loads(file.read_text())["entries"]) == {"create": 2, "prune": 1}[command]


def test_the_policy_comes_after_its_tests(dying: Callable[..., Ran], tmp_path: Path) -> None:
    command = ("policy", "new", "bucket-without-owner", "--for", "terraform/aws_s3_bucket")
    ran = dying("link:1:after", *command, cwd=tmp_path)
    killed = [path.name for path in (tmp_path / "policies").rglob("*") if path.is_file() and path.suffix != ".part"]

    assert ran.code == -signal.SIGKILL
    assert len(killed) == 1
    assert not (tmp_path / "policies/bucket-without-owner.yaml").exists()


def test_of_eight_writers_of_one_file_one_wins_whole(tmp_path: Path) -> None:
    script = """
        import sys
        from trueline.cli.files import write_file
        sys.stdin.read()
        for turn in range(10):
            write_file("out/report", sys.argv[1].encode() * (1 << 20))
    """
    writers = [start(script, letter, cwd=tmp_path) for letter in "abcdefgh"]
    for one in writers:
        one.stdin.close()
        one.stdin = None
    seen = set()
    while any(one.poll() is None for one in writers):
        if (tmp_path / "out/report").exists():
            text = (tmp_path / "out/report").read_text()
            seen.add((len(text), len(set(text))))
    for one in writers:
        output(one)
    text = (tmp_path / "out/report").read_text()

    assert seen == {(1 << 20, 1)}
    assert (len(text), len(set(text))) == (1 << 20, 1)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report"]


def test_eight_that_add_to_one_file_lose_nothing(tmp_path: Path) -> None:
    script = """
        import sys
        from trueline.cli.files import write_file
        sys.stdin.read()
        for turn in range(20):
            write_file("summary", sys.argv[1].encode() * 100_000 + b"\\n", add=True)
    """
    writers = [start(script, letter, cwd=tmp_path) for letter in "abcdefgh"]
    for one in writers:
        output(one)
    lines = (tmp_path / "summary").read_text().split("\n")

    assert sorted(line for line in lines if line) == sorted(
        letter * 100_000 for letter in "abcdefgh" for _ in range(20)
    )


@pytest.mark.parametrize("shared", [False, True])
def test_eight_writers_of_sets_share_their_folders(tmp_path: Path, *, shared: bool) -> None:
    script = """
        import json, sys
        from trueline.cli.files import write_all_below
        from trueline.errors import WriteError
        sys.stdin.read()
        data = sys.argv[1].encode() * 100_000
        folder = ".trueline/exceptions/" + sys.argv[2]
        try:
            write_all_below(".", {folder + "/evidence.json": data, folder + "/request.yaml": data}, fresh=True)
            print(1)
        except WriteError as error:
            print(json.dumps(str(error)))
    """
    writers = [start(script, letter, "EX-1" if shared else f"EX-{letter}", cwd=tmp_path) for letter in "abcdefgh"]
    for one in writers:
        one.stdin.close()
        one.stdin = None
    said = [output(one) for one in writers]
    files = [path for path in (tmp_path / ".trueline/exceptions").rglob("*") if path.is_file()]
    by_folder: dict[str, set[str]] = {}
    for path in files:
        by_folder.setdefault(path.parent.name, set()).add(path.read_text())

    assert sum(one == 1 for one in said) == (1 if shared else 8)
    assert {one.partition(": ")[2] for one in said if one != 1} <= {"the file is there already; it was left as it is"}
    assert len(by_folder) == (1 if shared else 8)
    assert {len(texts) for texts in by_folder.values()} == {1}
    assert len(files) == 2 * len(by_folder)


def test_of_eight_that_create_a_baseline_one_does(
    trueline: Callable[..., Ran], repository: Callable[..., Path]
) -> None:
    top = repository(house(OLD))
    with ThreadPoolExecutor(8) as pool:
        runs = list(
            pool.map(lambda _: trueline("baseline", "create", "--config", ".trueline/config.yaml", cwd=top), range(8))
        )

    assert [run.code for run in runs].count(0) == 1
    assert {run.code for run in runs} <= {0, 2, 3}
    assert all("already" in run.err for run in runs if run.code)
    assert len(json.loads((top / BASELINE).read_text())["entries"]) == 2
    assert parts(top) == []


@pytest.mark.parametrize("name", REPORTERS)
@pytest.mark.parametrize(
    "target",
    [
        pytest.param("=/dev/full", marks=on_linux),
        pytest.param("", marks=on_linux),
        "=map.yaml/report",
        "=folder",
        "=link",
    ],
)
def test_a_report_that_cannot_be_written_is_no_pass(tree: Callable[..., Path], name: str, target: str) -> None:
    top = tree({"map.yaml": MAP, "folder/x": ""})
    (top / "link").symlink_to("../outside")
    ran = shell(f"exec trueline check --no-cache --report {name}{target} {'' if target else '>/dev/full'}", top)
    place = target[1:] or "standard output"

    assert ran.code == 3
    assert ran.err.startswith(f"trueline: {place}: the {name} report was not written: ")
    assert ran.err.count("\n") == 1
    assert not (top.parent / "outside").exists()


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_disk_that_fills_up_leaves_the_former_report(tree: Callable[..., Path], unbuffered: str) -> None:
    top = tree({"map.yaml": MAP, "out.html": "former"})
    command = f"ulimit -f 8; PYTHONUNBUFFERED={unbuffered} exec trueline check --no-cache --report html"
    ran = shell(f"{command}=out.html", top)
    printed = shell(f"{command} > printed", top)

    assert (ran.code, ran.err) == (3, "trueline: out.html: the html report was not written: File too large\n")
    assert (top / "out.html").read_text() == "former"
    assert parts(top) == []
    assert printed.code == 3
    assert printed.err == "trueline: standard output: the html report was not written: File too large\n"


def test_a_full_disk_leaves_the_former_baseline(trueline: Callable, repository: Callable[..., Path]) -> None:
    top = repository(house(OLD))
    assert trueline("baseline", "create", cwd=top).code == 0
    (top / "two/main.tf").unlink()
    before = (top / BASELINE).read_bytes()
    ran = shell("ulimit -f 0; exec trueline baseline prune", top)

    assert (ran.code, ran.err) == (3, f"trueline: {BASELINE}: cannot be written: File too large\n")
    assert (top / BASELINE).read_bytes() == before
    assert git(top, "status", "--short") == " D two/main.tf\n?? .trueline/baseline.json\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_is_read_only_is_told(trueline: Callable, repository: Callable[..., Path]) -> None:
    top = repository(house(OLD))
    (top / ".trueline").chmod(0o555)
    (top / "out").mkdir(mode=0o555)
    created = trueline("baseline", "create", cwd=top)
    checked = trueline("check", "--report", "json=out/report.json", cwd=top)
    (top / ".trueline").chmod(0o755)

    assert (created.code, checked.code) == (3, 3)
    assert f"trueline: {BASELINE}: cannot be written: Permission denied\n" in created.err
    assert "trueline: out/report.json: the json report was not written: Permission denied\n" in checked.err


@on_linux
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["policy list", "schema config", "baseline show", "explain s3-public-grant"])
def test_what_is_printed_on_a_full_disk_is_no_bug(tree: Callable[..., Path], command: str, unbuffered: str) -> None:
    ran = shell(f"PYTHONUNBUFFERED={unbuffered} exec trueline {command} > /dev/full", tree({"map.yaml": MAP}))

    assert (ran.code, ran.err) == (3, "trueline: standard output was not written: No space left on device\n")


@on_linux
def test_where_nothing_can_be_said_the_exit_code_still_is(tree: Callable[..., Path]) -> None:
    top = tree({"map.yaml": MAP})

    assert shell("exec trueline check --no-cache >/dev/full 2>&1", top).code == 3
    assert shell("exec trueline check --no-cache --report json=/dev/full 2>/dev/full", top).code == 3


def test_a_pipe_that_is_closed_keeps_no_other_report_back(tree: Callable[..., Path]) -> None:
    top = tree({"map.yaml": MAP})
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "trueline", "check", "--no-cache", "--report", "terminal", "--report", "json=out.json"],
        cwd=top, stdout=writer, stderr=subprocess.PIPE, timeout=60, check=False,
    )  # fmt: skip
    os.close(writer)

    assert done.returncode == 3
    assert done.stderr == b"trueline: standard output: the terminal report was not written: Broken pipe\n"
    assert json.loads((top / "out.json").read_text())["verdict"] == "passed"


def test_standard_output_by_its_name_is_added_to(tree: Callable[..., Path]) -> None:
    top = tree({"map.yaml": MAP})
    ran = shell(
        "{ echo before; trueline check --no-cache --report json=/dev/stdout; echo after; } >> log; test -f log", top
    )
    first, *between, last = (top / "log").read_text().splitlines()

    assert ran.code == 0
    assert (first, last) == ("before", "after")
    assert json.loads("\n".join(between))["verdict"] == "passed"


def test_a_summary_that_the_shell_holds_open_loses_nothing(tree: Callable[..., Path]) -> None:
    top = tree({"map.yaml": MAP})
    shell("{ echo before; trueline check --no-cache --report github-summary=summary; echo after; } >> summary", top)
    lines = (top / "summary").read_text().splitlines()

    assert (lines[0], lines[-1]) == ("before", "after")
    assert "Trueline: passed" in lines[2]


def test_no_command_writes_behind_a_link(trueline: Callable[..., Ran], repository: Callable[..., Path]) -> None:
    top = repository({"map.yaml": MAP})
    (top.parent / "outside").mkdir()
    (top / ".trueline").symlink_to("../outside")
    (top / "policies").symlink_to("../outside")
    runs = [
        trueline("init", cwd=top),
        trueline("baseline", "create", cwd=top),
        trueline("policy", "new", "map-without-owner", "--for", "kubernetes/ConfigMap", cwd=top),
    ]

    assert [run.code for run in runs] == [3, 3, 3]
    assert list((top.parent / "outside").iterdir()) == []


def test_a_report_keeps_the_rights_of_its_file(trueline: Callable[..., Ran], tree: Callable[..., Path]) -> None:
    top = tree({"map.yaml": MAP, "out.json": ""})
    (top / "out.json").chmod(0o640)
    trueline("check", "--no-cache", "--report", "json=out.json", cwd=top)

    assert stat.S_IMODE((top / "out.json").stat().st_mode) == 0o640
