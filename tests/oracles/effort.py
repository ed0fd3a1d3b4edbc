"""How much work something is, as no clock tells it: a slow machine makes no difference, and a run without end fails."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RUNAWAY = 60
"""Seconds of CPU that nothing a test gives takes on any machine; what takes a square of its size takes far longer."""


@contextmanager
def ends() -> Iterator[None]:
    """Fail the test, at the line that runs, where what stands in the block does not come to an end."""

    def fail(*_: object) -> None:
        pytest.fail(f"it still ran after {RUNAWAY} seconds")  # no `Exception`: what catches crashes lets it through

    former = signal.signal(signal.SIGVTALRM, fail)
    signal.setitimer(signal.ITIMER_VIRTUAL, RUNAWAY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


def calls(work: Callable[[], object]) -> int:
    """Return how many functions Python code calls in `work`, those that are built in included."""
    count = 0

    def profile(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    former = sys.getprofile()
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(former)
    return count


def growth(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """Return how many times the calls are that twice `size` takes: 2 for what grows with it, 4 for its square.

    `work` prepares a size and returns what is then counted. It does not see what one call of C takes longer for (a
    search, a slice): there a large size has to come to an end, too.
    """
    work(size)()  # whatever is done once is done now: imports, tables, patterns
    return calls(work(2 * size)) / calls(work(size))
