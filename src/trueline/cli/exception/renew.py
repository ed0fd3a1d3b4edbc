"""``trueline exception renew``: ask that an exception goes on, for what of it is still found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.exception.base import INCOMPLETE, find, open_room
from trueline.cli.exception.committing import see_that_it_can
from trueline.cli.exception.drafting import Wanted, asked, refuse_hard, worst, write_request
from trueline.cli.output import say
from trueline.errors import UsageError
from trueline.exceptions.coverage import is_about
from trueline.reporters.text import visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from trueline.model.policy_exception import Scope
    from trueline.model.report import Finding

_KEPT = ("category", "ticket", "mitigation")


def run(arguments: argparse.Namespace) -> int:
    """Judge, see what of the exception is still found, and write a request that goes on with it."""
    from trueline.run.check import check

    room = open_room(arguments, decides=True)
    see_that_it_can(arguments, room.git)
    former = find(room.granted, arguments.id).request
    opened = room.opened
    if former.scope.rule not in opened.gate.bench.rules:
        raise UsageError("nothing left to except: its rule is no rule any more", place=former.scope.rule)
    report = check(opened.sides, opened.gate, opened.request, cache=opened.cache)
    meant = _still_found(former.scope, report.findings)
    if not meant:
        said = "" if report.complete else ": not everything could be judged, `trueline check` says what"
        raise UsageError(f"nothing left to except: what it is about is not found any more{said}", place=former.id)
    refuse_hard(meant)
    _say_what_is_gone(former.scope, meant)
    if former.break_glass and not arguments.break_glass:
        say(f"trueline: {former.id} was an emergency; this one is decided as any other (else: --break-glass)")
    kept = {key: getattr(arguments, key) or getattr(former, key) for key in _KEPT}
    wanted = Wanted(
        _scope(arguments, former.scope, meant), kept["category"], arguments.reason, arguments.expires,
        kept["mitigation"], kept["ticket"], former.id, arguments.break_glass,
    )  # fmt: skip
    code = write_request(wanted, meant, report, room, arguments)
    return code or (0 if report.complete else INCOMPLETE)


def _still_found(scope: Scope, findings: Sequence[Finding]) -> list[Finding]:
    found = {one.fingerprint: one for one in findings if one.status != "fixed" and is_about(scope, one)}
    return [found[name] for name in sorted(found)]


def _scope(arguments: argparse.Namespace, former: Scope, meant: Sequence[Finding]) -> Scope:
    """Return the scope that is asked for: the former one, as it is found now, with what is said otherwise."""
    return former._replace(
        severity=worst(meant),
        findings=() if former.resources else asked(meant),
        environments=tuple(arguments.environment) or former.environments,
        paths=tuple(arguments.path) or former.paths,
        releases=tuple(arguments.for_release) or former.releases,
        ceiling=former.ceiling if arguments.ceiling is None else arguments.ceiling,
        most=former.most if arguments.most is None else arguments.most,
    )


def _say_what_is_gone(scope: Scope, meant: Sequence[Finding]) -> None:
    known = {one.fingerprint for one in meant}
    for one in scope.findings:
        if one.fingerprint not in known:
            print(visible(f"left out, it is found no more: {one.subject}  {one.fingerprint}"))
