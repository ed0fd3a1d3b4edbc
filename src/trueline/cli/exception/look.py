"""``trueline exception list | show | verify``: how all exceptions stand, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from trueline.cli.exception.decide import find, lines
from trueline.cli.options import open_run
from trueline.exceptions.decisions import spelled
from trueline.reporters.text import visible
from trueline.run.exceptions.opening import open_exceptions

if TYPE_CHECKING:
    import argparse

    from trueline.model.policy_exception import Standing
    from trueline.run.exceptions.opening import Granted

INCOMPLETE = 3
_COLUMNS = ("id", "state", "rule", "severity", "category", "requested_by", "requested_at", "expires", "approved_by")


def run_list(arguments: argparse.Namespace) -> int:
    """Print all exceptions; 3 when a file of one is not valid."""
    granted = _open(arguments)
    rows = [_row(one) for one in _sorted(granted) if not arguments.state or one.state in arguments.state]
    if arguments.format == "json":
        print(json.dumps(rows, indent=2))
    elif arguments.format == "csv":
        print(_as_csv(rows), end="")
    else:
        _print_table(rows)
    return _say_problems(granted)


def run_show(arguments: argparse.Namespace) -> int:
    """Print one exception in full."""
    granted = _open(arguments)
    for line in lines(find(granted, arguments.id)):
        print(visible(line))
    return 0


def run_verify(arguments: argparse.Namespace) -> int:
    """Say of every decision whether it is known who made it."""
    granted = _open(arguments)
    wrong = 0
    for standing in _sorted(granted):
        for decision in standing.decisions:
            holds = bool(decision.proofs) and not decision.problem
            wrong += not holds
            said = (
                " and ".join(decision.proofs)
                if holds
                else f"not verified: {decision.problem or 'nothing shows who made it'}"
            )
            print(visible(f"{standing.request.id}  {decision.verb} by {decision.by}  {said}"))
    return INCOMPLETE if wrong else _say_problems(granted)


def _open(arguments: argparse.Namespace) -> Granted:
    opened = open_run(arguments)
    return open_exceptions(opened.sides, opened.gate, opened.request)


def _sorted(granted: Granted) -> list[Standing]:
    return sorted(granted.standings.values(), key=lambda one: (one.state != "pending", one.expires, one.request.id))


def _row(standing: Standing) -> dict[str, object]:
    request = standing.request
    return {
        "id": request.id,
        "state": standing.state,
        "rule": request.scope.rule,
        "severity": request.scope.severity,
        "category": request.category,
        "requested_by": f"{request.requested_by.name} <{request.requested_by.email}>",
        "requested_at": spelled(request.requested_at),
        "expires": spelled(standing.expires),
        "approved_by": list(standing.approved_by),
    }


def _print_table(rows: list[dict[str, object]]) -> None:
    if not rows:
        print("no exceptions")
        return
    shown = ("id", "state", "severity", "rule", "expires", "requested_by", "approved_by")
    table = [tuple(name.upper().replace("_", " ") for name in shown)]
    for row in rows:
        cells = {**row, "expires": str(row["expires"])[:10], "approved_by": ", ".join(map(str, _listed(row)))}
        table.append(tuple(visible(str(cells[name])) for name in shown))
    widths = [max(len(line[column]) for line in table) for column in range(len(shown))]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _listed(row: dict[str, object]) -> list[object]:
    value = row["approved_by"]
    return list(value) if isinstance(value, list) else []


def _as_csv(rows: list[dict[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        cells = (" ".join(map(str, _listed(row))) if name == "approved_by" else str(row[name]) for name in _COLUMNS)
        writer.writerow([f"'{cell}" if cell[:1] in "=+-@\t\r" else cell for cell in cells])  # no formula
    return out.getvalue()


def _say_problems(granted: Granted) -> int:
    from trueline.cli.output import say

    for one in granted.notifications:
        say(f"trueline: {one.location}: {one.message}")
    return INCOMPLETE if any(one.level == "error" for one in granted.notifications) else 0
