"""Where a value of a resource is written, and what explains it: defaults of parameters, values of mappings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.dialects.cloudformation.functions import HOLE
from trueline.dialects.cloudformation.mappings import mapped_at
from trueline.dialects.cloudformation.node import NOTHING, IntrinsicError, Node, call_of
from trueline.model.resource import Place
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.dialects.cloudformation.template import Template
    from trueline.model.location import Location, Path

MOST_RELATED: Final = 8
_MOST_LOOKED_AT: Final = 500


def place_in(template: Template, node: Node, path: Path) -> Place:
    """Return the place of the value at ``path`` below a node: in the branch that was taken, with what explains it."""
    found = follow(template, node, path)
    related = []
    for explained in _explained(template, found):
        if explained not in related:
            related.append(explained)
        if len(related) == MOST_RELATED:
            break
    return Place(template.document.locate(found.path), tuple(related))


def follow(template: Template, node: Node, path: Path) -> Node:
    """Return the node of the value at ``path``, or of its nearest ancestor that can be told."""
    current = _taken(template, node)
    for step in path:
        try:
            below = _member(template, current, step)
        except IntrinsicError:
            break
        if below is None:
            break
        current = _taken(template, below)
    return current


def _taken(template: Template, node: Node) -> Node:
    """Return the branch that an ``Fn::If`` takes."""
    while (call := call_of(node)) is not None and call.name == "Fn::If":
        try:
            decision, branches = template.evaluator.branches(call.argument)
        except IntrinsicError:
            break
        if isinstance(decision, Unknown):
            break
        node = branches[0]
    return node


def _member(template: Template, node: Node, step: str | int) -> Node | None:
    evaluator = template.evaluator
    if call_of(node) is not None:
        return None
    if isinstance(node.value, dict) and isinstance(step, str):
        return dict(evaluator.members(node)).get(step)
    if not isinstance(node.value, list) or not isinstance(step, int):
        return None
    kept = [element for element in evaluator.elements(node) if evaluator.value(element) is not NOTHING]
    return kept[step] if -len(kept) <= step < len(kept) else None


def _explained(template: Template, node: Node) -> Iterator[Location]:
    """Yield where that is set which the call at a node uses; a plain value explains itself."""
    waiting = [node] if call_of(node) is not None else []
    for _ in range(_MOST_LOOKED_AT):
        if not waiting:
            return
        current = waiting.pop()
        call = call_of(current)
        if call is None:
            waiting += reversed(_inside(current))
            continue
        for name in _names(call.name, call.argument):
            yield from _default_of(template, name)
        if call.name == "Fn::FindInMap":
            yield from _mapped(template, call.argument)
        waiting += reversed(_inside(call.argument))


def _inside(node: Node) -> list[Node]:
    value = node.value
    if isinstance(value, dict | list):
        return [node.below(step) for step in (value if isinstance(value, dict) else range(len(value)))]
    return []


def _names(function: str, argument: Node) -> list[str]:
    value = argument.value
    if function == "Fn::Sub":
        text = value[0] if isinstance(value, list) and value else value
        return HOLE.findall(text) if isinstance(text, str) else []
    return [str(value)] if function == "Ref" and isinstance(value, str) else []


def _default_of(template: Template, name: str) -> Iterator[Location]:
    declared = template.parameters.get(name)
    if isinstance(declared, dict) and declared.get("Default") is not None:
        place = template.document.locate(("Parameters", name, "Default"))
        yield place._replace(message=f"parameter {name} has this default")


def _mapped(template: Template, argument: Node) -> Iterator[Location]:
    found = mapped_at(template.evaluator, argument)
    if found is not None:
        name = ".".join(map(str, found.path[1:]))
        yield template.document.locate(found.path)._replace(message=f"mapping {name} is set here")
