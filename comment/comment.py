"""Keeps one comment on a pull request: finds its own by the report's marker and its author, and writes it anew.

The report is data: it may come from a stranger's run. Only the standard library is used, and one address is spoken to.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import stat
import sys
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MARKER = re.compile(r"<!-- trueline:report:[0-9A-Za-z._-]{1,100} -->")
REPOSITORY = re.compile(r"[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")
LARGEST = 65_536  # characters of a comment; GitHub refuses more
LARGEST_ANSWER = 50_000_000
PAGES = 50
SECONDS = 30


class CommentError(Exception):
    """The comment cannot be written, and the text says why."""


class Thread(NamedTuple):
    """The comments of one pull request, as the token's owner sees them."""

    api: str
    repository: str
    number: int
    token: str

    def comments(self) -> Iterator[Mapping[str, Any]]:
        """Yield all comments, the oldest first."""
        for page in range(1, PAGES + 1):
            found = self._ask("GET", f"issues/{self.number}/comments?per_page=100&page={page}")
            yield from found
            if len(found) < 100:
                return

    def create(self, body: str) -> None:
        """Write a new comment."""
        self._ask("POST", f"issues/{self.number}/comments", {"body": body})

    def update(self, comment: int, body: str) -> None:
        """Write a comment anew."""
        self._ask("PATCH", f"issues/comments/{comment}", {"body": body})

    def _ask(self, method: str, path: str, data: object = None) -> Any:
        request = urllib.request.Request(
            f"{self.api}/repos/{self.repository}/{path}",
            method=method,
            data=None if data is None else json.dumps(data).encode(),
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "User-Agent": "trueline",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=SECONDS) as answer:
            return json.loads(answer.read(LARGEST_ANSWER))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token goes to the address that the runner names, and to no other."""

    def redirect_request(self, *_: object) -> None:
        return None


def main(environment: Mapping[str, str]) -> int:
    """Write the comment; 0 also where the token may not, for the gate has said its verdict elsewhere."""
    try:
        body = report(environment["TRUELINE_FILE"])
        done = keep(thread(environment), body, environment["TRUELINE_AUTHOR"])
    except CommentError as error:
        print(f"::error title=Trueline comment::{error}")
        return 1
    except urllib.error.HTTPError as error:
        if error.code not in (403, 404):
            print(f"::error title=Trueline comment::GitHub answered {error.code}")
            return 1
        print("::notice title=Trueline comment::this token may not comment; see the summary of the gate instead")
        done = ""
    except (OSError, ValueError):
        print("::error title=Trueline comment::GitHub did not answer as it should")
        return 1
    delimiter = f"trueline_{secrets.token_hex(16)}"
    with open(environment["GITHUB_OUTPUT"], "a", encoding="utf-8", newline="\n") as file:
        file.write(f"comment<<{delimiter}\n{done}\n{delimiter}\n")
    return 0


def report(path: str) -> str:
    """Return the report, which begins with its marker."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise CommentError("the report is no regular file")
            data = file.read(4 * LARGEST + 1)
    except OSError as error:
        raise CommentError("the report cannot be read") from error
    text = data.decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
    if MARKER.fullmatch(text.partition("\n")[0]) is None:
        raise CommentError("the file is no report of Trueline's: it does not begin with the marker")
    if len(text) > LARGEST:
        raise CommentError("the report is larger than GitHub lets a comment be")
    return text


def thread(environment: Mapping[str, str]) -> Thread:
    """Return the comments of the event's pull request."""
    with open(environment["GITHUB_EVENT_PATH"], "rb") as file:
        event = json.load(file)
    pull = event.get("pull_request") if isinstance(event, dict) else None
    number = pull.get("number") if isinstance(pull, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise CommentError("this event is about no pull request")
    repository, api = environment["GITHUB_REPOSITORY"], environment["GITHUB_API_URL"].rstrip("/")
    if REPOSITORY.fullmatch(repository) is None or not api.startswith(("https://", "http://")):
        raise CommentError("the runner names no repository or no address")
    return Thread(api, repository, number, environment["TRUELINE_TOKEN"])


def keep(comments: Thread, body: str, author: str) -> str:
    """Write the report where the former one is, or anew; return what was done."""
    marker = body.partition("\n")[0]
    for comment in comments.comments():
        text = str(comment.get("body") or "").replace("\r\n", "\n")
        if text.partition("\n")[0] == marker and (comment.get("user") or {}).get("login") == author:
            if text.rstrip() == body.rstrip():
                return "unchanged"
            comments.update(int(comment["id"]), body)
            return "updated"
    comments.create(body)
    return "created"


if __name__ == "__main__":
    sys.exit(main(os.environ))
