"""Nodes of a template to plain values: maps and lists member by member, functions by the table of them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from trueline.dialects.cloudformation import texts
from trueline.dialects.cloudformation.conditions import CONDITIONS, decide_call, named
from trueline.dialects.cloudformation.functions import FUNCTIONS
from trueline.dialects.cloudformation.node import (
    LOOP,
    NOTHING,
    TRANSFORM,
    IntrinsicError,
    Node,
    Perhaps,
    call_of,
    is_function,
    overlaid,
    substituted,
)
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.dialects.cloudformation.node import Call
    from trueline.dialects.cloudformation.template import Template

DEEPEST: Final = 100
MOST_STEPS: Final = 100_000  # maps, lists and calls of one resource; a whole template that is deployed has fewer
_MOST_IN_ALL: Final = 500_000
_MOST_CHARACTERS: Final = 20 * texts.LONGEST
NO_VALUE: Final = "AWS::NoValue"


class Evaluator:
    """Gives values to the nodes of one template."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self._depth = 0
        self._steps = 0
        self._before = 0
        self._characters = 0

    def start(self) -> None:
        """Begin with another resource."""
        self._before += self._steps
        self._steps = 0

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Go one level down; raise ``IntrinsicError`` where that is too deep, or the template has grown too much."""
        if self._depth >= DEEPEST:
            raise IntrinsicError(f"functions are nested deeper than {DEEPEST} levels")
        self._count(1)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def _count(self, steps: int) -> None:
        self._steps += steps
        if self._steps > MOST_STEPS or self._before + self._steps > _MOST_IN_ALL:
            raise IntrinsicError("the template is too large to be evaluated")

    def _made(self, value: object) -> object:
        """Return what a function gives; raise ``IntrinsicError`` where all texts that were made are too much."""
        pieces = value.pieces if isinstance(value, PartialText) else (value,)
        self._characters += sum(len(piece) for piece in pieces if isinstance(piece, str))
        if self._characters > _MOST_CHARACTERS:
            raise IntrinsicError("the template makes too much text")
        return value

    def value(self, node: Node) -> object:
        """Return the plain value of a node, ``NOTHING`` where it has none; what cannot be known is unknown."""
        if not isinstance(node.value, dict | list | str):
            return node.value
        call = call_of(node)
        try:
            if call is None and isinstance(node.value, str):
                return texts.read(self.spelled(node))
            with self.deeper():
                if call is not None:
                    return self._called(call)
                return self._map(node) if isinstance(node.value, dict) else self._list(node)
        except IntrinsicError as error:
            return Unknown([f"{call.name} ← {error}" if call is not None else str(error)])

    def spelled(self, node: Node) -> str:
        """Return the text of a node with the names of loops filled in."""
        return substituted(str(node.value), node.names) if node.names else str(node.value)

    def _called(self, call: Call) -> object:
        if call.name == "Ref":
            return self._ref(call.argument)
        if call.name == "Fn::If":
            return self._if(call.argument)
        if call.name in CONDITIONS:
            return decide_call(self, call)
        function = FUNCTIONS.get(call.name)
        if function is None:
            return Unknown([f"{call.name} ← no function that is known here"])
        return self._made(function(self, call.argument))

    def _ref(self, argument: Node) -> object:
        if not isinstance(argument.value, str):
            raise IntrinsicError("needs the name of a parameter or resource")
        name = self.spelled(argument)
        if name == NO_VALUE:
            return NOTHING
        return argument.names[name] if name in argument.names else self.template.name(name)

    def _if(self, argument: Node) -> object:
        decision, branches = self.branches(argument)
        if not isinstance(decision, Unknown):
            return self.value(branches[0])
        values = [self.value(branch) for branch in branches]
        if any(value is NOTHING for value in values):
            return Perhaps(decision.reasons)
        if texts.unknown_of(values) is None and values[0] == values[1]:
            return values[0]
        return Unknown(decision.reasons)  # it refers to nothing for certain

    def branches(self, argument: Node) -> tuple[bool | Unknown, list[Node]]:
        """Return what ``Fn::If`` decides, and the branch it takes; both branches where it cannot be told."""
        if not isinstance(argument.value, list) or len(argument.value) != 3:
            raise IntrinsicError("needs a condition and two values")
        decision = named(self, argument.below(0))
        if isinstance(decision, Unknown):
            return decision, [argument.below(1), argument.below(2)]
        return decision, [argument.below(1 if decision else 2)]

    def _map(self, node: Node) -> object:
        found: dict[str, object] = {}
        for key, member in self.members(node):
            value = self.value(member)
            if value is not NOTHING and value is not None:
                found[key] = value
        return found

    def members(self, node: Node) -> list[tuple[str, Node]]:
        """Return the members of a map: those of its loops one by one, those of the layer beneath where it has none."""
        pairs: dict[str, Node] = {}
        written = node.value if isinstance(node.value, dict) else {}
        for key in written:
            if key.startswith(LOOP):
                pairs.update(self.loop(node.below(key)))
                continue
            if is_function(key) and (len(written) > 1 or key == TRANSFORM):
                raise IntrinsicError(f"what {key} makes of the map around it is not known")
            pairs[substituted(key, node.names)] = node.below(key)
        if node.beneath is not None:
            for key, lower in self.members(node.beneath):
                pairs[key] = overlaid(pairs[key], lower) if key in pairs else lower
        return list(pairs.items())

    def _list(self, node: Node) -> list[object]:
        return [value for value in map(self.value, self.elements(node)) if value is not NOTHING]

    def elements(self, node: Node) -> list[Node]:
        """Return the elements of a list, those of the layer beneath first."""
        own = [node.below(place) for place in range(len(node.value) if isinstance(node.value, list) else 0)]
        return own if node.beneath is None else [*self.elements(node.beneath), *own]

    def loop(self, node: Node) -> list[tuple[str, Node]]:
        """Return the members that ``Fn::ForEach`` makes; raise ``IntrinsicError`` where that is not known."""
        if not isinstance(node.value, list) or len(node.value) != 3:
            raise IntrinsicError("a loop needs a name, a collection and what is made for each of its members")
        name, output = node.value[0], node.below(2)
        if not isinstance(name, str) or not isinstance(output.value, dict):
            raise IntrinsicError("a loop needs a name, a collection and a map")
        collection = self.value(node.below(1))
        unknown = texts.unknown_of(collection)
        if unknown is not None:
            raise IntrinsicError(f"what is looped over is not known: {'; '.join(unknown.reasons)}")
        if not isinstance(collection, list):
            raise IntrinsicError("a loop needs a list to go over")
        found: list[tuple[str, Node]] = []
        for element in collection:
            with self.deeper():
                self._count(len(output.value) + len(node.names))  # each makes that many members
                names = {**node.names, name: str(texts.to_text(element))}
                found += self.members(output._replace(names=names))
        return found
