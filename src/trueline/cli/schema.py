"""``trueline schema``: the JSON Schemas of the files that Trueline reads and writes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "schemas")
SCHEMAS = (
    "approvers",
    "baseline",
    "budgets",
    "config",
    "diff",
    "drift",
    "policy",
    "prices",
    "report",
    "request",
    "reviews",
    "usage",
)


def register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "name",
        choices=SCHEMAS,
        help="a file of `.trueline/` or below it, a policy, the JSON of `check` or `diff`, or a record of reviews",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one schema."""
    with open(os.path.join(FOLDER, f"{arguments.name}.json"), encoding="utf-8") as file:
        print(file.read(), end="")
    return 0
