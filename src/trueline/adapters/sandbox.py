"""Running somebody else's tool on copies of files: clean environment, no way out, a deadline and a limit."""

from __future__ import annotations

import os
import shutil
import subprocess
from threading import Event, Timer
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.document import Reader
    from trueline.model.level import InputState
    from trueline.model.location import Location

DEADLINE: Final = 30.0
LARGEST_OUTPUT: Final = 20_000_000
_LONGEST_MESSAGE: Final = 400
_ERROR: Final = "Error: "
_ADVICE: Final = "Use --debug flag"
# nothing listens at the discard port of this machine: Go's HTTP clients go there and get no further
_NOWHERE: Final = "http://127.0.0.1:9"


class NotRenderedError(Exception):
    """Something is not rendered: why, where, and what that makes of it.

    It is unreadable where its own tool ran and refused it, and not judged where there is nothing to render.
    """

    def __init__(self, reason: str, *, state: InputState = "not-rendered", location: Location | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.state = state
        self.location = location


class Result(NamedTuple):
    """What a tool printed, or the reason why that is not to be used; ``failed`` where the tool ran and refused."""

    text: str = ""
    reason: str = ""
    failed: bool = False


def write_files(folder: str, paths: Iterable[str], reader: Reader, *, base: str = "") -> None:
    """Write the files at ``paths``, seen from ``base``, below ``folder``, as plain files whatever they were."""
    os.makedirs(folder, exist_ok=True)
    for path in paths:
        source = reader.read(path)
        target = os.path.join(folder, *path.removeprefix(f"{base}/" if base else "").split("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(source.data)


def run_tool(
    commands: Sequence[Sequence[str]], arguments: Sequence[str], home: str, search: str | None = None,
    *, deadline: float = DEADLINE, largest: int = LARGEST_OUTPUT,
) -> Result:  # fmt: skip
    """Run the first of ``commands`` that is installed; ``home`` is a folder it may write to."""
    for command in commands:
        program = shutil.which(command[0], path=search)
        if program is not None and os.path.isabs(program):
            return _run([program, *command[1:], *arguments], home, deadline, largest)
    return Result(reason=f"{' and '.join(command[0] for command in commands)} not found")


def _run(command: list[str], home: str, deadline: float, largest: int) -> Result:
    name = os.path.basename(command[0])
    with open(os.path.join(home, "errors"), "w+b") as errors:
        try:
            process = subprocess.Popen(  # noqa: S603  # a list of arguments, no shell
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, cwd=home,
                env=_environment(home), start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            return Result(reason=f"{name} cannot be started: {error.strerror}", failed=True)
        late = Event()
        timer = Timer(deadline, _end_late, (process, late))
        timer.start()
        try:
            output = process.stdout.read(largest + 1) if process.stdout else b""
            if len(output) > largest:
                _kill(process)
            code = process.wait()
        finally:
            timer.cancel()
            if process.stdout:
                process.stdout.close()
        errors.seek(0)
        message = errors.read(10_000).decode("utf-8", "replace")
    if late.is_set():
        return Result(reason=f"{name} took longer than {deadline:g} seconds", failed=True)
    if len(output) > largest:
        return Result(reason=f"{name} printed more than {largest:,} bytes", failed=True)
    if code != 0:
        return Result(reason=f"{name}: {_one_line(message) or f'it ended with {code}'}", failed=True)
    return Result(output.decode("utf-8", "replace"))


def _environment(home: str) -> dict[str, str]:
    return {
        "HOME": home,
        "TMPDIR": home,
        "PATH": os.path.join(home, "no-programs"),
        "KUBECONFIG": os.path.join(home, "no-cluster"),
        "LC_ALL": "C.UTF-8",
        "HTTP_PROXY": _NOWHERE,
        "HTTPS_PROXY": _NOWHERE,
        "HELM_CACHE_HOME": os.path.join(home, "helm-cache"),
        "HELM_CONFIG_HOME": os.path.join(home, "helm-config"),
        "HELM_DATA_HOME": os.path.join(home, "helm-data"),
    }


def _end_late(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the tool and whatever it started."""
    if hasattr(os, "killpg"):
        from signal import SIGKILL

        try:
            os.killpg(process.pid, SIGKILL)
        except ProcessLookupError:
            return
    else:
        process.kill()


def _one_line(message: str) -> str:
    """Return the last line, without what ``kubectl`` writes before its error; of Helm's error all lines."""
    lines = [line.strip() for line in message.split("\n") if line.strip() and not line.startswith(_ADVICE)]
    begin = next((number for number, line in enumerate(lines) if line.startswith(_ERROR)), len(lines) - 1)
    text = " ".join(lines[max(begin, 0) :]).removeprefix(_ERROR)
    _, found, error = text.partition(' err="')
    if found:
        text = error.rstrip('"').replace('\\"', '"')
    return text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}…"
