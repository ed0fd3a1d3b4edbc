"""``trueline snapshot``: write down what is there, so that the gate can compare it with what is declared."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

PLATFORMS: Final[Mapping[str, tuple[str, str]]] = {  # name → module, one line of help
    "aws": ("trueline.cli.snapshot.aws", "read what of an AWS account is there"),
    "kubernetes": ("trueline.cli.snapshot.kubernetes", "read what of a cluster is there, with kubectl"),
}


def register(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands and their arguments."""
    commands = parser.add_subparsers(dest="snapshot_command", metavar="PLATFORM", required=True)
    for name, (module, line) in PLATFORMS.items():
        added = commands.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.")
        import_module(module).register(added)
