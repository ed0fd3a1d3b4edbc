"""A request that is about to be written: what it covers, its evidence, and its folder."""

from __future__ import annotations

import json
import os
import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.cli.exception.base import identity
from trueline.cli.exception.committing import AS_THEY_ARE, ATTRIBUTES, Message, keep
from trueline.cli.exception.judging import see_that_it_counts
from trueline.errors import UsageError
from trueline.exceptions import files
from trueline.exceptions.canonical import digest
from trueline.exceptions.decisions import spelled
from trueline.exceptions.writing import Draft, request_text
from trueline.model.level import SEVERITIES
from trueline.model.location import Location
from trueline.model.policy_exception import Asked, ExceptionRequest
from trueline.reporters.text import visible
from trueline.run.exceptions.drafts import latest_end
from trueline.run.exceptions.opening import made_by, policy_digest

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from datetime import datetime

    from trueline.cli.exception.base import Room
    from trueline.model.level import Severity
    from trueline.model.policy_exception import Category, Identity, Scope
    from trueline.model.report import Finding, Report

_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # nothing that is taken for something else
USUAL: Final = "30d"
"""How long an exception lasts where nothing is said, and trust allows it."""

_SPAN = re.compile(r"([1-9][0-9]{0,3})([dh])")


class Wanted(NamedTuple):
    """What somebody asks for, before it has a name and a day; ``expires`` as the argument says it, or None."""

    scope: Scope
    category: Category
    reason: str
    expires: str | None
    mitigation: str = ""
    ticket: str = ""
    renews: str = ""
    break_glass: bool = False


def write_request(
    wanted: Wanted, meant: Sequence[Finding], report: Report, room: Room, arguments: argparse.Namespace
) -> int:
    """Write a request and its evidence into a folder of their own, and commit them where that is asked for."""
    who = identity(room.git)
    if not who.email:
        raise UsageError("who asks is not known", hint="git config user.email you@example.org")
    now = room.opened.gate.now.replace(microsecond=0)
    identifier = f"EX-{now:%Y}-{''.join(secrets.choice(_LETTERS) for _ in range(6))}"
    seen = evidence(report, meant)
    draft = Draft(
        identifier, wanted.scope, wanted.category, wanted.reason, who, now, _end(wanted, who, now, room),
        policy_digest(room.opened.gate, wanted.scope.rule), digest(seen), made_by(room.opened.sides).people,
        wanted.mitigation, wanted.ticket, wanted.renews, wanted.break_glass,
    )  # fmt: skip
    folder = f"{files.FOLDER}/{identifier}"
    until = spelled(draft.expires) if wanted.break_glass else spelled(draft.expires)[:10]
    written = {f"{folder}/{files.EVIDENCE}": seen, f"{folder}/{files.REQUEST}": request_text(draft).encode()}
    if not os.path.lexists(os.path.join(room.top, ATTRIBUTES)):
        written = {ATTRIBUTES: AS_THEY_ARE, **written}
    standing = see_that_it_counts(identifier, written, meant, room)
    for check in standing.checks:
        if check.name == "renewals":
            print(check.said)
    wrote = f"{folder}: {len(meant)} of {wanted.scope.rule}, until {until}"
    message = Message(wrote, f"Ask for {identifier}: {wanted.scope.rule} until {until}", wanted.reason)
    code = keep(written, message, arguments, (room.top, room.git))
    print(f"then those who may decide look at it: trueline exception show {identifier}{room.said}")
    return code


def _end(wanted: Wanted, who: Identity, now: datetime, room: Room) -> datetime:
    """Return when an exception ends; where nothing is said after 30 days, an emergency as late as trust allows one."""
    if wanted.expires:
        return when(wanted.expires, now)
    usual = when(USUAL, now)
    place = Location(files.FOLDER)
    request = ExceptionRequest("", wanted.scope, wanted.category, wanted.reason, who, now, usual, "", place)
    request = request._replace(break_glass=wanted.break_glass)
    longest = latest_end(request, room.opened.sides, room.opened.gate)
    return longest if wanted.break_glass else min(usual, longest)


def when(text: str, now: datetime) -> datetime:
    """Return the end that an argument names: a day, an instant, or days or hours from now."""
    from trueline.parsers.fields import instant

    span = _SPAN.fullmatch(text)
    if span is not None:
        end = now + timedelta(**{"days" if span[2] == "d" else "hours": int(span[1])})
        return (
            end.replace(hour=23, minute=59, second=59, microsecond=0) if span[2] == "d" else end.replace(microsecond=0)
        )
    found = instant(text, end=True)
    if found is None:
        raise UsageError("an end is a day (2027-01-31), an instant (2027-01-31T12:00:00Z), 14d or 72h", place=text)
    if found <= now:
        raise UsageError("the end is over already", place=text)
    return found


def days(text: str) -> int:
    """Return the days that an argument names: ``14d`` or ``14``; raise ``UsageError`` for anything else."""
    number = text.removesuffix("d")
    if not (number.isascii() and number.isdigit() and len(number) <= 4):
        raise UsageError("a number of days is written 14d", place=text)
    return int(number)


def worst(meant: Sequence[Finding]) -> Severity:
    """Return the severity of the worst finding."""
    return max((one.severity for one in meant), key=SEVERITIES.index)


def asked(meant: Sequence[Finding]) -> tuple[Asked, ...]:
    """Return findings as a request names them."""
    return tuple(
        Asked(one.fingerprint, one.subject, one.unit, one.environment, one.context)
        for one in sorted(meant, key=lambda one: one.fingerprint)
    )


def refuse_hard(meant: Sequence[Finding]) -> None:
    """Raise ``UsageError`` where a finding is of a hard rule."""
    hard = next((one for one in meant if one.enforcement == "hard"), None)
    if hard is not None:
        raise UsageError(f"{hard.rule_id} is hard: no exception lets it go", place=hard.fingerprint)


def evidence(report: Report, meant: Sequence[Finding]) -> bytes:
    """Return what was found, as the report has it: where, what, since when; no line of the files."""
    from trueline.reporters.json_parts import finding_as_json
    from trueline.version import __version__

    body = {
        "trueline": __version__,
        "base": report.base,
        "head": report.head,
        "complete": report.complete,
        "findings": [finding_as_json(one) for one in meant],
        "changes": [
            visible(change.message)
            for change in report.changes
            if any((one.kind, one.subject) == (change.kind, change.subject) for one in meant)
        ],
    }
    return (json.dumps(body, indent=2, sort_keys=True, ensure_ascii=True) + "\n").encode()
