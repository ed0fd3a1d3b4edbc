"""Runs a program without the weight of ``subprocess`` where the system can do so (15 ms of start-up)."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SIGPIPE = 13  # the same on Linux and macOS; the module ``signal`` costs an import of ``enum``


class Completed(NamedTuple):
    """What a program that ended has left."""

    code: int
    out: bytes
    err: bytes


class Child(NamedTuple):
    """A program that answers: write to ``input``, flush, read from ``output``; ``close`` ends it."""

    input: IO[bytes]
    output: IO[bytes]
    close: Callable[[], None]


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> Completed:
    """Run a program found on PATH to its end, with nothing to read; raise ``OSError`` when it cannot be started."""
    return (_run_spawned if hasattr(os, "posix_spawnp") else _run_elsewhere)(arguments, environment)


def start(arguments: Sequence[str], environment: Mapping[str, str]) -> Child:
    """Start a program that answers on its output; what it says on its error output is dropped."""
    return (_start_spawned if hasattr(os, "posix_spawnp") else _start_elsewhere)(arguments, environment)


def _run_spawned(arguments: Sequence[str], environment: Mapping[str, str]) -> Completed:
    out, child_out = _pipe()
    err, child_err = _pipe()
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, child_out, 1),
        (os.POSIX_SPAWN_DUP2, child_err, 2),
    ]
    try:
        try:
            child = os.posix_spawnp(
                arguments[0], list(arguments), environment, file_actions=actions, setsigdef=[SIGPIPE]
            )
        finally:
            os.close(child_out)
            os.close(child_err)
        texts = _drain(out, err)
    finally:
        os.close(out)
        os.close(err)
    _, status = os.waitpid(child, 0)
    return Completed(os.waitstatus_to_exitcode(status), texts[out], texts[err])


def _drain(*streams: int) -> dict[int, bytes]:
    """Read all streams to their ends at once: a program that fills one of them must not wait for ever."""
    import select

    chunks: dict[int, list[bytes]] = {stream: [] for stream in streams}
    waiting = set(streams)
    poll = select.poll()
    for stream in streams:
        poll.register(stream, select.POLLIN)
    while waiting:
        for stream, _ in poll.poll():
            chunk = os.read(stream, 1 << 18)
            chunks[stream].append(chunk)
            if not chunk:
                poll.unregister(stream)
                waiting.discard(stream)
    return {stream: b"".join(parts) for stream, parts in chunks.items()}


def _start_spawned(arguments: Sequence[str], environment: Mapping[str, str]) -> Child:
    child_in, ours_in = _pipe()
    ours_out, child_out = _pipe()
    actions = [
        (os.POSIX_SPAWN_DUP2, child_in, 0),
        (os.POSIX_SPAWN_DUP2, child_out, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    try:
        child = os.posix_spawnp(arguments[0], list(arguments), environment, file_actions=actions, setsigdef=[SIGPIPE])
    except OSError:
        os.close(ours_in)
        os.close(ours_out)
        raise
    finally:
        os.close(child_in)
        os.close(child_out)
    writer, reader = open(ours_in, "wb"), open(ours_out, "rb", buffering=1 << 16)  # noqa: SIM115  # close() closes them

    def close() -> None:
        # the output first: a child in the middle of a long answer gets a broken pipe and ends
        reader.close()
        writer.close()
        os.waitpid(child, 0)

    return Child(writer, reader, close)


def _pipe() -> tuple[int, int]:
    """Return a pipe whose ends are above the standard streams, even where the caller has closed those."""
    ends = os.pipe()
    if min(ends) > 2:
        return ends
    import fcntl

    moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 3) for end in ends)
    for end in ends:
        os.close(end)
    return moved[0], moved[1]


def _run_elsewhere(arguments: Sequence[str], environment: Mapping[str, str]) -> Completed:
    import subprocess

    ended = subprocess.run(  # noqa: S603  # the caller's fixed argument list, no shell
        arguments, env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return Completed(ended.returncode, ended.stdout, ended.stderr)


def _start_elsewhere(arguments: Sequence[str], environment: Mapping[str, str]) -> Child:
    import subprocess

    child = subprocess.Popen(  # noqa: S603  # likewise
        arguments,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    writer, reader = child.stdin, child.stdout
    if writer is None or reader is None:  # for the type checker: both were asked for
        raise OSError("no pipes")

    def close() -> None:
        reader.close()
        writer.close()
        child.wait()

    return Child(writer, reader, close)
