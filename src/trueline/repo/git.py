"""Git, called safely: fixed arguments, no hooks, no network, no prompts, nothing of a hostile config that runs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from trueline.errors import RepoError
from trueline.repo.process import run, start

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.repo.process import Child, Completed

OPTIONS = (
    "-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never",
    "-c", "core.bigFileThreshold=8m",  # larger blobs are streamed, so that refusing one costs no memory
)  # fmt: skip

# What Git's own callers may set: where the user's config is, the index of a partial commit, a push's quarantine.
KEPT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_COUNT", "GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES")
KEPT_PREFIXES = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
KEPT_INSIDE = ("GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")

SET = {
    "LC_ALL": "C",  # messages are told apart by their text
    "GIT_ALLOW_PROTOCOL": "none",  # wins over any config, also for the lazy fetches of Git before 2.45
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": "",  # no such file: parents are those that commits name
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}

_WARN = ("-c", "core.warnAmbiguousRefs=true")
REFUSED_IN_REVISIONS = frozenset(" \t\n\r\0\\:?*[\x7f")


class Git(NamedTuple):
    """One repository. ``top`` is the root of its working tree, empty in a bare one; ``folder`` is where git runs."""

    folder: str
    top: str
    environment: Mapping[str, str]
    algorithm: str = "sha1"
    is_shallow: bool = False

    def run(self, *arguments: str) -> bytes:
        """Return what a git command prints; raise ``RepoError`` when it fails."""
        ended = self.attempt(*arguments)
        if ended.code != 0:
            raise self.failure(ended, arguments[0])
        return ended.out

    def attempt(self, *arguments: str) -> Completed:
        """Return how a git command ended, whatever its exit code."""
        return _run(self.folder, self.environment, arguments)

    def start(self, *arguments: str) -> Child:
        """Start a git command that answers requests."""
        return start(["git", "-C", self.folder, *OPTIONS, *arguments], self.environment)

    def resolve(self, revision: str) -> str:
        """Return the full id of the commit that ``revision`` names; raise ``RepoError`` when it is not here."""
        if not revision or revision.startswith("-") or ".." in revision or REFUSED_IN_REVISIONS & set(revision):
            raise RepoError(f"not a revision: {revision!r}", hint="give a branch, a tag or a commit id")
        ended = self.attempt(*_WARN, "rev-parse", "--verify", "--end-of-options", revision + "^{commit}")
        commit = ended.out.decode("ascii", "replace").strip()
        if b"is ambiguous" in ended.err:  # a tag that is called as a branch would be taken for it
            raise RepoError(
                f"several revisions are called {revision}", hint=f"say which: refs/heads/{revision}, or a commit id"
            )
        if ended.code == 0 and _is_commit_id(commit):
            return commit
        raise RepoError(f"no such revision in this clone: {revision}", hint=self._how_to_fetch(revision))

    def failure(self, ended: Completed, command: str) -> RepoError:
        """Return what is to be said of a git command that failed."""
        return _failure(ended, self.folder, command)

    def _how_to_fetch(self, revision: str) -> str:
        if self.is_shallow:
            return (
                f"this clone is shallow: `git fetch --depth=50 origin {revision}`, or `fetch-depth: 0` for "
                "actions/checkout"
            )
        name = revision.removeprefix("origin/")
        return f"`git fetch origin {name}`, then name it as `origin/{name}` or by its commit id"


def find_git(folder: str, environment: Mapping[str, str]) -> Git | None:
    """Return the repository that ``folder`` is in, or None outside of one; raise ``RepoError`` when Git refuses it."""
    clean = {name: value for name, value in environment.items() if not name.startswith("GIT_") or _is_kept(name)}
    clean |= SET
    try:
        ended = _run(folder, clean, ("rev-parse", "--is-shallow-repository", "--show-object-format", "--show-toplevel"))
    except RepoError:
        if _looks_like_repository(folder):
            raise
        return None  # neither a repository nor Git: a plain folder
    if ended.code != 0 and b"not a git repository" in ended.err:
        return None
    lines = ended.out.decode("utf-8", "surrogateescape").split("\n", 2)
    if ended.code != 0 and (len(lines) < 3 or b"must be run in a work tree" not in ended.err):
        raise _failure(ended, folder, "rev-parse")
    top = lines[2].removesuffix("\n") if ended.code == 0 else ""
    if top and not _is_inside(folder, top):
        raise RepoError("its Git config moves the working tree elsewhere", place=folder, hint="unset core.worktree")
    clean |= _kept_inside(folder, clean, environment)
    return Git(top or folder, top, clean, lines[1], lines[0] == "true")


def _is_kept(name: str) -> bool:
    return name in KEPT or name.startswith(KEPT_PREFIXES)


def _kept_inside(folder: str, clean: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that name files of this very repository; a hook of another one may have set them."""
    found = {name: environment[name] for name in KEPT_INSIDE if environment.get(name)}
    if not found:
        return {}
    ended = _run(folder, clean, ("rev-parse", "--path-format=absolute", "--git-common-dir"))
    common = ended.out.decode("utf-8", "surrogateescape").removesuffix("\n")
    absolute = {
        name: os.pathsep.join(os.path.abspath(path) for path in value.split(os.pathsep))
        for name, value in found.items()
    }
    return {
        name: value
        for name, value in absolute.items()
        if ended.code == 0 and all(_is_inside(path, common) for path in value.split(os.pathsep))
    }


def _is_inside(path: str, folder: str) -> bool:
    path, folder = os.path.realpath(path), os.path.realpath(folder)
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _looks_like_repository(folder: str) -> bool:
    folder = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return False
        folder = parent
    return True


def _is_commit_id(text: str) -> bool:
    return len(text) in (40, 64) and not set(text) - set("0123456789abcdef")


def _run(folder: str, environment: Mapping[str, str], arguments: tuple[str, ...]) -> Completed:
    try:
        return run(["git", "-C", folder, *OPTIONS, *arguments], environment)
    except OSError as error:
        raise RepoError("git cannot be started", hint="install Git, and see that it is on PATH") from error


def _failure(ended: Completed, folder: str, command: str) -> RepoError:
    said = ended.err.decode("utf-8", "replace").strip()
    if "dubious ownership" in said or "unsafe repository" in said:
        hint = f"if you trust it: `git config --global --add safe.directory {os.path.abspath(folder)}`"
        return RepoError("Git refuses this repository, because it belongs to another user", place=folder, hint=hint)
    line = said.splitlines()[-1] if said else f"exit code {ended.code}"
    return RepoError(f"git {command} failed: {line.removeprefix('fatal: ')}", place=folder)
