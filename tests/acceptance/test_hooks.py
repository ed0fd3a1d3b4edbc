"""The hooks of ``.pre-commit-hooks.yaml`` under pre-commit and prek: real commits and real pushes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
RUNNERS = ("pre-commit", "prek")
OPEN = 'resource "aws_s3_bucket_acl" "%s" {\n  bucket = "site"\n  acl    = "public-read"\n}\n'
CLOSED = OPEN.replace("public-read", "private")
FOUND = "s3-public-acl"


class Clone(NamedTuple):
    """A repository with both hooks installed, and a bare remote that is empty at first."""

    top: Path
    env: dict[str, str]

    def git(self, *arguments: str) -> tuple[int, str]:
        """Run Git and return its exit code and everything it said."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.top, env=self.env, capture_output=True, timeout=120, check=False
        )
        return done.returncode, (done.stdout + done.stderr).decode()

    def write(self, name: str, text: str) -> None:
        """Write a file and stage it."""
        (self.top / name).parent.mkdir(parents=True, exist_ok=True)
        (self.top / name).write_text(text)
        assert self.git("add", "--", name) == (0, "")

    def commit(self) -> tuple[int, str]:
        """Commit what is staged, through the hook."""
        return self.git("commit", "--message=change")


def hooks() -> list[dict[str, object]]:
    """Return the project's hooks as they are, but with this very Trueline instead of one that is installed for them."""
    shipped = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text())
    for hook in shipped:
        hook["language"] = "system"
        hook["entry"] = hook["entry"].replace("trueline", f"'{sys.executable}' -m trueline", 1)
    return [hook for hook in shipped if hook["id"] != "trueline-policy-test"]


def environment(tmp_path: Path) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "GIT_", "PRE_COMMIT"))}
    clean.pop("CI", None)
    names = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in
             (("NAME", "A Tester"), ("EMAIL", "tester@example.org"))}  # fmt: skip
    binaries = os.path.dirname(sys.executable)
    return clean | names | {
        "HOME": str(tmp_path),
        "PATH": f"{binaries}{os.pathsep}{clean['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "PREK_HOME": str(tmp_path / "cache"),
    }  # fmt: skip


@pytest.fixture(params=RUNNERS)
def clone(request: pytest.FixtureRequest, tmp_path: Path) -> Clone:
    """Return a repository whose hooks the runner installed."""
    top = tmp_path / "repository"
    top.mkdir()
    found = Clone(top, environment(tmp_path))
    runner = shutil.which(request.param, path=found.env["PATH"])
    assert runner is not None, f"{request.param} comes with the test extra"
    found.git("init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    found.git("init", "--quiet", "--initial-branch=main")
    found.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    found.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks()}]}))
    installed = subprocess.run(
        [runner, "install", "--hook-type=pre-commit", "--hook-type=pre-push"],
        cwd=top, env=found.env, capture_output=True, check=False,
    )  # fmt: skip
    assert installed.returncode == 0, installed.stderr
    found.write("main.tf", OPEN % "old")
    assert found.git("commit", "--quiet", "--no-verify", "--message=first")[0] == 0
    return found


def test_a_commit_is_judged(clone: Clone) -> None:
    clone.write("new.tf", OPEN % "new")
    refused = clone.commit()
    clone.write("new.tf", CLOSED % "new")
    taken = clone.commit()

    assert (refused[0], taken[0]) == (1, 0)
    assert FOUND in refused[1]
    assert "new.tf:3:12" in refused[1]
    assert "old" not in refused[1]


def test_a_partly_staged_file_is_judged_as_staged(clone: Clone) -> None:
    clone.write("new.tf", CLOSED % "new")
    (clone.top / "new.tf").write_text(OPEN % "new")
    taken = clone.commit()
    refused = clone.git("commit", "--all", "--message=rest")
    only = clone.git("commit", "--message=one file", "--", "new.tf")

    assert (taken[0], refused[0], only[0]) == (0, 1, 1)


