"""Reviews of a pull request, asked of GitHub's REST API.

Pull requests: https://docs.github.com/en/rest/pulls/pulls, reviews: https://docs.github.com/en/rest/pulls/reviews.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args

from trueline.errors import ForgeError
from trueline.model.review import Review, ReviewRecord, ReviewState
from trueline.parsers.fields import instant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from trueline.adapters.forge.client import Client

_STATES: Final = get_args(ReviewState)
_PAGE: Final = 100  # the most that GitHub gives at once
_PAGES: Final = 50
_COMMITS: Final = 250  # GitHub lists no more of a pull request, whatever is asked for
_GHOST: Final = "ghost"  # GitHub's own name for whoever has left


class Pull(NamedTuple):
    """A pull request to ask for: of ``owner/name``, and how the record spells that repository and its host."""

    name: str
    number: int
    host: str
    repository: str
    pusher: str = ""


def collect(client: Client, pull: Pull, now: datetime) -> ReviewRecord:
    """Return the reviews of a pull request as they are now; raise ``ForgeError`` where anything of them is missing."""
    path = f"repos/{pull.name}/pulls/{pull.number}"
    found = _Answer(client.get(path).value, path)
    base, head = found.member("base"), found.member("head")
    full = base.member("repo").text("full_name")
    if full.casefold() != pull.name.casefold():
        raise ForgeError(f"the pull request belongs to {full}, and was asked of {pull.name}", place=path)
    commit = head.text("sha")
    reviews = {one.id: one for one in map(_review, _all(client, f"{path}/reviews"))}
    commits = list(islice(_all(client, f"{path}/commits"), _COMMITS))
    if commits and len(commits) < _COMMITS and commit not in (one.text("sha") for one in commits):
        raise ForgeError("the pull request got other commits while it was read", place=path, hint="try again")
    people = [person for one in commits for person in (one.login("author"), one.login("committer"))]
    logins = {login.casefold(): login for login in (*people, pull.pusher) if login}
    return ReviewRecord(
        "github", pull.host, pull.repository, pull.number, commit, base.text("sha"),
        found.login("user") or _GHOST,
        tuple(logins[key] for key in sorted(logins)),
        0 < len(commits) == found.number("commits"),
        people.count(""),
        now,
        tuple(reviews.values()),
    )  # fmt: skip


def _all(client: Client, path: str) -> Iterator[_Answer]:
    """Yield the members of a list, page by page, until one is short and the server says of no other."""
    for page in range(1, _PAGES + 1):
        answer = client.get(f"{path}?per_page={_PAGE}&page={page}")
        if not isinstance(answer.value, list):
            raise ForgeError("the answer is no list", place=path)
        yield from (_Answer(one, path) for one in answer.value)
        if len(answer.value) < _PAGE and not answer.has_next:
            return
    raise ForgeError(f"the list has more than {_PAGES} pages", place=path)


def _review(said: _Answer) -> Review:
    state = said.text("state")
    if state not in _STATES:
        raise ForgeError(f"a review has a state that is not known: {state[:40]}", place=said.place)
    at = None
    if state != "PENDING":
        at = instant(said.text("submitted_at"))
        if at is None:
            raise ForgeError("a review was submitted at no instant", place=said.place)
    commit = said.text("commit_id") if said.value("commit_id") is not None else ""
    return Review(
        said.login("user") or _GHOST,
        said.number("id"),
        state,  # type: ignore[arg-type]  # looked at above
        commit,
        at,
        said.text("html_url"),
    )


class _Answer:
    """One object of an answer, whose members are what GitHub says that they are, or ``ForgeError``."""

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise ForgeError("the answer is not what GitHub gives", place=place)
        self._said: Mapping[str, Any] = value
        self.place = place

    def value(self, name: str) -> object:
        return self._said.get(name)

    def member(self, name: str) -> _Answer:
        return _Answer(self._said.get(name), f"{self.place} {name}")

    def text(self, name: str) -> str:
        found = self._said.get(name)
        if not isinstance(found, str) or not found:
            raise ForgeError(f"the answer has no `{name}`", place=self.place)
        return found

    def number(self, name: str) -> int:
        found = self._said.get(name)
        if not isinstance(found, int) or isinstance(found, bool):
            raise ForgeError(f"the answer has no `{name}`", place=self.place)
        return found

    def login(self, name: str) -> str:
        """Return whose login stands there, nothing where GitHub knows nobody."""
        found = self._said.get(name)
        if found is None or found == {}:
            return ""
        return _Answer(found, f"{self.place} {name}").text("login")
