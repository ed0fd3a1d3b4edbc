"""``trueline exception``: ask for an exception, decide on one, see how all stand, and who approved on the forge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.exception import arguments, audit, decide, digest, listing, look, renew, request, reviews, stale
from trueline.cli.options import add_run_options

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def register(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands and their arguments."""
    commands = parser.add_subparsers(dest="exception_command", metavar="COMMAND", required=True)

    def add(name: str, line: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.")
        command.set_defaults(run=run)
        return command

    arguments.add_request(
        add("request", "ask that findings be let go for a while, with the evidence beside", request.run)
    )
    arguments.add_renewal(add("renew", "ask that an exception goes on, for what of it is still found", renew.run))
    for verb, line in decide.VERBS.items():
        arguments.add_decision(add(verb, line, decide.run), verb)
    listing.add_filters(add("list", "list the exceptions, and how each stands", listing.run))
    show = add("show", "show one exception: what is asked for, what was decided, why it holds or not", look.run_show)
    show.add_argument("id", metavar="EX-…", help="the exception")
    verify = add("verify", "verify every decision; 3 when one does not hold", look.run_verify)
    verify.add_argument("ids", nargs="*", metavar="EX-…", help="only those on these exceptions (default: all)")
    audit.add_arguments(add("audit", "list all that happened to exceptions, as Git's history has it", audit.run))
    stale.add_arguments(add("stale", "list exceptions that are not what they were when they were approved", stale.run))
    digest.add_arguments(add("digest", "say what needs somebody, for a scheduled job", digest.run))
    page = add("page", "write the page for those who decide: what waits, with evidence, and what is in force", _page)
    page.add_argument("--out", default="", metavar="FILE", help="write it to FILE (default: standard output)")
    for command in commands.choices.values():
        add_run_options(command, paths=False)
    reviews.register(add("reviews", "write down the reviews of a pull request on GitHub, for --reviews", reviews.run))


def _page(arguments: argparse.Namespace) -> int:
    from trueline.cli.exception import page

    return page.run(arguments)
