"""``trueline exception digest``: what needs somebody, for a scheduled job that writes an issue, a message or a mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.cli.exception.base import INCOMPLETE, open_room, say_problems
from trueline.cli.exception.drafting import days
from trueline.cli.exception.listing import is_ending, row, urgency
from trueline.cli.output import say
from trueline.exceptions.decisions import spelled
from trueline.model.renewal import goes_on
from trueline.reporters.exceptions import problems
from trueline.reporters.markup import code, prose
from trueline.reporters.page import counted
from trueline.reporters.text import json_text, one_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from trueline.cli.exception.base import Room
    from trueline.model.policy_exception import Standing
    from trueline.run.exceptions.staleness import Looked

    Row = dict[str, object]

MOST: Final = 50
"""Lines of one part; an issue's body and a message have an end."""

PARTS: Final = {  # member of the JSON → heading, and whether it needs somebody
    "reviews": ("Emergencies that nobody has reviewed", True),
    "pending": ("Waiting for a decision", True),
    "broken": ("Not holding", True),
    "expiring": ("Ending within {days} days", True),
    "unused": ("Letting nothing go any more", True),
    "expired": ("Ended in the last {days} days", False),
}


class Digest(NamedTuple):
    """The rows of each part, for how many days it looks ahead and back, and what a command needs to see the same."""

    parts: dict[str, list[Row]]
    days: int
    at: str
    may_tell: bool
    said: str = ""

    @property
    def needs_somebody(self) -> bool:
        """Tell whether there is anything that somebody has to do."""
        return any(rows and PARTS[name][1] for name, rows in self.parts.items())


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    command.add_argument("--days", default="14", metavar="N", help="how far to look ahead, and back (default: 14)")
    command.add_argument("--format", choices=("markdown", "json"), default="markdown", help="(default: markdown)")
    command.add_argument("--exit-code", action="store_true", help="exit 1 when something needs somebody")
    command.epilog = (
        "exit codes: 0 · with --exit-code 1 when something needs somebody · 3 when not everything could be judged"
    )


def run(arguments: argparse.Namespace) -> int:
    """Judge, and print what needs somebody; 3 when not everything could be judged."""
    from trueline.run.exceptions.staleness import look

    within = days(arguments.days)
    room = open_room(arguments)
    opened = room.opened
    looked = look(opened.sides, opened.gate, opened.request, cache=opened.cache)
    found = _digest(room, looked, within)
    if arguments.format == "json":
        body = {"at": found.at, "days": within, "unused_is_known": found.may_tell, **found.parts}
        print(json_text(body), end="")
    else:
        print("\n".join(_markdown(found)))
    if not found.may_tell and arguments.format == "json":  # the text says so itself
        say("trueline: not everything was judged or rendered, so which exceptions are unused is not told")
    broken = say_problems(room.granted) or (0 if looked.is_complete else INCOMPLETE)
    return broken or int(arguments.exit_code and found.needs_somebody)


def _digest(room: Room, looked: Looked, within: int) -> Digest:
    from trueline.run.exceptions.staleness import stale

    now = room.opened.gate.now
    unused = {one.exception for one in stale(looked) if one.problem == "unused"}
    every = sorted(looked.granted.standings.values(), key=lambda one: (one.expires, one.request.id))
    pending = sorted((one for one in every if one.state == "pending"), key=lambda one: -urgency(one, now))
    reviews = sorted((one for one in every if one.review_due is not None), key=lambda one: one.review_due or now)

    def rows(some: Sequence[Standing]) -> list[Row]:
        return [{**row(one, room), **_review(one, room)} for one in some]

    known = {one.id: one for one in looked.records}
    broken = [one for one in every if one.state in ("unverifiable", "refused")]
    ending = [one for one in every if is_ending(one, now, within)]

    back = now - timedelta(days=within)
    parts = {
        "reviews": rows(reviews),
        "pending": rows(pending),
        "broken": [{**one, "why_not": "; ".join(problems(known[str(one["id"])]))} for one in rows(broken)],
        "expiring": rows([one for one in ending if not goes_on(looked.records, known[one.request.id])]),
        "unused": rows([one for one in every if one.request.id in unused]),
        "expired": rows([one for one in every if one.state == "expired" and one.expires >= back]),
    }
    return Digest(parts, within, spelled(now), looked.may_tell, room.said)


def _review(standing: Standing, room: Room) -> Row:
    due = standing.review_due
    is_overdue = due is not None and due < room.opened.gate.now
    return {"review_due": spelled(due) if due is not None else "", "review_overdue": is_overdue}


def _markdown(found: Digest) -> Iterator[str]:
    """Yield lines that read well as an issue, a message and a plain mail: headings and lists, no table."""
    yield f"## Exceptions on {found.at[:10]}"
    if not any(found.parts.values()):
        yield ""
        yield "Nothing waits, ends or is left over." if found.may_tell else "Nothing waits or ends."
    for name, (heading, _) in PARTS.items():
        rows = found.parts[name]
        if rows:
            yield ""
            yield f"### {heading.format(days=found.days)} ({len(rows)})"
            yield ""
            yield from (f"- {_line(name, one)}" for one in rows[:MOST])
            if len(rows) > MOST:
                yield f"- … and {len(rows) - MOST} more: `trueline exception list{found.said}`"
    if not found.may_tell:
        yield ""
        yield "Not everything was judged or rendered, so what lets nothing go any more is not told."


def _line(part: str, one: Row) -> str:
    """Return one exception as an item of a list; what comes from files is code or plain words."""
    head = f"{code(str(one['id']))} · {one['severity']} · {code(str(one['rule']))}"
    until = str(one["expires"])[:10]
    if part == "pending":
        people = ", ".join(code(name) for name in _names(one)) or "nobody"
        return f"{head} · asked {_ago(one)} by {code(str(one['requested_by']))} · may decide: {people} · {_why(one)}"
    if part == "reviews":
        due = str(one["review_due"])[:10]
        said = f"**overdue since {due}**" if one["review_overdue"] else f"due by {due}"
        return f"{head} · review {said} · {_why(one)}"
    if part == "expiring":
        left = counted(int(str(one["days_left"])), "day")
        return f"{head} · until {until} ({left}) · asked by {code(str(one['requested_by']))}"
    if part == "broken":
        return f"{head} · {one['state']}: {prose(one_line(str(one['why_not'])) or 'nobody could approve it')}"
    return f"{head} · {'ended' if part == 'expired' else 'until'} {until}"


def _names(one: Row) -> list[str]:
    found = one["may_decide"]
    return [str(name) for name in found] if isinstance(found, list) else []


def _ago(one: Row) -> str:
    return {"0": "today", "1": "yesterday"}.get(str(one["age_days"]), f"{one['age_days']} days ago")


def _why(one: Row) -> str:
    return prose(str(one["reason"]), 200)
