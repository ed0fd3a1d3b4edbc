"""Where a value of a block is written, and what explains it: variables, locals, the calls of its module."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.terraform.blocks import Element, bare_name, expand
from trueline.dialects.terraform.lazy import Missing
from trueline.model.resource import Place
from trueline.parsers.hcl.children import children_of
from trueline.parsers.hcl.syntax import Call, Expression, GetAttr, Index, Literal, Object, Parens, Tuple, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.dialects.terraform.frame import Frame
    from trueline.dialects.terraform.module import Module
    from trueline.model.location import Location, Path
    from trueline.parsers.hcl.syntax import Attribute, Block, Body

MOST_RELATED = 8
_POLICY_DOCUMENT = "aws_iam_policy_document"
_COMPUTED_FROM = {"tags_all": "tags"}
_TRANSPARENT = frozenset({"jsonencode", "yamlencode", "merge", "concat", "tolist", "toset", "tomap", "flatten"})


class Written(NamedTuple):
    """An expression and the module it is seen from; ``loops`` are what the names of loops around it run over."""

    expression: Expression
    scope: Module
    loops: Mapping[str, Expression]


def locate_in(block: Block, frame: Frame, scope: Module, path: Path) -> Place:
    """Return the place of the value at ``path`` in a block, or of its nearest located ancestor."""
    calls = tuple(_calls(scope))
    body, place, loops = block.body, block.document.location((block.start, block.end)), _loops(block)
    steps = list(path)
    while steps:
        name = str(steps.pop(0))
        attribute = body.attributes.get(name) or body.attributes.get(_COMPUTED_FROM.get(name, ""))
        if attribute is not None:
            narrowed = _narrow(attribute.expression, steps)
            explained = _explain(Written(narrowed, scope, loops))
            place = attribute.document.location((narrowed.start, narrowed.end))
            return Place(place, (*explained, *calls)[:MOST_RELATED])
        elements = expand(body, frame).get(name, [])
        index = steps.pop(0) if steps and isinstance(steps[0], int) else 0
        found = elements[index] if isinstance(index, int) and -len(elements) <= index < len(elements) else None
        if not isinstance(found, Element):
            place = _dynamic_place(body, name) or place
            break
        body, frame, loops = found.body, found.frame, {**loops, **_loops(found.block)}
        place = found.block.document.location((found.block.start, found.block.end))
    return Place(place, calls)


def _dynamic_place(body: Body, name: str) -> Location | None:
    """Return the place of a ``dynamic`` block whose number of blocks is unknown."""
    found = [block for block in body.blocks if block.type == "dynamic" and block.labels[:1] == [name]]
    return found[0].document.location((found[0].start, found[0].end)) if found else None


def _loops(block: Block) -> dict[str, Expression]:
    attributes = block.body.attributes
    if block.type == "dynamic" and block.labels and "for_each" in attributes:
        name = bare_name(attributes["iterator"]) if "iterator" in attributes else block.labels[0]
        return {name: attributes["for_each"].expression}
    words = (("each", "for_each"), ("count", "count"))
    return {name: attributes[word].expression for name, word in words if word in attributes}


def _calls(scope: Module) -> Iterator[Location]:
    caller = scope.caller
    while caller is not None:
        span = (caller.block.start, caller.block.end)
        yield caller.block.document.location(span, f"called here as module.{caller.name}")
        caller = caller.scope.caller


def _narrow(node: Expression, steps: list[str | int]) -> Expression:
    """Follow ``steps`` into literals as far as they can be read off the text."""
    current = node
    for step in steps:
        inner = _member(current, step)
        if inner is None:
            break
        current = inner
    return current


def _member(node: Expression, step: str | int) -> Expression | None:
    if isinstance(node, Parens):
        return _member(node.inner, step)
    if isinstance(node, Object):
        named = [value for key, value in node.items if isinstance(key, Literal) and key.value == step]
        return named[-1] if named else None
    if isinstance(node, Tuple) and isinstance(step, int):
        return node.items[step] if -len(node.items) <= step < len(node.items) else None
    if isinstance(node, Call) and node.name in _TRANSPARENT:
        for argument in reversed(node.arguments):
            found = _member(argument, step) if node.name != "concat" or argument is node.arguments[0] else None
            if found is not None:
                return found
    return None


def _explain(written: Written) -> list[Location]:
    """Return where the variables and locals are set that an expression uses, directly and not."""
    found: list[Location] = []
    waiting = [written]
    seen: set[tuple[int, str, str]] = set()
    while waiting and len(found) < MOST_RELATED:
        current = waiting.pop(0)
        for root, name in _names(current):
            if (id(current.scope), root, name) in seen:
                continue
            seen.add((id(current.scope), root, name))
            source = _SOURCES[root](current.scope, name)
            if source is not None:
                found.append(source[0])
                waiting.extend(source[1:])
    return found


def _names(written: Written) -> Iterator[tuple[str, str]]:
    waiting = [written.expression]
    followed: set[str] = set()
    while waiting:
        current = waiting.pop()
        if isinstance(current, Variable) and current.name in written.loops and current.name not in followed:
            followed.add(current.name)
            waiting.append(written.loops[current.name])
        named = _named(current)
        if named is not None:
            yield named
            continue
        waiting.extend(reversed(children_of(current)))


def _named(node: Expression) -> tuple[str, str] | None:
    """Return what a traversal names that is written elsewhere: a variable, a local, an output, a policy document."""
    if not isinstance(node, GetAttr):
        return None
    source = node.source
    if isinstance(source, Variable):
        return (source.name, node.name) if source.name in ("var", "local") else None
    call = source.source if isinstance(source, Index) else source
    if not isinstance(call, GetAttr):
        return None
    if isinstance(call.source, Variable) and call.source.name == "module":
        return "module", f"{call.name}.{node.name}"
    inner = call.source
    is_policy = isinstance(inner, GetAttr) and inner.name == _POLICY_DOCUMENT and isinstance(inner.source, Variable)
    return ("data", call.name) if is_policy else None


def _place(attribute: Attribute, message: str) -> Location:
    expression = attribute.expression
    return attribute.document.location((expression.start, expression.end), message)


def _local(scope: Module, name: str) -> tuple[Location, *tuple[Written, ...]] | None:
    attribute = scope.directory.locals.get(name)
    if attribute is None:
        return None
    return _place(attribute, f"local.{name} is set here"), Written(attribute.expression, scope, {})


def _output(scope: Module, name: str) -> tuple[Location, *tuple[Written, ...]] | None:
    call, _, output = name.partition(".")
    inner = next((child for _, child in scope.children(call)), None) if call in scope.directory.calls else None
    if inner is None or isinstance(inner, Missing) or output not in inner.directory.outputs:
        return None
    value = inner.directory.outputs[output].body.attributes.get("value")
    if value is None:
        return None
    return _place(value, f"module.{call}.{output} is set here"), Written(value.expression, inner, {})


def _document(scope: Module, name: str) -> tuple[Location, *tuple[Written, ...]] | None:
    block = scope.directory.data.get((_POLICY_DOCUMENT, name))
    if block is None:
        return None
    return (block.document.location((block.start, block.end), f"the policy document {name} is written here"),)


def _variable(scope: Module, name: str) -> tuple[Location, *tuple[Written, ...]] | None:
    given = scope.given.get(name)
    message = f"var.{name} is set here"
    if given is not None and given.attribute is not None:
        place = _place(given.attribute, message)
        if scope.caller is None:
            return (place,)
        return place, Written(given.attribute.expression, scope.caller.scope, _loops(scope.caller.block))
    block = scope.directory.variables.get(name)
    default = block.body.attributes.get("default") if block is not None else None
    if given is not None or default is None:
        return None
    return (_place(default, f"var.{name} has this default"),)


_SOURCES = {"data": _document, "local": _local, "module": _output, "var": _variable}
