"""``trueline exception reviews``: what a pull request's reviews are now, asked of GitHub and written into a file."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from trueline.cli.files import write_file
from trueline.cli.options import find_top
from trueline.errors import ConfigError, ForgeError, RepoError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from trueline.model.review import ReviewRecord

API: Final = "https://api.github.com"
TOKEN: Final = "GITHUB_TOKEN"  # noqa: S105  # the name of a variable
_NAME: Final = re.compile(r"[A-Za-z0-9_-]+/(?!\.\.?$)[A-Za-z0-9._-]+")


def register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--out", required=True, metavar="FILE", help="the file to write, outside of the repository")
    parser.add_argument("--pull", type=int, metavar="N", help="the pull request (default: the one of the event)")
    parser.description = (
        "Write down the reviews of a pull request, for --reviews. The repository is GITHUB_REPOSITORY, the server "
        f"GITHUB_API_URL (default: {API}); {TOKEN} reads it."
    )


def run(arguments: argparse.Namespace) -> int:
    """Ask, and write; a file of an earlier time is taken away first, and stays away when anything fails."""
    from trueline.cli.reviews import see_that_it_lies_outside
    from trueline.exceptions.reviews import text

    see_that_it_lies_outside(arguments.out, find_top([])[0])
    _take_away(arguments.out)
    record = _collect(arguments.pull, os.environ)
    try:
        write_file(arguments.out, text(record))
    except OSError as error:
        raise ForgeError(f"the reviews cannot be written: {error.strerror}", place=arguments.out) from error
    approving = sum(one.state == "APPROVED" and one.commit == record.head for one in record.reviews)
    print(
        f"wrote {arguments.out}: {len(record.reviews)} reviews of pull request {record.pull} of {record.repository}, "
        f"{approving} of them approve its head {record.head[:12]}"
    )
    return 0


def _take_away(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise UsageError(f"a former file cannot be taken away: {error.strerror}", place=path) from error


def _collect(number: int | None, environment: Mapping[str, str]) -> ReviewRecord:
    from trueline.adapters.forge import github
    from trueline.adapters.forge.client import Client
    from trueline.exceptions.reviews import load, text
    from trueline.run.exceptions.opening import repository_name

    name = environment.get("GITHUB_REPOSITORY", "")
    if not _NAME.fullmatch(name):
        raise UsageError("which repository is meant is not known", place="GITHUB_REPOSITORY", hint="OWNER/NAME")
    number, pusher = _pull(number, environment)
    api = environment.get("GITHUB_API_URL") or API
    client = Client(api, environment.get(TOKEN, ""))
    host = _host(environment.get("GITHUB_SERVER_URL", ""), api)
    pull = github.Pull(name, number, host, repository_name(f"https://{host}/{name}"), pusher)
    record = github.collect(client, pull, datetime.now(UTC).replace(microsecond=0))
    try:
        load(text(record), "the answer")
    except ConfigError as error:
        raise ForgeError(f"the answer is not what GitHub gives: {error.message}", place=api) from error
    return record


def _pull(number: int | None, environment: Mapping[str, str]) -> tuple[int, str]:
    if number is not None:
        if number < 1:
            raise UsageError("pull requests are numbered from 1", place=f"--pull {number}")
        return number, ""
    if not environment.get("GITHUB_EVENT_PATH"):
        raise UsageError("which pull request is meant is not known", hint="--pull N")
    from trueline.cli.pipelines.github import pull_request

    try:
        return pull_request(environment)
    except RepoError as error:
        raise UsageError(f"the event is not one of a pull request: {error}", hint="--pull N") from error


def _host(server: str, api: str) -> str:
    """Return the host that people know: the server's where it is said, else the one that has this API."""
    host = urlsplit(server).netloc or urlsplit(api).netloc.removeprefix("api.")
    return host.rpartition("@")[2].casefold()
