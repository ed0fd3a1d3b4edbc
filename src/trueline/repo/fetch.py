"""Fetches the commits of a change that a CI's clone lacks: the one place that Git may connect from."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import RepoError
from trueline.repo.git import REFUSED_IN_REVISIONS
from trueline.repo.parting import parting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.repo.git import Git
    from trueline.repo.process import Completed

REMOTE: Final = "origin"
ROOM: Final = "refs/trueline/"
"""Where fetched commits are kept, so that no branch of the user's is touched and nothing is collected as garbage."""

_OPTIONS: Final = (
    "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "http.lowSpeedLimit=100", "-c", "http.lowSpeedTime=60",
    "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--refmap=", "--force",
)  # fmt: skip
_PROTOCOLS: Final = "file:git:http:https:ssh"
# How a pipeline may have said to reach its remote; nothing of this is known to the commands that judge.
_KEPT: Final = ("GIT_ASKPASS", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "SSH_AUTH_SOCK")
_DEPTHS: Final = (50, 250, 1_000, 4_000, 16_000)
_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Point(NamedTuple):
    """A commit as a pipeline names it: by its id, by a full ref of the remote (``refs/heads/main``), or by both."""

    commit: str = ""
    ref: str = ""

    def __str__(self) -> str:
        return self.ref.removeprefix("refs/heads/") or self.commit[:12]


def point(commit: object = "", ref: object = "") -> Point:
    """Return a point out of what a stranger may have written; raise ``RepoError`` for what Git could misread."""
    if not isinstance(commit, str) or not isinstance(ref, str) or not (commit or ref):
        raise RepoError("the pipeline names no commit where one belongs")
    if commit and not _COMMIT.fullmatch(commit):
        raise RepoError(f"not a commit id: {commit!r}")
    if ref and (not ref.startswith("refs/") or ".." in ref or "@{" in ref or REFUSED_IN_REVISIONS & set(ref)):
        raise RepoError(f"not a ref: {ref!r}")
    return Point(commit, ref)


def find(git: Git, wanted: Point) -> str:
    """Return the id of a commit that this clone has; raise ``RepoError`` where it has not."""
    name = wanted.commit or wanted.ref.replace("refs/heads/", f"refs/remotes/{REMOTE}/", 1)
    found = _commit(git, name)
    if not found:
        hint = "`--fetch` fetches it; so does a checkout of the whole history (`fetch-depth: 0`)"
        raise RepoError(f"this clone does not have {wanted}, so there is nothing to compare with", hint=hint)
    return found


class Remote(NamedTuple):
    """The remote of a clone. Its ``git`` may connect; what is fetched is data, and never checked out."""

    git: Git

    def bring(self, wanted: Point, name: str) -> str:
        """Return the id of a commit and have it here; a ref without an id is fetched anew, for it may have moved."""
        if wanted.commit and _commit(self.git, wanted.commit):
            return wanted.commit
        depth = ("--depth=1",) if is_shallow(self.git) else ()
        said = ""
        for source in filter(None, (wanted.commit, wanted.ref)):
            ended = self._fetch(depth, [f"+{source}:{ROOM}{name}"])
            found = _commit(self.git, wanted.commit or ROOM + name) if ended.code == 0 else ""
            if found:
                return found
            said = said or _last_line(ended.err)
        reason = f": {said}" if said else ""
        hint = f"can this job read from `{REMOTE}`? A commit that a forced push removed may be gone for good"
        raise RepoError(f"{wanted} could not be fetched{reason}", hint=hint)

    def join(self, base: Point, head: Point) -> None:
        """Deepen a shallow clone until it shows for certain where two commits parted, or has gone far enough."""
        for depth in _DEPTHS:
            if _is_certain(self.git, base.commit, head.commit):
                return
            if depth > _depth(self.git, head.commit):  # less would take history away
                self._deepen(depth, base, head)

    def _deepen(self, depth: int, base: Point, head: Point) -> None:
        said = ""
        for sources in _sources(base, head):
            # not --deepen, which counts from what the server's refs reach: a forced push has left that
            ended = self._fetch((f"--depth={depth}",), sources)
            if ended.code == 0:
                return
            said = said or _last_line(ended.err)
        raise RepoError(f"the history between {base} and {head} could not be fetched: {said}")

    def _fetch(self, options: Sequence[str], sources: Sequence[str]) -> Completed:
        return self.git.attempt(*_OPTIONS, *options, "--end-of-options", REMOTE, *sources)


def open_remote(git: Git, environment: Mapping[str, str], *, server: str = "", token: str = "") -> Remote:
    """Return the remote of ``git``; ``token`` is what GitHub's ``server`` asks for where the checkout kept none."""
    reaching = {**git.environment, "GIT_ALLOW_PROTOCOL": _PROTOCOLS}
    reaching |= {name: environment[name] for name in _KEPT if name in environment}
    del reaching["GIT_CONFIG_NOSYSTEM"]  # proxies and certificates of the machine's owner
    if server and token:
        reaching |= _authorised(reaching, server, token)
    return Remote(git._replace(environment=reaching))


def is_shallow(git: Git) -> bool:
    """Tell whether the clone lacks history, as it is now."""
    return git.run("rev-parse", "--is-shallow-repository").strip() == b"true"


def _authorised(environment: Mapping[str, str], server: str, token: str) -> dict[str, str]:
    """Return the variables that put a header into requests to ``server``, and take out the one that a checkout left.

    Variables are not seen in a list of processes, as arguments would be.
    """
    said = environment.get("GIT_CONFIG_COUNT", "")
    first = int(said) if said.isdecimal() else 0
    key = f"http.{server.rstrip('/')}/.extraheader"
    header = "AUTHORIZATION: basic " + b64encode(f"x-access-token:{token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": str(first + 2),
        f"GIT_CONFIG_KEY_{first}": key, f"GIT_CONFIG_VALUE_{first}": "",
        f"GIT_CONFIG_KEY_{first + 1}": key, f"GIT_CONFIG_VALUE_{first + 1}": header,
    }  # fmt: skip


def _sources(base: Point, head: Point) -> Iterator[list[str]]:
    """Yield what to ask for: commits by their ids, and for servers that refuse those the refs that reach them."""
    ids = [f"+{base.commit}:{ROOM}base", f"+{head.commit}:{ROOM}head"]
    refs = [f"+{one.ref}:{ROOM}{name}" for one, name in ((base, "base"), (head, "head")) if one.ref]
    yield from filter(None, (ids, refs))


def _depth(git: Git, commit: str) -> int:
    return int(git.run("rev-list", "--count", "--first-parent", commit))


def _is_certain(git: Git, one: str, other: str) -> bool:
    """Tell whether the clone, as it is now, shows for certain where two commits parted, or that they never did."""
    git = git._replace(is_shallow=is_shallow(git))
    try:
        return parting(git, one, other).is_certain
    except RepoError:
        return not git.is_shallow


def _commit(git: Git, name: str) -> str:
    ended = git.attempt("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return ended.out.decode("ascii", "replace").strip() if ended.code == 0 else ""


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("fatal: ") if lines else ""
