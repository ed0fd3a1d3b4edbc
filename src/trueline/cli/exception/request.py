"""``trueline exception request``: a request and its evidence, for findings that block."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trueline.cli.exception.base import INCOMPLETE, find, open_room
from trueline.cli.exception.committing import see_that_it_can
from trueline.cli.exception.drafting import Wanted, asked, refuse_hard, worst, write_request
from trueline.errors import UsageError
from trueline.model.policy_exception import Scope

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from trueline.model.report import Finding, Report


def run(arguments: argparse.Namespace) -> int:
    """Judge, find what is meant, and write the request."""
    from trueline.run.check import check

    room = open_room(arguments)
    see_that_it_can(arguments, room.git)
    if arguments.renews:
        find(room.granted, arguments.renews)
    opened = room.opened
    report = check(opened.sides, opened.gate, opened.request, cache=opened.cache)
    meant = _meant(report, arguments.findings)
    wanted = Wanted(
        _scope(arguments, meant), arguments.category, arguments.reason, arguments.expires, arguments.mitigation,
        arguments.ticket, arguments.renews, arguments.break_glass,
    )  # fmt: skip
    code = write_request(wanted, meant, report, room, arguments)
    return code or (0 if report.complete else INCOMPLETE)


def _meant(report: Report, names: Sequence[str]) -> list[Finding]:
    found: dict[str, Finding] = {}
    for name in names:
        some = [one for one in report.findings if _is_called(one, name) and one.status != "fixed"]
        if len({one.fingerprint for one in some}) != 1:
            problem = "no finding of this run is known by that" if not some else "several findings begin so"
            raise UsageError(problem, place=name, hint="give the same --base and --plan as for check")
        found[some[0].fingerprint] = some[0]
    rules = {one.rule_id for one in found.values()}
    if len(rules) > 1:
        raise UsageError(f"one exception is about one rule, and these are of {', '.join(sorted(rules))}")
    refuse_hard(list(found.values()))
    return list(found.values())


def _is_called(finding: Finding, name: str) -> bool:
    return finding.fingerprint.upper().startswith(name.upper())


def _scope(arguments: argparse.Namespace, meant: Sequence[Finding]) -> Scope:
    return Scope(
        meant[0].rule_id,
        worst(meant),
        asked(meant),
        environments=tuple(arguments.environment),
        releases=tuple(arguments.for_release),
        ceiling=_ceiling(arguments.ceiling, meant),
        most=arguments.most,
    )


def _ceiling(given: float | None, meant: Sequence[Finding]) -> float | None:
    """Return the amount that is asked for: what was given, else what the finding has now, to the cent above."""
    amounts = [one.amount for one in meant if one.amount is not None]
    if given is not None or not amounts:
        return given
    return math.ceil(max(amounts) * 100) / 100
