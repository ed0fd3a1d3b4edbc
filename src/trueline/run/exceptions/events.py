"""What happened to exceptions, as the history of a branch has it: one event for each thing that reached it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import ConfigError
from trueline.exceptions import decisions, files, requests
from trueline.repo import history
from trueline.repo.blobs import Blobs
from trueline.repo.stored import StoredTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from trueline.model.policy_exception import Approvers, Decision, ExceptionRequest
    from trueline.repo.git import Git
    from trueline.repo.history import Changed, Step

EVENTS: Final = {"approve": "approved", "deny": "denied", "revoke": "revoked", "review": "reviewed"}


class Event(NamedTuple):
    """One thing that reached a branch.

    ``at`` is when the commit was made that brought it to the first-parent history, ``commit`` and ``author`` are that
    commit's. ``by`` says who did it as the record has it, or the author where it has not; ``evidence`` is the digest of
    what was seen; ``proof`` how it is known who decided; ``there`` whether the record is as it was then: yes, changed
    or no.
    """

    at: datetime
    event: str
    exception: str
    rule: str
    by: str
    reason: str
    evidence: str
    proof: str
    there: str
    commit: str
    author: str
    path: str


class Events(NamedTuple):
    """All that happened, by time; ``is_cut`` says whether the clone has not all of the history."""

    events: tuple[Event, ...]
    is_cut: bool


def events(git: Git, commit: str, known: Approvers) -> Events:
    """Return what happened to exceptions up to a commit; ``known`` are those whose signatures are verified."""
    found = history.read(git, commit, files.FOLDER)
    reading = _Reading(git, known, _last(found.steps))
    rows = [event for step in found.steps for event in reading.step(step)]
    reading.close()
    return Events(tuple(sorted(rows, key=lambda one: one.at)), found.is_cut)


def _last(steps: tuple[Step, ...]) -> dict[str, str]:
    """Return the blob that each file has at the end, nothing where it is gone."""
    return {change.path: change.after for step in steps for change in step.changes}


class _Reading:
    """Reads the records as each step left them."""

    def __init__(self, git: Git, known: Approvers, last: Mapping[str, str]) -> None:
        self._blobs = Blobs(git, files.LARGEST)
        self._entries: dict[str, tuple[str, str]] = {}
        self._tree = StoredTree(self._entries, self._blobs)
        self._requests: dict[str, ExceptionRequest] = {}
        self._keys = {person.name: person.keys for person in known.people}
        self._last = last

    def close(self) -> None:
        """End the git process that reads."""
        self._blobs.close()

    def step(self, step: Step) -> Iterator[Event]:
        """Yield what one step brought."""
        for change in step.changes:
            if change.after:
                self._entries[change.path] = change.mode, change.after
            else:
                self._entries.pop(change.path, None)
        for identifier in {
            _parts(change.path)[0] for change in step.changes if _parts(change.path)[1] == files.REQUEST
        }:
            self._look_at(identifier)
        added = {change.path for change in step.changes if not change.before}
        for change in sorted(step.changes, key=_order):
            if change.path != _ATTRIBUTES and not (change.path in added and _comes_along(change.path, added)):
                yield self._event(change, step)

    def _look_at(self, identifier: str) -> None:
        """Keep what is asked for; of what is taken away or cannot be read, what was asked for last."""
        try:
            self._requests[identifier] = requests.load(self._tree, identifier)
        except ConfigError:
            return

    def _event(self, change: Changed, step: Step) -> Event:
        identifier, rest = _parts(change.path)
        request = self._requests.get(identifier)
        event = Event(
            step.at, "file-changed" if change.before else "file-added", identifier,
            request.scope.rule if request else "", step.author, "", request.evidence if request else "", "",
            self._there(change), step.commit, step.author, change.path,
        )  # fmt: skip
        if not change.after:
            return event._replace(event="file-removed")
        if rest == files.REQUEST:
            return self._asked(event, change)
        if rest.startswith(f"{files.DECISIONS}/") and not rest.endswith(files.SIGNATURE):
            return self._decided(event, change)
        return event

    def _asked(self, event: Event, change: Changed) -> Event:
        try:
            request = requests.load(self._tree, event.exception)
        except ConfigError as error:
            return event._replace(event="unreadable", reason=f"it is no request: {error.message}")
        event = event._replace(proof="merged")
        if change.before:
            return event._replace(event="request-changed", reason=request.reason)
        who = f"{request.requested_by.name} <{request.requested_by.email}>"
        return event._replace(event="asked", by=who, reason=request.reason)

    def _decided(self, event: Event, change: Changed) -> Event:
        try:
            decision, _ = decisions.load(self._tree, change.path)
        except ConfigError as error:
            return event._replace(event="unreadable", reason=error.message)
        if decision.exception != event.exception:
            return event._replace(event="unreadable", reason=f"it is about {decision.exception}")
        name = "decision-changed" if change.before else EVENTS[decision.verb]
        proof = self._proof(decision, change.path)
        return event._replace(event=name, by=decision.by, reason=decision.reason, proof=proof)

    def _proof(self, decision: Decision, path: str) -> str:
        """Return how it is known who decided: by the signature that lies beside it then, or does at the end."""
        from trueline.adapters.signing import SignatureError, verify

        signed = path + files.SIGNATURE
        last = self._last.get(signed, "")
        reader = self._tree
        if not reader.exists(signed):
            reader = StoredTree({signed: ("100644", last)} if last else {}, self._blobs)
        if not reader.exists(signed):
            return "merged"
        try:
            signature = files.read(reader, signed)
            payload = decisions.payload(files.read(self._tree, path))
            verify(payload, signature.data, self._keys.get(decision.by, ()))
        except (SignatureError, ConfigError) as error:
            return f"merged; its signature does not hold: {error}"
        return "merged and signed"

    def _there(self, change: Changed) -> str:
        last = self._last.get(change.path, "")
        return "no" if not last else "yes" if last == change.after else "changed"


_ATTRIBUTES: Final = f"{files.FOLDER}/.gitattributes"
"""What lies beside all exceptions and is of none."""


def _parts(path: str) -> tuple[str, str]:
    """Return the name of the exception that a file belongs to, and its own in there."""
    identifier, _, rest = path.removeprefix(f"{files.FOLDER}/").partition("/")
    return identifier, rest


def _order(change: Changed) -> tuple[str, bool, str]:
    """Return what the files of one step are sorted by: each exception's request before what was decided on it."""
    identifier, rest = _parts(change.path)
    return identifier, rest != files.REQUEST, rest


def _comes_along(path: str, added: set[str]) -> bool:
    """Tell whether a file came with the record that it belongs to: evidence with its request, a signature too."""
    folder, _, name = path.rpartition("/")
    beside = f"{folder}/{files.REQUEST}" if name == files.EVIDENCE else path.removesuffix(files.SIGNATURE)
    return beside != path and beside in added
