"""The exceptions that people decided on: read from trust and head, judged, and held against the findings of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.errors import ReadError
from trueline.exceptions import approvers, casebook, coverage, files
from trueline.exceptions.decisions import payload, spelled
from trueline.exceptions.standing import Case, stand
from trueline.model.policy_exception import Identity
from trueline.model.report import ExceptionRecord, Notification, Suppression
from trueline.repo.name import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.exceptions.casebook import Casebook
    from trueline.model.document import Source
    from trueline.model.location import Location
    from trueline.model.policy_exception import (
        Approvers,
        Check,
        Decision,
        ExceptionRequest,
        SourceOfProof,
        Standing,
    )
    from trueline.model.report import Finding
    from trueline.repo.git import Git
    from trueline.repo.tree import Tree
    from trueline.run.gate import Gate, Sides

OPEN = ("approved", "pending")


class Granted(NamedTuple):
    """The exceptions of a run by id, who may decide, and what is wrong with their files."""

    standings: Mapping[str, Standing] = {}
    approvers: Approvers | None = None
    problems: tuple[tuple[Location, str], ...] = ()
    release: str = ""

    @property
    def notifications(self) -> tuple[Notification, ...]:
        """What is wrong with files of exceptions: none of those counts."""
        return tuple(Notification("error", "exception-invalid", message, place) for place, message in self.problems)


class Verdict(NamedTuple):
    """What an exception says of one finding: each thing looked at, and whether all of it holds."""

    standing: Standing
    checks: tuple[Check, ...]

    @property
    def covers(self) -> bool:
        """Tell whether the finding is covered in full."""
        return all(check.holds for check in self.checks)


def open_exceptions(sides: Sides, gate: Gate, release: str = "") -> Granted:
    """Return how every exception of trust and head stands; without a file of one this costs a look at a folder."""
    there = _has_any(sides.trust)
    if not there and (sides.head is sides.trust or not _has_any(sides.head)):
        return Granted()
    known = approvers.load(sides.trust)
    prove = _Proof(sides, known)
    book = casebook.load(sides.trust, prove)
    if sides.head is not sides.trust:
        book = casebook.together(book, casebook.load(sides.head, prove))
    authors = authors_of(sides)
    repository = repository_of(sides.git)
    standings = {}
    for identifier, entry in book.entries.items():
        case = Case(entry.request, entry.decisions, known, repository, gate.now, authors=authors)
        case = case._replace(renewed=_renewed(entry.request, book))
        standings[identifier] = stand(_with_rule(case, gate))
    return Granted(standings, known, book.problems, release)


def _has_any(tree: Tree) -> bool:
    return bool(tree.list(files.FOLDER))


def _with_rule(case: Case, gate: Gate) -> Case:
    rule = gate.bench.rules.get(case.request.scope.rule)
    if rule is None:
        return case
    severity = gate.bench.standing(rule.id).severity
    return case._replace(severity=severity, policy=rule.policy, policy_digest=rule.digest)


def _renewed(request: ExceptionRequest, book: Casebook) -> int:
    """Return how many exceptions went before this one about the same: whether it says so or not."""
    mine = {*request.scope.fingerprints, *request.scope.resources}
    return sum(
        1
        for identifier, entry in book.entries.items()
        if identifier != request.id
        and entry.request.scope.rule == request.scope.rule
        and entry.request.requested_at < request.requested_at
        and mine & {*entry.request.scope.fingerprints, *entry.request.scope.resources}
    )


class _Proof:
    """Tells of a decision how it is known who made it."""

    def __init__(self, sides: Sides, known: Approvers) -> None:
        self._trust = sides.trust
        self._keys = {person.name: person.keys for person in known.people}

    def __call__(
        self, decision: Decision, source: Source, signature: Source | None
    ) -> tuple[SourceOfProof | None, str]:
        if self._is_merged(source):
            return "merged", ""
        if signature is None:
            return None, ""
        from trueline.adapters.signing import SignatureError, verify

        try:
            verify(payload(source), signature.data, self._keys.get(decision.by, ()))
        except SignatureError as error:
            return None, f"its signature does not hold: {error}"
        return "signed", ""

    def _is_merged(self, source: Source) -> bool:
        """Tell whether trust has the very bytes under the same path."""
        try:
            return self._trust.read(source.path).data == source.data
        except ReadError:
            return False


def authors_of(sides: Sides) -> tuple[Identity, ...]:
    """Return who made the commits of a change, as authors, committers and co-authors.

    A commit that only adds to the folder of exceptions makes nobody an author: approvers may commit what they decide.
    """
    if sides.git is None or sides.trust is sides.head or not sides.trust_commit:
        return ()
    form = "%x02%an%x00%ae%x00%cn%x00%ce%x00%(trailers:key=Co-authored-by,valueonly,separator=%x01)%x03"
    there = f"{sides.trust_commit}..{sides.commit or 'HEAD'}"
    out = sides.git.run("log", "-c", "--name-only", "-z", f"--format={form}", there)
    found: dict[Identity, None] = {}
    for record in decode(out).split("\x02")[1:]:
        who, _, names = record.partition("\x03")
        paths = [name.strip("\n") for name in names.split("\0") if name.strip("\n")]
        if not paths or any(not path.startswith(f"{files.FOLDER}/") for path in paths):
            found |= dict.fromkeys(_people(who))
    return tuple(found)


def _people(who: str) -> Iterator[Identity]:
    name, email, committer, address, others = [*who.split("\0"), "", "", "", "", ""][:5]
    yield from (Identity(name, email), Identity(committer, address))
    for other in filter(None, others.split("\x01")):
        said, _, at = other.partition("<")
        yield Identity(said.strip(), at.rstrip("> \n"))


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


class Releasing:
    """Says of each finding what an exception does with it; no two together cover one."""

    def __init__(self, granted: Granted, findings: Sequence[Finding]) -> None:
        self._granted = granted
        self._about: dict[str, list[Finding]] = {}
        for finding in findings:
            for identifier, standing in granted.standings.items():
                if finding.status != "fixed" and coverage.is_about(standing.scope, finding):
                    self._about.setdefault(identifier, []).append(finding)

    def about(self, identifier: str) -> Sequence[Finding]:
        """Return the findings that an exception is about."""
        return self._about.get(identifier, ())

    def verdicts(self, finding: Finding) -> list[Verdict]:
        """Return what each exception that is about a finding says of it."""
        found = []
        for standing in self._granted.standings.values():
            if coverage.is_about(standing.scope, finding):
                checks = list(coverage.checks(standing.scope, finding, self._granted.release))
                number = coverage.counted(standing.scope, self._about.get(standing.request.id, []))
                found.append(Verdict(standing, tuple(checks if number is None else (*checks, number))))
        return found

    def release(self, finding: Finding) -> Finding:
        """Return a finding, let go by an approved exception that covers it, or waiting for one that is asked for."""
        if finding.suppression is not None or finding.status == "fixed":
            return finding
        verdicts = self.verdicts(finding)
        if not verdicts:
            return finding
        if finding.enforcement == "hard":
            return self._refused(finding, [f"{one.standing.request.id}: the rule is hard" for one in verdicts])
        whole = [one for one in verdicts if one.covers]
        approved = next((one.standing for one in whole if one.standing.state == "approved"), None)
        if approved is not None:
            return finding._replace(suppression=_suppression(approved), blocks=False)
        waiting = next((one.standing for one in whole if one.standing.state == "pending"), None)
        finding = self._refused(finding, [line for one in verdicts for line in _why(one)])
        return finding._replace(pending=waiting.request.id) if waiting is not None and finding.blocks else finding

    def _refused(self, finding: Finding, said: Sequence[str]) -> Finding:
        return finding._replace(refusals=(*finding.refusals, *said))


def _why(verdict: Verdict) -> list[str]:
    """Return why an exception that is about a finding does not let it go."""
    name = verdict.standing.request.id
    said = [f"{name} does not cover it: {check.said}" for check in verdict.checks if not check.holds]
    if verdict.standing.state != "approved":
        failing = [check.said for check in verdict.standing.checks if not check.holds]
        said.append(f"{name} is {verdict.standing.state}: {'; '.join(failing) or spelled(verdict.standing.expires)}")
    return said


def _suppression(standing: Standing) -> Suppression:
    request = standing.request
    until = spelled(standing.expires)[:10]
    reason = f"{request.reason} (approved by {', '.join(standing.approved_by)})"
    return Suppression("exception", reason, request.id, until, request.location)


def settle_exceptions(
    granted: Granted, findings: Sequence[Finding]
) -> tuple[list[Finding], tuple[ExceptionRecord, ...]]:
    """Return the findings with what exceptions do to them, and each exception as it stands then."""
    releasing = Releasing(granted, findings)
    found = [releasing.release(finding) for finding in findings]
    covered: dict[str, list[str]] = {}
    for finding in found:
        mark = finding.suppression
        name = mark.id if mark is not None and mark.kind == "exception" else finding.pending
        if name:
            covered.setdefault(name, []).append(finding.fingerprint)
    records = (
        _record(standing, tuple(covered.get(name, ())), len(releasing.about(name)))
        for name, standing in granted.standings.items()
    )
    return found, tuple(records)


def _record(standing: Standing, covered: tuple[str, ...], about: int) -> ExceptionRecord:
    request = standing.request
    return ExceptionRecord(
        request.id, standing.state, request.scope.rule, request.scope.severity, request.category, request.reason,
        f"{request.requested_by.name} <{request.requested_by.email}>", spelled(request.requested_at),
        spelled(standing.expires), request.location, standing.approved_by, covered, about,
        tuple((check.name, check.holds, check.said) for check in standing.checks), request.break_glass,
        request.ticket,
    )  # fmt: skip
