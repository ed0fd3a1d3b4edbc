"""Whether the gate holds: ``trueline doctor`` over repositories that are set up well and badly."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.acceptance.conftest import git

SHA = "0123456789abcdef0123456789abcdef01234567"
WORKFLOW = f"""\
name: gate
on:
  pull_request:
  merge_group:
permissions:
  contents: read
jobs:
  gate:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@{SHA}
      - uses: example/trueline@{SHA}
"""
COMMAND = WORKFLOW.replace(f"- uses: example/trueline@{SHA}", "- run: trueline check --base origin/main")
OWNERS = "* @everyone\n/.trueline/ @platform\n/.github/ @platform\n"
GOOD = {
    ".github/workflows/gate.yaml": WORKFLOW,
    ".github/CODEOWNERS": OWNERS,
    ".trueline/config.yaml": "version: 1\n",
    "main.tf": 'resource "aws_s3_bucket" "b" {}\n',
}


def said(ran: Any, state: str) -> list[tuple[str, str]]:
    return [(one["topic"], one["message"]) for one in json.loads(ran.out) if one["state"] == state]


@pytest.fixture
def examine(trueline, repository):
    """Return a function that lays files over a repository that is set up well, and asks the doctor."""

    def run(files: dict[str, str | None]):
        top = repository({name: text for name, text in {**GOOD, **files}.items() if text is not None})
        git(top, "update-ref", "refs/remotes/origin/main", "HEAD")
        return trueline("doctor", "--json", cwd=top)

    return run


def test_a_gate_that_holds(examine) -> None:
    ran = examine({})

    assert (said(ran, "mend"), ran.code) == ([], 0)
    assert {topic for topic, _ in said(ran, "unseen")} == {"workflow", "code owners"}  # what only the forge knows


@pytest.mark.parametrize(
    ("files", "topic", "words"),
    [
        pytest.param({".github/workflows/gate.yaml": None}, "pipeline", "nothing stops a change", id="no pipeline"),
        pytest.param({".github/CODEOWNERS": None}, "code owners", "no CODEOWNERS", id="no owners"),
        pytest.param({".github/CODEOWNERS": "/docs/ @writers\n"}, "code owners", "nobody owns .trueline", id="bare"),
        pytest.param(
            {".github/CODEOWNERS": OWNERS + "/.trueline/\n"}, "code owners", "nobody owns .trueline", id="taken back"
        ),
        pytest.param(
            {".github/workflows/gate.yaml": WORKFLOW.replace("  pull_request:\n  merge_group:\n", "  push:\n")},
            "workflow", "no pull request starts", id="on push alone",
        ),
        pytest.param(
            {".github/workflows/gate.yaml": WORKFLOW.replace("  pull_request:\n", "  pull_request: {paths: [x]}\n")},
            "workflow", "`paths` skips this workflow", id="path filter",
        ),
        pytest.param(
            {".github/workflows/gate.yaml": WORKFLOW.replace("runs-on", "if: github.actor != 'bot'\n    runs-on")},
            "workflow", "a skipped job counts as success", id="job with if",
        ),
        pytest.param(
            {".github/workflows/gate.yaml": WORKFLOW.replace("runs-on", "continue-on-error: true\n    runs-on")},
            "workflow", "passes though the gate fails", id="errors do not count",
        ),
        pytest.param(
            {".github/workflows/gate.yaml": WORKFLOW.replace(f"trueline@{SHA}", "trueline@v1")},
            "workflow", "example/trueline@v1 is a name that can be moved", id="a tag",
        ),
        pytest.param(
            {".github/workflows/gate.yaml": COMMAND}, "workflow", "one commit", id="shallow checkout"
        ),
        pytest.param(
            {".github/workflows/gate.yaml": COMMAND.replace("origin/main", "origin/main || true")},
            "workflow", "passes whatever", id="swallowed",
        ),
        pytest.param(
            {".github/workflows/gate.yaml": WORKFLOW + "        with: {exit-zero: true}\n"},
            "workflow", "passes whatever the gate finds", id="findings do not count",
        ),
        pytest.param(
            {".github/workflows/gate.yaml": COMMAND.replace("check --base origin/main", "ci")},
            "workflow", "one commit", id="shallow checkout in a CI",
        ),
        pytest.param(
            {".github/workflows/gate.yaml": COMMAND.replace("origin/main", "origin/main || exit 0")},
            "workflow", "passes whatever", id="swallowed by an exit",
        ),
        pytest.param(
            {".github/workflows/gate.yaml": COMMAND.replace("origin/main", "origin/main | tee out.txt")},
            "workflow", "passes whatever", id="swallowed by a pipe",
        ),
        pytest.param(
            {".github/workflows/gate.yaml": COMMAND.replace("check --base origin/main", "ci --fetch || true")},
            "workflow", "passes whatever", id="swallowed in a CI",
        ),
        pytest.param(
            {".github/workflows/gate.yaml": COMMAND.replace("check --base origin/main", "ci --fetch | tee out.txt")},
            "workflow", "passes whatever", id="swallowed by a pipe in a CI",
        ),
        pytest.param(
            {".github/workflows/gate.yaml": COMMAND.replace("origin/main", "origin/main --profile prototype")},
            "workflow", "prototype", id="prototype in the command",
        ),
        pytest.param(
            {".github/workflows/gate.yaml": COMMAND.replace("trueline check", "pip install trueline; trueline check")},
            "workflow", "newest", id="unpinned install",
        ),
        pytest.param(
            {".github/workflows/gate.yaml": WORKFLOW.replace("pull_request:", "pull_request_target:")},
            "workflow", "pull_request_target", id="target's secrets",
        ),
        pytest.param({".trueline/config.yaml": "profile: prototype\n"}, "policies", "prototype", id="prototype"),
        pytest.param({"kustomization.yaml": "resources: []\n"}, "rendering", "not judged", id="not rendered"),
        pytest.param(
            {".pre-commit-config.yaml": f"repos:\n  - repo: x\n    rev: {SHA}\n    hooks: [{{id: trueline}}]\n"},
            "hooks", "pre-commit is configured and not installed", id="hook not installed",
        ),
        pytest.param(
            {".pre-commit-config.yaml": "repos:\n  - repo: x\n    rev: main\n    hooks: [{id: trueline}]\n"},
            "hooks", "`rev: main` is a name that moves", id="hook not pinned",
        ),
    ],
)  # fmt: skip
def test_says_what_to_mend(examine, files, topic, words) -> None:
    ran = examine(files)

    assert [message for about, message in said(ran, "mend") if about == topic and words in message], ran.out
    assert ran.code == 1


@pytest.mark.parametrize(
    "workflow",
    [
        pytest.param(COMMAND.replace("check --base origin/main", "ci --fetch"), id="a command that fetches"),
        pytest.param(
            WORKFLOW + f"  comment:\n    if: always()\n    steps:\n      - uses: example/trueline/comment@{SHA}\n",
            id="a comment that may be skipped",
        ),
    ],
)
def test_has_nothing_to_say(examine, workflow) -> None:
    ran = examine({".github/workflows/gate.yaml": workflow})

    assert said(ran, "mend") == []


def test_points_at_the_characters(examine) -> None:
    ran = examine({".github/workflows/gate.yaml": WORKFLOW.replace(f"trueline@{SHA}", "trueline@v1")})
    place = next(
        one["location"] for one in json.loads(ran.out) if one["topic"] == "workflow" and one["state"] == "mend"
    )

    assert (place["path"], place["region"]["start_line"], place["region"]["start_column"]) == (
        ".github/workflows/gate.yaml", 12, 15
    )  # fmt: skip


def test_a_pipeline_of_another_forge_counts(examine) -> None:
    ran = examine({".github/workflows/gate.yaml": None, ".gitlab-ci.yml": "gate: {script: [trueline check]}\n"})

    assert ("pipeline", "the gate runs in GitLab (.gitlab-ci.yml)") in said(ran, "ok")


def test_without_git(trueline, tree) -> None:
    ran = trueline("doctor", cwd=tree({"main.tf": ""}))

    assert (ran.code, "this is no Git repository" in ran.out) == (1, True)


def test_a_shallow_clone_is_told_how_to_deepen(trueline, repository, tmp_path) -> None:
    top = repository(GOOD)
    git(top, "switch", "--quiet", "--orphan", "other")
    (top / "x").write_text("")
    git(top, "add", "x")
    git(top, "commit", "--quiet", "--message=other")
    git(top, "switch", "--quiet", "main")
    where = (f"file://{top}", str(tmp_path / "s"))
    git(top, "clone", "--quiet", "--depth=1", "--branch=other", "--no-single-branch", *where)
    ran = trueline("doctor", "--json", cwd=tmp_path / "s")

    assert any(topic == "base" for topic, _ in said(ran, "mend"))
    assert "unshallow" in ran.out


def test_a_cache_that_cannot_be_written_is_said(trueline, repository) -> None:
    ran = trueline("doctor", "--json", cwd=repository(GOOD), env={"XDG_CACHE_HOME": "", "HOME": ""})

    assert any("no cache folder" in message for _, message in said(ran, "mend"))


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("origin/main || exit 1", id="says it in its own words"),
        pytest.param("origin/main || { cat log; exit 1; }", id="does something before"),
        pytest.param("origin/main | tee out.txt\n        shell: bash", id="a pipe in bash, which fails with its first"),
    ],
)
def test_an_exit_code_that_goes_through_is_right(examine, command) -> None:
    ran = examine({".github/workflows/gate.yaml": COMMAND.replace("origin/main", command)})

    assert not [message for _, message in said(ran, "mend") if "passes whatever" in message]


@pytest.mark.parametrize(
    ("folder", "setting"),
    [
        pytest.param(".git/hooks", None, id="where Git puts them"),
        pytest.param(".githooks", ".githooks", id="where the config says"),
    ],
)
def test_a_hook_that_is_installed_is_found(trueline, repository, folder, setting) -> None:
    config = f"repos:\n  - repo: x\n    rev: {SHA}\n    hooks: [{{id: trueline}}]\n"
    top = repository({**GOOD, ".pre-commit-config.yaml": config})
    if setting:
        git(top, "config", "core.hooksPath", setting)
    (top / folder).mkdir(exist_ok=True)
    (top / folder / "pre-commit").write_text("#!/bin/sh\n")

    ran = trueline("doctor", "--json", cwd=top)

    assert ("hooks", "pre-commit is installed") in said(ran, "ok")
