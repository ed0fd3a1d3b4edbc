"""Whether CODEOWNERS gives every file an owner, as each forge reads it; in doubt it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline.exceptions.code_owners import OwnerLine, covers, forge_of
from trueline.exceptions.owner_patterns import fits
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.exceptions.code_owners import Forge

FILE = ".trueline/exceptions/E/d.yaml"


def tree(folder: Path, **files: str | bytes) -> WorkingTree:
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return WorkingTree(str(folder))


def owned(folder: Path, text: str | bytes, forge: Forge | None = None, path: str = FILE) -> bool:
    return bool(covers(tree(folder, CODEOWNERS=text), [path], forge))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("* @all", id="everything"),
        pytest.param("/.trueline/ @org/security", id="a folder"),
        pytest.param(".trueline/ @org/security", id="a folder anywhere"),
        pytest.param("/.trueline/exceptions/**/*.yaml @sec", id="below a folder"),
        pytest.param("**/exceptions/ @sec", id="below any"),
        pytest.param("*.yaml @sec", id="an ending"),
        pytest.param("/.trueline/ sec@example.org", id="an address"),
        pytest.param("/.trueline/ @sec # those\r\n# end\r\n\r\n", id="comments and CRLF"),
        pytest.param("\t/.trueline/\t@sec @other", id="tabs"),
        pytest.param("* \n/.trueline/ @sec", id="the last counts"),
        pytest.param("/.trueline/ @sec\n/src/\n/.trueline\\ x/\n*.md\n/exceptions/", id="others do not count"),
        pytest.param("/.trueline/ @sec\n[abc]*.yaml @other\n*.[ch] @c", id="odd ones with an owner"),
    ],
)
def test_owned(tmp_path: Path, text: str) -> None:
    assert owned(tmp_path, text, "github")
    if "\n[" not in text:
        assert owned(tmp_path, text)


@pytest.mark.parametrize("forge", ["github", "gitlab", None])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("# /.trueline/ @sec", id="a comment"),
        pytest.param("/src/ @sec", id="others"),
        pytest.param("* @all\n/.trueline/", id="taken away"),
        pytest.param("* @all\n/.trueline/ # @all", id="taken away, with a comment"),
        pytest.param("/.trueline/ @sec\n*.yaml", id="taken away by an ending"),
        pytest.param("/.trueline/ sec", id="no owner at all"),
        pytest.param("/.trueline/ @", id="a mark alone"),
        pytest.param("/.trueline/ @-x", id="no name of an account"),
        pytest.param("/.trueline/ sec@localhost", id="no address"),
        pytest.param("/.trueline/ <sec@example.org>", id="brackets"),
        pytest.param("/.trueline/* @sec", id="one level"),
        pytest.param("/exceptions/ @sec", id="at the root"),
        pytest.param("/.Trueline/ @sec", id="another case"),
        pytest.param("* @all\n!/.trueline/", id="an exclusion"),
        pytest.param("!/.trueline/ @all\n* @all", id="an exclusion before"),
        pytest.param("/.trueline/[a-z]*/ @sec", id="a class"),
        pytest.param("/.trueline/ @sec\n/.trueline/[a-z]*/", id="a class that may take away"),
        pytest.param("/.true** @sec", id="two stars in a name"),
        pytest.param("* @sec\n/.true**", id="two stars in a name that may take away"),
        pytest.param("* @sec\n\\.trueline/", id="an escape that may take away"),
        pytest.param("* @sec\n/.trueline/{a,exceptions}/", id="a set that may take away"),
        pytest.param("* @sec\n# x\r/.trueline/\n", id="a line behind CR"),
        pytest.param("* @sec\n# x\u2028/.trueline/\n", id="a line behind a separator"),
        pytest.param("* @sec\n/.trueline\u00a0@x\n", id="a blank that is none"),
        pytest.param("\ufeff* @sec\n", id="a byte order mark"),
        pytest.param(b"* @sec\n\xff", id="no UTF-8"),
        pytest.param(b"* @sec\n" + b"#" * 3_000_001, id="too large"),
        pytest.param("* @sec\n" + "*a" * 30, id="too many stars"),
    ],
)
def test_not_owned(tmp_path: Path, text: str | bytes, forge: Forge | None) -> None:
    found = covers(tree(tmp_path, CODEOWNERS=text), [FILE], forge)

    assert not found
    assert found.problem
    assert found.lines == ()


@pytest.mark.parametrize(
    ("text", "on_github", "on_gitlab"),
    [
        pytest.param("/.trueline @sec", True, False, id="a folder without a slash"),
        pytest.param("/.trueline/** @sec", True, False, id="two stars at the end are one in Ruby"),
        pytest.param("exceptions/E/ @sec", False, True, id="a slash within roots it on GitHub alone"),
        pytest.param("/.trueline/ @@maintainer", False, True, id="a role"),
        pytest.param("/.trueline/ @org/a/b", False, True, id="a nested group"),
        pytest.param("/.trueline/ @sec nobody", False, True, id="GitHub skips a line with an owner that is none"),
        pytest.param("* @all\n/.trueline/ @sec nobody", True, True, id="and comes to the one before"),
        pytest.param("/.trueline/ @sec\\", False, False, id="a backslash at the end is of the owner"),
        pytest.param("[Gate] @sec\n/.trueline/", False, True, id="a section's owners"),
        pytest.param("[Gate][2] @sec\n/.trueline/", False, True, id="two of them"),
        pytest.param("[The gate]\n/.trueline/ @sec", True, True, id="a line's owners in a section"),
        pytest.param("^[Gate] @sec\n/.trueline/", False, False, id="an optional section"),
        pytest.param("^[Gate] \n/.trueline/ @sec", True, False, id="a line's owners in an optional section"),
        pytest.param("[Gate][0]\n/.trueline/ @sec", True, False, id="nobody needs to agree"),
        pytest.param("[Gate]\n/.trueline/ @sec\n^[gate]\n/x @y", True, False, id="one of two names is optional"),
        pytest.param("[Gate] @sec\n/.trueline/\n[GATE]\n/x", False, False, id="one of two has no owners"),
        pytest.param("/.trueline/ @sec\n[Docs]\n*.yaml", False, True, id="a section takes nothing from another"),
        pytest.param("* @all\n[Gate\n/.trueline/ @sec", True, False, id="half a heading"),
        pytest.param("[Gate]@sec\n/.trueline/ @sec", True, False, id="a heading without a blank"),
        pytest.param("[Gate] @sec\n*\n!/.trueline/", False, False, id="an exclusion from a section"),
        pytest.param("* @all\n[Gate] @sec\n!/.trueline/", False, True, id="another section is not excluded"),
    ],
)
def test_forges_differ(tmp_path: Path, text: str, on_github: bool, on_gitlab: bool) -> None:
    got = (owned(tmp_path, text, "github"), owned(tmp_path, text, "gitlab"))

    assert got == (on_github, on_gitlab)
    assert owned(tmp_path, text) == (on_github and on_gitlab)


def test_every_path_needs_an_owner(tmp_path: Path) -> None:
    files = tree(tmp_path, CODEOWNERS="/.trueline/ @sec\n/src/ @dev\n")

    both = covers(files, [FILE, "src/a", FILE])
    assert both.lines == (
        OwnerLine("CODEOWNERS", 1, ("@sec",), "/.trueline/"),
        OwnerLine("CODEOWNERS", 2, ("@dev",), "/src/"),
    )
    assert str(both.lines[0]) == "CODEOWNERS:1 (@sec)"
    assert "docs/x" in covers(files, [FILE, "docs/x"]).problem
    assert not covers(files, [])


def test_owners_of_a_section_are_told(tmp_path: Path) -> None:
    files = tree(tmp_path, **{".gitlab/CODEOWNERS": "# x\n[Gate] @sec @@owners x\n/.trueline/\n"})

    assert covers(files, [FILE]).lines == (OwnerLine(".gitlab/CODEOWNERS", 3, ("@sec", "@@owners"), "/.trueline/"),)


GOOD, BAD = "* @sec\n", "/src/ @dev\n"


@pytest.mark.parametrize(
    ("files", "github", "gitlab", "both"),
    [
        ({}, False, False, False),
        ({".github/CODEOWNERS": GOOD}, True, False, True),
        ({".gitlab/CODEOWNERS": GOOD}, False, True, True),
        ({"docs/CODEOWNERS": GOOD}, True, True, True),
        ({"CODEOWNERS": GOOD, "docs/CODEOWNERS": BAD, ".gitlab/CODEOWNERS": BAD}, True, True, True),
        ({".github/CODEOWNERS": GOOD, "CODEOWNERS": BAD}, True, False, False),
        ({".github/CODEOWNERS": BAD, "CODEOWNERS": GOOD}, False, True, False),
        ({"codeowners": GOOD, "src/CODEOWNERS": GOOD}, False, False, False),
    ],
)
def test_the_file_that_each_forge_takes(
    tmp_path: Path,
    files: dict[str, str],
    github: bool,
    gitlab: bool,
    both: bool,
) -> None:
    reader = tree(tmp_path, **files)

    assert [bool(covers(reader, [FILE], forge)) for forge in ("github", "gitlab", None)] == [github, gitlab, both]


def test_a_file_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    reader = tree(tmp_path, **{"docs/CODEOWNERS": GOOD})
    (tmp_path / "CODEOWNERS").symlink_to("/etc/hostname")

    assert "CODEOWNERS" in covers(reader, [FILE]).problem


@pytest.mark.parametrize(
    ("pattern", "path", "github", "gitlab"),
    [
        ("*.js", "a/b.js", "yes", "yes"),
        ("*.js", "a.js/b", "maybe", "no"),
        ("docs/*", "docs/a", "yes", "yes"),
        ("docs/*", "docs/a/b", "no", "no"),
        ("docs/*", "x/docs/a", "no", "yes"),
        ("/docs/**/a", "docs/a", "yes", "yes"),
        ("/docs/**/a", "docs/x/y/a", "yes", "yes"),
        ("/docs/**/a", "docs/x/ya", "no", "no"),
        ("**/logs", "x/logs/a", "yes", "no"),
        ("/a?c", "abc", "yes", "yes"),
        ("/a?c", "a/c", "no", "no"),
        ("a\\ b", "x/a b", "yes", "yes"),
        ("/a.b", "axb", "no", "no"),
        ("/", "a", "maybe", "maybe"),
        ("/x[0-9]", "y", "no", "no"),
        ("/x[0-9]", "x1", "maybe", "maybe"),
        ("**", "a/b", "yes", "yes"),
        ("a//b", "a/b", "maybe", "maybe"),
    ],
)
def test_patterns(pattern: str, path: str, github: str, gitlab: str) -> None:
    assert (fits(pattern, path, "github"), fits(pattern, path, "gitlab")) == (github, gitlab)


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        ("github.com/a/b", "github"),
        ("GitHub.example.org/a/b", "github"),
        ("a.ghe.com/a/b", "github"),
        ("gitlab.com/a/b", "gitlab"),
        ("git.example.org/github.com/b", None),
        ("", None),
    ],
)
def test_the_forge_of_a_host(repository: str, expected: str | None) -> None:
    assert forge_of(repository) == expected
