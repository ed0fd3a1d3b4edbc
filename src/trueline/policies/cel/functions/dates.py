"""The parts of a time, in UTC or a named zone, and of a duration."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.function import Function

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _zone(name: str) -> tzinfo:
    sign = -1 if name[:1] == "-" else 1
    hours, colon, minutes = name.lstrip("+-").partition(":")
    if colon and len(name) <= 6 and hours.isdigit() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60:
        return timezone(sign * timedelta(hours=int(hours), minutes=int(minutes)))
    if name in ("", "UTC"):
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise EvaluationError(f"there is no time zone {name[:40]!r}") from None


def _local(moment: datetime, zone: str) -> datetime:
    try:
        return moment.astimezone(_zone(zone))
    except OverflowError:
        raise EvaluationError("the time is out of range") from None


def _part(read: Callable[[datetime], int]) -> Function:
    """Return the function of a part that times alone have."""

    def call(moment: datetime, zone: str = "UTC") -> int:
        return read(_local(moment, zone))

    return Function(call, "timestamp string?", "int")


def _either(read: Callable[[datetime], int], unit: timedelta, within: int = 0) -> Function:
    """Return the function of a part that times and durations have; a duration's counts in whole ``unit``."""

    def call(moment: datetime | timedelta, zone: str = "UTC") -> int:
        if isinstance(moment, datetime):
            return read(_local(moment, zone))
        count = abs(moment) // unit
        count = count % within if within else count
        return count if moment >= timedelta() else -count

    return Function(call, "timestamp|duration string?", "int")


FUNCTIONS: Mapping[str, Function] = {
    "getDate": _part(lambda moment: moment.day),
    "getDayOfMonth": _part(lambda moment: moment.day - 1),
    "getDayOfWeek": _part(lambda moment: moment.isoweekday() % 7),
    "getDayOfYear": _part(lambda moment: moment.timetuple().tm_yday - 1),
    "getFullYear": _part(lambda moment: moment.year),
    "getHours": _either(lambda moment: moment.hour, timedelta(hours=1)),
    "getMilliseconds": _either(lambda moment: moment.microsecond // 1000, timedelta(milliseconds=1), 1000),
    "getMinutes": _either(lambda moment: moment.minute, timedelta(minutes=1)),
    "getMonth": _part(lambda moment: moment.month - 1),
    "getSeconds": _either(lambda moment: moment.second, timedelta(seconds=1)),
}
