"""The calls that are no functions: comprehensions, ``has``, ``cel.bind`` and the maps over optional values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.policies.cel.errors import CelSyntaxError
from trueline.policies.cel.syntax import Bind, Macro, Name, Select

if TYPE_CHECKING:
    from trueline.policies.cel.syntax import Node


class Form(NamedTuple):
    """How a comprehension is written: the numbers of names and bodies, and what it is called inside."""

    names: int
    bodies: int
    macro: str


_FORMS: Final[dict[str, tuple[Form, ...]]] = {
    "all": (Form(1, 1, "all"), Form(2, 1, "all")),
    "exists": (Form(1, 1, "exists"), Form(2, 1, "exists")),
    "exists_one": (Form(1, 1, "exists_one"), Form(2, 1, "exists_one")),
    "existsOne": (Form(1, 1, "exists_one"), Form(2, 1, "exists_one")),
    "filter": (Form(1, 1, "filter"),),
    "map": (Form(1, 1, "map"), Form(1, 2, "map")),
    "sortBy": (Form(1, 1, "sortBy"),),
    "transformList": (Form(2, 1, "map"), Form(2, 2, "map")),
    "transformMap": (Form(2, 1, "transformMap"), Form(2, 2, "transformMap")),
    "transformMapEntry": (Form(2, 1, "transformMapEntry"), Form(2, 2, "transformMapEntry")),
}
_BINDS: Final = frozenset(("optMap", "optFlatMap"))
METHODS: Final = frozenset(_FORMS) | _BINDS


def expand(name: str, target: Node, arguments: tuple[Node, ...], place: tuple[int, int, int]) -> Node:
    """Return the node of ``target.name(arguments)``; ``place`` is the start, the name's start, and the end."""
    start, here, end = place
    if name in _BINDS:
        if len(arguments) != 2:
            raise CelSyntaxError(f"{name}() takes a name and an expression", here, end)
        return Bind(start, end, name, _name(name, arguments[0]), target, arguments[1])
    form = _form(name, arguments, here, end)
    names = tuple(_name(name, argument) for argument in arguments[: form.names])
    if len(set(names)) != len(names):
        raise CelSyntaxError(f"{name}() needs two different names", here, end)
    return Macro(start, end, form.macro, target, names, arguments[form.names :])


def bind(arguments: tuple[Node, ...], start: int, end: int) -> Node:
    """Return the node of ``cel.bind(name, value, body)``."""
    if len(arguments) != 3:
        raise CelSyntaxError("cel.bind() takes a name, a value and an expression", start, end)
    return Bind(start, end, "bind", _name("cel.bind", arguments[0]), arguments[1], arguments[2])


def has(arguments: tuple[Node, ...], start: int, end: int) -> Node:
    """Return the node of ``has(operand.field)``."""
    if len(arguments) != 1 or not isinstance(arguments[0], Select) or arguments[0].test:
        raise CelSyntaxError("has() asks for a field: has(it.name), has(it.`a-name`)", start, end)
    return arguments[0]._replace(start=start, end=end, test=True)


def _form(name: str, arguments: tuple[Node, ...], start: int, end: int) -> Form:
    fitting = [form for form in _FORMS[name] if form.names + form.bodies == len(arguments)]
    if not fitting:
        counts = " or ".join(sorted({str(form.names + form.bodies) for form in _FORMS[name]}))
        raise CelSyntaxError(f"{name}() takes {counts} arguments: a name first", start, end)
    return fitting[0]


def _name(macro: str, node: Node) -> str:
    if isinstance(node, Name):
        return node.name
    raise CelSyntaxError(f"{macro}() needs a simple name here", node.start, node.end)
