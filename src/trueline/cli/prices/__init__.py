"""``trueline prices``: read the price lists of clouds anew, and see what the price book says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.prices import listing, look, refresh

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def register(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands and their arguments."""
    commands = parser.add_subparsers(dest="prices_command", metavar="COMMAND", required=True)

    def add(name: str, line: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.")
        command.set_defaults(run=run)
        return command

    refresh.add_arguments(add("refresh", "read price lists of clouds anew, into files to be reviewed", refresh.run))
    listing.add_arguments(add("list", "list the sections of the price book: dates, sources, digest", listing.run))
    look.add_arguments(add("show", "show a price: its unit, where it is from, or why there is none", look.run))
