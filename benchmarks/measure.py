"""CPU time and peak memory of one command, with all the processes it starts and waits for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Spent(NamedTuple):
    """What a command took. ``cpu`` is user and system time; ``memory`` the peak of its largest process, in bytes."""

    cpu: float
    wall: float
    memory: int
    code: int
    is_done: bool = True


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str], limit: float) -> Spent:
    """Run a command in ``folder`` and return what it took; after ``limit`` seconds it is ended."""
    start = time.monotonic()
    child = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    is_done = True
    while True:
        ended, status, usage = os.wait4(child.pid, os.WNOHANG)
        if ended:
            break
        if is_done and time.monotonic() - start > limit:
            is_done = False
            os.killpg(child.pid, signal.SIGKILL)  # the session that was started above, nothing else
        time.sleep(0.002)
    child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return Spent(
        usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss * unit, child.returncode, is_done
    )


def best(command: Sequence[str], folder: Path, environment: Mapping[str, str], *, limit: float, times: int) -> Spent:
    """Return the run with the least CPU time; one that takes more than five seconds is not repeated."""
    spent = measure(command, folder, environment, limit)
    for _ in range(times - 1):
        if spent.cpu > 5 or not spent.is_done:
            break
        spent = min(spent, measure(command, folder, environment, limit))
    return spent
