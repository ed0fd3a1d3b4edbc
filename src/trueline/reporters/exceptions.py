"""What every report says of exceptions: which wait for whom, which hold and for how long, and which do not."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.model import renewal
from trueline.model.level import SEVERITIES
from trueline.reporters.page import counted
from trueline.reporters.text import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.report import ExceptionRecord, Report

MOST_ALARMS: Final = 3

STATES: Final = {
    "pending": "waits",
    "approved": "in force",
    "not-yet": "not begun",
    "refused": "refused",
    "unverifiable": "not verified",
    "denied": "denied",
    "revoked": "revoked",
    "expired": "expired",
}
_ONLY: Final = {
    "environments": "in",
    "paths": "under",
    "releases": "for release",
    "ceiling": "up to",
    "most": "at most",
    "severity": "up to severity",
}
_IDENTIFIER: Final = re.compile(r"EX-[0-9]{4}-[0-9a-z]{4,16}")
_MOST_NAMES: Final = 5
_MOST_AWAITED: Final = 3


class Parts(NamedTuple):
    """The exceptions of a report, each in one part; ``troubled`` are those of which something does not hold."""

    waiting: tuple[ExceptionRecord, ...]
    in_force: tuple[ExceptionRecord, ...]
    troubled: tuple[ExceptionRecord, ...]
    ended: tuple[ExceptionRecord, ...]


def parts(report: Report) -> Parts:
    """Return the exceptions: those that wait by how much they press, those in force by their end, the last ended first.

    How much one presses doubles with each severity and grows with each day that it waits; an emergency is before all.
    """
    states: dict[str, list[ExceptionRecord]] = {state: [] for state in STATES}
    for record in report.exceptions:
        states[record.state].append(record)
    return Parts(
        tuple(sorted(states["pending"], key=lambda one: (not one.break_glass, -_weight(report, one), one.id))),
        tuple(sorted((*states["approved"], *states["not-yet"]), key=lambda one: (one.expires, one.id))),
        tuple(sorted((*states["refused"], *states["unverifiable"]), key=lambda one: (not one.about, one.id))),
        tuple(
            sorted((*states["denied"], *states["revoked"], *states["expired"]), key=_ended_at, reverse=True),
        ),
    )


def _weight(report: Report, record: ExceptionRecord) -> float:
    waited = _span(record.requested_at, report.judged_at)
    days = waited.total_seconds() / 86_400 if waited is not None else 0
    return float(2 ** SEVERITIES.index(record.severity) * (1 + max(days, 0)))


def _ended_at(record: ExceptionRecord) -> tuple[str, str]:
    return ended_at(record), record.id


def ended_at(record: ExceptionRecord) -> str:
    """Return when somebody ended an exception, or else its end."""
    noes = [one.at for one in record.decisions if one.verb in ("deny", "revoke")]
    return max(noes, default=record.expires) if record.state != "expired" else record.expires


def alarms(report: Report) -> tuple[list[ExceptionRecord], str]:
    """Return the first emergencies that let something go now, and what is said of the others."""
    found = [one for one in report.exceptions if one.break_glass and one.state == "approved" and one.covered]
    more = len(found) - MOST_ALARMS
    return found[:MOST_ALARMS], f"and {counted(more, 'more emergency', 'more emergencies')}" if more > 0 else ""


def alarm(report: Report, record: ExceptionRecord) -> str:
    """Return what is said aloud of an emergency that lets something go."""
    due = f"; somebody else has to look at it by {day(record.review_due)}" if record.review_due else ""
    return (
        f"the gate is broken open for {counted(len(record.covered), 'finding')} of {record.rule_id}, "
        f"approved by {names(record.approved_by)}, {left(report, record)}{due}"
    )


def is_due(record: ExceptionRecord) -> bool:
    """Tell whether nobody has looked at an emergency yet though it is over."""
    return bool(record.review_due) and record.state not in ("approved", "not-yet", "pending")


def ends_soon(report: Report, record: ExceptionRecord) -> bool:
    """Tell whether an exception that is in force ends within 14 days, and nothing goes on in its place."""
    remaining = _span(report.judged_at, record.expires)
    return remaining is not None and renewal.ends_soon(report.exceptions, record, remaining)


def share_left(report: Report, record: ExceptionRecord) -> float | None:
    """Return which share of its time an exception still has, None where that is not known."""
    whole, remaining = _span(record.requested_at, record.expires), _span(report.judged_at, record.expires)
    if whole is None or remaining is None or whole <= timedelta():
        return None
    return min(max(remaining / whole, 0.0), 1.0)


def left(report: Report, record: ExceptionRecord) -> str:
    """Return how long an exception still is, ``12 days left``; its end where that is not known."""
    remaining = _span(report.judged_at, record.expires)
    if remaining is None:
        return f"until {record.expires}"
    return f"{_words(remaining)} left" if remaining >= timedelta() else f"over for {_words(-remaining)}"


def waited(report: Report, record: ExceptionRecord) -> str:
    """Return how long ago an exception was asked for."""
    passed = _span(record.requested_at, report.judged_at)
    return f"{_words(passed)} ago" if passed is not None and passed >= timedelta() else f"at {record.requested_at}"


def asked_length(record: ExceptionRecord) -> str:
    """Return for how long an exception is asked for."""
    whole = _span(record.requested_at, record.asked_until or record.expires)
    return _words(whole) if whole is not None and whole > timedelta() else "–"


def until(record: ExceptionRecord) -> str:
    """Return the end of an exception: its day, and the time where that is not the end of the day."""
    if record.expires.endswith("T23:59:59Z"):
        return day(record.expires)
    return f"{record.expires[:16].replace('T', ' ')} UTC"


def day(instant: str) -> str:
    """Return the day of an instant."""
    return instant[:10]


def asker(record: ExceptionRecord) -> str:
    """Return who asked, without the address."""
    return record.requested_by.partition(" <")[0].strip() or record.requested_by


def anchor(record: ExceptionRecord) -> str | None:
    """Return what a link to an exception may name, None for what is no name of one."""
    return f"exception-{record.id}" if _IDENTIFIER.fullmatch(record.id) else None


def names(some: Sequence[str], most: int = _MOST_NAMES) -> str:
    """Return the first names, and how many more there are."""
    more = f" and {len(some) - most:,} more" if len(some) > most else ""
    return ", ".join(some[:most]) + more if some else "nobody"


def waits_for(record: ExceptionRecord) -> str:
    """Return what a pending exception takes, and who could still approve it."""
    needs = record.needs or "those who may decide"
    already = f"; approved by {names(record.approved_by)}" if record.approved_by else ""
    return needs + (f" ({names(record.deciders)})" if record.deciders else "") + already


def asked_subjects(record: ExceptionRecord) -> list[tuple[str, str]]:
    """Return what an exception is about, as its request names it, with the fingerprint: nothing for a resource."""
    resources = record.scope.get("resources")
    named = [
        (str(one.get("fingerprint", "")), str(one.get("subject", ""))) for one in _maps(record.scope.get("findings"))
    ]
    return named + ([("", str(one)) for one in resources] if isinstance(resources, list | tuple) else [])


def asked_prints(record: ExceptionRecord) -> list[str]:
    """Return the fingerprints that a request names."""
    return [name for name, _ in asked_subjects(record) if name]


def conditions(record: ExceptionRecord) -> list[str]:
    """Return what narrows an exception, as it was asked for and as it was approved, beside rule and findings."""
    found = []
    for key in ("environments", "paths", "releases", "ceiling", "most", "severity"):
        limits = [one[key] for one in (record.scope, *record.limits) if key in one and one[key] is not None]
        if key == "severity":
            limits = [one for one in limits if one != record.severity]
        found += [f"{_ONLY[key]} {_listed(one)}" for one in limits]
    asked = record.scope.get("findings")
    of = f" of {len(asked)}" if isinstance(asked, list) else ""
    for one in record.limits:
        allowed = one.get("findings")
        if isinstance(allowed, list):
            named = ", ".join(short(str(each)) for each in allowed[:_MOST_NAMES])
            more = f" and {len(allowed) - _MOST_NAMES} more" if len(allowed) > _MOST_NAMES else ""
            found.append(f"finding {named}{more}{of}")
    return list(dict.fromkeys(found))


def _listed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def problems(record: ExceptionRecord) -> list[str]:
    """Return why an exception does not let anything go, or should not: what does not hold, and what was tampered with.

    The votes that one lacks are no problem where it only waits, or where something else is in the way.
    """
    failing = [(name, said) for name, holds, said in record.checks if not holds]
    is_open = record.state in ("pending", "approved", "not-yet")
    others = [said for name, said in failing if name != "votes"]
    found = others if others or is_open else [said for _, said in failing]
    found += [f"the change takes away or alters {place.path}" for place in record.altered]
    found += [f"{place.path} does not speak of that" for place in record.overlooking]
    return found + [f"nothing shows who made {place.path}" for place in record.unproven]


def verdict_notes(report: Report) -> Iterator[str]:
    """Yield what the line of the verdict says of exceptions: emergencies in use, and what the run waits for."""
    loud, others = alarms(report)
    for record in loud:
        yield f"BREAK GLASS {record.id} until {until(record)}"
    if others:
        yield f"BREAK GLASS {others}"
    if report.verdict == "pending":
        for record in awaited(report)[:_MOST_AWAITED]:
            yield f"{record.id} waits for {waits_for(record)}"
        more = len(awaited(report)) - _MOST_AWAITED
        if more > 0:
            yield f"{counted(more, 'more exception')} wait"


def awaited(report: Report) -> list[ExceptionRecord]:
    """Return the exceptions that findings of this run wait for."""
    waiting = {finding.pending for finding in report.findings if finding.pending}
    return [record for record in parts(report).waiting if record.id in waiting]


def _maps(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list | tuple) else []


def _span(start: str, end: str) -> timedelta | None:
    try:
        return datetime.fromisoformat(end) - datetime.fromisoformat(start)
    except (ValueError, TypeError):  # no instant, or one with a zone and one without
        return None


def _words(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    if hours < 1:
        return "less than an hour"
    return counted(hours, "hour") if hours < 48 else counted(hours // 24, "day")
