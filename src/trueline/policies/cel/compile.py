"""From a syntax tree to closures over plain Python values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from trueline.policies.cel.arithmetic import negate, reckon
from trueline.policies.cel.calls import calling, fallback
from trueline.policies.cel.comprehensions import comprehension
from trueline.policies.cel.equality import compare, equal
from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.kinds import KIND_NAMES, NONE, Kind, Optional, describe, kind_of
from trueline.policies.cel.logic import conditional, junction, negation
from trueline.policies.cel.registry import function_named
from trueline.policies.cel.secrets import combined, is_secret
from trueline.policies.cel.selection import indexing, membership, selection, variable
from trueline.values.bounds import order_of
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from trueline.policies.cel.function import Function
    from trueline.policies.cel.run import Evaluate, Run
    from trueline.policies.cel.syntax import (
        Bind,
        Call,
        Index,
        ListOf,
        Literal,
        Macro,
        MapOf,
        Name,
        Node,
        Operation,
        Select,
    )

_KEYS: Final = frozenset(("string", "int", "uint", "bool"))
_SCALARS: Final = frozenset((str, int, float, bool))


class Compiler:
    """Makes the closures of one tree; ``names`` counts the locals it needs."""

    def __init__(self, variables: Collection[str]) -> None:
        self.names = 0
        self._variables = variables
        self._scope: Mapping[str, int] = {}

    def compile(self, node: Node) -> Evaluate:
        """Return the closure of ``node``."""
        make = cast("Callable[[Compiler, Node], Evaluate]", _MAKERS[type(node).__name__])
        return make(self, node)

    def _literal(self, node: Literal) -> Evaluate:
        value = node.value
        return lambda _: value

    def _name(self, node: Name) -> Evaluate:
        slot = self._scope.get(node.name)
        if slot is not None:
            return lambda run: run.locals[slot]
        if node.name in KIND_NAMES and node.name not in self._variables:
            kind = Kind(node.name)
            return lambda _: kind
        return _placed(variable(node.name), node)

    def _select(self, node: Select) -> Evaluate:
        return selection(node, self.compile(node.operand))

    def _index(self, node: Index) -> Evaluate:
        return indexing(node, self.compile(node.operand), self.compile(node.key))

    def _call(self, node: Call) -> Evaluate:
        arguments = [self.compile(argument) for argument in node.arguments]
        if node.method and node.name in ("or", "orValue"):
            return fallback(node, *arguments)
        return calling(node, cast("Function", function_named(node.name)), arguments)

    def _operation(self, node: Operation) -> Evaluate:
        operands = [self.compile(operand) for operand in node.operands]
        operator = node.operator
        if operator in ("&&", "||"):
            return junction(node, operands, decides=operator == "||")
        if operator == "?:":
            return conditional(node, *operands)
        if operator == "!_":
            return negation(node, *operands)
        if operator == "-_":
            return _placed(lambda run: negate(operands[0](run)), node)
        if operator in ("==", "!="):
            return _equality(node, *operands, wanted=operator == "==")
        if operator == "in":
            left, right = operands
            return _placed(lambda run: membership(left(run), right(run), run), node)
        return _ordering(node, *operands) if operator in _ORDERS else _arithmetic(node, *operands)

    def _list(self, node: ListOf) -> Evaluate:
        items = [self.compile(item) for item in node.items]
        if not node.optional:
            return lambda run: [item(run) for item in items]
        return lambda run: _list_with_optional(node, [item(run) for item in items])

    def _map(self, node: MapOf) -> Evaluate:
        keys = [self.compile(key) for key in node.keys]
        values = [self.compile(value) for value in node.values]
        pairs = list(zip(keys, values, strict=True))
        return _placed(lambda run: _map_of(node, [(key(run), value(run)) for key, value in pairs]), node)

    def _macro(self, node: Macro) -> Evaluate:
        source = self.compile(node.source)
        outer = self._scope
        slots = [self._slot(name) for name in node.names]
        bodies = [self.compile(body) for body in node.bodies]
        self._scope = outer
        return comprehension(node, source, slots, bodies)

    def _bind(self, node: Bind) -> Evaluate:
        value = self.compile(node.value)
        outer = self._scope
        slot = self._slot(node.name)
        body = self.compile(node.body)
        self._scope = outer
        if node.macro == "bind":
            return _binding(value, slot, body)
        return _optional_binding(node, value, slot, body)

    def _slot(self, name: str) -> int:
        slot = self.names
        self.names += 1
        self._scope = {**self._scope, name: slot}
        return slot


_MAKERS: Final[dict[str, object]] = {
    "Literal": Compiler._literal,  # noqa: SLF001  # its own methods, by node
    "Name": Compiler._name,  # noqa: SLF001
    "Select": Compiler._select,  # noqa: SLF001
    "Index": Compiler._index,  # noqa: SLF001
    "Call": Compiler._call,  # noqa: SLF001
    "Operation": Compiler._operation,  # noqa: SLF001
    "ListOf": Compiler._list,  # noqa: SLF001
    "MapOf": Compiler._map,  # noqa: SLF001
    "Macro": Compiler._macro,  # noqa: SLF001
    "Bind": Compiler._bind,  # noqa: SLF001
}


def _placed(evaluate: Evaluate, node: Node) -> Evaluate:
    def placed(run: Run) -> object:
        try:
            return evaluate(run)
        except EvaluationError as error:
            raise error.at(node.start, node.end)  # noqa: B904  # the same error, with its place

    return placed


def _equality(node: Operation, left: Evaluate, right: Evaluate, *, wanted: bool) -> Evaluate:
    def are_equal(run: Run) -> object:
        one, other = left(run), right(run)
        if type(one) is type(other) and type(one) in _SCALARS:
            return (one == other) is wanted
        try:
            found = equal(one, other, run)
        except EvaluationError as error:
            raise error.at(node.start, node.end)  # noqa: B904  # the same error, with its place
        return found if isinstance(found, Unknown) else found is wanted

    return are_equal


_ORDERS: Final[dict[str, tuple[int, ...]]] = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (1, 0)}


def _ordering(node: Operation, left: Evaluate, right: Evaluate) -> Evaluate:
    wanted = _ORDERS[node.operator]

    def are_ordered(run: Run) -> object:
        one, other = left(run), right(run)
        if isinstance(one, Unknown) or isinstance(other, Unknown):
            return _by_bounds(one, other, wanted)
        try:
            return compare(one, other) in wanted
        except EvaluationError as error:
            raise error.at(node.start, node.end)  # noqa: B904  # the same error, with its place

    return are_ordered


def _by_bounds(one: object, other: object, wanted: tuple[int, ...]) -> object:
    """Return what the bounds of a figure decide; unknown where they do not, or where there are none."""
    ends = order_of(one, other)
    if ends is not None:
        found = {order in wanted for order in range(ends[0], ends[1] + 1)}
        if len(found) == 1:
            return found.pop()
    return join(*(side for side in (one, other) if isinstance(side, Unknown)))


def _arithmetic(node: Operation, left: Evaluate, right: Evaluate) -> Evaluate:
    operator = node.operator

    def calculate(run: Run) -> object:
        one, other = left(run), right(run)
        value = reckon(operator, one, other)
        if type(value) in (str, list):
            run.spend(len(value) >> 8)  # type: ignore[arg-type]  # it is sized
        return combined(value) if is_secret(one) or is_secret(other) else value

    return _placed(calculate, node)


def _list_with_optional(node: ListOf, values: list[object]) -> object:
    items: list[object] = []
    for position, value in enumerate(values):
        if position not in node.optional:
            items.append(value)
        elif isinstance(value, Unknown):
            return join(value)
        elif not isinstance(value, Optional):
            place = node.items[position]
            raise EvaluationError(f"'?' stands before an optional value, not {describe(value)}", *place[:2])
        elif value is not NONE:
            items.append(value.value)
    return items


def _map_of(node: MapOf, pairs: list[tuple[object, object]]) -> object:
    made: dict[object, object] = {}
    for position, (key, value) in enumerate(pairs):
        if isinstance(key, Unknown):
            return join(key)
        if kind_of(key) not in _KEYS:
            raise EvaluationError(f"a map has no keys of kind {describe(key)}", *node.keys[position][:2])
        if key in made:
            raise EvaluationError(f"this map has the key {key!r} twice", *node.keys[position][:2])
        if position not in node.optional or isinstance(value, Unknown):
            made[key] = value
        elif not isinstance(value, Optional):
            raise EvaluationError(f"'?' stands before an optional value, not {describe(value)}", *node[:2])
        elif value is not NONE:
            made[key] = value.value
    return made


def _binding(value: Evaluate, slot: int, body: Evaluate) -> Evaluate:
    def bind(run: Run) -> object:
        run.locals[slot] = value(run)
        return body(run)

    return bind


def _optional_binding(node: Bind, value: Evaluate, slot: int, body: Evaluate) -> Evaluate:
    def bind(run: Run) -> object:
        found = value(run)
        if found is NONE:
            return found
        if isinstance(found, Unknown):
            return join(found)
        if not isinstance(found, Optional):
            message = f"{node.macro}() follows an optional value, not {describe(found)}"
            raise EvaluationError(message, node.start, node.end)
        run.locals[slot] = found.value
        made = body(run)
        if type(made) is Unknown:
            return made
        if node.macro == "optMap":
            return Optional(made)
        if isinstance(made, Optional):
            return made
        raise EvaluationError(f"optFlatMap() makes an optional value, not {describe(made)}", node.start, node.end)

    return bind
