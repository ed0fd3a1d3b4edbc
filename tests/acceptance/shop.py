"""A shop's repository, with a change that opens a bucket, and those who may decide on an exception for it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import yaml
from tests.acceptance.conftest import git

from trueline.exceptions.canonical import canonical, digest
from trueline.exceptions.decisions import TYPE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REPOSITORY = "git.example.org/shop/infra"
BUCKET = 'resource "aws_s3_bucket" "site" {\n  bucket = "site"\n}\n'
OPEN = 'resource "aws_s3_bucket_acl" "site" {\n  bucket = aws_s3_bucket.site.id\n  acl    = "public-read"\n}\n'
RULE = "s3-public-acl"
IDENTIFIER = "EX-2026-abc234"
APPROVERS = ".trueline/approvers.yaml"
FOLDER = f".trueline/exceptions/{IDENTIFIER}"
NOW = datetime.now(UTC)
_KNOWN: dict[str, Any] = {}


def at(days: float) -> str:
    return (NOW + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Shop:
    """A repository with a change that opens a bucket, and those who may decide on it."""

    def __init__(self, top: Path, keys: dict[str, Path], run: Callable[..., Any]) -> None:
        self.top = top
        self.keys = keys
        self.run = run
        self.need = 1
        self.extra = ""

    def approvers(self, **people: str) -> str:
        """Return the list of approvers: by name, whatever else is said of them."""
        lines = [f"version: 1\nrepositories: [{REPOSITORY}]\npeople:"]
        for name in ("rita", "sam"):
            key = (self.keys[name].with_suffix(".pub")).read_text().strip()
            more = (self.keys["rita-2"].with_suffix(".pub")).read_text().strip() if name == "rita" else key
            said = people.get(name, "")
            lines.append(
                f"  {name}: {{roles: [manager], emails: [{name}@example.org], keys: ['{key}', '{more}']{said}}}"
            )
        lines.append(f"quorums: [{{need: {self.need}, roles: [manager]}}]\n{self.extra}")
        return "\n".join(lines)

    def base(self, files: dict[str, str] | None = None) -> None:
        """Commit what the target branch has, and begin a change."""
        self.write({"site.tf": BUCKET, ".trueline/approvers.yaml": self.approvers(), **(files or {})})
        git(self.top, "init", "--quiet", "--initial-branch=main")
        self.commit()
        git(self.top, "switch", "--quiet", "--create=change")
        self.write({"acl.tf": OPEN})
        self.commit()

    def write(self, files: dict[str, str | bytes]) -> None:
        for name, text in files.items():
            place = self.top / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(self, who: str = "dev") -> None:
        env = {"GIT_AUTHOR_NAME": who, "GIT_AUTHOR_EMAIL": f"{who}@example.org"}
        env |= {"GIT_COMMITTER_NAME": who, "GIT_COMMITTER_EMAIL": f"{who}@example.org"}
        git(self.top, "add", "--all")
        command = ["git", "commit", "--quiet", "--allow-empty", "--message=x"]
        subprocess.run(command, cwd=self.top, env={**os.environ, **env}, check=True)

    def check(self, *arguments: str) -> Any:
        """Judge the change as the installed command does, which looks for no module where it runs."""
        said = ("--base", "main", "--report", "json", *arguments)
        return self.run("check", *said, cwd=self.top, env={"PYTHONSAFEPATH": "1"})

    def finding(self, *, again: bool = False) -> dict[str, str]:
        """Return the finding as a request names it: always the same one, unless it is looked for again."""
        if again or "finding" not in _KNOWN:
            (found,) = [one for one in self.check().report["findings"] if one["rule_id"] == RULE]
            names = ("fingerprint", "subject", "unit", "environment", "context")
            _KNOWN["finding"] = {name: found[name] for name in names if found[name]}
        return dict(_KNOWN["finding"])

    def policy(self) -> str:
        """Return the digest of the rule, as a request that the command writes has it."""
        if "policy" not in _KNOWN:
            git(self.top, "config", "user.email", "dev@example.org")
            said = ("--reason", "to look at it", "--base", "main")
            self.run("exception", "request", self.finding()["fingerprint"], *said, cwd=self.top)
            (folder,) = (self.top / ".trueline/exceptions").glob("EX-*")
            _KNOWN["policy"] = yaml.safe_load((folder / "request.yaml").read_text())["policy"]
            shutil.rmtree(folder.parent)
        return str(_KNOWN["policy"])

    def at_trust(self, act: Callable[[Shop], object], who: str = "dev") -> None:
        """Do something on the target branch, then bring the change up to date with it."""
        self.finding()
        self.policy()
        git(self.top, "switch", "--quiet", "main")
        act(self)
        self.commit(who)
        git(self.top, "switch", "--quiet", "change")
        git(self.top, "rebase", "--quiet", "main")

    def request(self, finding: dict[str, str], **said: Any) -> bytes:
        """Write a request for one finding, and return its bytes."""
        scope = {"rule": RULE, "severity": "high", "findings": [finding], **said.pop("scope", {})}
        said.setdefault("policy", self.policy())
        body = {
            "version": 1, "id": IDENTIFIER, "scope": scope, "category": "waiver", "reason": "it is public on purpose",
            "requested-by": {"name": "dev", "email": "dev@example.org"}, "requested-at": at(0), "expires": at(20),
            **said,
        }  # fmt: skip
        data = json.dumps(body).encode()
        self.write({f"{FOLDER}/request.yaml": data})
        return data

    def decide(self, request: bytes, by: str = "rita", key: str = "", verb: str = "approve", **said: Any) -> str:
        """Write a decision, signed by a key where one is named, and return its path."""
        number, folder = said.pop("number", 1), said.pop("folder", FOLDER)
        payload = canonical({
            "type": TYPE, "repository": REPOSITORY, "exception": IDENTIFIER, "request": digest(request), "by": by,
            "number": number, "decision": verb, "reason": "agreed", "at": at(0), **said,
        })  # fmt: skip
        path = f"{folder}/decisions/{by}-{number}.json"
        self.write({path: payload + b"\n"})
        if key:
            self.sign(path, payload, key)
        return path

    def sign(self, path: str, payload: bytes, key: str, namespace: str = "decision@trueline.dev") -> None:
        command = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", str(self.keys[key])]
        signed = subprocess.run(command, input=payload, capture_output=True, check=True).stdout
        self.write({path + ".sig": signed})
