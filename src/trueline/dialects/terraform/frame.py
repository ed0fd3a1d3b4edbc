"""What an expression sees while it is evaluated: names of its own, and the module around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from trueline.dialects.terraform.functions.types import FunctionError
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from trueline.parsers.hcl.syntax import Expression

DOUBTS = "(doubts)"
"""The name under which a frame inside ``try()`` keeps what may fail there; no expression can spell it."""


class LazyObject:
    """An object whose attributes are computed when asked for: a resource, a module, a namespace."""

    __slots__ = ()

    def attribute(self, name: str) -> object:
        """Return one attribute; raise ``FunctionError`` where there is none."""
        raise FunctionError(f"there is no attribute named {name}")

    def index(self, key: object) -> object:
        """Return what ``[key]`` gives."""
        if isinstance(key, str):
            return self.attribute(key)
        raise FunctionError("this is not a list")

    def plain(self) -> object:
        """Return it as plain data, or as ``Unknown`` where that cannot be told."""
        return Unknown(["a bare name ← is not a value"])


class Surroundings(Protocol):
    """The module, or template, that an expression stands in."""

    def root(self, name: str) -> object:
        """Return what a bare name means; raise ``FunctionError`` where it means nothing."""
        ...

    def call(self, name: str, arguments: Sequence[object]) -> object:
        """Return what a function that reads files gives."""
        ...

    def spend(self, steps: int) -> None:
        """Count steps of loops; raise ``FunctionError`` where there were too many for one evaluation."""
        ...


class Frame:
    """The names of loops, ``each``, ``count`` and ``self``, and the surroundings where every other name is found."""

    __slots__ = ("names", "surroundings")

    def __init__(self, surroundings: Surroundings, names: Mapping[str, object] | None = None) -> None:
        self.surroundings = surroundings
        self.names: Mapping[str, object] = names or {}

    def child(self, names: Mapping[str, object]) -> Frame:
        """Return a frame that also sees ``names``."""
        return Frame(self.surroundings, {**self.names, **names})


def doubt(unknown: Unknown, frame: Frame) -> None:
    """Tell the ``try()`` or ``can()`` around, if there is one, what its argument may fail for."""
    doubts = frame.names.get(DOUBTS)
    if isinstance(doubts, list):
        doubts.append(unknown)


Evaluate: TypeAlias = "Callable[[Expression, Frame], object]"
"""What gives the value of an expression; those that it calls for a part are handed it."""


class TemplateText:
    """The surroundings of a template file: nothing but its variables; files stay those of the module."""

    __slots__ = ("_around",)

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def root(self, name: str) -> object:
        """Refuse: a template sees only what it is given."""
        raise FunctionError(f"the template is given no {name}")

    def call(self, name: str, arguments: Sequence[object]) -> object:
        """Return what a function that reads files gives."""
        return self._around.call(name, arguments)

    def spend(self, steps: int) -> None:
        """Count steps of loops for the module."""
        self._around.spend(steps)


class Spelled(LazyObject):
    """The surroundings of what Terraform reads as names, never as values: each traversal is its own text."""

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def root(self, name: str) -> object:
        """Return the start of a traversal."""
        return Spelled(name)

    def call(self, name: str, _arguments: Sequence[object]) -> object:
        """Refuse: names are not computed."""
        raise FunctionError(f"{name}() has no meaning here")

    def spend(self, steps: int) -> None:
        """Count nothing: names are not computed."""

    def attribute(self, name: str) -> object:
        """Return the traversal one step longer."""
        return Spelled(f"{self._text}.{name}")

    def index(self, key: object) -> object:
        """Return the traversal one step longer."""
        if isinstance(key, Spelled):
            return Spelled(f"{self._text}[{key.plain()}]")
        return Spelled(f"{self._text}[{key}]" if isinstance(key, int) else f'{self._text}["{key}"]')

    def plain(self) -> object:
        """Return the traversal's text."""
        return self._text


def describe(expression: Expression) -> str:
    """Return the short text of a traversal, for reasons: ``var.a.b``."""
    from trueline.parsers.hcl.syntax import GetAttr, Index, Literal, Splat, Variable

    if isinstance(expression, Variable):
        return expression.name
    if isinstance(expression, GetAttr):
        return f"{describe(expression.source)}.{expression.name}"
    if isinstance(expression, Index):
        key = expression.key
        inner = f'"{key.value}"' if isinstance(key, Literal) and isinstance(key.value, str) else "…"
        return f"{describe(expression.source)}[{key.value if isinstance(key, Literal) and inner == '…' else inner}]"
    return f"{describe(expression.source)}[*]" if isinstance(expression, Splat) else "expression"
