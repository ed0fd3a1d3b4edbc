"""``trueline snapshot aws``: what of an account is there, of all that states or the code declare; reads alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from trueline import config
from trueline.cli.files import write_file
from trueline.cli.options import find_top
from trueline.cli.output import say
from trueline.errors import ReadError, RepoError, UsageError, WriteError
from trueline.model.document import Source

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from trueline.adapters.collectors.aws.wanted import Wanted

INCOMPLETE: Final = 3
_DEADLINE: Final = 600.0
_MOST_LINES: Final = 10


def register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--tfstate", action="append", default=[], metavar="ROOT=FILE",
        help="read what the state FILE of the Terraform root ROOT holds (`terraform state pull`); may be given several "
        "times (default: what the code names by itself)",
    )  # fmt: skip
    parser.add_argument(
        "--managed", action="append", default=[], metavar="TYPE",
        help="list everything of TYPE, too (aws_iam_role, aws_iam_*); may be given several times",
    )  # fmt: skip
    parser.add_argument(
        "--region", action="append", default=[], metavar="REGION", help="where to look (default: boto3's)"
    )
    parser.add_argument("--profile", default="", metavar="NAME", help="a profile of the credentials of the AWS CLI")
    parser.add_argument("--endpoint-url", default="", metavar="URL", help="call this address instead of AWS")
    parser.add_argument(
        "--deadline", type=float, default=_DEADLINE, metavar="SECONDS", help="stop reading then (default: 600)"
    )
    parser.add_argument("--to", default="", metavar="FILE", help="write it to FILE (default: standard output)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, write, and return 0, or 3 where something could not be read."""
    from trueline.adapters.collectors.aws.cloud import Access, Cloud, UnreadError
    from trueline.adapters.collectors.aws.collect import Reading
    from trueline.adapters.collectors.aws.kinds import kinds

    if not arguments.deadline > 0:
        raise UsageError("a deadline is more than 0 seconds", place=f"--deadline {arguments.deadline}")
    managed = _managed(arguments.managed, sorted(kinds()))
    wanted = list(_wanted(arguments.tfstate))
    cloud = Cloud(Access(arguments.profile, arguments.endpoint_url, arguments.deadline))
    regions = _regions(arguments.region, cloud.region, wanted)
    if not wanted and not managed:
        raise UsageError(
            "there is nothing to look for: the code names nothing of AWS that is known without a state",
            hint="--tfstate ROOT=FILE, or --managed TYPE",
        )
    taken = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    try:
        found = Reading(cloud, regions).snapshot(wanted, managed, taken)
    except UnreadError as error:
        raise RepoError(f"AWS could not be asked whose account it is: {error}") from None
    _write(found, arguments.to)
    return _tell(found)


def _managed(patterns: Sequence[str], known: Sequence[str]) -> list[str]:
    found: dict[str, None] = {}
    for pattern in patterns:
        plain = pattern.removeprefix("terraform/")
        meant = [kind for kind in known if fnmatchcase(kind, plain)]
        if not meant:
            raise UsageError(
                "nothing reads such a type", place=f"--managed {pattern}", hint=f"one of {', '.join(known)}"
            )
        found |= dict.fromkeys(meant)
    return list(found)


def _regions(asked: Sequence[str], usual: str, wanted: Sequence[Wanted]) -> list[str]:
    told = sorted({one.region for one in wanted if one.region})
    found = list(dict.fromkeys(asked)) or ([usual] if usual else told)
    if not found:
        raise UsageError("no region is known", hint="--region eu-central-1, or AWS_REGION")
    return found


class _Files:
    """Reads files that the user names, wherever they are."""

    def read(self, path: str) -> Source:
        try:
            with open(path, "rb") as file:
                return Source(path, file.read())
        except OSError as error:
            raise ReadError(f"it cannot be read: {error.strerror}", place=path) from None

    def exists(self, path: str) -> bool:
        raise NotImplementedError

    def list(self, folder: str) -> Sequence[str]:
        raise NotImplementedError


def _wanted(states: Sequence[str]) -> Iterator[Wanted]:
    from trueline.adapters.collectors.aws.wanted import of_state
    from trueline.drift.snapshot import Refused, read_snapshot
    from trueline.drift.terraform.instances import instances_of

    for spelled in states:
        root, found, path = spelled.partition("=")
        if not found or not path:
            raise UsageError("a state is named with its root: ROOT=FILE", place=f"--tfstate {spelled}")
        snapshot = read_snapshot(path, _Files(), root=root)
        if isinstance(snapshot, Refused):
            raise ReadError(snapshot.notification.message, place=path)
        yield from of_state(instances_of(snapshot))
    if not states:
        yield from _of_code()


def _of_code() -> Iterator[Wanted]:
    from trueline.adapters.collectors.aws.wanted import of_configuration
    from trueline.dialects.terraform.dialect import extract, plan
    from trueline.repo.working import WorkingTree

    top, git = find_top([])
    tree = WorkingTree(top, git)
    settings = config.load(tree)
    tree.largest = settings.largest_file
    for unit in plan([path for path in tree.paths() if path.endswith((".tf", ".tf.json", ".tofu"))], tree, settings):
        yield from of_configuration(extract(unit, tree, settings).resources)


def _write(found: dict[str, Any], path: str) -> None:
    text = json.dumps(found, indent=1, sort_keys=True, default=str, ensure_ascii=False) + "\n"
    if not path:
        print(text, end="")
        return
    try:
        write_file(path, text.encode())
    except OSError as error:
        raise WriteError(f"the snapshot was not written: {error.strerror}", place=path) from None


def _tell(found: dict[str, Any]) -> int:
    """Say what was read, and why other things were not; return the exit code."""
    unread = found["unread"]
    absent = len(found["absent"])
    say(f"{found['origin']}: {len(found['resources']):,} read, {absent:,} not there, {len(unread):,} not read")
    for one in unread[:_MOST_LINES]:
        say(f"  {one['type']} {one['id']}: {one['reason']}")
    if len(unread) > _MOST_LINES:
        say(f"  … and {len(unread) - _MOST_LINES:,} more")
    return INCOMPLETE if unread else 0
