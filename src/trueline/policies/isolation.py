"""The parent's side of the isolated child: starts it late, feeds it, and ends it when a rule does not."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Final, NoReturn

from trueline.model.resource import Links
from trueline.model.rule import Answer
from trueline.policies import wire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.location import Location
    from trueline.model.resource import Resource
    from trueline.model.rule import Context

DEADLINE: Final = 5.0
"""Seconds for one call."""

_MOST_DEATHS: Final = 2
_LARGEST_REPLY: Final = 32 << 20
_BOOT: Final = "import sys; sys.path.append(sys.argv[1]); from trueline.policies.child import serve; serve()"


class _Died(Exception):  # noqa: N818  # an event of this file, not an error that leaves it
    """The child ended, or was ended, before it answered."""


class Child:
    """Runs the rules of policy files in a process of their own; started when its first fact appears."""

    def __init__(self, sources: Mapping[str, bytes], deadline: float = DEADLINE) -> None:
        self._sources = sources
        self._deadline = deadline
        self._process: subprocess.Popen[bytes] | None = None
        self._sent: set[str] = set()
        self._deaths: dict[str, int] = {}
        self._buffer = b""
        self._owner = 0

    def __reduce__(self) -> tuple[type[Child], tuple[Mapping[str, bytes], float]]:
        return Child, (self._sources, self._deadline)

    def judge(self, path: str, python: Mapping[str, Any], fact: Resource, kind: str, context: Context) -> list[Answer]:
        """Return the answers of a rule in ``path``; the death of the child is an error of this rule alone."""
        key = f"{path}:{python['function']}"
        if self._deaths.get(key, 0) >= _MOST_DEATHS:
            return [Answer("error", f"not asked any more: it did not answer {_MOST_DEATHS} times before")]
        sent = [fact]
        message = {
            "path": path,
            "function": python["function"],
            "arguments": python["arguments"],
            "kind": kind,
            "resource": wire.encode_resource(fact, 0),
            "now": context.now.isoformat(),
            "environment": context.environment,
            "labels": dict(context.labels),
            "parameters": wire.encode(dict(context.parameters)),
        }
        try:
            records = self._converse(path, message, sent, context)
        except _Died as death:
            self._deaths[key] = self._deaths.get(key, 0) + 1
            self.close()
            return [Answer("error", str(death))]
        return [wire.decode_answer(record, lambda handle: _place(sent, handle)) for record in records]

    def close(self) -> None:
        """End the child; the next call starts another. A forked copy leaves the child to the process it belongs to."""
        process, self._process = self._process, None
        self._sent.clear()
        self._buffer = b""
        if process is not None:
            if self._owner == os.getpid():
                process.kill()
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def __del__(self) -> None:
        self.close()

    def _converse(self, path: str, message: object, sent: list[Resource], context: Context) -> list[dict[str, Any]]:
        if self._owner != os.getpid():
            self.close()
            self._owner = os.getpid()
        ends = time.monotonic() + self._deadline
        if path not in self._sent:
            self._send({"path": path, "source": self._sources[path].decode("latin-1")}, ends)
            self._sent.add(path)
        self._send(message, ends)
        while True:
            reply = self._receive(ends)
            if "answers" in reply:
                return list(reply["answers"])
            self._send(_links(reply, sent, context), ends)

    def _start(self) -> subprocess.Popen[bytes]:
        import trueline

        root = os.path.dirname(os.path.dirname(os.path.abspath(trueline.__file__)))
        return subprocess.Popen(  # noqa: S603  # a fixed argument list
            [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _BOOT, root],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            close_fds=True,
            cwd=os.sep,
            env={},
            start_new_session=True,  # Ctrl-C is the parent's to handle
        )

    def _send(self, message: object, ends: float) -> None:
        import json

        if self._process is None:
            self._process = self._start()
            os.set_blocking(self._pipe("stdin"), False)
        rest = memoryview(json.dumps(message).encode() + b"\n")
        while rest:
            self._wait(ends, writing=True)
            try:
                rest = rest[os.write(self._pipe("stdin"), rest) :]
            except BlockingIOError:
                continue
            except OSError as error:
                self._mourn(error)

    def _receive(self, ends: float) -> dict[str, Any]:
        import json

        while b"\n" not in self._buffer:
            self._wait(ends, writing=False)
            more = os.read(self._pipe("stdout"), 1 << 16)
            if not more:
                self._mourn(None)
            self._buffer += more
            if len(self._buffer) > _LARGEST_REPLY:
                raise _Died("its answer is too large")
        line, _, self._buffer = self._buffer.partition(b"\n")
        message = json.loads(line)
        return message if isinstance(message, dict) else {}

    def _wait(self, ends: float, *, writing: bool) -> None:
        pipe = self._pipe("stdin" if writing else "stdout")
        left = ends - time.monotonic()
        reading_from, writing_to = ([], [pipe]) if writing else ([pipe], [])
        if left <= 0 or not any(select.select(reading_from, writing_to, [], left)):
            raise _Died(f"it did not end within {self._deadline:g} seconds")

    def _pipe(self, name: str) -> int:
        pipe = getattr(self._process, name)
        return int(pipe.fileno())

    def _mourn(self, error: OSError | None) -> NoReturn:
        code = 0
        if self._process is not None:
            self._process.kill()  # it may have closed the pipe and live on
            code = self._process.wait()
        raise _Died(f"its process ended with {f'signal {-code}' if code < 0 else f'code {code}'}") from error


def _links(request: Mapping[str, Any], sent: list[Resource], context: Context) -> dict[str, Any]:
    relation, kind, attribute = request["ask"], str(request["kind"]), str(request["attribute"])
    handle = int(request["handle"])
    if relation == "resources":
        links = context.relations.resources(kind)
    elif 0 <= handle < len(sent) and relation in ("linked", "refers"):
        links = getattr(context.relations, relation)(sent[handle], kind, attribute)
    else:
        links = Links(())

    def number(resource: Resource) -> int:
        sent.append(resource)
        return len(sent) - 1

    return wire.encode_links(links, number)


def _place(sent: list[Resource], handle: int) -> Location | None:
    return sent[handle].locate().primary if 0 <= handle < len(sent) else None
