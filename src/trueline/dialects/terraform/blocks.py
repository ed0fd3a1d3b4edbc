"""From a block's body to its value: attributes evaluated, nested and dynamic blocks as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from trueline.dialects.terraform.calls import plain_of
from trueline.dialects.terraform.collection import pairs_of
from trueline.dialects.terraform.expressions import evaluate
from trueline.dialects.terraform.frame import Frame, LazyObject
from trueline.dialects.terraform.functions.types import FunctionError, SetValue
from trueline.parsers.hcl.syntax import Literal
from trueline.values.partial_list import PartialList
from trueline.values.unknown import Unknown, UnknownValueError

if TYPE_CHECKING:
    from trueline.parsers.hcl.syntax import Attribute, Block, Body

MOST_BLOCKS = 10_000
MOST_PARTS = 300_000


class Element(NamedTuple):
    """One nested block after expansion: where it is written, and what its expressions see."""

    block: Block
    body: Body
    frame: Frame


def attempt(attribute: Attribute, frame: Frame) -> object:
    """Return an attribute's value; what Terraform would refuse is unknown, with the place and the reason."""
    try:
        found = evaluate(attribute.expression, frame)
        return found if type(found) is not Unknown else found.through(_text(attribute))
    except FunctionError as error:
        reason = str(error)
    except RecursionError:
        reason = "the expressions refer to each other too deeply"
    except UnknownValueError as error:
        return error.unknown.through(_text(attribute))
    span = (attribute.expression.start, attribute.expression.end)
    return Unknown([f"{attribute.document.location(span)}: {reason}"])


def _text(attribute: Attribute) -> bytes:
    return attribute.document.data[attribute.expression.start : attribute.expression.end]


def bounded(value: object, name: str) -> object:
    """Return ``value``, or an unknown where its parts, shared ones counted each time, are too many to walk."""
    waiting: list[Any] = [value] if isinstance(value, dict | list | tuple) else []
    count = 0
    while waiting:
        current = waiting.pop()
        members = current.values() if isinstance(current, dict) else current
        count += len(current)
        if count > MOST_PARTS:
            return Unknown([f"{name} ← has more than {MOST_PARTS} parts"])
        waiting.extend(member for member in members if isinstance(member, dict | list | tuple))
    return value


def expand(body: Body, frame: Frame) -> dict[str, list[Element | Unknown]]:
    """Return the nested blocks by type, in order, ``dynamic`` ones unrolled; an unknown number gives one unknown."""
    found: dict[str, list[Element | Unknown]] = {}
    for block in body.blocks:
        if block.type != "dynamic" or not block.labels:
            found.setdefault(block.type, []).append(Element(block, block.body, frame))
        else:
            found.setdefault(block.labels[0], []).extend(_unroll(block, frame))
    return found


def _unroll(block: Block, frame: Frame) -> list[Element | Unknown]:
    contents = block.body.blocks_of("content")
    for_each = block.body.attributes.get("for_each")
    if not contents or for_each is None:
        return []
    collection = attempt(for_each, frame)
    if isinstance(collection, LazyObject):
        collection = collection.plain()
    if isinstance(collection, Unknown):
        return [Unknown(collection.reasons, collection.references).because(f'dynamic "{block.labels[0]}"')]
    iterator = block.body.attributes.get("iterator")
    name = bare_name(iterator) if iterator is not None else block.labels[0]
    try:
        pairs = pairs_of(collection)
        if len(pairs) > MOST_BLOCKS:
            return [Unknown([f'dynamic "{block.labels[0]}" ← more than {MOST_BLOCKS:,} blocks'])]
        frame.surroundings.spend(len(pairs))
    except FunctionError as error:
        return [Unknown([f'dynamic "{block.labels[0]}" ← {error}'])]
    return [Element(block, contents[0].body, frame.child({name: {"key": key, "value": value}})) for key, value in pairs]


def bare_name(attribute: Attribute) -> str:
    """Return the name an attribute such as ``iterator`` spells without quotes."""
    expression = attribute.expression
    return str(expression.value if isinstance(expression, Literal) else getattr(expression, "name", ""))


def body_value(body: Body, frame: Frame, skip: frozenset[str] = frozenset()) -> dict[str, object]:
    """Return attributes and nested blocks (always lists) as plain data, nulls left out."""
    found: dict[str, object] = {}
    for name, attribute in body.attributes.items():
        if name not in skip:
            value = settle(attempt(attribute, frame))
            if value is not None:
                found[name] = value
    for name, elements in expand(body, frame).items():
        if name not in skip:
            found[name] = [element_value(element) for element in elements]
    return found


def element_value(element: Element | Unknown) -> object:
    """Return the value of one nested block."""
    return element if isinstance(element, Unknown) else body_value(element.body, element.frame)


def settle(value: object) -> object:
    """Return plain data for rules: no lazy objects, sets as lists, null members left out."""
    if isinstance(value, LazyObject):
        return settle(plain_of(value))
    if isinstance(value, dict):
        members = ((name, settle(member)) for name, member in value.items())
        return {str(name): member for name, member in members if member is not None}
    if isinstance(value, list | SetValue):
        return [settle(element) for element in value]
    if isinstance(value, PartialList):
        return PartialList([settle(element) for element in value.elements], value.rest, value.references)
    return value
