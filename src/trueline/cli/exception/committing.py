"""``--commit`` and ``--branch``: what a command wrote, and nothing else, as a commit of the user's.

It is made by ``git commit`` through GitPython, as the user would make it by hand: hooks run, and it is signed where the
user's config says so. What is staged or changed beside it stays as it is.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.cli.exception.store import write_files
from trueline.cli.output import say
from trueline.errors import RepoError, UsageError
from trueline.exceptions.files import FOLDER
from trueline.reporters.text import one_line, visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from git import Git as GitCommand

    from trueline.repo.git import Git

ATTRIBUTES: Final = f"{FOLDER}/.gitattributes"
AS_THEY_ARE: Final = b"* -text\n"
"""Digests and signatures are of bytes: Git changes no line ends in the folder."""

FAILED: Final = 1
MOST_LINES: Final = 20
"""Lines of what Git and hooks say that are said again."""

_UNDER_WAY: Final = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply", "BISECT_LOG")


class Message(NamedTuple):
    """What a commit says: its first line, and why; ``wrote`` is what the command says of the files."""

    wrote: str
    subject: str
    body: str = ""

    def __str__(self) -> str:
        """Return it as Git takes it; no text in it makes a line of its own."""
        return one_line(self.subject) + (f"\n\n{one_line(self.body)}" if self.body else "")


def add_commit_options(command: argparse.ArgumentParser) -> None:
    """Add the arguments that say where the files go."""
    command.add_argument("--commit", action="store_true", help="commit what is written, and nothing else")
    command.add_argument("--branch", metavar="NAME", help="commit it on a new branch, which begins here")


def see_that_it_can(arguments: argparse.Namespace, git: Git) -> None:
    """Raise ``UsageError`` where a commit, or a new branch, cannot be made; nothing is written before."""
    if not (arguments.commit or arguments.branch):
        return
    command = _command(git)
    state = [name for name in _UNDER_WAY if _is_under_way(command, git, name)]
    if state:
        raise UsageError(
            f"a merge, rebase or the like is under way ({state[0]}), and Git commits no single files in it",
            hint="end it, or go on without --commit",
        )
    if arguments.branch is None:
        return
    name = arguments.branch
    if name.startswith("-") or git.attempt("check-ref-format", f"refs/heads/{name}").code != 0:
        raise UsageError("no branch can be called that", place=name)
    if git.attempt("show-ref", "--verify", "--quiet", f"refs/heads/{name}").code == 0:
        raise UsageError(
            "there is a branch of that name already", place=name, hint="--commit, after `git switch` to it"
        )


def keep(files: Mapping[str, bytes], message: Message, arguments: argparse.Namespace, where: tuple[str, Git]) -> int:
    """Write files and, where that is asked for, commit them; return the exit code.

    What cannot be committed stays as files, and what to do is said.
    """
    top, git = where
    write_files(top, files)
    print(visible(f"wrote {message.wrote}"))
    paths = [*_left_behind(top, files, git), *files]
    by_hand = f"git add -- {' '.join(paths)} && git commit --only -m '{_quoted(message.subject)}' -- {' '.join(paths)}"
    if not (arguments.commit or arguments.branch):
        print(visible(f"next: {by_hand}"))
        return 0
    try:
        _commit(paths, str(message), arguments.branch, git)
    except RepoError as error:
        say(f"trueline: the files are written, and were not committed: {error.message}")
        say(f"  hint: {by_hand}")
        return FAILED
    branch = git.attempt("symbolic-ref", "--quiet", "--short", "HEAD").out.decode("utf-8", "replace").strip()
    made = git.attempt("rev-parse", "--short", "HEAD").out.decode("ascii", "replace").strip()
    print(visible(f"committed {made} on {branch or 'no branch'}: {message.subject}"))
    return 0


def _left_behind(top: str, files: Mapping[str, bytes], git: Git) -> list[str]:
    """Return the attributes of the folder where an earlier command wrote them and no commit has them yet."""
    if ATTRIBUTES in files or git.attempt("cat-file", "-e", f"HEAD:{ATTRIBUTES}").code == 0:
        return []
    try:
        with open(os.path.join(top, ATTRIBUTES), "rb") as file:
            return [ATTRIBUTES] if file.read(len(AS_THEY_ARE) + 1) == AS_THEY_ARE else []
    except OSError:
        return []


def _is_under_way(command: GitCommand, git: Git, name: str) -> bool:
    return os.path.exists(os.path.join(git.folder, _git(command, "rev-parse", "--git-path", name)))


def _commit(paths: Sequence[str], message: str, branch: str | None, git: Git) -> None:
    command = _command(git)
    if branch:
        _git(command, "switch", "--quiet", "--no-track", "--create", branch)
    fresh = [path for path in paths if git.attempt("ls-files", "--error-unmatch", "--", path).code != 0]
    _git(command, "add", "--", *paths)
    try:
        _git(command, "commit", "--quiet", "--only", f"--message={message}", "--", *paths)
    except RepoError:
        if fresh:  # the index is as it was
            git.attempt("rm", "--cached", "--quiet", "--", *fresh)
        raise


def _command(git: Git) -> GitCommand:
    try:
        from git import Git as GitCommand
    except ImportError as error:  # GitPython looks for Git when it is imported
        raise UsageError(
            f"nothing can be committed: {error}", hint="install Git, and see that it is on PATH"
        ) from error
    command = GitCommand(git.folder)
    spoken = {name: os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL")}
    command.update_environment(**spoken)  # what hooks say is in the user's language
    if "GIT_DIR" in os.environ or "GIT_WORK_TREE" in os.environ:  # of a hook, and perhaps of another repository
        folder = git.run("rev-parse", "--absolute-git-dir").decode("utf-8", "surrogateescape").removesuffix("\n")
        command.update_environment(GIT_DIR=folder, GIT_WORK_TREE=git.folder)
    return command


def _git(command: GitCommand, *arguments: str) -> str:
    """Return what a Git command prints; raise ``RepoError`` with the last lines that it, or a hook of it, said."""
    from git.exc import GitCommandNotFound

    try:
        code, out, said = command.execute(["git", *arguments], with_extended_output=True, with_exceptions=False)
    except GitCommandNotFound as error:
        raise RepoError("git cannot be started", hint="install Git, and see that it is on PATH") from error
    if code != 0:
        lines = [line for text in (out, said) for line in str(text).splitlines() if line.strip()]
        raise RepoError("\n".join(lines[-MOST_LINES:]).strip() or f"git {arguments[0]} failed")
    return str(out)


def _quoted(text: str) -> str:
    return one_line(text).replace("'", "")
