"""What reached a branch, step by step: the files of one folder as its first-parent history changed them.

GitPython runs Git here, as it does wherever history, branches and commits are handled.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import RepoError
from trueline.repo.git import OPTIONS
from trueline.repo.name import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.repo.git import Git

MOST_STEPS: Final = 50_000
"""Commits that are looked at; the oldest beyond are not."""

# What the user's own config would change of the output, or run to make it.
_PLAIN: Final = ("-c", "log.showSignature=false", "-c", "log.follow=false")
_ARGUMENTS: Final = (
    "--first-parent", "-m", "--raw", "-z", "-O/dev/null", "--no-renames", "--no-abbrev", "--no-color",
    "--encoding=UTF-8", "--format=%H%x00%ct%x00%an%x00%ae",
)  # fmt: skip
_HEADER: Final = 4


class Changed(NamedTuple):
    """One file that a step added, changed or took away. A mode or blob is ``""`` where the file is not."""

    path: str
    before: str
    mode: str
    after: str


class Step(NamedTuple):
    """One commit of the first-parent history: when it was made, by whom as Git has it, and what it changed."""

    commit: str
    at: datetime
    author: str
    changes: tuple[Changed, ...]


class History(NamedTuple):
    """The steps from the first to the last; ``is_cut`` says whether there are earlier ones that are not here."""

    steps: tuple[Step, ...]
    is_cut: bool = False


def read(git: Git, commit: str, folder: str, most: int = MOST_STEPS) -> History:
    """Return the steps that changed files of ``folder`` up to a commit; raise ``RepoError`` when Git cannot tell."""
    out = _log(git, f"--max-count={most + 1}", git.resolve(commit), "--", folder)
    steps = list(_steps(decode(out).split("\0")))
    kept = steps[:most]
    return History(tuple(reversed(kept)), is_cut=len(steps) > most or git.is_shallow)


def _log(git: Git, *arguments: str) -> bytes:
    try:
        from git import Git as GitCommand
        from git.exc import GitCommandNotFound
    except ImportError as error:  # GitPython looks for Git when it is imported
        raise RepoError(f"history cannot be read: {error}", hint="install Git, and see that it is on PATH") from error
    command = GitCommand(git.folder)
    command.update_environment(**_environment(git))
    try:
        code, out, said = command.execute(
            ["git", *OPTIONS, *_PLAIN, "log", *_ARGUMENTS, *arguments],
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
        )
    except GitCommandNotFound as error:
        raise RepoError("git cannot be started", hint="install Git, and see that it is on PATH") from error
    if code != 0:
        lines = str(said).strip().splitlines() or [f"exit code {code}"]
        raise RepoError(f"history cannot be read: {lines[-1].removeprefix('fatal: ')}", place=git.folder)
    return out if isinstance(out, bytes) else str(out).encode("utf-8", "surrogateescape")


def _environment(git: Git) -> Mapping[str, str]:
    """Return what Git is run with; GitPython adds it to the process's own, so the repository is named once more."""
    folder = git.run("rev-parse", "--absolute-git-dir").decode("utf-8", "surrogateescape").removesuffix("\n")
    return {**git.environment, "GIT_DIR": folder, **({"GIT_WORK_TREE": os.path.abspath(git.top)} if git.top else {})}


def _steps(tokens: list[str]) -> Iterator[Step]:
    """Yield the steps of a log: four fields of a commit, then of each file what became of it and its name."""
    at = 0
    while at + _HEADER <= len(tokens):
        commit, seconds, name, email = tokens[at : at + _HEADER]
        at += _HEADER
        changes = []
        while at + 1 < len(tokens) and tokens[at].lstrip("\n").startswith(":"):
            _, mode, before, after, _ = tokens[at].lstrip("\n").split(" ")
            changes.append(Changed(tokens[at + 1], _there(before), mode if _there(after) else "", _there(after)))
            at += 2
        yield Step(commit.lstrip("\n"), _instant(seconds), f"{name} <{email}>", tuple(changes))


def _there(blob: str) -> str:
    return blob if blob.strip("0") else ""


def _instant(seconds: str) -> datetime:
    """Return when a commit was made; a time that no calendar has is its beginning."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
