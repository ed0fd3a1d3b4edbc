"""Functions over RFC 3339 timestamps."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from trueline.dialects.terraform.functions.types import FunctionError

_TIMESTAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)\Z", re.ASCII)
_DURATION = re.compile(r"(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_NANOSECONDS = {
    "ns": 1, "us": 1_000, "µs": 1_000, "μs": 1_000, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9,
}  # fmt: skip
_SECOND = 10**9
_LONGEST = 2**63 - 1
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class _Moment(NamedTuple):
    """A second and the nanoseconds after it."""

    second: datetime
    nanoseconds: int


def _moment(text: str, argument: int) -> _Moment:
    match = _TIMESTAMP.match(text)
    if match is None:
        raise FunctionError(f"argument {argument}: no RFC 3339 timestamp: {str(text)!r}")
    zone = match[8]
    offset = 0 if zone == "Z" else int(zone[1:3]) * 60 + int(zone[4:6])
    try:
        year, month, day, hour, minute, second = (int(match[part]) for part in range(1, 7))
        there = timezone(timedelta(minutes=-offset if zone[0] == "-" else offset))
        moment = datetime(year, month, day, hour, minute, second, tzinfo=there)
    except ValueError as error:
        raise FunctionError(f"argument {argument}: {error}") from error
    return _Moment(moment, int((match[7] or "")[:9].ljust(9, "0")))


def compare(left: str, right: str) -> int:
    """Return -1, 0 or 1: whether the first is earlier, the same or later."""
    first, second = _moment(left, 1), _moment(right, 2)
    return (first > second) - (first < second)


def add(timestamp: str, duration: str) -> str:
    """Return a timestamp moved by a duration such as ``-1h30m``."""
    moment = _moment(timestamp, 1)
    seconds = (moment.nanoseconds + _duration(duration)) // _SECOND
    try:
        moved = moment.second + timedelta(seconds=seconds)
    except OverflowError as error:
        raise FunctionError("the timestamp is out of range") from error
    return f"{moved:%H:%M:%S}".join((f"{moved.year:04d}-{moved.month:02d}-{moved.day:02d}T", _zone(moved, ":")))


def _duration(text: str) -> int:
    body = text[1:] if text[:1] in ("+", "-") else text
    total = 0
    position = 0
    while position < len(body) and body != "0":
        match = _DURATION.match(body, position)
        if match is None or not (match[1] or match[2]):
            break
        part = match[2] or ""
        unit = _NANOSECONDS[match[3]]
        total += int(match[1] or 0) * unit + int(part or 0) * unit // 10 ** len(part)
        position = match.end()
    if not body or (position < len(body) and body != "0") or total > _LONGEST:
        raise FunctionError(f"argument 2: no duration: {str(text)!r}")
    return -total if text.startswith("-") else total


def _zone(second: datetime, colon: str, *, utc: str = "Z") -> str:
    minutes = int((second.utcoffset() or timedelta()).total_seconds()) // 60
    if minutes == 0 and utc:
        return utc
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}{colon}{rest:02d}"


def format_date(pattern: str, timestamp: str) -> str:
    """Return a timestamp written as a pattern of repeated letters says; text between quotes stays."""
    second = _moment(timestamp, 2).second
    parts = []
    for run in _runs(pattern):
        if run == "''":
            parts.append("'")
        elif run[0] == "'":
            parts.append(run[1:-1].replace("''", "'"))
        elif run[0].isascii() and run[0].isalpha():
            parts.append(_field(run, second))
        else:
            parts.append(run)
    return "".join(parts)


def _runs(pattern: str) -> list[str]:
    runs = [match[0] for match in re.finditer(r"'(?:[^']|'')*'|'.*|([A-Za-z])\1*|[^A-Za-z']+", pattern, re.DOTALL)]
    if any(run[0] == "'" and (len(run) == 1 or run[-1] != "'") for run in runs):
        raise FunctionError("argument 1: a quote is not closed")
    return runs


def _field(run: str, second: datetime) -> str:
    half = (second.hour + 11) % 12 + 1
    fields = {
        "YYYY": f"{second.year:04d}", "YY": f"{second.year % 100:02d}",
        "MMMM": _MONTHS[second.month - 1], "MMM": _MONTHS[second.month - 1][:3],
        "MM": f"{second.month:02d}", "M": str(second.month),
        "DD": f"{second.day:02d}", "D": str(second.day),
        "EEEE": _DAYS[second.weekday()], "EEE": _DAYS[second.weekday()][:3],
        "hh": f"{second.hour:02d}", "h": str(second.hour), "HH": f"{half:02d}", "H": str(half),
        "AA": "AM" if second.hour < 12 else "PM", "aa": "am" if second.hour < 12 else "pm",
        "mm": f"{second.minute:02d}", "m": str(second.minute), "ss": f"{second.second:02d}", "s": str(second.second),
        "ZZZZZ": _zone(second, ":", utc=""), "ZZZZ": _zone(second, "", utc=""), "ZZZ": _zone(second, "", utc="UTC"),
        "Z": _zone(second, ":"),
    }  # fmt: skip
    if run not in fields:
        raise FunctionError(f"argument 1: {run!r} is no part of a date")
    return fields[run]
