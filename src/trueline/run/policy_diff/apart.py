"""Work on what a change proposes, in a process of its own: it may hang, crash or eat memory there."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

MEMORY: Final = 4 << 30
"""Bytes of address space that the work may have."""

_LARGEST: Final = 64 << 20
_GOOD: Final = b"+"
_BAD: Final = b"-"


class UnfinishedError(Exception):
    """The work came to no end; the text says why."""


def apart(work: Callable[[], str], seconds: float) -> str:
    """Return what ``work`` gives; raise ``UnfinishedError`` where it does not end in time, or does not end well."""
    if not hasattr(os, "fork"):
        raise UnfinishedError("this system cannot judge it in a process of its own")
    import multiprocessing

    context = multiprocessing.get_context("fork")  # what is judged need not be copied
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, work))
    process.start()
    try:
        theirs.close()
        if not ours.poll(seconds):
            raise UnfinishedError(f"it took longer than {seconds:g} s")
        answer = ours.recv_bytes(_LARGEST)
    except (EOFError, OSError) as error:
        raise UnfinishedError("the process that judged it ended before its time") from error
    finally:
        process.kill()
        process.join()
        ours.close()
    if answer[:1] != _GOOD:
        raise UnfinishedError(answer[1:].decode())
    return answer[1:].decode()


def _work(pipe: Connection, work: Callable[[], str]) -> None:
    _limit()
    gc.enable()
    try:
        answer = _GOOD + work().encode("utf-8", "backslashreplace")
    except UnfinishedError as error:
        answer = _BAD + str(error).encode("utf-8", "backslashreplace")
    except MemoryError:
        answer = _BAD + b"it took too much memory"
    except RecursionError:
        answer = _BAD + b"it nests too deep"
    except Exception as error:  # noqa: BLE001  # said, and the verdict stands
        answer = _BAD + f"{type(error).__name__}: {error}".encode("utf-8", "backslashreplace")
    pipe.send_bytes(answer)


def _limit() -> None:
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    except (OSError, ValueError):  # a system that knows no such limit
        return
