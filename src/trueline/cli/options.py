"""Arguments that several commands share, and what they open: trees, settings, rules, cache."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline import config
from trueline.cli.sides import closed, open_sides, plans_of, relative, told_of, twins_of
from trueline.errors import PolicyError, RepoError, UsageError
from trueline.policies import packs
from trueline.repo.added import TreeWithFiles
from trueline.repo.change import changed as changed_between
from trueline.repo.git import find_git
from trueline.run.gate import Gate, Request, Sides
from trueline.run.overrides import refuse_unfit, without_effect
from trueline.run.plan import Scope

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from trueline.model.document import Reader
    from trueline.model.report import Notification
    from trueline.model.review import ReviewRecord
    from trueline.model.settings import Settings
    from trueline.policies.packs import Loaded
    from trueline.repo.git import Git
    from trueline.repo.tree import Tree
    from trueline.run.cache import Cache
    from trueline.run.policy_diff.proposal import Proposal


class Opened(NamedTuple):
    """All that a run needs, opened as the arguments say; ``proposal`` is what head changes of the gate itself."""

    sides: Sides
    gate: Gate
    request: Request
    cache: Cache | None
    proposal: Proposal | None = None


PLAIN_RUN: Final[Mapping[str, Any]] = {
    "paths": [], "base": None, "head": None, "staged": False, "pushed": False, "plan": [], "live": [], "tfstate": [],
    "config": None, "profile": None, "policy": [], "release": "", "landed": False, "reviews": None, "no_cache": False,
    "workers": 0,
}  # fmt: skip
"""What a command that opens a run leaves as it is: all that ``add_run_options`` would let the user say."""


def add_run_options(parser: argparse.ArgumentParser, *, paths: bool = True) -> None:
    """Add the arguments that say what is judged and by which rules; without ``paths`` that is everything."""
    if paths:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="judge only what reads these files or folders")
    else:
        parser.set_defaults(paths=[])
    parser.add_argument("--base", metavar="REV", help="judge a change: config and policies come from REV")
    parser.add_argument("--head", metavar="REV", help="judge this revision instead of the working tree")
    parser.add_argument("--staged", action="store_true", help="judge what is about to be committed")
    parser.add_argument("--pushed", action="store_true", help="judge what is about to be pushed, in a pre-push hook")
    parser.add_argument(
        "--plan", action="append", default=[], metavar="ROOT=FILE", help="judge a Terraform root by its plan JSON"
    )
    parser.add_argument(
        "--live", action="append", default=[], metavar="[ENVIRONMENT=]FILE",
        help="hold what is declared (for ENVIRONMENT) against what is there: what `trueline snapshot` or "
        "`kubectl get -o json` wrote",
    )  # fmt: skip
    parser.add_argument(
        "--tfstate", action="append", default=[], metavar="ROOT=FILE", help="hold a Terraform root against its state"
    )
    parser.add_argument("--config", metavar="FILE", help=f"read settings from FILE instead of {config.CONFIG_PATH}")
    parser.add_argument("--profile", choices=config.PROFILES, help="judge by another profile than the config's")
    parser.add_argument("--policy", action="append", default=[], metavar="PATH", help="judge by these policies too")
    parser.add_argument("--release", default="", metavar="NAME", help="what is about to be released, for exceptions")
    parser.add_argument(
        "--landed", action="store_true", help="who made the change was judged before: in a merge queue, on the target"
    )
    parser.add_argument("--reviews", metavar="FILE", help="reviews that `trueline exception reviews` has written down")
    parser.add_argument("--no-cache", action="store_true", help="judge everything anew")
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="worker processes (default: one a core)")


def open_run(arguments: argparse.Namespace) -> Opened:
    """Return trees, rules and cache as the arguments say; raise what the user can mend."""
    if arguments.staged and (arguments.head or arguments.base):
        raise UsageError("--staged judges the index and compares it with HEAD; it takes no --base and no --head")
    if arguments.pushed:
        _take_pushed(arguments)
    top, git = find_top(arguments.paths)
    reviews = _reviews(arguments.reviews, top)
    sides = open_sides(arguments, top, git)
    gate, proposal, said = _gates(sides, arguments)
    for tree in filter(None, (sides.head, sides.base)):
        tree.largest = gate.settings.largest_file
    paths, missing = relative(arguments.paths, top, sides.head)
    changed = None
    if arguments.staged and sides.base is not None:
        differences = changed_between(sides.base, sides.head)
        changed = frozenset(path for one in differences for path in (one.old_path, one.new_path) if path)
    roots, files = plans_of(arguments.plan, top)
    told = told_of(arguments.live, arguments.tfstate, top)
    if files or told.files:
        sides = sides._replace(head=TreeWithFiles(sides.head, {**files, **told.files}))
    in_vain = without_effect(gate.settings, list(gate.bench.rules.values()))
    notes = (*said, *twins_of(sides.head), *closed(sides.head, paths), *missing, *in_vain)
    request = Request(
        Scope(paths, changed),
        roots,
        arguments.workers,
        notes,
        release=arguments.release,
        reviews=reviews,
        landed=arguments.landed,
        live=told.live,
        states=told.states,
    )
    cache = None if arguments.no_cache or "CI" in os.environ else open_cache()
    return Opened(sides, gate, request, cache, proposal)


def _gates(sides: Sides, arguments: argparse.Namespace) -> tuple[Gate, Proposal | None, list[Notification]]:
    """Return the gate as trust has it, what head proposes instead, and what has to be said about both."""
    if arguments.base and sides.base is not None:
        from trueline.cli.proposal import open_both

        return open_both(sides, sides.base, arguments)
    settings, loaded = open_policies(sides.trust, arguments)
    gate = make_gate(settings, loaded)
    refuse_idle(gate, arguments)
    return gate, None, []


def _reviews(path: str | None, top: str) -> ReviewRecord | None:
    if path is None:
        return None
    from trueline.cli.reviews import read

    return read(path, top)


def _take_pushed(arguments: argparse.Namespace) -> None:
    """Put what is pushed in the place of the revisions that the command could have named."""
    from trueline.cli.pushed import pushed

    if arguments.staged or arguments.head or arguments.base:
        raise UsageError("--pushed judges what is pushed; it takes no --staged, no --base and no --head")
    arguments.head, arguments.base = pushed(os.environ)


def find_top(paths: Sequence[str]) -> tuple[str, Git | None]:
    """Return the folder that all paths are relative to.

    It is the repository's top; outside Git the nearest folder above that holds a config, else the one that holds all
    paths.
    """
    try:
        folders = [_folder_of(os.path.abspath(path)) for path in paths] or [os.getcwd()]
    except FileNotFoundError as error:
        raise RepoError("the folder that this runs in does not exist any more") from error
    git = find_git(folders[0], os.environ)
    if git is not None:
        return git.top, git
    shared = os.path.commonpath(folders)
    above = shared
    while not os.path.isfile(os.path.join(above, config.CONFIG_PATH)):
        if above == os.path.dirname(above):
            return shared, None
        above = os.path.dirname(above)
    return above, None


def _folder_of(path: str) -> str:
    while not os.path.isdir(path):
        path = os.path.dirname(path)
    return path


def open_gate(trust: Tree, arguments: argparse.Namespace) -> Gate:
    """Return config and rules as ``trust`` has them; raise ``ConfigError`` or ``PolicyError``."""
    return make_gate(*open_policies(trust, arguments))


def open_policies(
    trust: Reader, arguments: argparse.Namespace, agreed: Mapping[str, bytes] | None = None
) -> tuple[Settings, Loaded]:
    """Return settings and policies as ``trust`` has them; raise ``ConfigError`` or ``PolicyError``.

    With ``agreed``, only Python files that are there with the same bytes may ever be run.
    """
    settings = config.load(trust, arguments.config or config.CONFIG_PATH, required=bool(arguments.config))
    settings = with_arguments(settings, arguments)
    loaded = packs.load(packs.with_reserved(settings.policies), trust, agreed)
    if all(rule.pack == packs.RESERVED for rule in loaded.rules):
        raise PolicyError("no rule was loaded, so nothing could be judged", place=settings.source)
    refuse_unfit(settings, loaded.rules, trust)
    return settings, loaded


def with_arguments(settings: Settings, arguments: argparse.Namespace) -> Settings:
    """Return settings with what the command line says instead, or beside."""
    if arguments.profile:
        settings = settings._replace(profile=arguments.profile)
    return settings._replace(policies=(*settings.policies, *arguments.policy))


def make_gate(settings: Settings, loaded: Loaded) -> Gate:
    """Return the gate of settings and policies, as of now."""
    return Gate(settings, loaded.rules, loaded.digest, datetime.now(UTC))


def refuse_idle(gate: Gate, arguments: argparse.Namespace) -> None:
    """Raise ``PolicyError`` where no rule is on that judges what a repository has, or what was given beside."""
    said = gate.settings.drift
    is_beside = bool(arguments.live or arguments.tfstate or arguments.plan or said.alike or said.central)
    kinds = {"resource", "change", "cost", *(["drift"] if is_beside else [])}
    rules = [rule for rule in gate.bench.rules.values() if rule.pack != packs.RESERVED]
    if not any(rule.on in kinds and gate.bench.is_asked(rule.id) for rule in rules):
        hint = "" if is_beside else "rules over drift judge what is given with --live, --tfstate or --plan"
        raise PolicyError(
            "no rule that judges resources or contracts is on, so nothing could be judged",
            place=gate.settings.source,
            hint=hint if any(rule.on == "drift" for rule in rules) else "",
        )


def open_cache() -> Cache | None:
    """Return the cache in the user's cache folder, or None where there is no such folder."""
    path = cache_path()
    if not path:
        return None
    from trueline.run.cache import Cache

    return Cache(path)


def cache_path() -> str:
    """Return the file in the user's cache folder that results are kept in, or nothing where there is no such folder."""
    home = os.environ.get("HOME", "")
    folder = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(folder) and home:  # its specification says to ignore any other
        folder = os.path.join(home, "Library/Caches" if sys.platform == "darwin" else ".cache")
    return os.path.join(folder, "trueline", "results.sqlite") if os.path.isabs(folder) else ""
