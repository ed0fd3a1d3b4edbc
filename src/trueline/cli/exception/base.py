"""What every command about exceptions opens, and by whose word it goes: the base that is named, else the remote's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.cli.options import find_top, open_run
from trueline.cli.output import say
from trueline.errors import RepoError, UsageError
from trueline.exceptions.files import APPROVERS
from trueline.model.policy_exception import Identity
from trueline.run.exceptions.opening import known_approvers, open_exceptions

if TYPE_CHECKING:
    import argparse

    from trueline.cli.options import Opened
    from trueline.model.policy_exception import Standing
    from trueline.model.report import Notification
    from trueline.repo.git import Git
    from trueline.run.exceptions.opening import Granted

INCOMPLETE = 3
_REMOTE = "refs/remotes/origin/"


class Room(NamedTuple):
    """What a command works with: the repository, what a run would be, and how all exceptions stand.

    ``said`` are the arguments that follow-up commands need to go by the same branch, with a blank before them.
    """

    top: str
    git: Git
    opened: Opened
    granted: Granted
    said: str = ""


def open_room(arguments: argparse.Namespace, *, decides: bool = False) -> Room:
    """Return what a command works with.

    One that ``decides`` goes by a branch that others look after: it raises ``UsageError`` where there is none to go by.
    """
    top, git = find_top([])
    if git is None:
        raise RepoError("exceptions are kept in Git, and this is no repository", place=top)
    if decides:
        _refuse_what_nobody_merged(arguments)
    said = _said(arguments)
    if not (arguments.base or arguments.staged or arguments.pushed):
        _take_default(arguments, git, decides=decides)
    opened = open_run(arguments)
    return Room(top, git, opened, open_exceptions(opened.sides, opened.gate, opened.request), said)


def find(granted: Granted, identifier: str) -> Standing:
    """Return one exception; raise ``UsageError`` where there is none of that name, or its files are not valid."""
    found = granted.standings.get(identifier)
    if found is not None:
        return found
    broken = next((f"{one.location}: {one.message}" for one in granted.notifications if _is_of(one, identifier)), "")
    known = ", ".join(granted.standings) or "none"
    raise UsageError(broken or f"there is no such exception (known: {known})", place=identifier)


def nobody_decides(room: Room) -> str:
    """Return that nobody can decide, since trust has no list of approvers that is valid; nothing where it has one."""
    if room.opened.sides.trust.exists(APPROVERS):
        _, invalid = known_approvers(room.opened.sides.trust, room.opened.gate.bench.rules.values())
        return f"nobody can decide: {APPROVERS} of {trust_name(room)} is not valid" if invalid else ""
    return f"nobody can decide: {trust_name(room)} has no {APPROVERS}"


def trust_name(room: Room) -> str:
    """Return what people call the branch that decisions go by."""
    sides = room.opened.sides
    name = sides.trust.revision.removeprefix("refs/remotes/")
    return name or {"index": "the index", "working-tree": "the working tree"}.get(sides.trust_kind, "what is judged")


def say_problems(granted: Granted) -> int:
    """Say what is wrong with files of exceptions, and return the exit code that it makes."""
    for one in granted.notifications:
        say(f"trueline: {one.location}: {one.message}")
    return INCOMPLETE if any(one.level == "error" for one in granted.notifications) else 0


def identity(git: Git) -> Identity:
    """Return who works here, as Git knows them; the address is empty where it does not."""
    name, email = (
        git.attempt("config", "--get", key).out.decode("utf-8", "replace").strip()
        for key in ("user.name", "user.email")
    )
    return Identity(name, email)


def default_base(git: Git) -> str:
    """Return the full name of the remote's default branch; nothing where it is not known which one that is."""
    said = git.attempt("symbolic-ref", "--quiet", _REMOTE + "HEAD").out.decode("utf-8", "replace").strip()
    if said.startswith(_REMOTE) and _is_there(git, said):
        return said
    known = [name for name in (_REMOTE + "main", _REMOTE + "master") if _is_there(git, name)]
    return known[0] if len(known) == 1 else ""


def _said(arguments: argparse.Namespace) -> str:
    """Return the arguments that say by which branch a command goes, as the user gave them."""
    from shlex import quote

    if arguments.base:
        return f" --base {quote(arguments.base)}"
    return " --staged" if arguments.staged else ""


def _is_there(git: Git, name: str) -> bool:
    return git.attempt("rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}").code == 0


def _refuse_what_nobody_merged(arguments: argparse.Namespace) -> None:
    if arguments.staged or arguments.pushed:
        raise UsageError(
            "who may decide is read from a branch that others look after, not from what is staged or pushed",
            hint="--base REV",
        )


def _take_default(arguments: argparse.Namespace, git: Git, *, decides: bool) -> None:
    """Put the remote's default branch in the place of the base that was not named, and say so."""
    name = default_base(git)
    if name:
        arguments.base = name
        say(f"trueline: base is {name.removeprefix('refs/remotes/')}, the remote's default branch (else: --base REV)")
    elif decides:
        raise UsageError(
            "who may decide is read from the branch that this is merged into, and which one that is is not known",
            hint="--base REV; `--base HEAD` in a repository without a remote",
        )
    else:
        which = arguments.head or "the working tree"
        say(f"trueline: no --base, and no default branch of a remote is known: {which} says who may decide")


def _is_of(note: Notification, identifier: str) -> bool:
    return note.location is not None and identifier in note.location.path.split("/")
