"""The exceptions of a run: what trust and head have of them, and how each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.errors import ConfigError
from trueline.exceptions import approvers, casebook, code_owners, files
from trueline.exceptions.canonical import digest
from trueline.exceptions.keeping import kept_until
from trueline.exceptions.scopes import overlap
from trueline.exceptions.standing import Case, refused_since, stand, was_granted
from trueline.model.location import Location
from trueline.model.policy_exception import Approvers
from trueline.model.report import Notification
from trueline.repo.authorship import Authorship, authors_of
from trueline.repo.merged import Merged
from trueline.run.exceptions.altering import altered_records
from trueline.run.exceptions.folder import has_exceptions, is_no_folder
from trueline.run.exceptions.forge import reviewed
from trueline.run.exceptions.order import came_before
from trueline.run.exceptions.proof import Proof

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from trueline.exceptions.casebook import Casebook, Entry
    from trueline.model.policy_exception import Decision, ExceptionRequest, Standing
    from trueline.model.rule import Rule
    from trueline.repo.git import Git
    from trueline.repo.tree import Tree
    from trueline.run.gate import Gate, Request, Sides

NOBODY = Authorship((), "")
_GATE = files.FOLDER.partition("/")[0]


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


class _No(NamedTuple):
    """A request that was refused, since when by what is claimed, and the files that say so, if trust has them."""

    request: ExceptionRequest
    since: datetime
    files: tuple[str, ...] = ()


class _Room(NamedTuple):
    """What all exceptions of a run are judged with."""

    sides: Sides
    gate: Gate
    book: Casebook
    known: Approvers
    repository: str
    made_by: Authorship


def open_exceptions(sides: Sides, gate: Gate, request: Request) -> Granted:
    """Return how every exception of trust and head stands; without a file of one this costs a look at a folder."""
    if not has_exceptions(sides):
        return Granted()
    known, notes = known_approvers(sides.trust, gate.bench.rules.values())
    prove = Proof(sides, known)
    trusted = casebook.load(sides.trust, prove)
    book = trusted
    if sides.head is not sides.trust:
        book = casebook.together(trusted, casebook.load(_once_merged(sides), prove))
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
    made = NOBODY if request.landed else made_by(sides)
    room = _Room(sides, gate, book, known, repository, made._replace(people=(*made.people, *seen.authors)))
    settled = _stand_all(room._replace(made_by=NOBODY))
    standings = settled if room.made_by == NOBODY else _stand_all(room)
    notes += [Notification("error", "reviews-not-used", said) for said in seen.problems]
    notes += [Notification("warning", "reviews-incomplete", said) for said in (seen.incomplete,) if said]
    notes += [*_links(sides), *_problems(trusted, book, is_change=bool(sides.trust_commit))]
    is_owned = is_gate_owned(sides, known)
    altered = altered_records(sides, trusted, gate.now)
    return Granted(standings, settled, book.entries, known, tuple(notes), altered, request.release, is_owned)


def _once_merged(sides: Sides) -> Tree:
    """Return head as it is merged: what it left as it was is as trust has it now; head itself where none knows that."""
    if sides.base is None or sides.parted is None or not sides.parted.is_certain:
        return sides.head
    return Merged(sides.trust, sides.base, sides.head)


def known_approvers(trust: Tree, rules: Iterable[Rule] | None = None) -> tuple[Approvers, list[Notification]]:
    """Return who may decide. A list that is not valid lets nobody do so, and stops no run that could mend it.

    Nor is one valid whose quorums speak of rules that are not among ``rules``, where these are known.
    """
    try:
        found = approvers.load(trust)
        if rules is not None:
            approvers.refuse_unknown(found, rules)
    except ConfigError as error:
        message = f"nobody may decide on exceptions until it is mended: {error.message}"
        return Approvers(), [Notification("warning", "approvers-invalid", message, Location(files.APPROVERS))]
    return found, []


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


def is_gate_owned(sides: Sides, known: Approvers) -> bool:
    """Tell whether the target branch's CODEOWNERS names owners for the files of decisions, and for who may decide.

    A line for everything does not count: those owners look at code, and nobody asked them to look at this.
    """
    return is_owned(sides.trust, known, sides.git)


def is_owned(tree: Tree, known: Approvers, git: Git | None) -> bool:
    """Tell the same of any tree."""
    paths = [f"{files.FOLDER}/EX-0000-0000/{files.DECISIONS}/somebody-1.json", files.APPROVERS]
    repository = (*known.repositories, repository_of(git))[0]
    owned = code_owners.covers(tree, paths, code_owners.forge_of(repository))
    return bool(owned) and all(_GATE in line.pattern for line in owned.lines)


def made_by(sides: Sides) -> Authorship:
    """Return who made the change of a run; nobody where it judges no change."""
    if sides.git is None or sides.trust is sides.head or not sides.trust_commit:
        return NOBODY
    return authors_of(sides.git, sides.trust_commit, sides.commit, files.FOLDER, None if sides.commit else sides.head)


def _stand_all(room: _Room) -> dict[str, Standing]:
    """Return how all stand: each alone first, then beside those about the same that were granted or denied before."""
    alone = {name: stand(_case(entry, room)) for name, entry in room.book.entries.items()}
    granted = [entry.request for entry in room.book.entries.values() if was_granted(_case(_as_trusted(entry), room))]
    noes = [no for name, one in alone.items() if (no := _no(one, room.book.entries[name], room)) is not None]
    return {name: _beside(entry, room, granted, noes) or alone[name] for name, entry in room.book.entries.items()}


def _no(standing: Standing, entry: Entry, room: _Room) -> _No | None:
    """Return since when an exception was refused in a way that others about the same have to speak of."""
    request, case = standing.request, _case(entry, room)
    if standing.state not in ("denied", "revoked") or kept_until(request, case.decisions, case.now) <= case.now:
        return None
    since = refused_since(case)
    kept = (one for one in _as_trusted(entry).decisions if one.verb in ("deny", "revoke")) if entry.is_trusted else ()
    return _No(request, since, tuple(one.location.path for one in kept)) if since is not None else None


def _as_trusted(entry: Entry) -> Entry:
    """Return what trust has of an exception; nothing that a change adds says that it was not granted."""
    if not entry.is_trusted:
        return entry
    return entry._replace(decisions=tuple(one for one in entry.decisions if one not in entry.fresh))


def _beside(entry: Entry, room: _Room, granted: list[ExceptionRequest], noes: list[_No]) -> Standing | None:
    """Return how an exception stands among others about the same; None where that is as it stands alone.

    A refusal of another one is no revocation: what trust has granted before stays, and so does what was to be renewed.
    """
    mine = entry.request
    earlier = (one for one in granted if one.requested_at < mine.requested_at or one.id == mine.renews)
    before = [one for one in earlier if _is_same(mine, one)]
    same = [no for no in noes if _is_same(mine, no.request)]
    against = [no.request.id for no in same if not _was_granted_before(no, entry, room)]
    if not before and not against:
        return None
    denied = mine.renews if mine.renews in against else against[-1] if against else ""
    return stand(_case(entry, room, len(before), denied))


def _was_granted_before(no: _No, entry: Entry, room: _Room) -> bool:
    """Tell whether what granted an exception was there before another one was refused.

    What trust has not may have been kept back; that it was granted is known where the other one renews it.
    """
    if not entry.is_trusted and no.request.renews != entry.request.id:
        return False
    trusted = _as_trusted(entry)
    earlier = tuple(one for one in trusted.decisions if _is_earlier(one, no, room, is_trusted=entry.is_trusted))
    return was_granted(_case(trusted._replace(decisions=earlier), room))


def _is_earlier(decision: Decision, no: _No, room: _Room, *, is_trusted: bool) -> bool:
    """Tell whether a decision was there before a refusal: by the history of trust, where that has both."""
    if is_trusted and not no.files:
        return True
    known = came_before(room.sides, decision.location.path, no.files) if is_trusted else None
    return known if known is not None else decision.at < no.since


def _is_same(mine: ExceptionRequest, other: ExceptionRequest) -> bool:
    return mine.id != other.id and overlap(mine.scope, other.scope)


def _case(entry: Entry, room: _Room, renewed: int = 0, denied: str = "") -> Case:
    return case_of(entry.request, room.known, room.repository, room.gate)._replace(
        decisions=entry.decisions,
        authors=room.made_by.people,
        unknown_authors=room.made_by.problem,
        evidence=entry.evidence,
        renewed=renewed,
        denied=denied,
    )


def case_of(request: ExceptionRequest, known: Approvers, repository: str, gate: Gate) -> Case:
    """Return what a request is judged by, before anybody has decided on it."""
    case = Case(request, (), known, repository, gate.now)
    rule = gate.bench.rules.get(request.scope.rule)
    if rule is None:
        return case
    severity = gate.bench.standing(rule.id).severity
    return case._replace(
        severity=severity, policy=rule.policy, policy_digest=policy_digest(gate, rule.id), aliases=rule.aliases
    )


def policy_digest(gate: Gate, rule_id: str) -> str:
    """Return the digest of what a rule says, with its parameters as trust sets them."""
    rule = gate.bench.rules[rule_id]
    parameters = sorted(gate.bench.parameters(rule).items(), key=str)
    return digest(repr((rule.digest, parameters)).encode("utf-8", "surrogatepass"))


def repository_of(git: Git | None) -> str:
    """Return what decisions are made for where trust names no repository: the address that `origin` has here."""
    if git is None:
        return ""
    said = git.attempt("config", "--get", "remote.origin.url")
    return repository_name(said.out.decode("utf-8", "replace").strip()) if said.code == 0 else ""


def repository_name(url: str) -> str:
    """Return ``host/owner/name`` of an address, whatever the way to it and whoever asks.

    The port of a server is part of its name; that of SSH is another way to the same.
    """
    scheme, is_url, text = url.partition("://")
    text = (text if is_url else url.replace(":", "/", 1)).rpartition("@")[2]
    host, slash, rest = text.partition("/")
    host = host.partition(":")[0] if scheme == "ssh" and is_url else host
    return (host + slash + rest).removesuffix("/").removesuffix(".git").casefold()
