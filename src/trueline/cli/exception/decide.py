"""``trueline exception approve | deny | revoke | review``: one decision, shown, asked for, signed and written."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from trueline.cli.exception.request import when
from trueline.cli.options import find_top, open_run
from trueline.cli.output import write_file
from trueline.errors import RepoError, UsageError
from trueline.exceptions import files
from trueline.exceptions.approvers import same
from trueline.exceptions.decisions import TYPE, spelled, text
from trueline.exceptions.scopes import limit_members
from trueline.model.location import Location
from trueline.model.policy_exception import Limits
from trueline.reporters.text import visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from trueline.model.policy_exception import Person, Scope, Standing
    from trueline.model.report import Notification
    from trueline.repo.git import Git
    from trueline.run.exceptions.opening import Granted

VERBS: Final = {
    "approve": "approve an exception, or less of it",
    "deny": "deny an exception",
    "revoke": "end an exception that was approved",
    "review": "say what was learned from an emergency",
}


def run(arguments: argparse.Namespace) -> int:
    """Show what is decided, ask, and write it."""
    from trueline.run.exceptions.opening import open_exceptions, repository_of

    top, git = find_top([])
    if git is None:
        raise RepoError("exceptions are kept in Git, and this is no repository", place=top)
    opened = open_run(arguments)
    granted = open_exceptions(opened.sides, opened.gate, opened.request)
    standing = find(granted, arguments.id)
    person = _person(granted, arguments, git)
    said = _payload(arguments, standing, person)
    said["repository"] = (granted.approvers.repositories or (repository_of(git),))[0]
    if not said["repository"]:
        raise UsageError(
            "a decision is made for one repository, and this one has no name",
            hint="`repositories: [host/owner/name]` in .trueline/approvers.yaml, or a remote called origin",
        )
    for line in lines(standing):
        print(visible(line))
    print("\nthis is what you decide:\n")
    for key, value in said.items():
        print(visible(f"  {key:<10} {value}"))
    if not arguments.yes and not _agrees(str(said["decision"])):
        print("nothing was written")
        return 1
    return _write(said, arguments, (top, git))


def find(granted: Granted, identifier: str) -> Standing:
    """Return one exception; raise ``UsageError`` where there is none of that name, or its files are not valid."""
    found = granted.standings.get(identifier)
    if found is not None:
        return found
    broken = next((f"{one.location}: {one.message}" for one in granted.notifications if _is_of(one, identifier)), "")
    known = ", ".join(granted.standings) or "none"
    raise UsageError(broken or f"there is no such exception (known: {known})", place=identifier)


def lines(standing: Standing) -> list[str]:
    """Return one exception for people: what is asked for, how it stands, and each thing that was looked at."""
    request = standing.request
    found = [
        f"{request.id}  {standing.state}",
        f"  rule       {request.scope.rule} (up to {request.scope.severity})",
        *(f"  covers     {line}" for line in _covered(request.scope)),
        *(f"  only       {limit_members(one)}" for one in standing.limits),
        f"  why        {request.reason}",
        *([f"  meanwhile  {request.mitigation}"] if request.mitigation else []),
        *([f"  ticket     {request.ticket}"] if request.ticket else []),
        f"  asked      {request.requested_by.name} <{request.requested_by.email}>, {spelled(request.requested_at)}",
        f"  until      {spelled(standing.expires)}",
        f"  kind       {request.category}" + (", an emergency" if request.break_glass else ""),
        f"  evidence   {request.location.path.rpartition('/')[0]}/{files.EVIDENCE}",
    ]
    for decision in standing.decisions:
        known = " and ".join(decision.proofs)
        proof = known or f"not verified{': ' + decision.problem if decision.problem else ''}"
        found.append(f"  {decision.verb:<9}  {decision.by} ({proof}): {decision.reason}")
    return [*found, *(f"  {'✓' if check.holds else '✗'} {check.name:<9}{check.said}" for check in standing.checks)]


def _is_of(note: Notification, identifier: str) -> bool:
    return note.location is not None and identifier in note.location.path


def _covered(scope: Scope) -> Iterator[str]:
    """Yield what a scope covers, a line each."""
    for one in scope.findings:
        where = f" in {one.unit}" if one.unit else ""
        yield f"{one.subject}{where}" + (f" ({one.environment})" if one.environment else "") + f"  {one.fingerprint}"
    for key in ("resources", "environments", "paths", "releases", "ceiling", "most"):
        value = getattr(scope, key)
        if value not in ((), None):
            yield f"{key}: {', '.join(map(str, value)) if isinstance(value, tuple) else value}"


def _person(granted: Granted, arguments: argparse.Namespace, git: Git) -> Person:
    """Return who decides: the one that is named, or whose address Git has here."""
    people = granted.approvers.people
    if arguments.by:
        named = next((one for one in people if one.name == arguments.by), None)
        if named is None:
            raise UsageError("nobody of that name may decide", place=arguments.by, hint=_who(granted))
        return named
    email = same(git.attempt("config", "--get", "user.email").out.decode("utf-8", "replace"))
    found = next((one for one in people if email and email in one.emails), None)
    if found is None:
        raise UsageError(f"nobody with the address {email or 'that Git has here'} may decide", hint=_who(granted))
    return found


def _who(granted: Granted) -> str:
    people = granted.approvers.people
    return f"those who may: {', '.join(one.name for one in people) or 'nobody'}; see .trueline/approvers.yaml"


def _payload(arguments: argparse.Namespace, standing: Standing, person: Person) -> dict[str, object]:
    now = datetime.now(UTC)
    numbers = [one.number for one in standing.decisions if one.by == person.name]
    said: dict[str, object] = {
        "type": TYPE, "repository": "", "exception": standing.request.id, "request": standing.request.digest,
        "decision": arguments.verb, "by": person.name, "number": max(numbers, default=0) + 1,
        "reason": arguments.reason.strip(), "at": spelled(now),
    }  # fmt: skip
    if arguments.verb == "approve":
        if arguments.expires:
            said["expires"] = spelled(when(arguments.expires, now))
        limits = limit_members(_limits(arguments, standing.request.scope))
        if limits:
            said["limits"] = limits
    return said


def _limits(arguments: argparse.Namespace, asked: Scope) -> Limits:
    """Return what is approved of a scope; raise ``UsageError`` for what was not asked for."""
    prints = [one.fingerprint for one in asked.findings]
    meant = [one for one in prints if any(one.upper().startswith(name.upper()) for name in arguments.finding)]
    strange = [name for name in arguments.finding if not any(one.upper().startswith(name.upper()) for one in prints)]
    for given, known in ((arguments.environment, asked.environments), (arguments.for_release, asked.releases)):
        strange += [one for one in given if known and one not in known]
    if strange:
        raise UsageError("it does not ask for that", place=", ".join(strange))
    return Limits(
        findings=tuple(meant),
        environments=tuple(arguments.environment),
        releases=tuple(arguments.for_release),
    )


def _agrees(verb: str) -> bool:
    if not sys.stdin.isatty():
        raise UsageError("nobody can be asked here", hint="--yes, when you have read what is decided")
    return input(f"\n{verb}? write the word to go on: ").strip() == verb


def _write(said: dict[str, object], arguments: argparse.Namespace, where: tuple[str, Git]) -> int:
    top, git = where
    folder = f"{files.FOLDER}/{said['exception']}/{files.DECISIONS}"
    path = f"{folder}/{said['by']}-{said['number']}.json"
    try:
        data = text(said)
    except ValueError as error:
        raise UsageError(f"this cannot be signed: {error}", place=str(Location(path))) from error
    signature = b""
    if not arguments.unsigned:
        from trueline.adapters.signing import ssh_keygen

        signature = ssh_keygen.sign(data.removesuffix(b"\n"), arguments.key or _key(git), os.environ)
    write_file(os.path.join(top, path), data)
    if signature:
        write_file(os.path.join(top, path + files.SIGNATURE), signature)
    print(f"\nwrote {path}" + (" and its signature" if signature else "; it counts once it is merged"))
    print(f"next: git add {folder} && git commit")
    return 0


def _key(git: Git) -> str:
    said = git.attempt("config", "--type=path", "--get", "user.signingkey").out.decode("utf-8", "replace").strip()
    if not said or said.startswith(("key::", "ssh-")):
        raise UsageError("which key to sign with is not known", hint="--key ~/.ssh/id_ed25519, or --unsigned")
    return said
