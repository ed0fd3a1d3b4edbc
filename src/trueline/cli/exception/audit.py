"""``trueline exception audit``: everything that happened to exceptions, as the history of a branch has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cli.exception.base import INCOMPLETE, open_room, say_problems, trust_name
from trueline.cli.exception.tables import add_format, print_rows
from trueline.cli.output import say
from trueline.errors import ConfigError, RepoError, UsageError
from trueline.exceptions import approvers
from trueline.exceptions.decisions import spelled
from trueline.model.policy_exception import Approvers

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from trueline.cli.exception.base import Room
    from trueline.run.exceptions.events import Event

COLUMNS: Final = (
    "at", "event", "exception", "rule", "by", "reason", "evidence", "proof", "there", "commit", "author", "path",
)  # fmt: skip
_MOST_NAMES: Final = 5
_SHOWN: Final = ("at", "event", "exception", "rule", "by", "reason", "proof", "there", "commit")


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    command.add_argument("--since", metavar="DAY", help="only what reached the branch on this day or later")
    command.add_argument("--until", metavar="DAY", help="only what reached the branch on this day or earlier")
    add_format(command)


def run(arguments: argparse.Namespace) -> int:
    """Print every event by time; 3 when the clone has not all of the history."""
    from trueline.run.exceptions.events import events

    since, until = _day(arguments.since), _day(arguments.until, end=True)
    room = open_room(arguments)
    found = events(room.git, _tip(room), _known(room))
    chosen = [one for one in found.events if (since is None or one.at >= since) and (until is None or one.at <= until)]
    rows = [_row(one, is_short=arguments.format == "table") for one in chosen]
    where = trust_name(room) if room.opened.sides.trust_commit else "what is checked out"
    print_rows(rows, COLUMNS, _SHOWN, arguments.format, f"nothing happened on {where}")
    _say_what_waits(room, where)
    if found.is_cut:
        say("trueline: this clone has not all of the history: earlier events are not here (git fetch --unshallow)")
    return say_problems(room.granted) or (INCOMPLETE if found.is_cut else 0)


def _say_what_waits(room: Room, where: str) -> None:
    """Say what a change has that reached no branch yet: it happens when it is merged."""
    names = [name for name, one in room.granted.entries.items() if one.fresh or not one.is_trusted]
    if names:
        shown = ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
        say(
            f"trueline: what is only in this change ({shown}) has not happened on {where} yet: it is listed once it is "
            f"merged; `trueline exception list{room.said}` shows it now"
        )


def _tip(room: Room) -> str:
    """Return the commit whose history is looked at: trust's, or what is checked out where trust is no commit."""
    from trueline.run.exceptions.proof import head_commit

    sides = room.opened.sides
    tip = sides.trust_commit or sides.commit or head_commit(room.git)
    if not tip:
        raise RepoError("there is no commit yet", place=room.top)
    return tip


def _known(room: Room) -> Approvers:
    """Return whose signatures are verified: as trust lists them now, nobody where its list is not valid."""
    try:
        return approvers.load(room.opened.sides.trust)
    except ConfigError as error:
        say(f"trueline: no signature can be verified: {error}")
        return Approvers()


def _row(event: Event, *, is_short: bool) -> dict[str, object]:
    row: dict[str, object] = {**event._asdict(), "at": spelled(event.at)}
    return {**row, "commit": event.commit[:12], "at": f"{event.at:%Y-%m-%d %H:%M}"} if is_short else row


def _day(text: str | None, *, end: bool = False) -> datetime | None:
    from trueline.parsers.fields import instant

    if text is None:
        return None
    found = instant(text, end=end)
    if found is None:
        raise UsageError("a day is written 2027-01-31, an instant 2027-01-31T12:00:00Z", place=text)
    return found
