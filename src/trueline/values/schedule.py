"""Cron schedules as Kubernetes, GitHub and crond read them: five fields, names, steps, ``@daily``."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, NamedTuple

_FIELDS: Final = (("minutes", 0, 59), ("hours", 0, 23), ("days", 1, 31), ("months", 1, 12), ("weekdays", 0, 7))
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_NAMES: Final = {
    "months": {name: number for number, name in enumerate(_MONTHS, 1)},
    "weekdays": {name: number for number, name in enumerate(_DAYS)},
}
_MACROS: Final = {
    "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
}  # fmt: skip


class Schedule(NamedTuple):
    """When a schedule fires; weekdays from Sunday, 0. ``timezone`` is empty where none is named."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    timezone: str = ""

    @property
    def shortest(self) -> timedelta:
        """The shortest time between two firings, on days that follow each other."""
        times = [hour * 60 + minute for hour in self.hours for minute in self.minutes]
        gaps = [later - earlier for earlier, later in zip(times, [*times[1:], times[0] + 1440], strict=True)]
        return timedelta(minutes=min(gaps))


def parse_schedule(text: str) -> Schedule:
    """Return the schedule a text names; raise ``ValueError`` for what is none."""
    words = text.split()
    zone = ""
    if words and words[0].startswith(("TZ=", "CRON_TZ=")):
        zone = words.pop(0).partition("=")[2]
    if len(words) == 1:
        words = _MACROS.get(words[0].lower(), words[0]).split()
    if len(words) != len(_FIELDS):
        raise ValueError(f"no cron schedule, it has five fields: {text!r}")
    fields = [_field(word, *field) for word, field in zip(words, _FIELDS, strict=True)]
    weekdays = tuple(sorted({day % 7 for day in fields[4]}))
    return Schedule(fields[0], fields[1], fields[2], fields[3], weekdays, zone)


def _field(text: str, name: str, least: int, most: int) -> tuple[int, ...]:
    found: set[int] = set()
    for part in text.split(","):
        span, slash, step_text = part.partition("/")
        step = _number(step_text, {}, 1, 1000, name) if slash else 1
        if span in ("*", "?"):
            first, last = least, 6 if name == "weekdays" else most
        else:
            low, dash, high = span.partition("-")
            first = _number(low, _NAMES.get(name, {}), least, most, name)
            last = _number(high, _NAMES.get(name, {}), least, most, name) if dash else most if slash else first
        if first > last:
            raise ValueError(f"a cron schedule's {name} run backwards: {part!r}")
        found.update(range(first, last + 1, step))
    return tuple(sorted(found))


def _number(text: str, names: dict[str, int], least: int, most: int, field: str) -> int:
    number = names.get(text.lower(), -1)
    if text.isascii() and text.isdigit() and len(text) <= 4:
        number = int(text)
    if not least <= number <= most:
        raise ValueError(f"no {field} of a cron schedule: {text!r}")
    return number
