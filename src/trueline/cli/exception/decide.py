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
from trueline.exceptions.decisions import TYPE, scope_members, spelled, text
from trueline.model.location import Location
from trueline.reporters.text import visible

if TYPE_CHECKING:
    import argparse

    from trueline.model.policy_exception import Person, Scope, Standing
    from trueline.repo.git import Git
    from trueline.run.granted import Granted

VERBS: Final = {
    "approve": "approve an exception, or less of it",
    "deny": "deny an exception",
    "revoke": "end an exception that was approved",
    "review": "say what was learned from an emergency",
}


def run(arguments: argparse.Namespace) -> int:
    """Show what is decided, ask, and write it."""
    from trueline.run.granted import open_exceptions, repository_of

    top, git = find_top([])
    if git is None:
        raise RepoError("exceptions are kept in Git, and this is no repository", place=top)
    opened = open_run(arguments)
    granted = open_exceptions(opened.sides, opened.gate)
    standing = find(granted, arguments.id)
    person = _person(granted, arguments, git)
    said = _payload(arguments, standing, person)
    said["repository"] = (granted.approvers.repositories or (repository_of(git),))[0] if granted.approvers else ""
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
    broken = next((f"{place}: {message}" for place, message in granted.problems if identifier in place.path), "")
    known = ", ".join(granted.standings) or "none"
    raise UsageError(broken or f"there is no such exception (known: {known})", place=identifier)


def lines(standing: Standing) -> list[str]:
    """Return one exception for people: what is asked for, how it stands, and each thing that was looked at."""
    request = standing.request
    found = [
        f"{request.id}  {standing.state}",
        f"  rule       {request.scope.rule} (up to {request.scope.severity})",
        f"  covers     {_scope(standing.scope)}",
        f"  why        {request.reason}",
        *([f"  meanwhile  {request.mitigation}"] if request.mitigation else []),
        *([f"  ticket     {request.ticket}"] if request.ticket else []),
        f"  asked      {request.requested_by.name} <{request.requested_by.email}>, {spelled(request.requested_at)}",
        f"  until      {spelled(standing.expires)}",
        f"  kind       {request.category}" + (", an emergency" if request.break_glass else ""),
        f"  evidence   {request.location.path.rpartition('/')[0]}/{files.EVIDENCE}",
    ]
    for decision in standing.decisions:
        proof = decision.proof or f"not verified{': ' + decision.problem if decision.problem else ''}"
        found.append(f"  {decision.verb:<9}  {decision.by} ({proof}): {decision.reason}")
    return [*found, *(f"  {'✓' if check.holds else '✗'} {check.name:<9}{check.said}" for check in standing.checks)]


def _scope(scope: Scope) -> str:
    said = scope_members(scope)
    parts = [", ".join(scope.fingerprints)] if scope.fingerprints else []
    for key in ("resources", "environments", "paths", "releases", "ceiling", "most"):
        if key in said:
            value = said[key]
            parts.append(f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    return "; ".join(parts)


def _person(granted: Granted, arguments: argparse.Namespace, git: Git) -> Person:
    """Return who decides: the one that is named, or whose address Git has here."""
    people = granted.approvers.people if granted.approvers else ()
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
    people = granted.approvers.people if granted.approvers else ()
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
        scope = _narrowed(arguments, standing.request.scope)
        if scope != standing.request.scope:
            said["scope"] = scope_members(scope)
    return said


def _narrowed(arguments: argparse.Namespace, asked: Scope) -> Scope:
    """Return what is approved of a scope; raise ``UsageError`` for what was not asked for."""
    prints = [one for one in asked.fingerprints if any(one.startswith(name) for name in arguments.finding)]
    if arguments.finding and not prints:
        raise UsageError("it does not ask for that finding", place=", ".join(arguments.finding))
    for given, known in ((arguments.environment, asked.environments), (arguments.for_release, asked.releases)):
        if known and not set(given) <= set(known):
            raise UsageError("it does not ask for that", place=", ".join(given))
    return asked._replace(
        fingerprints=tuple(prints) or asked.fingerprints,
        environments=tuple(arguments.environment) or asked.environments,
        releases=tuple(arguments.for_release) or asked.releases,
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

        signature = ssh_keygen.sign(data.rstrip(b"\n"), arguments.key or _key(git), os.environ)
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
