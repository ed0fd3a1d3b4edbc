"""Many units at once: worker processes that read and judge, and hand back results."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from trueline.engine import Judgement
from trueline.model.location import Location
from trueline.model.report import Input, Notification
from trueline.run.judge import judge_unit
from trueline.run.portable import UnitResult, dump, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from trueline.model.unit import Unit
    from trueline.run.judge import Session

_T = TypeVar("_T")

PARALLEL_FROM = 500
"""Files; below that, starting processes costs more than it saves."""

MOST_UNCOLLECTED = 1_000_000
"""Objects that units may leave behind before they are collected: some 100 MB."""

_shared: tuple[Session, float] | None = None  # what a forked worker finds when it starts; set only around the pool


def judge_all(
    units: Sequence[Unit], session: Session, *, workers: int = 0, progress: Callable[[int, int], None] | None = None
) -> Iterator[tuple[Unit, UnitResult]]:
    """Yield the result of each unit, in the order they are done; a worker that dies leaves the others alone.

    Units that the settings' deadline leaves no time for are not judged, and say so.
    """
    end = time.monotonic() + session.settings.deadline
    files = sum(max(1, len(unit.members)) for unit in units)
    count = workers or (os.cpu_count() or 1)
    results: Iterator[tuple[Unit, UnitResult]]
    if count < 2 or len(units) < 2 or files < PARALLEL_FROM or not hasattr(os, "fork"):
        results = ((unit, _in_time(unit, session, end)) for unit in units)
    else:
        results = _parallel(units, session, count, end)
    with collector():
        for done, (unit, result) in enumerate(results, 1):
            yield unit, result
            if progress is not None:
                progress(done, len(units))


@contextmanager
def collector() -> Iterator[None]:
    """Put the garbage collector back to what it was: ``in_time`` turns it off."""
    collects = gc.isenabled()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _parallel(units: Sequence[Unit], session: Session, workers: int, end: float) -> Iterator[tuple[Unit, UnitResult]]:
    from concurrent.futures.process import BrokenProcessPool

    waiting = [sorted(range(len(units)), key=lambda index: -len(units[index].members))]
    while waiting:
        order = waiting.pop()
        left = dict.fromkeys(order)
        try:
            for index, result in _pool(units, order, (session, end), workers):
                del left[index]
                yield units[index], result
        except BrokenProcessPool:
            if len(order) == 1:
                yield units[order[0]], _not_judged(units[order[0]], "worker-crashed", "reading it ended the process")
                continue
            rest = list(left)  # one of them ends the process that reads it: found by halves
            waiting += [half for half in (rest[len(rest) // 2 :], rest[: len(rest) // 2]) if half]


def _pool(
    units: Sequence[Unit], order: Sequence[int], shared: tuple[Session, float], workers: int
) -> Iterator[tuple[int, UnitResult]]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed

    global _shared  # noqa: PLW0603  # what fork hands on without copying
    _shared = shared
    # Fork, because a session holds compiled rules, which no other way of starting a process can hand over.
    context = multiprocessing.get_context("fork")
    size = max(1, min(32, len(order) // (workers * 4)))
    try:
        with ProcessPoolExecutor(workers, context, _end_with, (os.getpid(),)) as pool:
            try:
                futures = [
                    pool.submit(_work, [(index, units[index]) for index in order[start : start + size]])
                    for start in range(0, len(order), size)
                ]
                for future in as_completed(futures):
                    for index, text in future.result():
                        yield index, load(text, shared[0].tree.revision)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)  # an interrupted run does not judge the rest
    finally:
        _shared = None


def _end_with(parent: int) -> None:
    """End this process when ``parent`` is gone, however that ended: the pool's workers would wait for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _work(numbered: list[tuple[int, Unit]]) -> list[tuple[int, str]]:
    if _shared is None:
        raise RuntimeError("a worker was started without a session")
    return [(index, dump(_in_time(unit, *_shared))) for index, unit in numbered]


def _in_time(unit: Unit, session: Session, end: float) -> UnitResult:
    return in_time(unit, session, end, lambda: judge_unit(unit, session), lambda late: late)


def in_time(  # what is done, and what is said when it is not
    unit: Unit, session: Session, end: float, work: Callable[[], _T], late: Callable[[UnitResult], _T]
) -> _T:
    """Return what ``work`` gives, or what ``late`` makes of a unit that the deadline leaves no time for."""
    said = f"the run's {session.settings.deadline:g} s were over"
    if time.monotonic() > end:
        return late(_not_judged(unit, "deadline", f"{said} before it was judged"))
    gc.disable()  # it would look through a unit's values again and again, and find nothing to free
    if gc.get_count()[0] > MOST_UNCOLLECTED:
        gc.collect()
    try:
        with _alarm(end - time.monotonic()):
            return work()
    except _LateError:
        return late(_not_judged(unit, "deadline", f"{said} while it was judged"))


class _LateError(BaseException):
    """The deadline is over; no ``except Exception`` on the way may take it for a rule's own error."""


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise ``_LateError`` inside after ``seconds``, where the system and the thread can."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(*_: object) -> None:
        raise _LateError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _not_judged(unit: Unit, id: str, reason: str) -> UnitResult:  # noqa: A002  # a notification's id
    place = unit.members[0] if unit.members else unit.root
    return UnitResult(
        Judgement(),
        (Input(place, unit.dialect, "unreadable", reason),),
        (Notification("error", id, f"{unit.root or '.'}: {reason}", Location(place)),),
    )
