"""``trueline prices refresh``: read the price lists of clouds, show what is another, and write it down for a review."""

from __future__ import annotations

import os
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.adapters.prices import SOURCES, Ask
from trueline.cli.files import write_all_below
from trueline.cli.options import find_top
from trueline.cli.output import say
from trueline.cli.prices.difference import MOST_LINES, refusals, text
from trueline.cli.prices.shelf import close_to, open_shelf
from trueline.config.money import PRICES
from trueline.cost.renewal import renew
from trueline.cost.section import dump, problem_of
from trueline.errors import PricesError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from trueline.adapters.prices import Source
    from trueline.cli.prices.shelf import Shelf
    from trueline.cost.renewal import Renewal

REFUSED: Final = 3
KEY: Final = "GOOGLE_API_KEY"
_CURRENCY: Final = re.compile("[A-Z]{3}")
_REGION: Final = re.compile("[a-z][a-z0-9-]*")


class _Job(NamedTuple):
    """One cloud to be read: its sections, and the regions, none for all of them."""

    cloud: str
    source: Source
    sections: tuple[str, ...]
    regions: tuple[str, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""

    def many(name: str, metavar: str, said: str) -> None:
        parser.add_argument(name, action="append", default=[], metavar=metavar, help=said)

    many("--cloud", "CLOUD", f"read this cloud's list: {', '.join(SOURCES)} (default: those of the sections)")
    many("--section", "SECTION", "read only this section: aws/ec2 (default: all that the list can give)")
    many("--region", "REGION", "read only this region (default: the config's, and those read before)")
    parser.add_argument(
        "--to", default=PRICES, metavar="FOLDER", help=f"where the files are written (default: {PRICES})"
    )
    for cloud in SOURCES:
        parser.add_argument(
            f"--endpoint-{cloud}", default="", metavar="URL", help=f"ask this server of {cloud}'s prices"
        )
    parser.add_argument("--currency", default="USD", metavar="CODE", help="the currency of the prices (default: USD)")
    parser.add_argument(
        "--google-key",
        default=KEY,
        metavar="VARIABLE",
        help=f"the variable with the API key for google (default: {KEY})",
    )
    parser.add_argument(
        "--over", type=float, default=5.0, metavar="PERCENT", help="list changes of more than this (default: 5)"
    )
    parser.add_argument(
        "--lines", type=int, default=MOST_LINES, metavar="N", help=f"list at most N of a kind (default: {MOST_LINES})"
    )
    parser.add_argument("--allow-loss", action="store_true", help="write even where much of a section would be gone")
    parser.add_argument("--dry-run", action="store_true", help="show the difference, and write nothing")


def run(arguments: argparse.Namespace) -> int:
    """Read, compare, and write every section or none; 3 where too much would be gone, or a list is not as it should."""
    top = find_top([])[0]
    folder = _folder(arguments.to, top)
    if not _CURRENCY.fullmatch(arguments.currency):
        raise UsageError("a currency has three capital letters", place=f"--currency {arguments.currency}")
    if arguments.lines < 0 or not arguments.over >= 0:
        raise UsageError("--lines and --over are no less than 0")
    shelf = open_shelf(top, folder)
    jobs = _jobs(arguments, shelf, top)
    renewals = [renewal for job in jobs for renewal in _renewals(job, arguments, shelf)]
    print(text(renewals, arguments.over, arguments.lines), end="")
    refused = [] if arguments.allow_loss else [why for renewal in renewals for why in refusals(renewal)]
    for why in refused:
        say(f"trueline: {why}")
    if refused:
        say("  hint: nothing was written; --allow-loss takes it over all the same, where that is what the cloud did")
        return REFUSED
    if arguments.dry_run:
        print("nothing was written: --dry-run")
        return 0
    write_all_below(top, {f"{folder}/{one.section}.json": dump(one.body).encode() for one in renewals})
    print(f"wrote {len(renewals):,} {'section' if len(renewals) == 1 else 'sections'} to {folder}")
    return 0


def _folder(to: str, top: str) -> str:
    """Return the folder for the files, relative to the repository; raise where it is outside of it."""
    if to == PRICES:
        return PRICES
    found = os.path.relpath(os.path.realpath(to), os.path.realpath(top)).replace(os.sep, "/")
    if found == "." or found.split("/")[0] in ("..", ".git"):
        raise UsageError("prices are written into a folder of the repository", place=f"--to {to}")
    return found


def _jobs(arguments: argparse.Namespace, shelf: Shelf, top: str) -> list[_Job]:
    """Return what is to be read; raise ``UsageError`` where that is not said, or not known."""
    clouds = list(dict.fromkeys([*arguments.cloud, *(name.partition("/")[0] for name in arguments.section)]))
    clouds = clouds or sorted({name.partition("/")[0] for name in shelf.own} & set(SOURCES))
    if not clouds:
        raise UsageError("which prices are to be read is not said", hint="--cloud aws, or --section aws/ec2")
    for cloud in clouds:
        if cloud not in SOURCES:
            raise UsageError(f"no price list is known of {cloud}", hint=f"one of {', '.join(SOURCES)}")
    if arguments.region and len(clouds) > 1:
        raise UsageError("a region is one cloud's: read one cloud at a time with --region")
    return [_job(cloud, arguments, shelf, top) for cloud in clouds]


def _job(cloud: str, arguments: argparse.Namespace, shelf: Shelf, top: str) -> _Job:
    source: Any = import_module(SOURCES[cloud])
    known = source.sections()
    asked = [name for name in arguments.section if name.partition("/")[0] == cloud]
    for name in asked:
        if name not in known:
            hint = close_to(name, known) or f"these can: {', '.join(known)}"
            raise UsageError(f"{name} is not read from a price list", hint=hint)
    sections = tuple(sorted(set(asked or known)))
    regions = tuple(dict.fromkeys(arguments.region))
    if not regions and source.NEEDS_REGIONS:
        regions = _regions(cloud, sections, shelf, top)
    for region in regions:
        if not _REGION.fullmatch(region):
            raise UsageError("this is no name of a region", place=f"--region {region}")
    return _Job(cloud, source, sections, regions)


def _regions(cloud: str, sections: Sequence[str], shelf: Shelf, top: str) -> tuple[str, ...]:
    """Return the regions to read where none is named: the config's, and all that were read before."""
    from trueline import config
    from trueline.repo.working import WorkingTree

    said = config.load(WorkingTree(top)).cost.regions.get(cloud)
    found = {said} if said else set()
    for name in sections:
        body = (shelf.book.section(name) or {}) if name in shelf.own else {}
        whole = {region for part in body.get("kept", ()) for region, keys in part["keys"].items() if keys == ["*"]}
        found |= set(body.get("prices", {})) - whole - {"*"}
    if not found:
        raise UsageError(
            f"which regions of {cloud} are to be read is not said",
            hint=f"--region, or cost.regions.{cloud} in {config.CONFIG_PATH}",
        )
    return tuple(sorted(found))


def _renewals(job: _Job, arguments: argparse.Namespace, shelf: Shelf) -> Iterator[Renewal]:
    """Read one cloud, and yield its sections as they would be."""
    from trueline.adapters.prices.web import Web

    endpoint = getattr(arguments, f"endpoint_{job.cloud}") or job.source.API
    web = Web(endpoint, _headers(job.cloud, arguments.google_key))
    bodies = {name: shelf.book.section(name) or _empty(name) for name in job.sections}
    known = {name: frozenset(key for here in body["prices"].values() for key in here) for name, body in bodies.items()}
    say(f"trueline: reading {job.cloud} from {web.api}: {', '.join(job.regions) or 'all regions'}")
    found = job.source.read(web, Ask(job.sections, job.regions, arguments.currency, known))
    for offered in sorted(found, key=lambda one: one.section):
        for region in sorted(set(job.regions) - offered.regions):
            say(f"trueline: {offered.section} is not offered in {region}: what the book has of it stays")
        renewal = renew(bodies[offered.section], offered)
        wrong = problem_of(renewal.body, offered.section)
        if wrong:
            raise PricesError(f"what was read makes no section: {wrong}", place=offered.section)
        yield renewal


def _headers(cloud: str, variable: str) -> dict[str, str]:
    """Return the header with the key that Google asks for; raise where the variable has none."""
    if cloud != "google":
        return {}
    from trueline.adapters.prices.google import KEY_HEADER

    key = os.environ.get(variable, "")
    if not key:
        raise UsageError("Google's prices are read with an API key", place=variable, hint="put one into the variable")
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise UsageError("the key has characters that no key has", place=variable, hint="is a line end behind it?")
    return {KEY_HEADER: key}


def _empty(name: str) -> dict[str, Any]:
    return {"section": name, "title": name, "asof": "", "confidence": "list", "prices": {}}
