"""``trueline exception stale``: what is not as it was when it was approved, and what would fail on another day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from trueline.cli.exception.base import INCOMPLETE, open_room, say_problems
from trueline.cli.exception.drafting import days
from trueline.cli.exception.tables import add_format, print_rows
from trueline.cli.output import say
from trueline.exceptions.decisions import spelled

if TYPE_CHECKING:
    import argparse

    from trueline.cli.exception.base import Room
    from trueline.run.exceptions.staleness import Stale

COLUMNS: Final = (
    "exception", "problem", "rule", "severity", "expires", "said", "subject", "fingerprint", "path", "line",
)  # fmt: skip
_SHOWN: Final = ("exception", "problem", "severity", "rule", "subject", "said")


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    command.add_argument("--in", dest="within", metavar="DAYS", help="also what would block then: 30d")
    command.add_argument("--strict", action="store_true", help="exit 1 when there is anything")
    add_format(command)
    command.epilog = "exit codes: 0 · with --strict 1 when there is anything · 3 when not everything could be judged"


def run(arguments: argparse.Namespace) -> int:
    """Judge, and print what is stale; 3 when not everything could be judged."""
    from trueline.run.exceptions.staleness import at, look, stale, would_block

    ahead = days(arguments.within) if arguments.within else 0
    room = open_room(arguments)
    opened = room.opened
    today = look(opened.sides, opened.gate, opened.request, cache=opened.cache)
    found = list(stale(today))
    if arguments.within:
        then = at(today, opened.gate.now + timedelta(days=ahead))
        found += would_block(today, then)
    rows = [_row(one, room) for one in found]
    known = "nothing is stale" if today.may_tell else "nothing is stale of what could be told"
    nothing = known + (f", and nothing would block in {ahead} days that does not now" if ahead else "")
    print_rows(rows, COLUMNS, _SHOWN, arguments.format, nothing)
    if not today.may_tell:
        say("trueline: not everything was judged or rendered, so which exceptions are unused is not told")
    code = say_problems(room.granted) or (0 if today.is_complete else INCOMPLETE)
    return code or int(arguments.strict and bool(rows))


def _row(one: Stale, room: Room) -> dict[str, object]:
    standing = room.granted.standings.get(one.exception)
    finding = one.finding
    region = finding.location.region if finding is not None else None
    rule = finding.rule_id if finding is not None else standing.request.scope.rule if standing is not None else ""
    asked = standing.request.scope.severity if standing is not None else ""
    return {
        "exception": one.exception,
        "problem": one.problem,
        "rule": rule,
        "severity": finding.severity if finding is not None else asked,
        "expires": spelled(standing.expires) if standing is not None else "",
        "said": one.said,
        "subject": finding.subject if finding is not None else "",
        "fingerprint": finding.fingerprint if finding is not None else "",
        "path": finding.location.path if finding is not None else "",
        "line": region.start_line if region is not None else None,
    }
