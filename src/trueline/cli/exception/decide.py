"""``trueline exception approve | deny | revoke | review``: one decision, shown, asked for, signed and written."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Final

from trueline.cli.exception.base import find, identity, open_room
from trueline.cli.exception.committing import Message, keep, see_that_it_can
from trueline.cli.exception.drafting import when
from trueline.cli.exception.effect import in_words, outcome, refuse_in_vain
from trueline.cli.exception.keys import signing_key
from trueline.cli.exception.sheet import lines
from trueline.errors import ConfigError, UsageError
from trueline.exceptions import files
from trueline.exceptions.approvers import same
from trueline.exceptions.decisions import TYPE, read, spelled, text
from trueline.exceptions.scopes import limit_members
from trueline.model.document import Source
from trueline.model.location import Location
from trueline.model.policy_exception import Limits
from trueline.reporters.text import harmless, visible
from trueline.run.exceptions.opening import repository_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection

    from trueline.cli.exception.base import Room
    from trueline.model.policy_exception import Decision, Person, Scope, SourceOfProof, Standing
    from trueline.repo.git import Git
    from trueline.run.exceptions.opening import Granted

_SHORTEST: Final = 8
FEWEST: Final = 3
"""Letters and digits of a reason: the lines that reports print have none yet."""

VERBS: Final = {
    "approve": "approve an exception, or less of it",
    "deny": "deny an exception",
    "revoke": "end an exception that was approved",
    "review": "say what was learned from an emergency",
}


def run(arguments: argparse.Namespace) -> int:
    """Show what is decided, ask, and write it."""
    if sum(map(str.isalnum, arguments.reason)) < FEWEST:
        raise UsageError("a decision says why, for those who look back: put words in", place="--reason")
    room = open_room(arguments, decides=True)
    see_that_it_can(arguments, room.git)
    granted = room.granted
    standing = find(granted, arguments.id)
    person = _person(granted, arguments, room.git)
    environments = [one.name for one in room.opened.gate.settings.environments]
    said = _payload(arguments, standing, person, environments)
    said["repository"] = _repository(room)
    key = "" if arguments.unsigned else signing_key(arguments, person, granted.approvers, room.git)
    path = f"{files.FOLDER}/{said['exception']}/{files.DECISIONS}/{said['by']}-{said['number']}.json"
    try:
        data = text(said)
        decision = read(Source(path, data))  # what no run could read must not be signed
    except (ValueError, ConfigError) as error:
        said_why = error.message if isinstance(error, ConfigError) else str(error)
        raise UsageError(f"this cannot be signed: {said_why}", place=str(Location(path))) from error
    proofs: tuple[SourceOfProof, ...] = ("merged", "signed") if key else ("merged",)
    refuse_in_vain(decision._replace(proofs=proofs), person, room)
    for line in lines(standing):
        print(harmless(visible(line)))
    print("\nthis is what you decide:\n")
    for name, value in said.items():
        print(visible(f"  {name:<10} {value}"))
    print(f"\nand this is what is {'written' if arguments.unsigned else 'signed'}, to the letter:\n")
    print(visible(f"  {data.decode().rstrip()}"))
    if not arguments.yes and not _agrees(arguments.verb):
        print("nothing was written")
        return 1
    return _write(_signed(decision, data, key, person, room), standing, arguments, room)


def _repository(room: Room) -> str:
    """Return what the decision is made for; raise ``UsageError`` where the repository has no name."""
    name = (room.granted.approvers.repositories or (repository_of(room.git),))[0]
    if not name:
        raise UsageError(
            "a decision is made for one repository, and this one has no name",
            hint="`repositories: [host/owner/name]` in .trueline/approvers.yaml, or a remote called origin",
        )
    return name


def _person(granted: Granted, arguments: argparse.Namespace, git: Git) -> Person:
    """Return who decides: the one that is named, or whose address Git has here."""
    people = granted.approvers.people
    if arguments.by:
        named = next((one for one in people if one.name == arguments.by), None)
        if named is None:
            raise UsageError("nobody of that name may decide", place=arguments.by, hint=_who(granted))
        return named
    email = same(identity(git).email)
    found = next((one for one in people if email and email in one.emails), None)
    if found is None:
        raise UsageError(f"nobody with the address {email or 'that Git has here'} may decide", hint=_who(granted))
    return found


def _who(granted: Granted) -> str:
    people = granted.approvers.people
    return f"those who may: {', '.join(one.name for one in people) or 'nobody'}; see .trueline/approvers.yaml"


def _payload(
    arguments: argparse.Namespace, standing: Standing, person: Person, environments: Collection[str]
) -> dict[str, object]:
    now = datetime.now(UTC)
    said: dict[str, object] = {
        "type": TYPE, "repository": "", "exception": standing.request.id, "request": standing.request.digest,
        "decision": arguments.verb, "by": person.name, "number": _number(standing, person),
        "reason": arguments.reason.strip(), "at": spelled(now),
    }  # fmt: skip
    if arguments.verb == "approve":
        if arguments.expires:
            said["expires"] = spelled(_end(arguments.expires, standing, now))
        limits = limit_members(_limits(arguments, standing.request.scope, environments))
        if limits:
            said["limits"] = limits
    return said


def _number(standing: Standing, person: Person) -> int:
    """Return the number of somebody's next decision: above all that are known to be theirs, and no file has it."""
    mine = [one for one in standing.decisions if one.by == person.name]
    number = max((one.number for one in mine if {"merged", "signed"} & {*one.proofs}), default=0) + 1
    taken = {one.number for one in mine}
    return next(one for one in count(number) if one not in taken)


