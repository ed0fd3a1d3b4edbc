"""A forge with one repository: branches, pull requests with their merge commits, and a runner's checkouts."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ZEROS = "0" * 40
CLOSED = 'resource "aws_s3_bucket_acl" "%s" {\n  bucket = "site"\n  acl    = "private"\n}\n'
OPEN = CLOSED.replace("private", "public-read")
WHO = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in
       (("NAME", "A Tester"), ("EMAIL", "tester@example.org"), ("DATE", "2026-01-02T03:04:05Z"))}  # fmt: skip


def environment(home: Path) -> dict[str, str]:
    """Return what a machine has before a job starts."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}


class Forge(NamedTuple):
    """The server's repository and a developer's clone of it."""

    folder: Path

    @property
    def address(self) -> str:
        """Where it is cloned from; by this protocol, depths are kept."""
        return f"file://{self.folder / 'origin.git'}"

    def git(self, *arguments: str, at: str = "developer") -> str:
        """Run Git in the developer's clone, or elsewhere below the forge's folder."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder / at,
            env=environment(self.folder) | WHO,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, (arguments, done.stderr.decode())
        return done.stdout.decode().strip()

    def start(self, files: Mapping[str, str]) -> str:
        """Make both repositories and a first commit on main."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--bare", "--initial-branch=main", "origin.git", at=".")
        self.git("init", "--quiet", "--initial-branch=main", "developer", at=".")
        self.git("remote", "add", "origin", self.address)
        return self.commit("main", files)

    def commit(self, branch: str, files: Mapping[str, str], *, start: str = "") -> str:
        """Commit files (removed where their text is empty) to a branch, push it, and return the commit's id."""
        if start:
            self.git("checkout", "--quiet", "-B", branch, start)
        else:
            self.git("checkout", "--quiet", "-B", branch)
        for name, text in files.items():
            path = self.folder / "developer" / name
            if text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            else:
                path.unlink()
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--allow-empty", "--message=change")
        self.git("push", "--quiet", "--force", "origin", f"HEAD:refs/heads/{branch}")
        return self.git("rev-parse", "HEAD")

    def request(self, number: int, branch: str, target: str = "main") -> str:
        """Open a pull request, or bring its merge commit up to date; return the merge commit's id."""
        self.git("checkout", "--quiet", "--detach", target)
        self.git("merge", "--quiet", "--no-ff", "--message=merge", branch)
        merged = self.git("rev-parse", "HEAD")
        self.git("push", "--quiet", "--force", "origin", f"HEAD:refs/pull/{number}/merge")
        self.git("push", "--quiet", "--force", "origin", f"{branch}:refs/pull/{number}/head")
        self.git("checkout", "--quiet", target)
        return merged

    def checkout(self, folder: Path, commit: str, depth: int = 1) -> Path:
        """Check out one commit as actions/checkout does: it alone, detached, with no branch."""
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main", str(folder), at=".")
        at = str(folder)
        self.git("remote", "add", "origin", self.address, at=at)
        options = [f"--depth={depth}"] if depth else []
        self.git(
            "fetch", "--quiet", "--no-tags", *options, "origin", f"+{commit}:refs/remotes/origin/checked-out", at=at
        )
        self.git("checkout", "--quiet", "--detach", commit, at=at)
        self.git("update-ref", "-d", "refs/remotes/origin/checked-out", at=at)
        return folder

    def event(self, name: str, sha: str, ref: str, payload: Mapping[str, Any]) -> dict[str, str]:
        """Return the variables of an event, whose file is written."""
        path = self.folder / "event.json"
        path.write_text(json.dumps(payload))
        return environment(self.folder) | {
            "GITHUB_EVENT_NAME": name,
            "GITHUB_EVENT_PATH": str(path),
            "GITHUB_REF": ref,
            "GITHUB_REPOSITORY": "teal-kettle/webshop",
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_SHA": sha,
        }

    def pull_request(self, number: int, sha: str, head: str, base: str, **more: Any) -> dict[str, str]:
        """Return the variables of a pull request's event. ``base`` is what the target was when it happened."""
        pull = {
            "number": number,
            "base": {"ref": "main", "sha": base, "repo": {"full_name": "teal-kettle/webshop"}},
            "head": {"ref": "feature", "sha": head, "repo": {"full_name": more.get("of", "teal-kettle/webshop")}},
        }
        name = more.get("event", "pull_request")
        ref = "refs/heads/main" if name == "pull_request_target" else f"refs/pull/{number}/merge"
        said = {"action": "synchronize", "number": number, "pull_request": pull, "sender": {"login": "pusher"}}
        return self.event(name, sha, ref, said)

    def push(self, ref: str, before: str, after: str, *, protected: bool = False) -> dict[str, str]:
        """Return the variables of a push."""
        payload = {"ref": ref, "before": before, "after": after, "repository": {"default_branch": "main"}}
        found = self.event("push", after, ref, payload)
        return found | {"GITHUB_REF_PROTECTED": "true" if protected else "false"}

    def by_hand(self, sha: str) -> dict[str, str]:
        """Return the variables of a job that somebody started for main."""
        return self.event("workflow_dispatch", sha, "refs/heads/main", {"repository": {"default_branch": "main"}})
