"""The arguments of the commands that write: who asks says for what, who decides says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cli.exception.committing import add_commit_options

if TYPE_CHECKING:
    import argparse

_CATEGORIES: Final = ("waiver", "mitigated", "false-positive", "emergency")


def add_request(command: argparse.ArgumentParser) -> None:
    """Add the arguments of ``request``."""
    command.add_argument("findings", nargs="+", metavar="FINGERPRINT", help="what the report calls the findings")
    _add_wish(command)
    command.add_argument("--category", choices=_CATEGORIES, default="waiver", help="(default: waiver)")
    command.add_argument("--ceiling", type=float, metavar="AMOUNT", help="up to this amount (default: what it is now)")
    command.add_argument("--renews", default="", metavar="EX-…", help="the exception that this one goes on with")


def add_renewal(command: argparse.ArgumentParser) -> None:
    """Add the arguments of ``renew``: what is not given is as it was."""
    command.add_argument("id", metavar="EX-…", help="the exception that goes on")
    _add_wish(command)
    command.add_argument("--category", choices=_CATEGORIES, help="(default: as it was)")
    command.add_argument("--path", action="append", default=[], metavar="GLOB", help="only there")
    command.add_argument("--ceiling", type=float, metavar="AMOUNT", help="no more than this (default: as it was)")


def add_decision(command: argparse.ArgumentParser, verb: str) -> None:
    """Add the arguments of one way to decide."""
    command.add_argument("id", metavar="EX-…", help="the exception")
    command.add_argument("--reason", required=True, metavar="TEXT", help="why, for those who look back")
    command.add_argument(
        "--as", dest="by", metavar="NAME", help="your name in the approvers' file (default: by e-mail)"
    )
    command.add_argument("--key", metavar="FILE", help="the SSH key to sign with (default: Git's user.signingkey)")
    command.add_argument("--unsigned", action="store_true", help="write it without a signature: it counts once merged")
    command.add_argument("--yes", action="store_true", help="do not ask")
    if verb == "approve":
        command.add_argument("--expires", metavar="DAY", help="an earlier last day than was asked for")
        command.add_argument(
            "--finding", action="append", default=[], metavar="FINGERPRINT", help="only these findings"
        )
        _add_places(command)
    command.set_defaults(verb=verb)
    add_commit_options(command)


def _add_wish(command: argparse.ArgumentParser) -> None:
    command.add_argument("--reason", required=True, metavar="TEXT", help="why it has to be, for those who decide")
    command.add_argument(
        "--expires", metavar="DAY", help="the last day, days or hours from now (default: 30d; an emergency: its hours)"
    )
    command.add_argument("--mitigation", default="", metavar="TEXT", help="what is done about it meanwhile")
    command.add_argument("--ticket", default="", metavar="ID", help="where the work on it is kept")
    _add_places(command)
    command.add_argument("--most", type=int, metavar="N", help="no more findings than these")
    command.add_argument("--break-glass", action="store_true", help="an emergency: few hours, one role, a review after")
    add_commit_options(command)


def _add_places(command: argparse.ArgumentParser) -> None:
    command.add_argument("--environment", action="append", default=[], metavar="NAME", help="only there")
    command.add_argument("--for-release", action="append", default=[], metavar="NAME", help="only for this release")
