"""What an image is configured to do: user, command, ports, health check, labels; stages hand it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.dialects.dockerfile.places import Placed
from trueline.values.secret_name import sealed_by_name

if TYPE_CHECKING:
    from trueline.dialects.dockerfile.places import Span
    from trueline.dialects.dockerfile.stages import Reading, Stage
    from trueline.model.location import Path
    from trueline.parsers.dockerfile.syntax import Instruction

_TEXTS: Final = {"STOPSIGNAL": "stopsignal", "USER": "user", "WORKDIR": "workdir", "MAINTAINER": "maintainer"}
_MAPS: Final = {"ENV": "env", "LABEL": "labels"}
_LISTS: Final = {"EXPOSE": "ports", "VOLUME": "volumes"}
_COMMANDS: Final = {"CMD": "cmd", "ENTRYPOINT": "entrypoint"}


class Config:
    """What is configured so far: values, and from where to where each stands."""

    def __init__(self, above: Config | None = None) -> None:
        self.shell: list[str] = list(above.shell) if above is not None else []
        self._values: dict[Path, object] = dict(above._values) if above is not None else {}  # noqa: SLF001  # its own
        self._spans: dict[Path, Span] = dict(above._spans) if above is not None else {}  # noqa: SLF001  # its own

    @property
    def size(self) -> int:
        """How many things are configured."""
        return len(self._values)

    def take(self, instruction: Instruction, reading: Reading) -> None:
        """Change it as an instruction says; ENV is told before its variables are declared."""
        keyword = instruction.keyword
        if keyword in _TEXTS and instruction.words:
            self._set((_TEXTS[keyword],), reading.value(instruction.words[0]), _span_of(instruction))
        elif keyword in _MAPS:
            for pair in instruction.pairs:
                value = reading.value(pair.value) if pair.value is not None else ""
                place = pair.value or pair.name
                name = pair.name.text if keyword == "ENV" else reading.value(pair.name)
                if isinstance(name, str):
                    self._set((_MAPS[keyword], name), sealed_by_name(name, value), (place.start, place.end))
        elif keyword in _LISTS:
            for word in instruction.words:
                self._set((_LISTS[keyword], word.text), reading.value(word), (word.start, word.end))
        elif keyword in _COMMANDS or keyword == "HEALTHCHECK":
            self._command(instruction)
        elif keyword == "SHELL":
            self.shell = [word.text for word in instruction.words]
            self._set(("shell",), list(self.shell), _span_of(instruction))

    def _set(self, path: Path, value: object, span: Span) -> None:
        self._values.pop(path, None)  # the last one said stands last
        self._values[path] = value
        self._spans[path] = span

    def _command(self, instruction: Instruction) -> None:
        words = [word.text for word in instruction.words]
        value: dict[str, object]
        if instruction.keyword != "HEALTHCHECK":
            value = {"form": instruction.form or "shell", "command": words}
            self._set((_COMMANDS[instruction.keyword],), value, _span_of(instruction))
            return
        value = {"type": words[0].upper() if words else "CMD", "command": words[1:]}
        value |= {flag.name: flag.value.text for flag in instruction.flags if flag.value is not None}
        self._set(("healthcheck",), value, _span_of(instruction))

    def image(self, stage: Stage) -> tuple[dict[str, object], Placed]:
        """Return the value of the image that ``stage`` gives, and the places in it."""
        start = stage.start.words
        placed = Placed((start[0].start, start[-1].end))
        value: dict[str, object] = {"stage": stage.label}
        base = stage.root
        value["image"] = base.image
        placed.put(("image",), (base.start.words[0].start, base.start.words[0].end))
        for path, one in self._values.items():
            key = path[0]
            if key in _LISTS.values():
                members = value.setdefault(str(key), [])
                assert isinstance(members, list)  # noqa: S101  # made here
                members.append(one)
                placed.put((key, len(members) - 1), self._spans[path])
            elif len(path) == 1:
                value[str(key)] = one
                placed.put(path, self._spans[path])
            else:
                members = value.setdefault(str(key), {})
                assert isinstance(members, dict)  # noqa: S101  # made here
                members[path[1]] = one
                placed.put(path, self._spans[path])
        return value, placed


def _span_of(instruction: Instruction) -> Span:
    """Return where the arguments of an instruction stand."""
    if not instruction.words:
        return instruction.place.start, instruction.place.end
    return instruction.words[0].start, instruction.words[-1].end
