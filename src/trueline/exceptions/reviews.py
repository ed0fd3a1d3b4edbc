"""Reviews on the forge: a record of them, read strictly and written, and which of them count for a commit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, get_args

from trueline.errors import ConfigError
from trueline.model.document import Source
from trueline.model.review import Review, ReviewRecord, ReviewState, ReviewVote, StandingReviews
from trueline.parsers.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from trueline.model.location import Path

VERSION: Final = 1
LARGEST: Final = 5_000_000
"""Bytes of a record: thousands of reviews."""

STATES: Final = get_args(ReviewState)
_KEYS: Final = (
    "version", "forge", "host", "repository", "pull", "head", "base", "author", "contributors", "contributors_complete",
    "contributors_unknown", "collected_at", "reviews",
)  # fmt: skip
_REVIEW_KEYS: Final = ("login", "id", "state", "commit", "submitted_at", "url")
_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::[0-9]{1,5})?")
_LOGIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,98}(?:\[bot\])?")  # ASCII: small letters have no twins
_REPOSITORY: Final = re.compile(r"[a-z0-9._-]{1,100}/[a-z0-9._-]{1,100}")
_URL: Final = re.compile(r"https?://[!-~]{1,2000}")
_HIGHEST: Final = 2**63


def standing_reviews(record: ReviewRecord, commits: Collection[str], repositories: Collection[str]) -> StandingReviews:
    """Return the reviews that count where one of ``commits`` is judged, in a repository with one of these names.

    The newest review of a person counts, comments aside. It approves when it is of the very head that the record has; a
    dismissed one approves nothing, and no earlier one instead. Who asked for changes denies, whatever was pushed since,
    until that review is dismissed or the same person approves the head. No text of a review is ever read.
    """
    problems = tuple(_problems(record, commits, repositories))
    if problems:
        return StandingReviews(problems=problems)
    approvals, denials = [], []
    for login, reviews in _by_login(record.reviews).items():
        if _approves(reviews[-1], record.head):
            approvals.append(_vote(login, reviews[-1]))
        denial = _denial(reviews, record.head)
        if denial is not None:
            denials.append(_vote(login, denial))
    return StandingReviews(tuple(approvals), tuple(denials))


def contributed(record: ReviewRecord) -> frozenset[str]:
    """Return the logins, in small letters, of those who made the change: none of them decides on it."""
    return frozenset(login.casefold() for login in (record.author, *record.contributors))


def _problems(record: ReviewRecord, commits: Collection[str], repositories: Collection[str]) -> Iterable[str]:
    if record.repository not in {name.casefold() for name in repositories}:
        known = ", ".join(repositories) or "a repository without a name"
        yield f"the reviews are of {record.repository}, and this is {known}"
    if record.head not in commits:
        judged = " or ".join(sorted(commit[:12] for commit in commits)) or "no commit"
        yield f"the reviews are of a pull request whose head is {record.head[:12]}, and {judged} is judged"


def _by_login(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    """Return what each person said, the oldest first; comments, and what is still being written, say nothing."""
    found: dict[str, list[Review]] = {}
    told = [one for one in reviews if one.state not in ("COMMENTED", "PENDING")]
    for review in sorted(told, key=lambda one: (_at(one), one.id)):
        found.setdefault(review.login.casefold(), []).append(review)
    return dict(sorted(found.items()))


def _approves(review: Review, head: str) -> bool:
    return review.state == "APPROVED" and review.commit == head


def _denial(reviews: Sequence[Review], head: str) -> Review | None:
    for review in reversed(reviews):
        if _approves(review, head):
            return None
        if review.state == "CHANGES_REQUESTED":
            return review
    return None


def _vote(login: str, review: Review) -> ReviewVote:
    return ReviewVote(login, review.id, review.url, _at(review))


def _at(review: Review) -> datetime:
    if review.submitted_at is None:
        raise ValueError(f"review {review.id} was never submitted")  # `load` and the collector let none pass
    return review.submitted_at


def text(record: ReviewRecord) -> bytes:
    """Return the file of a record."""
    import json

    said = {"version": VERSION, **record._asdict()}
    del said["path"]
    said["collected_at"] = _spelled(record.collected_at)
    said["reviews"] = [{**one._asdict(), "submitted_at": _spelled(one.submitted_at)} for one in record.reviews]
    return (json.dumps(said, indent=2) + "\n").encode()


def _spelled(when: datetime | None) -> str | None:
    return None if when is None else when.strftime("%Y-%m-%dT%H:%M:%SZ")


def load(data: bytes, path: str) -> ReviewRecord:
    """Return the record that a file holds; raise ``ConfigError`` with all that is wrong with it."""
    from trueline.parsers import json as parser

    if len(data) > LARGEST:
        raise ConfigError(f"it has more than {LARGEST:,} bytes", place=path)
    parsed = parser.parse(Source(path, data))
    for problem in parsed.problems:
        region = problem.region
        place = f"{path}:{region.start_line}:{region.start_column}" if region else path
        raise ConfigError(problem.message, place=place)
    if len(parsed.documents) != 1:
        raise ConfigError("it is not one record of reviews", place=path)
    walk = _Walk(parsed.documents[0], "the record of reviews")
    found = walk.record()
    if walk.problems or found is None:
        hint = "`trueline exception reviews` writes it, `trueline schema reviews` says what stands there"
        raise ConfigError("\n".join(map(str, walk.problems)), hint=hint)
    return found._replace(path=path)


class _Walk(Fields):
    """One walk over a record."""

    def record(self) -> ReviewRecord | None:
        root = self.map(self.document.root, (), "a map", _KEYS)
        if root.get("version") != VERSION or isinstance(root["version"], bool):
            self.report(f"`version` must be {VERSION}", ("version",))
            return None
        if not self._has_all(root, (), _KEYS):
            return None
        at = self.instant(root["collected_at"], ("collected_at",))
        record = ReviewRecord(
            self.choice(root["forge"], ("forge",), ("github",)),
            self._matched(root["host"], ("host",), _HOST, "the name of a host"),
            self._repository(root),
            self._number(root["pull"], ("pull",), 1),
            self._matched(root["head"], ("head",), _COMMIT, "a full commit id"),
            self._matched(root["base"], ("base",), _COMMIT, "a full commit id"),
            self._login(root["author"], ("author",)),
            tuple(self._login(one, at) for one, at in self._items(root["contributors"], ("contributors",))),
            self.is_a(root["contributors_complete"], bool, ("contributors_complete",), "true or false")
            and root["contributors_complete"],
            self._number(root["contributors_unknown"], ("contributors_unknown",), 0),
            at,  # type: ignore[arg-type]  # where it is None, that is a problem, and the record is thrown away
            tuple(filter(None, (self._review(one, at) for one, at in self._items(root["reviews"], ("reviews",))))),
        )
        self._see_that_they_differ(record.reviews)
        return record

    def _review(self, value: object, path: Path) -> Review | None:
        body = self.map(value, path, "a map", _REVIEW_KEYS)
        if not self._has_all(body, path, _REVIEW_KEYS):
            return None
        state: ReviewState = self.choice(body["state"], (*path, "state"), STATES)
        at = None
        if body["submitted_at"] is not None or state != "PENDING":
            at = self.instant(body["submitted_at"], (*path, "submitted_at"))
        commit = body["commit"]
        return Review(
            self._login(body["login"], (*path, "login")),
            self._number(body["id"], (*path, "id"), 1),
            state,
            "" if commit == "" else self._matched(commit, (*path, "commit"), _COMMIT, "a full commit id, or empty"),
            at,
            self._matched(body["url"], (*path, "url"), _URL, "an address"),
        )

    def _has_all(self, body: dict[str, Any], path: Path, keys: Sequence[str]) -> bool:
        missing = [key for key in keys if key not in body]
        if missing:
            self.report(f"there is no {', '.join(f'`{key}`' for key in missing)}", path)
        return not missing

    def _see_that_they_differ(self, reviews: Sequence[Review]) -> None:
        seen: set[int] = set()
        for review in reviews:
            if review.id in seen:
                self.report(f"the review {review.id} stands twice", ("reviews",))
            seen.add(review.id)

    def _repository(self, root: dict[str, Any]) -> str:
        host, name = root["host"], root["repository"]
        if isinstance(name, str) and name.startswith(f"{host}/") and _REPOSITORY.fullmatch(name[len(host) + 1 :]):
            return name
        self.report("repository must be host/owner/name, in small letters", ("repository",))
        return ""

    def _items(self, value: object, path: Path) -> list[tuple[object, Path]]:
        items = value if isinstance(value, list) else []
        self.is_a(value, list, path, "a list")
        return [(one, (*path, number)) for number, one in enumerate(items)]

    def _login(self, value: object, path: Path) -> str:
        return self._matched(value, path, _LOGIN, "a login")

    def _matched(self, value: object, path: Path, form: re.Pattern[str], wanted: str) -> str:
        if isinstance(value, str) and form.fullmatch(value):
            return value
        self.report(f"{'.'.join(map(str, path))} must be {wanted}", path)
        return ""

    def _number(self, value: object, path: Path, least: int) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value < _HIGHEST:
            return value
        self.report(f"{'.'.join(map(str, path))} must be a whole number from {least}", path)
        return least
