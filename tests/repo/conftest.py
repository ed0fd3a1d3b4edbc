"""Real repositories in a temporary folder."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from trueline.repo.git import Git, find_git

if TYPE_CHECKING:
    from pathlib import Path


class Checkout:
    """One repository, and git as its user calls it."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@example.com",
        }
        self.run("init", "-q", "-b", "main")

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(self.folder), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def write(self, path: str, text: str = "") -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def commit(self, **files: str) -> str:
        for path, text in files.items():
            self.write(path, text)
        self.run("add", "-A")
        self.run("commit", "-q", "--allow-empty", "-m", "x")
        return self.run("rev-parse", "HEAD")

    def open(self) -> Git:
        git = find_git(str(self.folder), self.environment)
        assert git is not None
        return git


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder = tmp_path / "repo"
    folder.mkdir()
    return Checkout(folder, tmp_path)
