"""``trueline exception``: ask for an exception, decide on one, and see how all of them stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.exception import decide, look, request
from trueline.cli.options import add_run_options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

_CATEGORIES = ("waiver", "mitigated", "false-positive", "emergency")


def register(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands and their arguments."""
    commands = parser.add_subparsers(dest="exception_command", metavar="COMMAND", required=True)

    def add(name: str, line: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.")
        command.set_defaults(run=run)
        return command

    _request(add("request", "ask that findings be let go for a while, with the evidence beside", request.run))
    for verb, line in decide.VERBS.items():
        _decision(add(verb, line, decide.run), verb)
    listing = add("list", "list the exceptions, and how each stands", look.run_list)
    _filters(listing)
    show = add(
        "show", "show one exception: what is asked for, each decision, and why it holds or does not", look.run_show
    )
    show.add_argument("id", metavar="EX-…", help="the exception")
    verify = add("verify", "verify every decision; 3 when one does not hold", look.run_verify)
    page = add(
        "page", "write the page for those who decide: what waits, with its evidence, and what is in force", _page
    )
    page.add_argument("--out", default="", metavar="FILE", help="write it to FILE (default: standard output)")
    for command in (listing, show, verify, page):
        add_run_options(command, paths=False)


def _page(arguments: argparse.Namespace) -> int:
    from trueline.cli.exception import page

    return page.run(arguments)


def _request(command: argparse.ArgumentParser) -> None:
    command.add_argument("findings", nargs="+", metavar="FINGERPRINT", help="what the report calls the findings")
    command.add_argument("--reason", required=True, metavar="TEXT", help="why it has to be, for those who decide")
    command.add_argument(
        "--expires", default="30d", metavar="DAY", help="the last day, or days from now (default: 30d)"
    )
    command.add_argument("--category", choices=_CATEGORIES, default="waiver", help="(default: waiver)")
    command.add_argument("--mitigation", default="", metavar="TEXT", help="what is done about it meanwhile")
    command.add_argument("--ticket", default="", metavar="ID", help="where the work on it is kept")
    command.add_argument("--environment", action="append", default=[], metavar="NAME", help="only there")
    command.add_argument("--for-release", action="append", default=[], metavar="NAME", help="only for this release")
    command.add_argument("--most", type=int, metavar="N", help="no more findings than these")
    command.add_argument("--renews", default="", metavar="EX-…", help="the exception that this one goes on with")
    command.add_argument("--break-glass", action="store_true", help="an emergency: few hours, one role, a review after")
    add_run_options(command, paths=False)


def _decision(command: argparse.ArgumentParser, verb: str) -> None:
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
        command.add_argument("--environment", action="append", default=[], metavar="NAME", help="only there")
        command.add_argument("--for-release", action="append", default=[], metavar="NAME", help="only for this release")
    command.set_defaults(verb=verb)
    add_run_options(command, paths=False)


def _filters(command: argparse.ArgumentParser) -> None:
    command.add_argument("--state", action="append", default=[], help="only those in this state")
    command.add_argument("--format", choices=("table", "json", "csv"), default="table")
