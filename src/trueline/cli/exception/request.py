"""``trueline exception request``: a request and its evidence, written into a folder of their own."""

from __future__ import annotations

import json
import os
import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from trueline.cli.options import find_top, open_run
from trueline.cli.output import write_file
from trueline.errors import RepoError, UsageError
from trueline.exceptions import files
from trueline.exceptions.canonical import digest
from trueline.exceptions.decisions import spelled
from trueline.exceptions.writing import Draft, request_text
from trueline.model.level import SEVERITIES
from trueline.model.policy_exception import Asked, Identity, Scope
from trueline.reporters.text import visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from trueline.cli.options import Opened
    from trueline.model.report import Finding, Report
    from trueline.repo.git import Git

_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # nothing that is taken for something else
_DAYS = re.compile(r"([1-9][0-9]{0,3})([dh])")
INCOMPLETE = 3


def run(arguments: argparse.Namespace) -> int:
    """Judge, find what is meant, and write the request."""
    from trueline.run.check import check
    from trueline.run.exceptions.opening import made_by

    top, git = find_top([])
    if git is None:
        raise RepoError("exceptions are kept in Git, and this is no repository", place=top)
    opened = open_run(arguments)
    report = check(opened.sides, opened.gate, opened.request, cache=opened.cache)
    meant = _meant(report, arguments.findings)
    who = _identity(git)
    now = datetime.now(UTC)
    identifier = f"EX-{now:%Y}-{''.join(secrets.choice(_LETTERS) for _ in range(6))}"
    evidence = _evidence(report, meant)
    draft = Draft(
        identifier, _scope(arguments, meant), arguments.category, arguments.reason, who, now,
        when(arguments.expires, now), _policy(opened, meant), digest(evidence), made_by(opened.sides).people,
        arguments.mitigation, arguments.ticket, arguments.renews, arguments.break_glass,
    )  # fmt: skip
    folder = f"{files.FOLDER}/{identifier}"
    write_file(os.path.join(top, folder, files.EVIDENCE), evidence)
    write_file(os.path.join(top, folder, files.REQUEST), request_text(draft).encode())
    print(f"wrote {folder}: {len(meant)} of {meant[0].rule_id}, until {spelled(draft.expires)[:10]}")
    print(f"next: git add {folder} && git commit -m 'Ask for {identifier}'")
    print(f"then those who may decide look at it: trueline exception show {identifier}")
    return 0 if report.complete else INCOMPLETE


def when(text: str, now: datetime) -> datetime:
    """Return the end that an argument names: a day, an instant, or days or hours from now."""
    from trueline.parsers.fields import instant

    span = _DAYS.fullmatch(text)
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


def _meant(report: Report, names: Sequence[str]) -> list[Finding]:
    found: dict[str, Finding] = {}
    for name in names:
        mark = name.upper().replace("TL-", "TL-")
        some = [one for one in report.findings if one.fingerprint.upper().startswith(mark) and one.status != "fixed"]
        if len({one.fingerprint for one in some}) != 1:
            problem = "no finding of this run is known by that" if not some else "several findings begin so"
            raise UsageError(problem, place=name, hint="give the same --base and --plan as for check")
        found[some[0].fingerprint] = some[0]
    rules = {one.rule_id for one in found.values()}
    if len(rules) > 1:
        raise UsageError(f"one exception is about one rule, and these are of {', '.join(sorted(rules))}")
    hard = next((one for one in found.values() if one.enforcement == "hard"), None)
    if hard is not None:
        raise UsageError(f"{hard.rule_id} is hard: no exception lets it go", place=hard.fingerprint)
    return list(found.values())


def _scope(arguments: argparse.Namespace, meant: Sequence[Finding]) -> Scope:
    return Scope(
        meant[0].rule_id,
        max((one.severity for one in meant), key=SEVERITIES.index),
        tuple(
            Asked(one.fingerprint, one.subject, one.unit, one.environment, one.context)
            for one in sorted(meant, key=lambda one: one.fingerprint)
        ),
        environments=tuple(arguments.environment),
        releases=tuple(arguments.for_release),
        most=arguments.most,
    )


def _policy(opened: Opened, meant: Sequence[Finding]) -> str:
    from trueline.run.exceptions.opening import policy_digest

    return policy_digest(opened.gate, meant[0].rule_id)


def _identity(git: Git) -> Identity:
    name, email = (
        git.attempt("config", "--get", key).out.decode("utf-8", "replace").strip()
        for key in ("user.name", "user.email")
    )
    if not email:
        raise UsageError("who asks is not known", hint="git config user.email you@example.org")
    return Identity(name, email)


def _evidence(report: Report, meant: Sequence[Finding]) -> bytes:
    """Return what was found, as the report has it: where, what, since when; no line of the files."""
    from trueline.reporters.json import finding_as_json
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
