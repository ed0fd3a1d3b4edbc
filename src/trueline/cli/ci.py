"""``trueline ci``: the gate in a CI, which says itself what has changed."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

from trueline.cli import check
from trueline.cli.options import find_top
from trueline.cli.output import say
from trueline.cli.pipelines import detect, load
from trueline.cli.pipelines.change import Change, branch
from trueline.errors import RepoError, UsageError
from trueline.repo.fetch import Point, find, open_remote

if TYPE_CHECKING:
    import argparse

    from trueline.repo.git import Git

TOKEN = "TRUELINE_FETCH_TOKEN"  # noqa: S105  # the name of a variable
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: those of ``check``, and what only a CI needs."""
    check.register(parser)
    parser.add_argument("--fetch", action="store_true", help="fetch the commits that the clone lacks from `origin`")
    parser.add_argument(
        "--working-tree", action="store_true",
        help="judge what is checked out, with the modules that `terraform init` installed, instead of the commit",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Find out what has changed, and judge it as ``check`` does."""
    token = os.environ.pop(TOKEN, "")  # neither policies nor renderers ever see it
    if arguments.staged or arguments.pushed:
        raise UsageError("`trueline ci` judges commits; --staged and --pushed are for hooks")
    top, git = find_top(arguments.paths)
    if git is None:
        raise RepoError("a CI judges commits, and this is no Git repository", place=top, hint="check it out first")
    change = _named(arguments, git, _change(arguments))
    if arguments.working_tree:
        _see_that_it_is_checked_out(git, change)
    base, head = _bring(git, change, token, fetch=arguments.fetch)
    arguments.landed = arguments.landed or change.is_landed
    arguments.base, arguments.head = base or None, "" if arguments.working_tree else head
    of = f" of {change.base}" if change.base and change.base.ref else ""
    against = f"compared with {base[:12]}{of}" if base else "compared with nothing, so all of it counts"
    say(f"trueline: {change.event}: {head[:12]} is judged, {against}")
    sys.stderr.flush()
    return check.run(arguments)


def _change(arguments: argparse.Namespace) -> Change:
    if arguments.base and arguments.head:
        return Change("as the arguments say", Point(), is_checked_out=False)
    return load(detect(os.environ)).change(os.environ)


def _named(arguments: argparse.Namespace, git: Git, change: Change) -> Change:
    """Put what the arguments name in the place of what the CI says."""
    if arguments.base:
        change = change._replace(base=_point(arguments.base, git, fetch=arguments.fetch))
    if arguments.head:
        change = change._replace(head=_point(arguments.head, git, fetch=arguments.fetch), is_checked_out=False)
    if change.head == Point():  # what is checked out
        change = change._replace(head=Point(git.resolve("HEAD")))
    return change


def _point(revision: str, git: Git, *, fetch: bool) -> Point:
    """Return what an argument names: with ``--fetch`` an id or a remote branch, else any revision here."""
    if not fetch:
        return Point(git.resolve(revision))
    return Point(revision) if _COMMIT.fullmatch(revision) else branch(revision.removeprefix("origin/"))


def _see_that_it_is_checked_out(git: Git, change: Change) -> None:
    here = git.resolve("HEAD")
    if not change.is_checked_out or here != change.head.commit:
        wanted = change.head.commit[:12] or str(change.head)
        raise RepoError(f"--working-tree: {here[:12]} is checked out, and {wanted} is to be judged")


def _bring(git: Git, change: Change, token: str, *, fetch: bool) -> tuple[str, str]:
    """Return the ids of base and head; both are in this clone, and so is where they parted."""
    if not fetch:
        return find(git, change.base) if change.base else "", find(git, change.head)
    server = os.environ.get("GITHUB_SERVER_URL", "") if os.environ.get("GITHUB_ACTIONS") else ""
    remote = open_remote(git, os.environ, server=server, token=token)
    head = remote.bring(change.head, "head")
    if change.base is None:
        return "", head
    base = remote.bring(change.base, "base")
    remote.join(change.base._replace(commit=base), change.head._replace(commit=head))
    return base, head
