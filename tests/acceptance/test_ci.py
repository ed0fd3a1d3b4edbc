"""``trueline ci`` on a machine of a CI; tests/action has the events of GitHub, and the other CIs."""

from __future__ import annotations

import json

import pytest
from tests.acceptance.conftest import git

CLOSED = 'resource "aws_s3_bucket_acl" "site" {\n  bucket = "b"\n  acl = "private"\n}\n'
OPEN = CLOSED.replace("private", "public-read")
JENKINS = {"JENKINS_URL": "https://jenkins.example/", "CHANGE_TARGET": "main", "CHANGE_ID": "7", "CI": "true"}


@pytest.fixture
def clone(repository, tmp_path):
    """Return a clone in which a change is checked out, with ids of the target and of the change."""
    top = repository({"main.tf": CLOSED})
    git(top, "checkout", "--quiet", "-b", "feature")
    repository({"main.tf": OPEN})
    git(tmp_path, "clone", "--quiet", f"file://{top}", "clone")
    return tmp_path / "clone", git(top, "rev-parse", "main").strip(), git(top, "rev-parse", "feature").strip()


def test_what_is_there_needs_no_fetch(trueline, clone):
    folder, base, head = clone
    ran = trueline("ci", "--report=json", cwd=folder, env=JENKINS)

    assert (ran.code, ran.report["head"], ran.report["trust"]["revision"]) == (1, head, base)
    assert ran.report["summary"]["blocking"] == 1
    assert ran.err == f"trueline: change 7 into main: {head[:12]} is judged, compared with {base[:12]} of main\n"


def test_what_is_not_there_is_no_pass(trueline, clone):
    folder, _, _ = clone
    git(folder, "update-ref", "-d", "refs/remotes/origin/main")
    ran = trueline("ci", cwd=folder, env=JENKINS)

    assert (ran.code, ran.out) == (3, "")
    assert "does not have main" in ran.err
    assert "--fetch" in ran.err


def test_what_is_not_there_is_fetched_and_no_branch_moves(trueline, clone):
    folder, base, _ = clone
    git(folder, "update-ref", "-d", "refs/remotes/origin/main")
    ran = trueline("ci", "--fetch", "--report=json", cwd=folder, env=JENKINS)

    assert (ran.code, ran.report["trust"]["revision"]) == (1, base)
    assert git(folder, "for-each-ref", "--format=%(refname)").split() == [
        "refs/heads/feature", "refs/remotes/origin/HEAD", "refs/remotes/origin/feature", "refs/trueline/base",
    ]  # fmt: skip


@pytest.mark.parametrize("fetch", [[], ["--fetch"]], ids=["here", "fetched"])
@pytest.mark.parametrize("named", ["main", "origin/main", "id"])
def test_the_arguments_win_over_the_pipeline(trueline, clone, fetch, named):
    folder, base, head = clone
    if not fetch and named == "main":
        git(folder, "branch", "main", "origin/main")
    name = base if named == "id" else named
    ran = trueline("ci", *fetch, f"--base={name}", "--head", head, "--report=json", cwd=folder)

    assert (ran.code, ran.report["head"], ran.report["trust"]["revision"]) == (1, head, base)


@pytest.mark.parametrize(
    ("arguments", "env", "code", "said"),
    [
        pytest.param(["--staged"], JENKINS, 2, "for hooks", id="what is staged"),
        pytest.param(["--pushed"], JENKINS, 2, "for hooks", id="what is pushed"),
        pytest.param([], {}, 2, "cannot tell what the change is", id="no CI"),
        pytest.param([], JENKINS | {"TF_BUILD": "1"}, 2, "azure and jenkins", id="two CIs"),
        pytest.param(["--base=--exec=x"], JENKINS, 3, "not a revision", id="an option for a base"),
        pytest.param(["--fetch", "--base=a:b"], JENKINS, 3, "not a ref", id="a refspec for a base"),
        pytest.param(["--base=main~1"], JENKINS, 3, "no such revision", id="no such base"),
    ],
)
def test_what_cannot_be_is_refused(trueline, clone, arguments, env, code, said):
    ran = trueline("ci", *arguments, cwd=clone[0], env=env)

    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_outside_of_git(trueline, tree):
    ran = trueline("ci", cwd=tree({"main.tf": CLOSED}), env=JENKINS)

    assert ran.code == 3
    assert "no Git repository" in ran.err


def test_an_error_commands_no_runner(trueline, tree):
    top = tree({".trueline/config.yaml": json.dumps({"version": 1, "a ##[add-path]/x\n::error::y\u202e": 1})})
    ran = trueline("check", cwd=top)

    assert ran.code == 2
    assert [line for line in ran.err.splitlines() if "##[" in line or line.lstrip().startswith("::")] == []
    assert "\u202e" not in ran.err
    assert "add-path" in ran.err
