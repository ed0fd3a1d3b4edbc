"""The exceptions of a run: what trust and head have of them, and how each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.errors import ConfigError
from trueline.exceptions import approvers, casebook, code_owners, files
from trueline.exceptions.canonical import digest
from trueline.exceptions.scopes import overlap
from trueline.exceptions.standing import Case, stand
from trueline.model.location import Location, Region
from trueline.model.policy_exception import Approvers
from trueline.model.report import Notification
from trueline.repo.authorship import Authorship, authors_of
from trueline.run.exceptions.folder import has_exceptions, is_no_folder
from trueline.run.exceptions.forge import reviewed
from trueline.run.exceptions.proof import Proof

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.exceptions.casebook import Casebook, Entry
    from trueline.model.policy_exception import ExceptionRequest, Standing
    from trueline.repo.git import Git
    from trueline.repo.tree import Tree
    from trueline.run.gate import Gate, Request, Sides

NOBODY = Authorship((), "")


class Granted(NamedTuple):
    """The exceptions of a run by id, who may decide, and what is wrong with their files.

    ``standings`` are for what the change brings, ``settled`` for what was there before it, whoever made the change.
    ``altered`` are the files of trust's records that head has not, or otherwise; ``is_owned`` says whether somebody
    owns the folder, so that nothing is merged there without their review.
    """

    standings: Mapping[str, Standing] = {}
    settled: Mapping[str, Standing] = {}
    entries: Mapping[str, Entry] = {}
    approvers: Approvers = Approvers()
    notifications: tuple[Notification, ...] = ()
    altered: Mapping[str, tuple[Location, ...]] = {}
    release: str = ""
    is_owned: bool = False


class _Room(NamedTuple):
    """What all exceptions of a run are judged with."""

    gate: Gate
    book: Casebook
    known: Approvers
    repository: str
    made_by: Authorship


def open_exceptions(sides: Sides, gate: Gate, request: Request) -> Granted:
    """Return how every exception of trust and head stands; without a file of one this costs a look at a folder."""
    if not has_exceptions(sides):
        return Granted()
    known, notes = _approvers(sides.trust)
    prove = Proof(sides, known)
    trusted = casebook.load(sides.trust, prove)
    book = trusted
    if sides.head is not sides.trust:
        book = casebook.together(trusted, casebook.load(sides.head, prove))
    else:
        alone = {name: entry._replace(is_trusted=True) for name, entry in trusted.entries.items()}
        book = trusted._replace(entries=alone)
    repository = repository_of(sides.git)
    names = known.repositories or (repository,)
    seen = reviewed(request.reviews, sides, known, names)
    with_reviews = {
        name: entry._replace(decisions=(*entry.decisions, *seen.decisions(entry, names[0])))
        for name, entry in book.entries.items()
    }
    book = book._replace(entries=with_reviews)
    made = made_by(sides)
    room = _Room(gate, book, known, repository, made._replace(people=(*made.people, *seen.authors)))
    settled = _stand_all(room._replace(made_by=NOBODY))
    standings = settled if room.made_by == NOBODY else _stand_all(room)
    notes += [Notification("error", "reviews-not-used", said) for said in seen.problems]
    notes += [Notification("warning", "reviews-incomplete", said) for said in (seen.incomplete,) if said]
    notes += [*_links(sides), *_problems(trusted, book, is_change=bool(sides.trust_commit))]
    is_owned = _is_owned(sides.trust, (*known.repositories, room.repository)[0])
    altered = {name: places for name in trusted.entries if (places := tuple(_altered(sides, trusted, name, gate)))}
    return Granted(standings, settled, book.entries, known, tuple(notes), altered, request.release, is_owned)


def _approvers(trust: Tree) -> tuple[Approvers, list[Notification]]:
    """Return who may decide. A list that is not valid lets nobody do so, and stops no run that could mend it."""
    try:
        return approvers.load(trust), []
    except ConfigError as error:
        message = f"nobody may decide on exceptions until it is mended: {error.message}"
        return Approvers(), [Notification("warning", "approvers-invalid", message, Location(files.APPROVERS))]


def _problems(trusted: Casebook, book: Casebook, *, is_change: bool) -> list[Notification]:
    """Return what is wrong with files of exceptions; what trust has already stops nobody, and counts for nothing."""
    known = {(place.path, message) for place, message in trusted.problems}
    found = dict.fromkeys((place.path, message) for place, message in (*book.problems, *trusted.problems))
    return [
        Notification(
            "warning" if is_change and (path, message) in known else "error", "exception-invalid", message,
            Location(path),
        )
        for path, message in found
    ]  # fmt: skip


def _links(sides: Sides) -> Iterator[Notification]:
    if is_no_folder(sides.head):
        message = "this has to be a folder: a link or a file in its place hides what was decided"
        yield Notification("error", "exception-invalid", message, Location(files.FOLDER))


def _is_owned(trust: Tree, repository: str) -> bool:
    """Tell whether the target branch's CODEOWNERS gives the files of decisions owners, who review what is merged."""
    decision = f"{files.FOLDER}/EX-0000-0000/{files.DECISIONS}/somebody-1.json"
    return bool(code_owners.covers(trust, [decision], code_owners.forge_of(repository)))


