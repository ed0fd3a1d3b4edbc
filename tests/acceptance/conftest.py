"""Runs the command as its users do: a process of its own, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.acceptance.shop import Shop


class Ran(NamedTuple):
    """What a run left."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The JSON report on standard output."""
        return json.loads(self.out)


@pytest.fixture
def trueline(tmp_path: Path) -> Callable[..., Ran]:
    """Return a function that runs ``trueline`` in the test's folder, with a home and a cache of its own."""

    def run(*arguments: str, cwd: Path = tmp_path, env: Mapping[str, str] | None = None) -> Ran:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "GIT_"))}
        clean = {key: value for key, value in clean.items() if key not in ("CI", "COLUMNS", "NO_COLOR")}
        clean |= {"HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": str(tmp_path / "home/cache"), **(env or {})}
        done = subprocess.run(
            [sys.executable, "-m", "trueline", *arguments],
            cwd=cwd,
            env=clean,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Return a function that writes files into a folder outside Git and returns the folder."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        top = tmp_path / "repository"
        for name, text in files.items():
            place = top / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text if isinstance(text, bytes) else text.encode())
        return top

    return write


@pytest.fixture
def repository(tree: Callable[[Mapping[str, str | bytes]], Path]) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Return a function that writes files into a Git repository and commits them."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        top = tree(files)
        if not (top / ".git").exists():
            git(top, "init", "--quiet", "--initial-branch=main")
        git(top, "add", "--all")
        git(top, "commit", "--quiet", "--message=files")
        return top

    return write


def git(top: Path, *arguments: str) -> str:
    """Run Git with a fixed author."""
    who = ["-c", "user.name=A Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=top, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the key files of some people."""
    folder = tmp_path_factory.mktemp("keys")
    found = {}
    for name in ("rita", "rita-2", "sam", "mallory"):
        found[name] = folder / name
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(found[name])]
        subprocess.run(command, check=True)
    return found


@pytest.fixture
def shop(tmp_path: Path, keys: dict[str, Path], trueline: Callable[..., Ran]) -> Shop:
    """Return a repository of a shop, still empty."""
    from tests.acceptance.shop import Shop

    top = tmp_path / "shop"
    top.mkdir()
    return Shop(top, keys, trueline)


@pytest.fixture
def change(
    trueline: Callable[..., Any], repository: Callable[..., Path], tree: Callable[..., Path]
) -> Callable[..., Any]:
    """Return a function that commits files on main, others on a branch, and judges that."""

    def judge(base: dict[str, str], head: dict[str, str], *arguments: str) -> Any:
        top = repository(base)
        git(top, "switch", "--quiet", "--create=change")
        tree(head)
        git(top, "add", "--all")
        git(top, "commit", "--quiet", "--message=change")
        return trueline("check", "--base", "main", "--report", "json", *arguments, cwd=top)

    return judge
