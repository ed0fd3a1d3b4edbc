"""Who made a change: nobody gets out of it, whatever the commits look like."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from trueline.model.policy_exception import Identity
from trueline.repo.authorship import MOST_COMMITS, authors_of
from trueline.repo.commit import co_authors, people
from trueline.repo.git import find_git

if TYPE_CHECKING:
    from pathlib import Path

    from tests.repo.conftest import Checkout

SPARED = ".trueline/exceptions"
A = Identity("A", "a@example.com")
EVE = Identity("Eve", "eve@example.com")
RITA = Identity("Rita", "rita@example.com")
BOB = Identity("Bob", "bob@example.com")


def become(checkout: Checkout, who: Identity) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        checkout.environment |= {f"GIT_{role}_NAME": who.name, f"GIT_{role}_EMAIL": who.email}


def raw(checkout: Checkout, header: bytes, message: bytes, tree: str = "HEAD^{tree}") -> str:
    """Make HEAD a commit with these very bytes; ``header`` is what comes after tree and parent."""
    there = f"tree {checkout.run('rev-parse', tree)}\nparent {checkout.run('rev-parse', 'HEAD')}\n".encode()
    made = subprocess.run(
        ["git", "-C", str(checkout.folder), "hash-object", "-t", "commit", "-w", "--literally", "--stdin"],
        input=there + header + b"\n" + message, env=checkout.environment, capture_output=True, check=True,
    ).stdout.decode().strip()  # fmt: skip
    checkout.run("update-ref", "HEAD", made)
    return made


def authors(checkout: Checkout, trust: str, head: str | None = None) -> set[Identity]:
    found = authors_of(checkout.open(), trust, checkout.run("rev-parse", "HEAD") if head is None else head, SPARED)
    assert not found.problem
    return set(found.people)


@pytest.fixture
def trust(checkout: Checkout) -> str:
    return checkout.commit(
        **{"src/a.txt": "a\n", "src/b.txt": "b\n", f"{SPARED}/E/request.yaml": "ask\n", "c.txt": "c"}
    )


def test_nothing_has_no_author(checkout: Checkout, trust: str) -> None:
    assert authors(checkout, trust) == set()


def test_authors_committers_and_co_authors(checkout: Checkout, trust: str) -> None:
    checkout.write("src/a.txt", "2")
    message = "x\n\nco-AUTHORED-by: Bob <bob@example.com>\n\nand more text after it"
    checkout.run("commit", "-qam", message, "--author=Eve <eve@example.com>")

    assert authors(checkout, trust) == {A, EVE, BOB}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"{SPARED}/E/d.yaml", set()),
        (f"{SPARED}-more/E/d.yaml", {EVE}),
        (".trueline/config.yaml", {EVE}),
        (".Trueline/exceptions/d.yaml", {EVE}),
        ("x/.trueline/exceptions/d.yaml", {EVE}),
    ],
)
def test_the_folder_of_decisions_alone_is_spared(
    checkout: Checkout, trust: str, path: str, expected: set[Identity]
) -> None:
    become(checkout, EVE)
    checkout.commit(**{path: "new"})

    assert authors(checkout, trust) == expected


@pytest.mark.parametrize("name", ["diff.renames", "diff.relative", "diff.noprefix", "log.follow"])
def test_a_move_out_of_the_folder_and_into_it(checkout: Checkout, trust: str, name: str) -> None:
    checkout.run("config", name, "true")
    become(checkout, EVE)
    checkout.run("mv", f"{SPARED}/E/request.yaml", "src/request.yaml")
    checkout.commit()
    assert authors(checkout, trust) == {EVE}

    become(checkout, BOB)
    second = checkout.run("rev-parse", "HEAD")
    checkout.run("mv", "src/b.txt", f"{SPARED}/b.txt")
    checkout.commit()
    assert authors(checkout, second) == {BOB}


def test_the_folder_as_a_link_is_no_folder(checkout: Checkout, trust: str) -> None:
    become(checkout, EVE)
    checkout.run("rm", "-rq", SPARED)
    (checkout.folder / ".trueline").mkdir()
    (checkout.folder / SPARED).symlink_to("../src")
    checkout.commit()

    assert authors(checkout, trust) == {EVE}


def test_an_empty_commit_has_an_author(checkout: Checkout, trust: str) -> None:
    become(checkout, EVE)
    checkout.commit()

    assert authors(checkout, trust) == {EVE}


def test_a_history_of_its_own(checkout: Checkout, trust: str) -> None:
    become(checkout, EVE)
    checkout.run("checkout", "-q", "--orphan", "other")
    checkout.commit()

    assert authors(checkout, trust) == {EVE}


def test_attributes_hide_no_change(checkout: Checkout, trust: str) -> None:
    become(checkout, EVE)
    checkout.write(".git/info/attributes", "* -diff\n* filter=x\n")
    checkout.run("config", "diff.ignoreSubmodules", "all")
    checkout.commit(**{"src/a.txt": "2"})

    assert authors(checkout, trust) == {EVE}


def both_sides(checkout: Checkout, **main: str) -> str:
    """Return main, which has moved on by Rita while Eve worked on a branch, which is checked out."""
    checkout.run("checkout", "-qb", "work")
    become(checkout, EVE)
    checkout.commit(**{"src/a.txt": "eve\n"})
    checkout.run("checkout", "-q", "main")
    become(checkout, RITA)
    tip = checkout.commit(**(main or {"src/b.txt": "rita\n"}))
    checkout.run("checkout", "-q", "work")
    become(checkout, BOB)
    return tip


@pytest.mark.usefixtures("trust")
def test_a_merge_that_comes_out_by_itself(checkout: Checkout) -> None:
    tip = both_sides(checkout)
    checkout.run("merge", "-q", "--no-edit", "main")

    assert authors(checkout, tip) == {EVE}


@pytest.mark.usefixtures("trust")
@pytest.mark.parametrize("strategy", ["ours", "-Xours", "-Xtheirs"])
def test_a_merge_that_somebody_decided(checkout: Checkout, strategy: str) -> None:
    tip = both_sides(checkout, **{"src/a.txt": "rita\n", "src/b.txt": "rita\n"})
    checkout.run("merge", "-q", "--no-edit", *(["-s", "ours"] if strategy == "ours" else [strategy]), "main")

    assert authors(checkout, tip) == {EVE, BOB}


@pytest.mark.usefixtures("trust")
@pytest.mark.parametrize("strategy", ["ours", "recursive"])
def test_a_merge_with_more_in_it(checkout: Checkout, strategy: str) -> None:
    tip = both_sides(checkout)
    checkout.run("merge", "-q", "--no-commit", "-s", strategy, "main")
    checkout.commit(**{"src/new.txt": "evil"})

    assert authors(checkout, tip) == {EVE, BOB}


@pytest.fixture
def both_in_one_file(checkout: Checkout) -> str:
    """Return main, which has changed another line of the file that the branch has changed."""
    lines = [f"{number}\n" for number in range(20)]
    checkout.commit(**{"src/a.txt": "".join(lines), "src/b.bin": "\0" * 20})
    tip = both_sides(checkout, **{"src/a.txt": "".join([*lines, "rita\n"])})
    become(checkout, EVE)
    checkout.commit(**{"src/a.txt": "".join(["eve\n", *lines])})
    become(checkout, BOB)
    return tip


def test_a_merge_within_a_file(checkout: Checkout, both_in_one_file: str) -> None:
    checkout.run("merge", "-q", "--no-edit", "main")
    assert authors(checkout, both_in_one_file) == {EVE}

    checkout.write("src/a.txt", (checkout.folder / "src/a.txt").read_text().replace("7", "seven"))
    checkout.run("commit", "-q", "--amend", "--no-edit", "-a")
    assert authors(checkout, both_in_one_file) == {EVE, BOB}


def test_a_merge_within_a_file_that_is_not_here(checkout: Checkout, both_in_one_file: str) -> None:
    gone = checkout.run("rev-parse", "HEAD:src/a.txt")
    checkout.run("merge", "-q", "--no-edit", "main")
    os.remove(checkout.folder / ".git/objects" / gone[:2] / gone[2:])

    assert authors(checkout, both_in_one_file) == {EVE, BOB}


@pytest.mark.usefixtures("trust")
def test_a_merge_of_a_mode_with_a_content(checkout: Checkout) -> None:
    both_sides(checkout)
    checkout.run("checkout", "-q", "main")
    become(checkout, RITA)
    checkout.run("update-index", "--chmod=+x", "src/a.txt")
    checkout.run("commit", "-q", "-m", "x")
    checkout.run("checkout", "-q", "-f", "work")
    become(checkout, BOB)
    checkout.run("merge", "-q", "--no-edit", "main")

    assert authors(checkout, "main") == {EVE}

    checkout.run("update-index", "--chmod=-x", "src/a.txt")
    checkout.run("commit", "-q", "--amend", "--no-edit")
    assert authors(checkout, "main") == {EVE, BOB}


@pytest.mark.usefixtures("trust")
def test_ours_drops_what_main_did(checkout: Checkout) -> None:
    tip = both_sides(checkout)
    checkout.run("merge", "-q", "--no-edit", "-s", "ours", "main")

    assert authors(checkout, tip) == {EVE, BOB}


@pytest.mark.usefixtures("trust")
def test_a_merge_with_another_decision_in_it(checkout: Checkout) -> None:
    tip = both_sides(checkout)
    checkout.run("merge", "-q", "--no-commit", "main")
    checkout.commit(**{f"{SPARED}/E/decision.yaml": "yes"})

    assert authors(checkout, tip) == {EVE}


@pytest.mark.usefixtures("trust")
def test_a_merge_driver_of_the_config_does_not_run(checkout: Checkout, tmp_path: Path) -> None:
    tip = both_sides(checkout, **{"src/a.txt": "rita\n"})
    checkout.run("merge", "-q", "--no-edit", "-s", "ours", "main")
    checkout.write(".git/info/attributes", "* merge=evil\n")
    checkout.run("config", "merge.evil.driver", f"touch {tmp_path}/ran")

    assert authors(checkout, tip) == {EVE, BOB}
    assert not (tmp_path / "ran").exists()


def test_a_merge_below_very_many_folders(checkout: Checkout, trust: str) -> None:
    deep = "d/" * 600
    stream(checkout, 1, f"{deep}base", trust)
    base = checkout.run("rev-parse", "main")
    stream(checkout, 1, f"{deep}one", base)
    one = checkout.run("rev-parse", "main")
    stream(checkout, 1, f"{deep}other", base)
    other = checkout.run("rev-parse", "main")
    become(checkout, EVE)
    merged = checkout.run("commit-tree", "-m", "x", "-p", one, "-p", other, f"{one}^{{tree}}")

    assert EVE in authors(checkout, base, merged)


def test_a_merge_of_three(checkout: Checkout, trust: str) -> None:
    for number, who in enumerate((EVE, RITA)):
        checkout.run("checkout", "-qb", f"side{number}", trust)
        become(checkout, who)
        checkout.commit(**{f"n{number}.txt": "n"})
    checkout.run("checkout", "-q", "main")
    become(checkout, BOB)
    checkout.commit(**{"bob.txt": "b"})
    become(checkout, A)
    checkout.run("merge", "-q", "--no-edit", "side0", "side1")

    assert authors(checkout, trust) == {EVE, RITA, BOB, A}


def test_a_mailmap_renames_nobody(checkout: Checkout, trust: str) -> None:
    checkout.run("config", "log.mailmap", "true")
    become(checkout, EVE)
    checkout.commit(**{".mailmap": "Rita <rita@example.com> <eve@example.com>\n"})

    assert authors(checkout, trust) == {EVE}


def test_a_replacement_hides_nobody(checkout: Checkout, trust: str) -> None:
    become(checkout, EVE)
    evil = checkout.commit(**{"src/a.txt": "evil"})
    checkout.run("replace", evil, trust)

    assert authors(checkout, trust, evil) == {EVE}


def test_a_graft_hides_nobody(checkout: Checkout, trust: str) -> None:
    become(checkout, EVE)
    evil = checkout.commit(**{"src/a.txt": "evil"})
    become(checkout, BOB)
    head = checkout.commit(**{"src/a.txt": "more"})
    checkout.write(".git/info/grafts", f"{head} {trust}\n")
    checkout.run("config", "advice.graftFileDeprecated", "false")
    assert evil not in checkout.run("rev-list", f"{trust}..HEAD").split()

    assert authors(checkout, trust) == {EVE, BOB}


def test_control_characters_in_a_name(checkout: Checkout, trust: str) -> None:
    header = b"author \x02Eve\x03 \x01 <eve@example.com> 1 +0000\ncommitter A <a@example.com> 1 +0000\n"
    raw(checkout, header, b"x")

    assert authors(checkout, trust) == {A, Identity("\x02Eve\x03 \x01", "eve@example.com")}


def test_every_address_of_a_header_counts(checkout: Checkout, trust: str) -> None:
    header = b"author Rita <rita@example.com> <eve@example.com> 1 +0000\ncommitter A <a@example.com>\0 <n@x> 1 +0000\n"
    raw(checkout, header, b"x")

    emails = {one.email for one in authors(checkout, trust)}
    assert emails == {"rita@example.com", "eve@example.com", "a@example.com", "n@x"}


def test_two_authors(checkout: Checkout, trust: str) -> None:
    header = b"author Rita <rita@example.com> 1 +0000\nauthor Eve <eve@example.com> 1 +0000\n"
    raw(checkout, header + b"committer A <a@example.com> 1 +0000\n", b"x")

    assert authors(checkout, trust) == {RITA, EVE, A}


@pytest.mark.parametrize(
    "header",
    [
        b"committer A <a@example.com> 1 +0000\n",
        b"author Eve eve@example.com 1 +0000\ncommitter A <a@example.com> 1 +0000\n",
        b"author Eve\nauthor Rita <rita@example.com> 1 +0000\ncommitter A <a@example.com> 1 +0000\n",
    ],
)
def test_a_header_that_names_nobody_is_a_problem(checkout: Checkout, trust: str, header: bytes) -> None:
    head = raw(checkout, header, b"x")

    found = authors_of(checkout.open(), trust, head, SPARED)
    assert "cannot be known" in found.problem


def test_a_signature_is_no_header(checkout: Checkout, trust: str) -> None:
    header = (
        b"author Eve <eve@example.com> 1 +0000\ncommitter Eve <eve@example.com> 1 +0000\nmergetag object 0\n author B\n"
    )
    raw(checkout, header, b"x")

    assert authors(checkout, trust) == {EVE}


def test_an_encoding(checkout: Checkout, trust: str) -> None:
    checkout.run("config", "i18n.logOutputEncoding", "utf-16")
    header = "author Jörg <j@example.com> 1 +0000\ncommitter A <a@example.com> 1 +0000\nencoding iso-8859-1\n"
    raw(checkout, header.encode("latin-1"), "x\n\nCo-authored-by: Zoë <z@example.com>".encode("latin-1"))

    assert authors(checkout, trust) == {A, Identity("Jörg", "j@example.com"), Identity("Zoë", "z@example.com")}


def test_an_encoding_that_hides_a_line(checkout: Checkout, trust: str) -> None:
    header = b"author A <a@example.com> 1 +0000\ncommitter A <a@example.com> 1 +0000\nencoding utf-7\n"
    raw(checkout, header, b"x\n\n+AEM-o-authored-by: Eve <eve@example.com>")

    assert authors(checkout, trust) == {A, EVE}


@pytest.mark.parametrize("encoding", ["no-such", "punycode", "hex", "idna", "a\0b", ""])
def test_an_encoding_that_is_none(checkout: Checkout, trust: str, encoding: str) -> None:
    header = b"author A\xff <a@example.com> 1 +0000\ncommitter A <a@example.com> 1 +0000\n"
    raw(checkout, header + b"encoding " + encoding.encode() + b"\n", b"x")

    assert authors(checkout, trust) == {A, Identity("A\xff", "a@example.com")}


def test_a_message_goes_on_after_nul(checkout: Checkout, trust: str) -> None:
    header = b"author A <a@example.com> 1 +0000\ncommitter A <a@example.com> 1 +0000\n"
    raw(checkout, header, b"x\0Co-authored-by: Eve <eve@example.com>")

    assert authors(checkout, trust) == {A, EVE}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Co-authored-by: Bob <bob@example.com>", [BOB]),
        ("text\nCO-AUTHORED-BY:Bob <bob@example.com>\ntext", [BOB]),
        ("x\n\n  Co-developed-by: Bob <bob@example.com>\nSigned-off-by: Eve <eve@example.com>", [BOB]),
        ("x\r\nCo-authored-by: Bob <bob@example.com>\r\n", [BOB]),
        ("x\rCoauthored-by : Bob <bob@example.com>", [BOB]),
        ("Co-authored-by: Bob\n  <bob@example.com>\n", [BOB]),
        ("Co-authored-by: Bob <bob@example.com>, Eve <eve@example.com>", [BOB, EVE]),
        ("Co-authored-by: Bob <bob@example.com>\n Co-authored-by: Eve <eve@example.com>", [BOB, EVE]),
        ("* Co-authored-by: bob@example.com", [Identity("", "bob@example.com")]),
        ("Co-authored-by: Bob", [Identity("Bob", "")]),
        ("Co-authored-by:", []),
        ("thanks to Bob <bob@example.com>", []),
    ],
)
def test_co_authors(message: str, expected: list[Identity]) -> None:
    assert list(co_authors(message)) == expected


def test_people_of_odd_text() -> None:
    assert list(people("A <<a@x>> b@y")) == [Identity("A", "a@x"), Identity("A", "b@y")]
    assert list(people("")) == []


def test_a_shallow_clone_is_a_problem(checkout: Checkout, trust: str, tmp_path: Path) -> None:
    for number in range(4):
        checkout.commit(**{"src/a.txt": str(number)})
    clone = tmp_path / "clone"
    checkout.run("clone", "-q", "--depth=2", f"file://{checkout.folder}", str(clone))
    checkout.folder = clone
    head = checkout.run("rev-parse", "HEAD")

    git = checkout.open()
    checkout.run("fetch", "-q", "--depth=1", "origin", f"{trust}:refs/heads/trust")
    found = authors_of(git, trust, head, SPARED)
    assert found.people == ()
    assert found.problem.startswith("the authors of the change cannot be known: the clone is shallow")


def test_a_shallow_clone_that_has_all_of_the_change(checkout: Checkout, trust: str, tmp_path: Path) -> None:
    checkout.commit(**{"src/a.txt": "2"})
    become(checkout, EVE)
    checkout.commit(**{"src/a.txt": "3"})
    clone = tmp_path / "clone"
    checkout.run("clone", "-q", "--depth=2", f"file://{checkout.folder}", str(clone))
    checkout.folder = clone

    assert trust not in checkout.run("rev-list", "HEAD")
    assert authors(checkout, checkout.run("rev-parse", "HEAD~1")) == {EVE}


def test_objects_that_are_not_here_are_a_problem(checkout: Checkout, trust: str) -> None:
    checkout.commit(**{"src/a.txt": "2"})
    head = checkout.commit(**{"src/a.txt": "3"})
    for name in ("HEAD^{tree}", "HEAD~1"):
        gone = checkout.run("rev-parse", name)
        os.remove(checkout.folder / ".git/objects" / gone[:2] / gone[2:])

        found = authors_of(checkout.open(), trust, head, SPARED)
        assert "cannot be known" in found.problem
    assert "cannot be known" in authors_of(checkout.open(), "0" * 40, head, SPARED).problem
    assert "cannot be known" in authors_of(checkout.open(), "no-such", head, SPARED).problem


def test_a_tree_with_a_name_twice_is_a_problem(checkout: Checkout, trust: str) -> None:
    one = checkout.run("rev-parse", "HEAD:.trueline")
    other = checkout.run("rev-parse", "HEAD:src")
    data = b"".join(b"40000 .trueline\0" + bytes.fromhex(tree) for tree in (other, one))
    tree = subprocess.run(
        ["git", "-C", str(checkout.folder), "hash-object", "-t", "tree", "-w", "--literally", "--stdin"],
        input=data, env=checkout.environment, capture_output=True, check=True,
    ).stdout.decode().strip()  # fmt: skip
    head = raw(checkout, b"author A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n", b"x", tree)

    assert "damaged" in authors_of(checkout.open(), trust, head, SPARED).problem


def stream(checkout: Checkout, number: int, path: str = "src/n", start: str = "refs/heads/main") -> None:
    """Make many commits of main after ``start``, each with another file."""
    lines = []
    for one in range(number):
        lines.append(f"commit refs/heads/main\ncommitter N{one % 7} <n@x> 1 +0000\ndata 1\nx\n")
        lines.append(f"from {start}^0\n" if one == 0 else "")
        lines.append(f"M 100644 inline {path}{one % 5}\ndata <<E\n{one}\nE\n\n")
    subprocess.run(
        ["git", "-C", str(checkout.folder), "fast-import", "--quiet", "--force"],
        input="".join(lines).encode(), env=checkout.environment, check=True,
    )  # fmt: skip


def test_many_commits(checkout: Checkout, trust: str) -> None:
    stream(checkout, 1200)

    assert authors(checkout, trust) == {Identity(f"N{one}", "n@x") for one in range(7)}


def test_too_many_commits_are_a_problem(checkout: Checkout, trust: str) -> None:
    stream(checkout, MOST_COMMITS + 1)

    assert "more than 10,000" in authors_of(checkout.open(), trust, checkout.run("rev-parse", "HEAD"), SPARED).problem


def test_uncommitted_changes_are_whoevers_clone_it_is(checkout: Checkout, trust: str) -> None:
    checkout.run("config", "user.name", "Eve")
    checkout.run("config", "user.email", "eve@example.com")
    assert authors(checkout, trust, "") == set()

    checkout.write(f"{SPARED}/E/decision.yaml", "yes")
    assert authors(checkout, trust, "") == set()

    checkout.write("src/new.txt")
    assert authors(checkout, trust, "") == {EVE}

    checkout.run("config", "author.email", "bob@example.com")
    assert authors(checkout, trust, "") == {EVE, Identity("Eve", "bob@example.com")}


def test_uncommitted_changes_with_the_size_and_the_time_of_before(checkout: Checkout, trust: str) -> None:
    checkout.run("config", "user.email", "eve@example.com")
    place = checkout.folder / "src/a.txt"
    before = place.stat()
    place.write_text("x\n")
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert authors(checkout, trust, "") == {Identity("", "eve@example.com")}


def test_sha256(checkout: Checkout, tmp_path: Path) -> None:
    checkout.folder = tmp_path / "other"
    checkout.folder.mkdir()
    checkout.run("init", "-q", "--object-format=sha256")
    trust = checkout.commit(**{"src/a.txt": "a", f"{SPARED}/r": "r"})
    become(checkout, BOB)
    checkout.commit(**{f"{SPARED}/r": "2"})
    become(checkout, EVE)
    checkout.commit(**{"src/a.txt": "2"})

    assert authors(checkout, trust) == {EVE}


def test_line_ends_of_a_checkout_make_nobody_an_author(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(tmp_path)], check=True)
    place = tmp_path / "a.txt"
    place.write_bytes(b"one\ntwo\n")
    said = ("-c", "user.name=dev", "-c", "user.email=dev@example.org")
    subprocess.run(["git", "add", "--all"], cwd=tmp_path, check=True)
    subprocess.run(["git", *said, "commit", "--quiet", "--message=x"], cwd=tmp_path, check=True)
    subprocess.run(["git", "config", "user.email", "rita@example.org"], cwd=tmp_path, check=True)
    found = find_git(str(tmp_path), os.environ)
    assert found is not None
    commit = found.resolve("HEAD")
    place.write_bytes(b"one\r\ntwo\r\n")
    checked_out = authors_of(found, commit, "", ".trueline/exceptions")
    place.write_bytes(b"one\r\nthree\r\n")
    edited = authors_of(found, commit, "", ".trueline/exceptions")

    assert (checked_out.people, [one.email for one in edited.people]) == ((), ["rita@example.org"])