def test_a_commit_that_only_deletes_is_judged(clone: Clone) -> None:
    clone.write(".trueline/config.yaml", "policies: [builtin, policies]\n")
    clone.write(
        "policies/keep.yaml",
        """\
policy: keep
owner: platform
rules:
  - id: bucket-without-acl
    severity: high
    scope: unit
    for: terraform/aws_s3_bucket
    require: linked("terraform/aws_s3_bucket_acl", "bucket").exists(one, true)
    message: "{address} has no ACL"
""",
    )
    clone.write("bucket.tf", 'resource "aws_s3_bucket" "b" {}\n')
    clone.write("acl.tf", 'resource "aws_s3_bucket_acl" "b" {\n  bucket = aws_s3_bucket.b.id\n}\n')
    whole = clone.commit()
    clone.git("rm", "--quiet", "acl.tf")
    refused = clone.commit()

    assert whole[0] == 0, whole[1]
    assert (refused[0], "bucket-without-acl" in refused[1]) == (1, True)


def test_a_rename_brings_nothing_new(clone: Clone) -> None:
    clone.git("mv", "main.tf", "renamed main.tf")

    assert clone.commit()[0] == 0


@pytest.mark.parametrize("name", ["a folder/new file.tf", 'quoted"name.tf', "line\nend.tf", "-v.tf", "ü.tf"])
def test_any_name_is_judged(clone: Clone, name: str) -> None:
    clone.write(name, OPEN % "new")
    code, said = clone.commit()

    assert (code, FOUND in said) == (1, True)


def test_a_push_to_an_empty_remote_is_judged_as_a_whole(clone: Clone) -> None:
    code, said = clone.git("push", "origin", "main")

    assert (code, "main.tf:3:12" in said) == (1, True)


def test_a_push_is_judged_against_what_the_remote_has(clone: Clone) -> None:
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    clone.write("new.tf", CLOSED % "new")
    clone.git("commit", "--quiet", "--no-verify", "--message=good")
    good = clone.git("push", "origin", "main")
    clone.write("new.tf", OPEN % "new")
    clone.git("commit", "--quiet", "--no-verify", "--message=bad")
    (clone.top / "new.tf").write_text(CLOSED % "new")  # what is not pushed does not count
    bad = clone.git("push", "origin", "main")
    clone.git("switch", "--quiet", "--create=branch")
    branch = clone.git("push", "origin", "branch")

    assert (good[0], bad[0], branch[0]) == (0, 1, 1), branch[1]
    assert "new.tf:3:12" in bad[1]
    assert "main.tf:3" not in bad[1] + branch[1]


def test_a_push_cannot_change_the_policies_that_judge_it(clone: Clone) -> None:
    clone.git("push", "--quiet", "--no-verify", "origin", "main")
    clone.write("new.tf", OPEN % "new")
    clone.write(".trueline/config.yaml", f"rules: {{{FOUND}: off}}\n")
    clone.git("commit", "--quiet", "--no-verify", "--message=both")
    code, said = clone.git("push", "origin", "main")

    assert (code, FOUND in said) == (1, True)


def test_deleting_a_branch_judges_nothing(clone: Clone) -> None:
    clone.git("push", "--quiet", "--no-verify", "origin", "main", "main:other")

    assert clone.git("push", "origin", "--delete", "other")[0] == 0


def test_pushed_is_for_hooks(trueline, repository) -> None:
    ran = trueline("check", "--pushed", cwd=repository({"main.tf": CLOSED % "x"}))

    assert (ran.code, "pre-push hooks" in ran.err) == (2, True)


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_runner_installs_and_runs_the_hook(runner: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(PROJECT, source, ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__"))
    top = tmp_path / "repository"
    top.mkdir()
    clone = Clone(top, environment(tmp_path))
    for folder in (source, top):
        clone._replace(top=folder).git("init", "--quiet", "--initial-branch=main")
    clone._replace(top=source).git("add", "--all")
    clone._replace(top=source).git("commit", "--quiet", "--message=source")
    clone.write("new.tf", OPEN % "new")
    program = shutil.which(runner, path=clone.env["PATH"]) or runner
    done = subprocess.run(
        [program, "try-repo", str(source), "trueline", "--all-files"],
        cwd=top, env=clone.env, capture_output=True, timeout=300, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert FOUND.encode() in done.stdout, done.stdout + done.stderr
