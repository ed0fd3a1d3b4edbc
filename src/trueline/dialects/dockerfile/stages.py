"""The stages of a Dockerfile, each with its base image and its instructions; variables are what the file says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.dockerfile.substitution import substitute
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.parsers.dockerfile.syntax import Dockerfile, Instruction, Word

SCRATCH: Final = "scratch"
_MOST_EFFORT: Final = 20_000_000
_TRIMMING: Final = 100_000  # what taking a pattern away from a value costs at most
_PLATFORM: Final = frozenset(
    f"{side}{what}" for side in ("BUILD", "TARGET") for what in ("PLATFORM", "OS", "OSVERSION", "ARCH", "VARIANT")
)


class TooLargeError(Exception):
    """What the variables and stages of a file make is far more than it says itself."""


class Effort:
    """What may be done for one file, in characters that are put in the place of variables."""

    def __init__(self) -> None:
        self._left = _MOST_EFFORT

    def spend(self, steps: int) -> None:
        """Take away from what is left; raise ``TooLargeError`` where nothing is."""
        self._left -= steps
        if self._left < 0:
            raise TooLargeError


class Scope:
    """The variables that are known where an instruction stands: those of ENV go before those of ARG.

    An open one may have more, which the base image sets.
    """

    def __init__(self, effort: Effort, *, is_open: bool = False) -> None:
        self.effort = effort
        self.env: dict[str, str | Unknown] = {}
        self.args: dict[str, str | Unknown | None] = {}
        self.is_open = is_open

    def inherit(self, above: Scope) -> None:
        """Take over what a stage has that this one is built on."""
        self.effort.spend(len(above.env) + len(above.args))
        self.env.update(above.env)
        self.args.update(above.args)
        self.is_open = above.is_open

    def look(self, name: str) -> str | Unknown | None:
        """Return the value of a variable; None where it has none."""
        if name in self.env or name in self.args:
            value = self.env[name] if name in self.env else self.args[name]
            self.effort.spend(len(value) if isinstance(value, str) else 1)
            return value
        return Unknown([f"${name} ← not set here, the base image may set it"]) if self.is_open else None


class Stage(NamedTuple):
    """One stage. ``image`` is its base image, nothing where the base is another ``parent`` stage."""

    number: int
    name: str
    start: Instruction
    image: str | Unknown | None
    parent: Stage | None
    platform: str | Unknown | None
    instructions: Sequence[Instruction]
    scope: Scope

    @property
    def root(self) -> Stage:
        """The stage that begins with an image, of those this one is built on."""
        stage = self
        while stage.parent is not None:
            stage = stage.parent
        return stage

    @property
    def label(self) -> str:
        """Its name, or its number."""
        return self.name or str(self.number)


class Reading(NamedTuple):
    """What turns a word of a stage into its value."""

    escape: str
    scope: Scope

    def value(self, word: Word) -> str | Unknown:
        """Return what a word means."""
        if "$" in word.text and ("#" in word.text or "%" in word.text):
            self.scope.effort.spend(_TRIMMING * word.text.count("${"))
        return substitute(word.text, self.escape, self.scope.look)


class Stages(NamedTuple):
    """All stages of a file, and the variables that are declared before the first."""

    stages: Sequence[Stage]
    outer: Scope


def read_stages(file: Dockerfile) -> Stages:
    """Return the stages of ``file`` in order; nothing is declared in them yet. Raise ``TooLargeError``."""
    outer = Scope(Effort())
    outer.args.update({name: Unknown([f"{name} ← what the image is built on and for"]) for name in sorted(_PLATFORM)})
    above = Reading(file.escape, outer)
    stages: list[Stage] = []
    named: dict[str, Stage] = {}
    instructions: list[Instruction] = []
    for instruction in file.instructions:
        if instruction.keyword == "FROM" and not instruction.onbuild and instruction.words:
            instructions = []
            stages.append(_stage(instruction, above, named, instructions)._replace(number=len(stages)))
            if stages[-1].name:
                named[stages[-1].name] = stages[-1]
        elif stages:
            instructions.append(instruction)
        elif instruction.keyword == "ARG":
            for pair in instruction.pairs:
                outer.args[pair.name.text] = None if pair.value is None else above.value(pair.value)
    return Stages(stages, outer)


def _stage(start: Instruction, above: Reading, named: Mapping[str, Stage], instructions: list[Instruction]) -> Stage:
    base = above.value(start.words[0])
    name = start.words[2].text.lower() if len(start.words) == 3 else ""
    parent = named.get(base.lower()) if isinstance(base, str) else None
    platform = start.flag("platform")
    return Stage(
        0,
        name,
        start,
        base if parent is None else None,
        parent,
        None if platform is None else above.value(platform),
        instructions,
        Scope(above.scope.effort, is_open=not isinstance(base, str) or base != SCRATCH),
    )


def declare(reading: Reading, instruction: Instruction, outer: Scope) -> list[str | Unknown | None]:
    """Return the values that ENV or ARG gives its names, and keep them for what follows; an ARG may have none."""
    scope = reading.scope
    if instruction.keyword == "ENV":  # its values are read before any of its names is set
        values = [reading.value(pair.value) if pair.value is not None else "" for pair in instruction.pairs]
        scope.env.update(zip((pair.name.text for pair in instruction.pairs), values, strict=True))
        return list(values)
    found: list[str | Unknown | None] = []
    for pair in instruction.pairs:
        name = pair.name.text
        scope.args[name] = outer.args.get(name) if pair.value is None else reading.value(pair.value)
        found.append(scope.args[name])
    return found
