"""A stage as a fact: its base, its instructions, what it runs, copies, declares and opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.dialects.dockerfile.commands import runs_of
from trueline.dialects.dockerfile.image import Config
from trueline.dialects.dockerfile.places import Placed
from trueline.dialects.dockerfile.stages import Reading, declare
from trueline.values.secret_name import sealed_by_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.dialects.dockerfile.stages import Scope, Stage
    from trueline.parsers.dockerfile.syntax import Dockerfile, Instruction, Word

_LONGEST_NAME: Final = 300
_SEALED: Final = ("ARG", "ENV", "LABEL")  # their values are told by name, where a secret can be marked


class StageFact:
    """Builds the value of one stage, and with it what its image is configured to do."""

    def __init__(self, stage: Stage, file: Dockerfile, outer: Scope, above: Config | None) -> None:
        words = stage.start.words
        self.stage = stage
        self.placed = Placed((words[0].start, words[-1].end))
        if above is not None:
            stage.scope.effort.spend(above.size)
        self.config = Config(above)
        self._outer = outer
        if stage.parent is not None:
            stage.scope.inherit(stage.parent.scope)
        self._reading = Reading(file.escape, stage.scope)
        self.value: dict[str, object] = self._head()
        for number, instruction in enumerate(stage.instructions):
            self._instruction(number, instruction)

    def _head(self) -> dict[str, object]:
        stage = self.stage
        value: dict[str, object] = {"number": stage.number}
        base, platform = stage.start.words[0], stage.start.flag("platform")
        parent = stage.parent.label if stage.parent is not None else None
        known = (("image", stage.image, base), ("stage", parent, base), ("platform", stage.platform, platform))
        for key, found, word in known:
            if found is not None and word is not None:
                value[key] = found
                self.placed.put((key,), (word.start, word.end))
        if stage.name:
            value["name"] = stage.name
            self.placed.put(("name",), (stage.start.words[2].start, stage.start.words[2].end))
        return value

    def _instruction(self, number: int, instruction: Instruction) -> None:
        entry = self._entry(instruction)
        self._add("instructions", entry, (instruction.place.start, instruction.place.end))
        path = ("instructions", number)
        for position, word in enumerate(instruction.words):
            self.placed.put((*path, "arguments", position), (word.start, word.end))
        for flag in instruction.flags:
            self.placed.put((*path, "flags", flag.name), (flag.start, flag.end))
        if not instruction.onbuild:
            self.config.take(instruction, self._reading)
        if instruction.keyword in ("ADD", "COPY"):
            self._copy(instruction)
        elif instruction.keyword in ("ARG", "ENV"):
            self._declare(instruction)
        elif instruction.keyword == "RUN":
            self._run(number, instruction)
        elif instruction.keyword == "EXPOSE":
            self._list("ports", instruction.words)
        elif instruction.keyword == "USER":
            self._list("users", instruction.words)

    def _entry(self, instruction: Instruction) -> dict[str, object]:
        name = f"ONBUILD {instruction.keyword}" if instruction.onbuild else instruction.keyword
        said = " ".join(pair.name.text for pair in instruction.pairs) or " ".join(instruction.body.text.split())
        entry: dict[str, object] = {"id": f"{name} {said}"[:_LONGEST_NAME], "keyword": instruction.keyword}
        if instruction.onbuild:
            entry["onbuild"] = True
        if instruction.form:
            entry["form"] = instruction.form
        if instruction.flags:
            entry["flags"] = {flag.name: flag.value.text if flag.value else "" for flag in instruction.flags}
        mounts = [flag.value.text for flag in instruction.flags if flag.name == "mount" and flag.value]
        if mounts:
            entry["mounts"] = [_mount(mount) for mount in mounts]
        if instruction.keyword not in _SEALED:
            entry["arguments"] = [word.text for word in instruction.words]
        if instruction.heredocs:
            entry["heredocs"] = [{"name": one.name, "text": one.text.text} for one in instruction.heredocs]
        return entry

    def _copy(self, instruction: Instruction) -> None:
        """Keep what is copied: sources and destination, with the variables in them replaced."""
        heredocs = {heredoc.marker.start for heredoc in instruction.heredocs}
        words = [word for word in instruction.words if word.start not in heredocs]
        if not words:
            return
        texts = [self._reading.value(word) for word in words]
        value: dict[str, object] = {
            "id": f"{instruction.keyword} {' '.join(word.text for word in words)}"[:_LONGEST_NAME],
            "keyword": instruction.keyword,
            "sources": texts[:-1],
            "destination": texts[-1],
        }
        for flag in instruction.flags:
            value.setdefault(flag.name, self._reading.value(flag.value) if flag.value is not None else True)
        number = self._add("copies", value, (instruction.place.start, words[-1].end))
        for position, word in enumerate(words[:-1]):
            self.placed.put(("copies", number, "sources", position), (word.start, word.end))
        self.placed.put(("copies", number, "destination"), (words[-1].start, words[-1].end))
        for flag in instruction.flags:
            self.placed.put(("copies", number, flag.name), (flag.start, flag.end))

    def _declare(self, instruction: Instruction) -> None:
        kind = "env" if instruction.keyword == "ENV" else "args"
        values = declare(self._reading, instruction, self._outer)
        for pair, value in zip(instruction.pairs, values, strict=True):
            entry: dict[str, object] = {"name": pair.name.text}
            if pair.value is not None and value is not None:
                entry["value"] = sealed_by_name(pair.name.text, value)
            number = self._add(kind, entry, (pair.name.start, pair.name.end))
            if pair.value is not None:
                self.placed.put((kind, number, "value"), (pair.value.start, pair.value.end))

    def _run(self, index: int, instruction: Instruction) -> None:
        for run in runs_of(instruction, self.config.shell):
            value = {**run.value, **({"onbuild": True} if instruction.onbuild else {})}
            number = self._add("commands", {**value, "instruction": index}, run.span)
            for position, span in enumerate(run.arguments):
                self.placed.put(("commands", number, "arguments", position), span)

    def _list(self, key: str, words: Sequence[Word]) -> None:
        for word in words:
            self._add(key, self._reading.value(word), (word.start, word.end))

    def _add(self, key: str, value: object, span: tuple[int, int]) -> int:
        members = self.value.setdefault(key, [])
        assert isinstance(members, list)  # noqa: S101  # made above
        members.append(value)
        self.placed.put((key, len(members) - 1), span)
        return len(members) - 1


def _mount(text: str) -> dict[str, object]:
    """Return what ``--mount=type=secret,id=…`` says; a word without a value is a switch."""
    options = (part.partition("=") for part in text.split(","))
    return {name: value if equals else True for name, equals, value in options if name}
