"""What every block of a .proto file has in common: statements one after another, of which a broken one is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.parsers.protobuf.options import DEEPEST
from trueline.parsers.protobuf.syntax import HIGHEST_VALUE, Range, Reserved, number_of
from trueline.parsers.protobuf.tokens import Broken, Fault, Tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.parsers.protobuf.syntax import Word

MOST_FAULTS: Final = 100
"""Problems of one file that are told; a file that is no .proto file has one for each of its words."""


class Statements:
    """Reads statements of one text; ``faults`` grow as it goes."""

    __slots__ = ("depth", "faults", "tokens")

    def __init__(self, text: str) -> None:
        self.tokens = Tokens(text)
        self.faults: list[Fault] = []
        self.depth = 0

    def block(self, read: Callable[[], None]) -> None:
        """Read ``{ … }``, each statement in it by ``read``."""
        tokens = self.tokens
        opened = tokens.start
        if self.depth >= DEEPEST:
            raise tokens.broken(f"nested deeper than {DEEPEST} levels")
        tokens.expect("{")
        self.depth += 1
        while tokens.next not in {"}", ""}:
            self.statement(read)
        self.depth -= 1
        if not tokens.skip("}"):
            self.fault(Fault("this { is never closed", opened, opened + 1))

    def statement(self, read: Callable[[], None]) -> None:
        """Read one statement; when it is broken, say so and step behind it."""
        tokens = self.tokens
        if tokens.skip(";"):
            return
        first = tokens.at
        try:
            read()
        except Broken as broken:
            self.fault(broken.fault)
            self._step_behind(first)

    def end(self) -> None:
        """Read the ``;`` of a statement. One that is forgotten at the end of a line costs only a fault."""
        tokens = self.tokens
        if tokens.skip(";"):
            return
        if tokens.next != "}" and "\n" not in tokens.text[tokens.last_end : tokens.start]:
            raise tokens.broken("';' is missing here")
        self.fault(Fault("';' is missing behind this", max(tokens.last_end - 1, 0), tokens.last_end))

    def fault(self, fault: Fault) -> None:
        """Keep what is wrong, unless there is far too much of it."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)

    def _step_behind(self, first: int) -> None:
        """Step behind the statement that begins with token ``first``: its ``;`` or the ``}`` that ends it."""
        texts, at, depth, brackets = self.tokens.texts, first, 0, 0
        while text := texts[at]:
            if text == "{":
                depth += 1
            elif text == "}":
                depth -= 1
                if depth < 0:
                    break
            elif text in {"[", "]"}:
                brackets += 1 if text == "[" else -1
            at += 1
            if depth == 0 and (text == ";" or (text == "}" and brackets <= 0)):
                break
        if at == first and self.depth == 0 and texts[at]:
            at += 1  # a } that closes nothing
        self.tokens.at = at

    def reserved(self, known: Reserved, highest: int) -> Reserved:
        """Read what follows ``reserved``: ranges, names in quotes, or names as editions write them."""
        if self.tokens.next[:1] in {'"', "'"}:
            names = (*known.names, *self._listed(self.tokens.string))
            found = known._replace(names=names)
        elif self.tokens.next[:1].isalpha() or self.tokens.next[:1] == "_":
            found = known._replace(names=(*known.names, *self._listed(self.tokens.identifier)))
        else:
            found = known._replace(ranges=(*known.ranges, *self.ranges(highest)))
        self.end()
        return found

    def ranges(self, highest: int) -> tuple[Range, ...]:
        """Read ``1, 3 to 5, 9 to max``."""
        found = [self._range(highest)]
        while self.tokens.skip(","):
            found.append(self._range(highest))
        return tuple(found)

    def _range(self, highest: int) -> Range:
        first = self.tokens.integer()
        low = high = number_of(first.text)
        if self.tokens.skip("to"):
            high = highest if self.tokens.skip("max") else number_of(self.tokens.integer().text)
        if high < low or high > HIGHEST_VALUE:
            raise Broken(f"{low} to {high} is no range", first.start, self.tokens.last_end)
        return Range(low, high, first.start, self.tokens.last_end)

    def _listed(self, read: Callable[[], Word]) -> list[Word]:
        found = [read()]
        while self.tokens.skip(","):
            found.append(read())
        return found
