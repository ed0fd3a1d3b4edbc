"""How many hours of a month the pods of jobs run: the schedule's runs × what is declared, at most the deadline's.

Usage ``run_seconds`` is how long one pod runs, ``monthly_runs`` how often a Job does. Without a deadline jobs that may
not overlap run all month at their worst; those that may have no bound.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.cost.kubernetes.replicas import Count, count_of
from trueline.cost.reckoning import perhaps
from trueline.cost.subject import gap_of
from trueline.model.cost import HOURS, Gap
from trueline.values.bounds import ANYTHING, NONE, UNBOUNDED, Bounds, Spread, always, exactly
from trueline.values.schedule import parse_schedule
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.cost.subject import Subject
    from trueline.values.schedule import Schedule

_RUN: Final = "run_seconds"
_RUNS: Final = "monthly_runs"
_HOUR: Final = 3600.0
_DAYS: Final = HOURS / 24
_YEARS: Final = range(2001, 2029)  # 28 years: each day of each month falls on each weekday equally often


class _Job(NamedTuple):
    """A job's pods: how many one run has in all and at once, and for how many hours it may run."""

    pods: float
    at_once: float
    deadline: float | None
    doubt: Unknown | None = None


def of_cron(it: Subject) -> Count:
    """Return the hours of a month that the pods of a CronJob run."""
    return _unless_suspended(it, _of_cron)


def _of_cron(it: Subject) -> Count:
    job = _job(it, "spec.jobTemplate.spec")
    if isinstance(job, Unknown):
        return _open(job)
    runs = _scheduled(it)
    if isinstance(runs, Gap):
        return Count(Spread(*[ANYTHING] * 3), (runs,))
    overlaps = it.text("spec.concurrencyPolicy", "Allow")
    alone = UNBOUNDED if isinstance(overlaps, Unknown) or overlaps == "Allow" else HOURS * job.at_once
    return _because(_count(it, job, runs, alone), overlaps, job.doubt)


def of_job(it: Subject) -> Count:
    """Return the hours of a month that the pods of a Job run: of one name there is one at a time."""
    return _unless_suspended(it, _of_job)


def _of_job(it: Subject) -> Count:
    job = _job(it, "spec")
    if isinstance(job, Unknown):
        return _open(job)
    whole = it.get("metadata")  # where it is not known nobody knows if it has a name
    has_name = not isinstance(whole, Unknown) and it.get("metadata.name") is not None
    count = _count(it, job, it.usage(_RUNS), HOURS * job.at_once if has_name else UNBOUNDED)
    return _because(count, whole, job.doubt)


def of_pod(it: Subject) -> Count:
    """Return the hours of a month that a Pod without a controller runs: all, or until it ends."""
    if it.text("spec.restartPolicy", "Always") == "Always":
        return Count(always(float(HOURS)))
    return _count(it, _Job(1.0, 1.0, None), it.usage(_RUNS), float(HOURS))


def _unless_suspended(it: Subject, counted: Callable[[Subject], Count]) -> Count:
    """Return the pods of a job, nothing where it is suspended, and perhaps nothing where that is not known."""
    suspended = it.flag("spec.suspend")
    if suspended is True:
        return Count(NONE)
    count = counted(it)
    if not isinstance(suspended, Unknown):
        return count
    return _because(count._replace(spread=perhaps(count.spread)), suspended)


def _because(count: Count, *values: object) -> Count:
    gaps = [gap_of(one) for one in values if isinstance(one, Unknown)]
    return count._replace(gaps=tuple(dict.fromkeys((*count.gaps, *gaps)))) if count.spread.most.high else count


def _count(it: Subject, job: _Job, runs: float | None, alone: float) -> Count:
    """Return pod hours: as declared, at most what the deadline and running ``alone`` leave."""
    worst = alone
    if job.deadline is not None and runs is not None:
        worst = min(alone, runs * job.at_once * job.deadline)
    if runs == 0:
        return Count(NONE)
    each = it.usage(_RUN)
    if each is not None and runs is not None:
        hours = min(runs * job.pods * each / _HOUR, worst)
        if job.doubt is not None:  # a deadline may end it sooner, and lets it run as long as that
            some = Bounds(0.0, hours)
            return Count(Spread(some, some, Bounds(0.0, worst)), (), _RUN)
        bounded = job.deadline is not None and worst != UNBOUNDED
        return Count(Spread(exactly(hours), exactly(hours), exactly(worst if bounded else hours)), (), _RUN)
    missing = _RUN if each is None else _RUNS
    if it.world.settings.undeclared == "zero":
        return Count(NONE, (), missing)
    gap = Gap("usage", f"how much its pods run is not declared: `{missing}`", missing)
    some = Bounds(0.0, worst)
    return Count(Spread(some, some, exactly(worst) if worst != UNBOUNDED else some), (gap,), missing)


def _job(it: Subject, path: str) -> _Job | Unknown:
    at_once = count_of(it, f"{path}.parallelism", 1.0)
    if isinstance(at_once, Unknown):
        return at_once
    pods = count_of(it, f"{path}.completions", at_once)
    if isinstance(pods, Unknown):
        return pods
    deadline = count_of(it, f"{path}.activeDeadlineSeconds")
    if isinstance(deadline, Unknown):
        is_said = it.get(f"{path}.activeDeadlineSeconds") is not None
        return _Job(pods, min(pods, at_once), None, deadline if is_said else None)
    return _Job(pods, min(pods, at_once), deadline / _HOUR)


def _scheduled(it: Subject) -> float | Gap:
    text = it.text("spec.schedule")
    if isinstance(text, Unknown):
        return Gap("value", "its schedule is not known")
    try:
        return runs_of(parse_schedule(text))
    except ValueError as error:
        return Gap("value", str(error))


def runs_of(schedule: Schedule) -> float:
    """Return how often a schedule fires in a month of 730 hours."""
    share = _share(schedule.days, schedule.months, schedule.weekdays)
    return share * _DAYS * len(schedule.hours) * len(schedule.minutes)


@cache
def _share(days: tuple[int, ...], months: tuple[int, ...], weekdays: tuple[int, ...]) -> float:
    """Return the share of days a schedule fires on; of days and weekdays, where both are restricted, either will do."""
    if len(days) == 31 and len(months) == 12:
        return len(weekdays) / 7
    from datetime import date, timedelta

    either = len(days) < 31 and len(weekdays) < 7
    day, end, found = date(_YEARS.start, 1, 1), date(_YEARS.stop, 1, 1), 0
    total = (end - day).days
    while day < end:
        on_day, on_weekday = day.day in days, day.isoweekday() % 7 in weekdays
        found += day.month in months and (on_day or on_weekday if either else on_day and on_weekday)
        day += timedelta(days=1)
    return found / total


def _open(unknown: Unknown) -> Count:
    return Count(Spread(*[ANYTHING] * 3), (gap_of(unknown),))