def _limits(arguments: argparse.Namespace, asked: Scope, known_environments: Collection[str]) -> Limits:
    """Return what is approved of a scope; raise ``UsageError`` for what was not asked for."""
    prints = [one.fingerprint for one in asked.findings]
    fits = {name: [one for one in prints if one.upper().startswith(name.upper())] for name in arguments.finding}
    meant = [one for one in prints if [one] in fits.values()]
    strange = [name for name, found in fits.items() if len(found) != 1 or len(name) < _SHORTEST]
    for given, known in ((arguments.environment, asked.environments), (arguments.for_release, asked.releases)):
        strange += [one for one in given if known and one not in known]
    strange += [one for one in arguments.environment if one not in known_environments]
    if strange:
        raise UsageError("it does not ask for that, or for several of that name", place=", ".join(strange))
    return Limits(
        findings=tuple(meant),
        environments=tuple(arguments.environment),
        releases=tuple(arguments.for_release),
    )


def _agrees(verb: str) -> bool:
    if not sys.stdin.isatty():
        raise UsageError("nobody can be asked here", hint="--yes, when you have read what is decided")
    try:
        return input(f"\n{verb}? write the word to go on: ").strip() == verb
    except EOFError:
        return False


def _end(text: str, standing: Standing, now: datetime) -> datetime:
    """Return the end that is approved; raise ``UsageError`` where it is later than what was asked for."""
    end, asked = when(text, now), standing.request.expires
    if end > asked:
        raise UsageError(
            f"an approval ends no later than what was asked for: the latest possible is {spelled(asked)}",
            place=f"--expires {text}",
            hint="leave --expires out for all of it",
        )
    return end


def _signed(decision: Decision, data: bytes, key: str, person: Person, room: Room) -> dict[str, bytes]:
    """Return the files of a decision, signed by a key where one is named; the signature holds, or nothing is written.

    It is verified by what a run verifies it with, against the keys that trust has for the person.
    """
    path = decision.location.path
    if not key:
        return {path: data}
    from trueline.adapters.signing import ssh_keygen

    made = {path + files.SIGNATURE: ssh_keygen.sign(data.removesuffix(b"\n"), key, os.environ), path: data}
    found = next(one for one in outcome(decision.exception, made, room).decisions if one.location.path == path)
    if "signed" not in found.proofs:
        raise UsageError(
            f"nothing was written, {found.problem or 'the signature does not hold'}",
            place=key,
            hint=f"a key that the approvers' file has for {person.name}, or --as NAME for who you are",
        )
    return made


def _write(decision: dict[str, bytes], standing: Standing, arguments: argparse.Namespace, room: Room) -> int:
    """Write a decision, commit it where that is asked for, and say what the exception is with it."""
    *_, path = decision
    is_later = arguments.unsigned or "signed" not in room.granted.approvers.sources
    how = "" if arguments.unsigned else " and its signature"
    how += "; it counts once it is merged" if is_later else ""
    request = standing.request
    subject = f"{arguments.verb.capitalize()} {request.id}: {request.scope.rule}"
    after = outcome(request.id, decision, room)
    print()
    code = keep(decision, Message(path + how, subject, arguments.reason), arguments, (room.top, room.git))
    if not is_later:
        print(visible(in_words(after, arguments.verb)))
    return code
