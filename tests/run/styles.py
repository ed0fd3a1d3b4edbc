"""Writes one document in many ways: other order of keys, other quotes, other white space, comments, line ends."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from random import Random

Plain: TypeAlias = "Mapping[str, Plain] | Sequence[Plain] | str | int | bool"
T = TypeVar("T")
_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9_./@:-]*[A-Za-z0-9]")
_WORDS = ("true", "false", "yes", "no", "on", "off", "null", "n", "y")


class Block(NamedTuple):
    """A block of Terraform: its type and labels, its attributes, and the blocks in it."""

    head: Sequence[str]
    attributes: Mapping[str, Plain] = {}
    blocks: Sequence[Block] = ()


class Style:
    """One way to write; without ``rng`` the plain one."""

    def __init__(self, rng: Random | None = None) -> None:
        self._rng = rng
        self._step = rng.choice((2, 3, 4)) if rng else 2

    def yaml(self, value: Plain) -> str:
        """Return a document of YAML, now and then in JSON's way."""
        if self._maybe(0.1):
            return self._ended(json.dumps(self._shuffled(value), indent=2 if self._maybe(0.5) else None).split("\n"))
        return self._ended(self._noted(self._yaml(value, 0), "#"))

    def terraform(self, blocks: Iterable[Block]) -> list[str]:
        """Return the text of each block, in any order."""
        return [self._ended(self._noted(self._block(block, ""), "#", "//")) for block in self._ordered(blocks)]

    def dockerfile(self, instructions: Iterable[str]) -> str:
        """Return a Dockerfile; long instructions go over several lines."""
        lines: list[str] = []
        for instruction in instructions:
            keyword, _, rest = instruction.partition(" ")
            parts = rest.split(" && ") if self._maybe(0.5) else [rest]
            lines += [f"{keyword.lower() if self._maybe(0.3) else keyword}{self._blank()}{parts[0]}"]
            for part in parts[1:]:
                lines[-1] += " \\"
                lines += ["# why" for _ in range(self._maybe(0.2))]
                lines.append(f"    && {part}")
        return self._ended([text for line in lines for text in self._before(line)])

    def _yaml(self, value: Plain, indent: int) -> list[str]:
        pad = " " * indent
        lines: list[str] = []
        if isinstance(value, dict):
            for key, member in self._ordered(value.items()):
                if not isinstance(member, dict | list) or not member or self._maybe(0.15):
                    lines.append(f"{pad}{key}:{self._blank()}{self._flow(member)}")
                else:
                    lines += [f"{pad}{key}:", *self._yaml(member, indent + self._step)]
            return lines
        assert isinstance(value, list)
        for member in value:
            if isinstance(member, dict) and not self._maybe(0.15):
                inner = self._yaml(member, indent + 2)
                lines += [f"{pad}- {inner[0].lstrip()}", *inner[1:]]
            else:
                lines.append(f"{pad}- {self._flow(member)}")
        return lines

    def _flow(self, value: Plain) -> str:
        if isinstance(value, str):
            if _PLAIN.fullmatch(value) and value.lower() not in _WORDS and not self._maybe(0.3):
                return value
            return f"'{value}'" if "'" not in value and self._maybe(0.5) else json.dumps(value)
        return json.dumps(self._shuffled(value))

    def _block(self, block: Block, pad: str) -> list[str]:
        kind, *labels = block.head
        inner = pad + " " * self._step
        parts: list[list[str]] = [
            [f"{inner}{name}{self._blank()}={self._blank()}{self._literal(value, inner)}"]
            for name, value in block.attributes.items()
        ]
        parts += [self._block(one, inner) for one in block.blocks]
        body = [line for part in self._ordered(parts) for line in part]
        return [f"{pad}{' '.join([kind, *map(json.dumps, labels)])} {{", *body, f"{pad}}}"]

    def _literal(self, value: Plain, pad: str) -> str:
        if isinstance(value, list) and self._maybe(0.3):
            return f"[\n{''.join(f'{pad}  {json.dumps(one)},{chr(10)}' for one in value)}{pad}]"
        if isinstance(value, dict):
            pairs = [f"{name}{self._blank()}= {json.dumps(one)}" for name, one in self._ordered(value.items())]
            return "{ " + ", ".join(pairs) + " }"
        return f"{json.dumps(value)}{' /* why */' if self._maybe(0.1) else ''}"

    def _noted(self, lines: Iterable[str], *marks: str) -> list[str]:
        return [text for line in lines for text in self._before(line, *marks)]

    def _before(self, line: str, *trailing: str) -> list[str]:
        """Return a line with what may stand before it and, where comments may ``trail``, behind it."""
        found = [" " * self._step for _ in range(self._maybe(0.1) and not line.startswith(("    &&", "#")))]
        found += ["# why: {[\"'"] * self._maybe(0.15)
        return [*found, f"{line} {self._choice(trailing)} why" if trailing and self._maybe(0.1) else line]

    def _ended(self, lines: Iterable[str]) -> str:
        end = "\r\n" if self._maybe(0.2) else "\n"
        return end.join("\n".join(lines).split("\n")) + end * (1 + self._maybe(0.2))

    def _shuffled(self, value: Plain) -> Plain:
        if isinstance(value, dict):
            return {key: self._shuffled(member) for key, member in self._ordered(value.items())}
        return [self._shuffled(member) for member in value] if isinstance(value, list) else value

    def _ordered(self, members: Iterable[T]) -> list[T]:
        found = list(members)
        if self._rng:
            self._rng.shuffle(found)
        return found

    def _blank(self) -> str:
        return " " * (3 if self._maybe(0.2) else 1)

    def _choice(self, options: Sequence[str]) -> str:
        return self._rng.choice(options) if self._rng else options[0]

    def _maybe(self, chance: float) -> bool:
        return self._rng is not None and self._rng.random() < chance
