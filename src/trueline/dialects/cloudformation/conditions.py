"""Conditions: true, false, or unknown where what they compare is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.dialects.cloudformation.node import IntrinsicError, Node, call_of
from trueline.dialects.cloudformation.texts import kind_of, to_text
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.dialects.cloudformation.evaluate import Evaluator
    from trueline.dialects.cloudformation.node import Call

_WORDS: Final = {"true": True, "false": False}
_MOST: Final = 1_000  # CloudFormation allows ten


def decide(evaluator: Evaluator, node: Node) -> bool | Unknown:
    """Return whether a condition holds; what is wrong with it makes it unknown."""
    call = call_of(node, in_condition=True)
    if call is not None and call.name in _DECIDED:
        return decide_call(evaluator, call)
    try:
        return _truth(evaluator.value(node))
    except IntrinsicError as error:
        return Unknown([str(error)])


def decide_call(evaluator: Evaluator, call: Call) -> bool | Unknown:
    """Return what one of the functions of conditions gives."""
    try:
        with evaluator.deeper():
            return _DECIDED[call.name](evaluator, call.argument)
    except IntrinsicError as error:
        return Unknown([f"{call.name} ← {error}"])


def named(evaluator: Evaluator, node: Node) -> bool | Unknown:
    """Return whether the condition holds that a text names, or that stands there itself."""
    if call_of(node, in_condition=True) is not None:
        return decide(evaluator, node)
    if not isinstance(node.value, str):
        return Unknown(["the name of a condition is no text"])
    return evaluator.template.condition(evaluator.spelled(node))


def _truth(value: object) -> bool | Unknown:
    if isinstance(value, Unknown | bool):
        return value
    found = _WORDS.get(value.lower()) if isinstance(value, str) else None
    if found is None:
        raise IntrinsicError(f"{kind_of(value)} is neither true nor false")
    return found


def _equals(evaluator: Evaluator, argument: Node) -> bool | Unknown:
    if not isinstance(argument.value, list) or len(argument.value) != 2:
        raise IntrinsicError("needs two values")
    one, other = (evaluator.value(argument.below(place)) for place in range(2))
    if isinstance(one, list) or isinstance(other, list):
        raise IntrinsicError("compares texts, not lists")
    one, other = to_text(one), to_text(other)
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    for part, counterpart in ((one, other), (other, one)):
        if isinstance(part, PartialText) and part.is_text(counterpart) is False:
            return False
    return join(*(part for part in (one, other) if isinstance(part, Unknown)))


def _combined(evaluator: Evaluator, argument: Node, *, decisive: bool) -> bool | Unknown:
    if not isinstance(argument.value, list) or not 1 <= len(argument.value) <= _MOST:
        raise IntrinsicError("needs a list of conditions")
    found = [decide(evaluator, argument.below(place)) for place in range(len(argument.value))]
    unknown = [one for one in found if isinstance(one, Unknown)]
    if any(one is decisive for one in found):
        return decisive
    return join(*unknown) if unknown else not decisive


def _not(evaluator: Evaluator, argument: Node) -> bool | Unknown:
    if not isinstance(argument.value, list) or len(argument.value) != 1:
        raise IntrinsicError("needs a list of one condition")
    found = decide(evaluator, argument.below(0))
    return found if isinstance(found, Unknown) else not found


def _condition(evaluator: Evaluator, argument: Node) -> bool | Unknown:
    if not isinstance(argument.value, str):
        raise IntrinsicError("needs the name of a condition")
    return evaluator.template.condition(evaluator.spelled(argument))


_DECIDED: dict[str, Callable[[Evaluator, Node], bool | Unknown]] = {
    "Condition": _condition,
    "Fn::And": lambda evaluator, argument: _combined(evaluator, argument, decisive=False),
    "Fn::Equals": _equals,
    "Fn::Not": _not,
    "Fn::Or": lambda evaluator, argument: _combined(evaluator, argument, decisive=True),
}
CONDITIONS: Final = frozenset(_DECIDED)
"""The functions whose value is true or false."""
