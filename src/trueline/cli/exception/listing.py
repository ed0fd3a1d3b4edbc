"""``trueline exception list``: all exceptions or some of them, what waits for a decision first."""

from __future__ import annotations

from datetime import timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final, get_args

from trueline.cli.exception.base import identity, open_room, say_problems
from trueline.cli.exception.drafting import days
from trueline.cli.exception.tables import add_format, print_rows
from trueline.errors import UsageError
from trueline.exceptions.approvers import same
from trueline.exceptions.decisions import spelled
from trueline.model.level import SEVERITIES
from trueline.model.policy_exception import State
from trueline.reporters.page import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from trueline.cli.exception.base import Room
    from trueline.model.policy_exception import Standing

COLUMNS: Final = (
    "id", "state", "rule", "severity", "category", "requested_by", "requested_at", "expires", "approved_by", "policy",
    "age_days", "days_left", "may_decide", "emergency", "ticket", "renews", "reason",
)  # fmt: skip
_SHOWN: Final = ("id", "state", "severity", "rule", "age_days", "expires", "requested_by", "approved_by", "may_decide")


def add_filters(command: argparse.ArgumentParser) -> None:
    """Add the arguments that say which ones; all that are given have to be met."""

    def add(name: str, metavar: str, said: str) -> None:
        command.add_argument(name, action="append", default=[], metavar=metavar, help=said)

    command.add_argument("--state", action="append", default=[], choices=get_args(State), help="only in this state")
    add("--rule", "GLOB", "only about these rules")
    add("--of-policy", "GLOB", "only about rules of these policies")
    command.add_argument("--severity", action="append", default=[], choices=SEVERITIES, help="only this bad")
    add("--requester", "WHO", "only what was asked for by this name or address (or a glob)")
    add("--approver", "NAME", "only what this person has approved")
    command.add_argument("--mine", action="store_true", help="only what you may decide on, or have asked for")
    command.add_argument("--expires-in", metavar="DAYS", help="only what is approved and ends within: 14d")
    add_format(command)


def run(arguments: argparse.Namespace) -> int:
    """Print exceptions; 3 when a file of one is not valid."""
    room = open_room(arguments)
    now = room.opened.gate.now
    chosen = filter(_filter(arguments, room), room.granted.standings.values())
    rows = [row(one, room) for one in sorted(chosen, key=lambda one: _order(one, now))]
    if arguments.format == "table":
        rows = [{**each, "expires": str(each["expires"])[:10]} for each in rows]
    every = len(room.granted.standings)
    nothing = f"none matches, of {counted(every, 'exception')} in all" if every else "no exceptions"
    print_rows(rows, COLUMNS, _SHOWN, arguments.format, nothing)
    return say_problems(room.granted)


def row(standing: Standing, room: Room) -> dict[str, object]:
    """Return one exception as a row: all that ``COLUMNS`` name."""
    request, now = standing.request, room.opened.gate.now
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
        "policy": policy_of(standing, room),
        "age_days": age(standing, now),
        "days_left": (standing.expires - now) // timedelta(days=1),
        "may_decide": [one.name for one in standing.deciders],
        "emergency": request.break_glass,
        "ticket": request.ticket,
        "renews": request.renews,
        "reason": request.reason,
    }


def age(standing: Standing, now: datetime) -> int:
    """Return for how many whole days it has been asked for."""
    return max((now - standing.request.requested_at) // timedelta(days=1), 0)


def policy_of(standing: Standing, room: Room) -> str:
    """Return the policy of the rule that an exception is about; nothing where there is no such rule."""
    rule = room.opened.gate.bench.rules.get(standing.request.scope.rule)
    return rule.policy if rule is not None else ""


def urgency(standing: Standing, now: datetime) -> int:
    """Return how urgent a decision is: severity, each step twice the one before, by days since it was asked for."""
    return (1 << SEVERITIES.index(standing.request.scope.severity)) * (age(standing, now) + 1)


def _order(standing: Standing, now: datetime) -> tuple[object, ...]:
    if standing.state == "pending":
        return (0, -urgency(standing, now), standing.request.requested_at, standing.request.id)
    return (1, 0, standing.expires, standing.request.id)


def _filter(arguments: argparse.Namespace, room: Room) -> Callable[[Standing], bool]:
    """Return what tells whether an exception is wanted."""
    me = same(identity(room.git).email)
    if arguments.mine and not me:
        raise UsageError("who you are is not known", hint="git config user.email you@example.org")
    soon = days(arguments.expires_in) if arguments.expires_in else None
    now = room.opened.gate.now

    def is_wanted(standing: Standing) -> bool:
        request = standing.request
        who = request.requested_by
        return (
            (not arguments.state or standing.state in arguments.state)
            and _fits(request.scope.rule, arguments.rule)
            and _fits(policy_of(standing, room), arguments.of_policy)
            and (not arguments.severity or request.scope.severity in arguments.severity)
            and (_fits(same(who.name), arguments.requester) or _fits(same(who.email), arguments.requester))
            and (not arguments.approver or any(name in standing.approved_by for name in arguments.approver))
            and (not arguments.mine or me == same(who.email) or any(me in one.emails for one in standing.deciders))
            and (soon is None or is_ending(standing, now, soon))
        )

    return is_wanted


def is_ending(standing: Standing, now: datetime, within: int) -> bool:
    """Tell whether an approval ends within so many days, the last of them included to its end."""
    return (
        standing.state in ("approved", "not-yet") and standing.expires.date() <= (now + timedelta(days=within)).date()
    )


def _fits(text: str, globs: Sequence[str]) -> bool:
    return not globs or any(fnmatchcase(text, one) or fnmatchcase(text, same(one)) for one in globs)