def made_by(sides: Sides) -> Authorship:
    """Return who made the change of a run; nobody where it judges no change."""
    if sides.git is None or sides.trust is sides.head or not sides.trust_commit:
        return NOBODY
    return authors_of(sides.git, sides.trust_commit, sides.commit, files.FOLDER, None if sides.commit else sides.head)


def _stand_all(room: _Room) -> dict[str, Standing]:
    first = {name: stand(_case(entry, room, "")) for name, entry in room.book.entries.items()}
    noes = [name for name, standing in first.items() if standing.state in ("denied", "revoked")]
    return {name: _again(entry, room, noes) or first[name] for name, entry in room.book.entries.items()}


def _again(entry: Entry, room: _Room, noes: list[str]) -> Standing | None:
    """Return how an exception stands that asks for what was denied; None where nothing like it was."""
    mine = entry.request
    others = (room.book.entries[name].request for name in noes)
    about = [
        one.id for one in others if one.id != mine.id and overlap(mine.scope, one.scope) and one.expires > room.gate.now
    ]
    if not about:
        return None
    return stand(_case(entry, room, mine.renews if mine.renews in about else about[-1]))


def _case(entry: Entry, room: _Room, denied: str) -> Case:
    request, gate = entry.request, room.gate
    case = Case(
        request, entry.decisions, room.known, room.repository, gate.now,
        authors=room.made_by.people, unknown_authors=room.made_by.problem, evidence=entry.evidence,
        renewed=sum(1 for _ in _renewed(request, room.book)), denied=denied,
    )  # fmt: skip
    rule = gate.bench.rules.get(request.scope.rule)
    if rule is None:
        return case
    severity = gate.bench.standing(rule.id).severity
    return case._replace(severity=severity, policy=rule.policy, policy_digest=policy_digest(gate, rule.id))


def policy_digest(gate: Gate, rule_id: str) -> str:
    """Return the digest of what a rule says, with its parameters as trust sets them."""
    rule = gate.bench.rules[rule_id]
    parameters = sorted(gate.bench.parameters(rule).items(), key=str)
    return digest(repr((rule.digest, parameters)).encode("utf-8", "surrogatepass"))


def _renewed(request: ExceptionRequest, book: Casebook) -> Iterator[str]:
    """Yield the exceptions about the same that somebody approved before: whether this one says so or not."""
    for name, entry in book.entries.items():
        other = entry.request
        is_earlier = name != request.id and other.requested_at < request.requested_at
        if is_earlier and overlap(request.scope, other.scope) and any(one.verb == "approve" for one in entry.decisions):
            yield name


def _altered(sides: Sides, trusted: Casebook, identifier: str, gate: Gate) -> Iterator[Location]:
    """Yield the files of one of trust's records that head took away or changed, while a decision on it could count.

    An old branch that never had them has taken nothing away.
    """
    entry = trusted.entries[identifier]
    if sides.head is sides.trust or not entry.decisions or entry.request.expires < gate.now:
        return
    folder = f"{files.FOLDER}/{identifier}"
    names = [f"{folder}/{name}" for name in sides.trust.list(folder) if not name.endswith("/")]
    names += [f"{folder}/{files.DECISIONS}/{name}" for name in sides.trust.list(f"{folder}/{files.DECISIONS}")]
    former = sides.base or sides.trust
    for path in names:
        if sides.head.blob(path) not in (sides.trust.blob(path), former.blob(path)):
            yield Location(path, "" if sides.head.exists(path) else sides.trust.revision, Region(1, 1, 1, 1))


def repository_of(git: Git | None) -> str:
    """Return what decisions are made for where trust names no repository: the address that `origin` has here."""
    if git is None:
        return ""
    said = git.attempt("config", "--get", "remote.origin.url")
    return repository_name(said.out.decode("utf-8", "replace").strip()) if said.code == 0 else ""


def repository_name(url: str) -> str:
    """Return ``host/owner/name`` of an address, whatever the way to it and whoever asks."""
    text = url.partition("://")[2] or url.replace(":", "/", 1)
    return text.rpartition("@")[2].removesuffix("/").removesuffix(".git").casefold()
