"""Which tags are releases, and in which order."""

from __future__ import annotations

import os
import subprocess

import pytest

from trueline.model.settings import Against
from trueline.repo.git import find_git
from trueline.run.contracts.tags import releases

WHO = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a"}


@pytest.fixture
def found(tmp_path):
    """Return a function that makes tags, each on a commit a day later than the last, and says which are releases."""

    def look(tags: str, against: Against):
        environment = {**os.environ, **WHO, "GIT_COMMITTER_EMAIL": "a@example.org"}
        for number, tag in enumerate(["", *tags.split()]):
            environment["GIT_COMMITTER_DATE"] = f"2026-01-{number + 1:02d}T00:00:00Z"
            if not tag:
                subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
            for command in (["commit", "--quiet", "--allow-empty", "-m", "x"], ["tag", tag] if tag else ["status"]):
                subprocess.run(["git", "-C", str(tmp_path), *command], check=True, env=environment, capture_output=True)
        git = find_git(str(tmp_path), os.environ)
        assert git is not None
        some, notes = releases(git, against)
        return [release.tag for release in some], [note.level for note in notes]

    return look


@pytest.mark.parametrize(
    ("tags", "against", "expected"),
    [
        pytest.param("v1.10.0 v1.9.0 v1.2.1", Against(("v*",)), "v1.2.1 v1.9.0 v1.10.0", id="by version"),
        pytest.param("b a", Against(("*",)), "b a", id="by date where there is no version"),
        pytest.param("v2.0.0-rc1 v1.0.0", Against(("v*",)), "v1.0.0", id="no candidates"),
        pytest.param("v2.0.0-rc1 v1.0.0", Against(("v*-rc*",)), "v2.0.0-rc1", id="candidates by name"),
        pytest.param("2024-02-01 2024-01-15", Against(("*",)), "2024-01-15 2024-02-01", id="days are no candidates"),
        pytest.param("shop-1.2.0 shop-1.10.0-rc1 api-1.0.0", Against(("shop-*",)), "shop-1.2.0", id="one of several"),
        pytest.param("api/v1.10.0 api/v1.9.0", Against(("api/*",)), "api/v1.9.0 api/v1.10.0", id="with a folder"),
        pytest.param(
            "v1.0.0-RELEASE v1.1.0-ga", Against(("v*",)), "v1.0.0-RELEASE v1.1.0-ga", id="finished, with a word"
        ),
        pytest.param("v1 v2 v3 v4", Against(("v*",), oldest="v2", most=2), "v3 v4", id="the newest two"),
        pytest.param("v1 v2 v3", Against(("v*",), oldest="v2"), "v2 v3", id="those still supported"),
    ],
)
def test_releases_are_tags_in_the_order_of_their_versions(found, tags, against, expected) -> None:
    assert (expected.split(), []) == found(tags, against)


def test_a_tag_of_a_tag_is_a_release(found, tmp_path) -> None:
    found("v1", Against(("v*",)))
    who = {**os.environ, **WHO, "GIT_COMMITTER_EMAIL": "a@example.org"}
    for tag, named in (("inner", "v1"), ("v2", "inner"), ("v3", "v2")):
        command = ["git", "-C", str(tmp_path), "tag", "--annotate", "--message=x", tag, named]
        subprocess.run(command, check=True, env=who, capture_output=True)

    some, _ = releases(find_git(str(tmp_path), os.environ), Against(("v*",)))
    assert [(one.tag, one.commit == some[0].commit) for one in some] == [("v1", True), ("v2", True), ("v3", True)]


def test_a_name_of_two_lines_is_one_tag(found, tmp_path) -> None:
    found("v1", Against(("v*",)))
    subprocess.run(["git", "-C", str(tmp_path), "tag", "w\u2028x"], check=True)

    assert [one.tag for one in releases(find_git(str(tmp_path), os.environ), Against(("w*",)))[0]] == ["w\u2028x"]


def test_a_tag_that_names_no_commit_is_no_release(found, tmp_path) -> None:
    found("v1", Against(("v*",)))
    blob = (
        subprocess.run(
            ["git", "-C", str(tmp_path), "hash-object", "-w", "--stdin"], input=b"x", capture_output=True, check=True
        )
        .stdout.decode()
        .strip()
    )
    subprocess.run(["git", "-C", str(tmp_path), "tag", "v9", blob], check=True)

    assert [release.tag for release in releases(find_git(str(tmp_path), os.environ), Against(("v*",)))[0]] == ["v1"]
