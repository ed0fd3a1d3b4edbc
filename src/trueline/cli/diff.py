"""``trueline diff``: what a change does to resources and contracts, without a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline import config
from trueline.cli.options import find_top
from trueline.cli.output import options, say, targets, write
from trueline.errors import RepoError, UsageError
from trueline.repo.parting import UNSHALLOW, parting
from trueline.repo.stored import open_parted, open_revision
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    import argparse

    from trueline.cli.output import Target
    from trueline.model.difference import Comparison
    from trueline.repo.tree import Tree

INCOMPLETE = 3
REPORTS = ("terminal", "markdown", "json")


def register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("base", metavar="BASE", help="the revision that the change goes to")
    parser.add_argument("head", metavar="HEAD", nargs="?", help="the change (default: the working tree)")
    parser.add_argument("--config", metavar="FILE", help=f"read settings from FILE instead of {config.CONFIG_PATH}")
    parser.add_argument(
        "--report", action="append", default=[], metavar="FORMAT[=FILE]",
        help=f"write it so, to FILE or standard output ({', '.join(REPORTS)}); may be given several times",
    )  # fmt: skip
    parser.add_argument(
        "--only", choices=("contracts", "resources"), help="compare contracts alone, or resources alone"
    )
    parser.add_argument(
        "--breaking", action="store_true", help="only what breaks somebody, or may: breaking and dangerous changes"
    )
    parser.add_argument("--verbose", "-v", action="store_true", help="show every change, and every value that differs")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour in the terminal")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Compare, write, and return 0, or 3 when something could not be read or written."""
    from trueline.run.compare import PARTS, compare

    if arguments.breaking and arguments.only == "resources":
        raise UsageError("--breaking is about contracts: of resources nobody says whom a change breaks")
    asked = targets(arguments.report, REPORTS)
    base, head, commit = _trees(arguments)
    settings = config.load(base, arguments.config or config.CONFIG_PATH, required=bool(arguments.config))
    for tree in (base, head):
        tree.largest = settings.largest_file
    only = "contracts" if arguments.breaking else arguments.only
    parts = [part for part in PARTS if only in (None, part)]
    comparison = compare(base, head, settings, parts)._replace(head=commit)
    if arguments.breaking:
        harmful = tuple(change for change in comparison.changes if change.compatibility != "compatible")
        comparison = comparison._replace(changes=harmful)
    written = [write(_render(comparison, target, arguments), target) for target in asked]
    return 0 if comparison.complete and all(written) else INCOMPLETE


def _trees(arguments: argparse.Namespace) -> tuple[Tree, Tree, str]:
    """Return the trees of base and head, and head's commit where it is one."""
    top, git = find_top([])
    if git is None:
        raise RepoError("`diff` needs a Git repository", place=top, hint="run it inside one")
    commit = git.resolve(arguments.head) if arguments.head else ""
    head: Tree = open_revision(git, commit) if commit else WorkingTree(top, git)
    trust = git.resolve(arguments.base)
    parted = parting(git, trust, commit or git.resolve("HEAD"), (arguments.base, arguments.head or "HEAD"))
    if not parted.is_certain:
        say(f"trueline: this clone is shallow, and does not show for certain where they parted: {UNSHALLOW}")
    return open_parted(git, parted, trust), head, commit


def _render(comparison: Comparison, target: Target, arguments: argparse.Namespace) -> str:
    if target.reporter == "json":
        from trueline.reporters import comparison_json

        return comparison_json.render(comparison)
    if target.reporter == "markdown":
        from trueline.reporters import comparison_markdown

        return comparison_markdown.render(comparison, verbose=arguments.verbose)
    from trueline.reporters import comparison as page

    return page.render(comparison, options(target, arguments))
