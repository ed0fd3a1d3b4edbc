"""Evaluating one expression: a small interpreter over our own tree; what cannot be known stays ``Unknown``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trueline.dialects.terraform.collection import kind_of, pairs_of, references_in
from trueline.dialects.terraform.frame import DOUBTS, Frame, LazyObject, doubt
from trueline.dialects.terraform.functions.scalars import to_bool, to_integer, to_text
from trueline.dialects.terraform.functions.shapes import unsettled
from trueline.dialects.terraform.functions.types import FunctionError, SetValue
from trueline.dialects.terraform.lazy import Uncounted
from trueline.dialects.terraform.operators import apply_binary, apply_unary, equal
from trueline.parsers.hcl import syntax
from trueline.values.partial import PartialJson
from trueline.values.partial_list import PartialList
from trueline.values.partial_map import PartialMap
from trueline.values.unknown import Unknown, is_unknown, join, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_MISSING = object()


def evaluate(node: syntax.Expression, frame: Frame) -> object:
    """Return the value of ``node``; raise ``FunctionError`` where Terraform would refuse it."""
    return _EVALUATORS[type(node)](node, frame)


def _literal(node: syntax.Literal, _frame: Frame) -> object:
    return node.value


def _variable(node: syntax.Variable, frame: Frame) -> object:
    found = frame.names.get(node.name, _MISSING)
    return frame.surroundings.root(node.name) if found is _MISSING else found


def _get_attr(node: syntax.GetAttr, frame: Frame) -> object:
    source = evaluate(node.source, frame)
    _doubt(source, frame)
    return attribute_of(source, node.name)


def _doubt(source: object, frame: Frame) -> None:
    """Tell the ``try()`` or ``can()`` around that a step into ``source`` may fail."""
    if DOUBTS not in frame.names:
        return
    if isinstance(source, Uncounted):
        doubt(Unknown(source.reasons), frame)
    elif isinstance(source, Unknown):
        doubt(join(source), frame)


def attribute_of(value: object, name: str) -> object:
    """Return ``value.name``."""
    if isinstance(value, dict):
        found = value.get(name, _MISSING)
        if found is _MISSING:
            raise FunctionError(f"there is no attribute named {name}")
        return found
    if isinstance(value, LazyObject):
        return value.attribute(name)
    if is_unknown(value):
        return _part(value)
    raise FunctionError(f"{kind_of(value)} has no attribute named {name}")


def _part(unknown: Any) -> Unknown:  # an Unknown, maybe a partial one
    return Unknown(unknown.reasons, unknown.references)


def _index(node: syntax.Index, frame: Frame) -> object:
    source = evaluate(node.source, frame)
    _doubt(source, frame)
    return index_of(source, evaluate(node.key, frame))


def index_of(value: object, key: object) -> object:
    """Return ``value[key]``."""
    if isinstance(value, PartialList) and not is_unknown(key):
        return value.at(to_integer(key))
    if is_unknown(value):
        return _part(value)
    if isinstance(value, LazyObject):
        return value.index(key)
    if isinstance(key, Unknown):
        return Unknown(key.reasons, key.references | references_in(value))
    if isinstance(value, dict):
        name = to_text(key)
        if name not in value:
            raise FunctionError(f"there is no element named {name}")
        return value[name]
    if not isinstance(value, list):
        raise FunctionError(f"{kind_of(value)} cannot be indexed")
    place = to_integer(key)
    if not 0 <= place < len(value):
        raise FunctionError(f"there is no element {place}: the list has {len(value)}")
    return value[place]


def _splat(node: syntax.Splat, frame: Frame) -> object:
    source = evaluate(node.source, frame)
    if source is None:
        return []
    if is_unknown(source):
        return _part(source)
    sequence = getattr(source, "elements", None) if isinstance(source, LazyObject) else None
    if sequence is not None:  # a resource whose number of instances is unknown
        try:
            element = evaluate(node.each, frame.child({_item(node): sequence}))
        except FunctionError:  # where there is none, nothing fails
            return Unknown(source.reasons)  # type: ignore[attr-defined]  # it has elements, so reasons
        return Unknown(source.reasons, references_in(element) | {*references_in(source)})  # type: ignore[attr-defined]  # it has elements, so reasons
    unknown = unsettled(source)
    if unknown is not None:
        return unknown
    elements: Sequence[object] = source if isinstance(source, list | SetValue) else [source]
    return [evaluate(node.each, frame.child({_item(node): element})) for element in elements]


def _item(node: syntax.Splat) -> str:
    return f"[*]{id(node.item)}"


def _splat_item(node: syntax.SplatItem, frame: Frame) -> object:
    return frame.names[f"[*]{id(node)}"]


def _template(node: syntax.Template, frame: Frame) -> object:
    from trueline.dialects.terraform.templates import render

    if node.is_wrap and isinstance(node.parts[0], syntax.Expression):
        return evaluate(node.parts[0], frame)
    return render(node, frame, evaluate)


def _call(node: syntax.Call, frame: Frame) -> object:
    from trueline.dialects.terraform.calls import evaluate_call

    return evaluate_call(node, frame, evaluate)


def _unary(node: syntax.Unary, frame: Frame) -> object:
    return apply_unary(node.operator, evaluate(node.operand, frame))


_WRITTEN = (syntax.Tuple, syntax.Object)


def _binary(node: syntax.Binary, frame: Frame) -> object:
    left = evaluate(node.left, frame)
    if node.operator in ("&&", "||"):
        return _logic(node, left, frame)
    right = evaluate(node.right, frame)
    result = apply_binary(node.operator, left, right)
    if node.operator in ("==", "!=") and isinstance(left, list | dict):
        same = result is (node.operator == "==")
        if same and not (isinstance(node.left, _WRITTEN) and isinstance(node.right, _WRITTEN)):
            # A list is no tuple, whatever it holds: `var.list == []` is never true. Values do not keep which they are.
            return Unknown(["whether the collections compared are of one type is not known"])
    return result


def _logic(node: syntax.Binary, left: object, frame: Frame) -> object:
    decisive = node.operator == "||"
    if isinstance(left, Unknown):
        doubt(left, frame)  # it may be no bool
    if not is_unknown(left) and to_bool(left) is decisive:
        return decisive
    right = evaluate(node.right, frame)
    if not is_unknown(right) and to_bool(right) is decisive:
        return decisive
    unknown = [side for side in (left, right) if isinstance(side, Unknown)]
    return join(*unknown) if unknown else not decisive


def _conditional(node: syntax.Conditional, frame: Frame) -> object:
    condition = evaluate(node.condition, frame)
    if not isinstance(condition, Unknown):
        chosen, other = (node.then, node.otherwise) if to_bool(condition) else (node.otherwise, node.then)
        value = evaluate(chosen, frame)
        # Both results have one type: beside a text a number is text.
        return to_text(value) if isinstance(value, int | float) and _is_text(other) else value
    branches = []
    for branch in (node.then, node.otherwise):
        try:
            branches.append(evaluate(branch, frame))
        except FunctionError:
            return Unknown(condition.reasons, condition.references)
    if not any(isinstance(branch, LazyObject) for branch in branches):
        same = equal(*branches)
        if same is True:
            return branches[0]
    # Which branch it is decides what it refers to, so it refers to nothing for certain.
    return Unknown(condition.reasons)


def _is_text(node: syntax.Expression) -> bool:
    if isinstance(node, syntax.Template):
        return not node.is_wrap
    return isinstance(node, syntax.Literal) and isinstance(node.value, str)


def _tuple(node: syntax.Tuple, frame: Frame) -> object:
    return [evaluate(item, frame) for item in node.items]


def _object(node: syntax.Object, frame: Frame) -> object:
    pairs: list[tuple[str | Unknown, object]] = []
    for key_node, value_node in node.items:
        key = evaluate(key_node, frame)
        pairs.append((key if isinstance(key, Unknown) else _key_text(key), evaluate(value_node, frame)))
    if any(isinstance(key, Unknown) for key, _ in pairs):
        return _half_known(pairs)
    return dict(pairs)


def _half_known(pairs: list[tuple[str | Unknown, object]]) -> Unknown:
    """Return the map of pairs of which a key is unknown; one inside of another is wholly unknown."""
    from trueline.dialects.terraform.calls import plain_of

    found = [(key, plain_of(value)) for key, value in pairs]
    references = references_in([value for _, value in pairs])
    if any(isinstance(leaf, PartialMap | PartialJson) for _, value in found for leaf in leaves(value)):
        return join(*(key for key, _ in found if isinstance(key, Unknown))).referring(references)
    return PartialMap(found, references)


def _key_text(key: object) -> str:
    if key is None:
        raise FunctionError("a key must not be null")
    return str(to_text(key))


def _for(node: syntax.For, frame: Frame) -> object:
    collection = evaluate(node.collection, frame)
    if isinstance(collection, LazyObject):
        collection = collection.plain()
    unknown = collection if isinstance(collection, Unknown) else None
    if unknown is None and node.key_result is None:
        unknown = unsettled(collection)
    if unknown is not None:
        return _part(unknown)
    found: list[tuple[object, object]] = []
    pairs = pairs_of(collection)
    frame.surroundings.spend(len(pairs))
    for key, value in pairs:
        inner = frame.child({node.key: key, node.value: value} if node.key else {node.value: value})
        if node.condition is not None:
            condition = evaluate(node.condition, inner)
            if isinstance(condition, Unknown):
                return Unknown(condition.reasons, condition.references | references_in(value))
            if not to_bool(condition):
                continue
        name = evaluate(node.key_result, inner) if node.key_result is not None else None
        if isinstance(name, Unknown):
            return Unknown(name.reasons, name.references | references_in(value))
        found.append((name, evaluate(node.result, inner)))
    return [value for _, value in found] if node.key_result is None else _mapping(found, grouping=node.grouping)


def _mapping(pairs: Iterable[tuple[object, object]], *, grouping: bool) -> dict[str, object]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        name = _key_text(key)
        if grouping:
            found.setdefault(name, []).append(value)
        elif name in found:
            raise FunctionError(f"two elements have the key {name}")
        else:
            found[name] = value
    return found


def _parens(node: syntax.Parens, frame: Frame) -> object:
    return evaluate(node.inner, frame)


def _refused(node: syntax.Refused, _frame: Frame) -> object:
    return Unknown([node.reason])


_EVALUATORS: dict[type[syntax.Expression], Callable[[Any, Frame], object]] = {
    syntax.Binary: _binary,
    syntax.Call: _call,
    syntax.Conditional: _conditional,
    syntax.For: _for,
    syntax.GetAttr: _get_attr,
    syntax.Index: _index,
    syntax.Literal: _literal,
    syntax.Object: _object,
    syntax.Parens: _parens,
    syntax.Refused: _refused,
    syntax.Splat: _splat,
    syntax.SplatItem: _splat_item,
    syntax.Template: _template,
    syntax.Tuple: _tuple,
    syntax.Unary: _unary,
    syntax.Variable: _variable,
}
