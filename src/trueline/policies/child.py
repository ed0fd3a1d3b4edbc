"""The isolated process that runs other people's Python policies: JSON lines in, JSON lines out, nothing else.

It is started as ``python -I -S -B -c …`` with an empty environment. Limits and the audit hook are a second wall, not a
sandbox: policies come from the trusted revision, and what this stops is accidents.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NoReturn

from trueline.policies import calls, wire
from trueline.policies.authoring import RuleContext

if TYPE_CHECKING:
    from types import ModuleType

    from trueline.model.resource import Links, Resource

MEMORY: Final = 1 << 30
_REFUSED: Final = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system",
    "os.kill", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
    "os.chown", "os.putenv", "shutil.", "ctypes.", "pty.", "signal.", "urllib.", "http.", "ftplib.", "smtplib.",
)  # fmt: skip
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Pipe:
    """The two ends of the protocol."""

    def __init__(self) -> None:
        self._input = os.fdopen(os.dup(0), "rb")
        self._output = os.fdopen(os.dup(1), "wb")
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)  # what a policy prints must not be read as an answer

    def receive(self) -> Any:  # JSON
        """Return the next message, or None at the end."""
        line = self._input.readline()
        return json.loads(line) if line else None

    def send(self, message: object) -> None:
        """Send one message."""
        self._output.write(json.dumps(message).encode() + b"\n")
        self._output.flush()


class PipedRelations:
    """Relations of the judged resource, answered by the parent."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe

    def linked(self, resource: Resource, kind: str, attribute: str) -> Links:
        """Return the resources of ``kind`` whose ``attribute`` refers to ``resource``."""
        return self._ask("linked", resource, kind, attribute)

    def refers(self, resource: Resource, kind: str, attribute: str) -> Links:
        """Return the resources of ``kind`` that ``attribute`` of ``resource`` refers to."""
        return self._ask("refers", resource, kind, attribute)

    def resources(self, kind: str) -> Links:
        """Return all resources of ``kind``."""
        return self._ask("resources", None, kind, "")

    def _ask(self, relation: str, resource: Resource | None, kind: str, attribute: str) -> Links:
        handle = resource.handle if isinstance(resource, wire.SentResource) else -1
        self._pipe.send({"ask": relation, "handle": handle, "kind": kind, "attribute": attribute})
        return wire.decode_links(self._pipe.receive())


def serve() -> NoReturn:
    """Answer until the parent closes the pipe."""
    pipe = Pipe()
    modules: dict[str, ModuleType] = {}
    sources: dict[str, bytes] = {}
    _limit()
    sys.addaudithook(_audit)
    while (message := pipe.receive()) is not None:
        if "source" in message:
            sources[message["path"]] = message["source"].encode("latin-1")
        else:
            pipe.send({"answers": _judge(message, pipe, modules, sources)})
    os._exit(0)


def _judge(
    message: dict[str, Any], pipe: Pipe, modules: dict[str, ModuleType], sources: dict[str, bytes]
) -> list[dict[str, Any]]:
    path = message["path"]
    try:
        if path not in modules:
            modules[path] = calls.load_module(path, sources[path])
        check = calls.find_check(modules[path], message["function"], path)
    except calls.BrokenPolicyError as error:
        return [{"outcome": "error", "message": str(error), "path": [], "element": [], "reasons": [], "related": []}]
    context = RuleContext(
        wire.decode_resource(message["resource"]),
        PipedRelations(pipe),
        now=datetime.fromisoformat(message["now"]),
        environment=message["environment"],
        labels=message["labels"],
        parameters=message["parameters"],
    )
    replies = calls.call(check, message["arguments"], message["kind"], context, path)
    return [wire.encode_answer(reply.answer, reply.related) for reply in replies]


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on every platform
        return
    limits = {"RLIMIT_AS": MEMORY, "RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0, "RLIMIT_NOFILE": 64, "RLIMIT_NPROC": 0}
    for name, most in limits.items():
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (AttributeError, OSError, ValueError):  # macOS knows some limits and refuses to set others
            continue


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(f"a policy may not do this: {event}")
    if event == "open":
        _, mode, flags = arguments
        writes = isinstance(flags, int) and flags & _WRITES
        if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
            raise PermissionError("a policy may not write files")
