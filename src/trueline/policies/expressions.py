"""Expressions of rules: evaluated for an element of a fact, and told with a caret where they have no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from trueline.policies import template
from trueline.policies.cel.errors import EvaluationError, LimitReachedError
from trueline.policies.cel.kinds import describe
from trueline.policies.cel.program import compile_expression, from_tree
from trueline.policies.cel.secrets import holds_secret
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from trueline.policies.cel.program import Program
    from trueline.policies.names import Names

Code: TypeAlias = str | list[object]
"""The text of an expression, or its checked tree as the built-in packs ship it."""


class ExpressionError(Exception):
    """An expression has no answer for a fact; the text shows where in it, and what was missing."""


class Expression:
    """One expression of a rule, under the key that holds it; read when it is first needed."""

    __slots__ = ("_code", "_key", "_program", "_variables")

    def __init__(self, code: Code, key: str, variables: Collection[str]) -> None:
        self._code = code
        self._key = key
        self._variables = variables
        self._program: Program | None = None

    def value(self, names: Names) -> object:
        """Return its value, which may be unknown; raise ``EvaluationError``."""
        if self._program is None:
            code = self._code
            self._program = compile_expression(code, self._variables) if isinstance(code, str) else from_tree(code)
        return self._program.evaluate(names, names.host)

    def as_name(self, names: Names) -> object:
        """Return its value for another expression that uses it by name; an error says which name it comes from."""
        try:
            return self.value(names)
        except LimitReachedError:
            raise  # as it is, so that no operator around the name hides it
        except EvaluationError as error:
            raise EvaluationError(f"{self._key}: {error.message}", missing=error.missing) from error

    def test(self, names: Names) -> bool | Unknown:
        """Return whether it holds, or the unknown that stands in the way; raise ``ExpressionError``."""
        try:
            value = self.value(names)
        except EvaluationError as error:
            raise ExpressionError(f"{error.message}\n{self._frame(error.start, error.end)}") from error
        if isinstance(value, bool | Unknown):
            return value
        raise ExpressionError(f"it gives {describe(value)}, not true or false\n{self._frame(0, len(self.text))}")

    def show(self, names: Names, secrets: Iterable[str]) -> str:
        """Return its value as it reads in a message."""
        try:
            value = self.value(names)
        except EvaluationError:
            return template.UNKNOWN
        return template.SENSITIVE if holds_secret([value]) else template.show(value, secrets)

    @property
    def text(self) -> str:
        """The expression as it was written."""
        return self._code if isinstance(self._code, str) else str(self._code[0])

    def _frame(self, start: int, end: int) -> str:
        return frame(self._key, self.text, start, end)


def frame(key: str, text: str, start: int, end: int) -> str:
    """Return the line of ``text`` that holds ``start``, with what is meant marked below it."""
    start = min(max(start, 0), len(text))
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    line = text[first : last if last >= 0 else len(text)]
    width = max(1, min(end - start, len(line) - (start - first)))
    lead = f"  {key}: "
    return f"{lead}{line}\n{' ' * (len(lead) + start - first)}{'^' * width}"
