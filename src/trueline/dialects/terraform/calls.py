"""Calling a function: those that see their arguments unevaluated, those that read files, and the table of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.collection import pairs_of, references_in
from trueline.dialects.terraform.frame import DOUBTS, Frame, LazyObject, TemplateText, doubt
from trueline.dialects.terraform.functions.table import EVALUATED, call
from trueline.dialects.terraform.functions.types import FunctionError, LimitError, SetValue
from trueline.dialects.terraform.partial_json import call_partial
from trueline.dialects.terraform.partial_text import call_text
from trueline.values.unknown import Unknown, join, leaves

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.dialects.terraform.frame import Evaluate
    from trueline.parsers.hcl.syntax import Call, Expression

_ENCODERS = frozenset({"jsonencode", "yamlencode", "tostring", "issensitive", "sensitive", "nonsensitive"})
_CARRIERS = frozenset({"concat", "flatten", "format", "join", "keys", "length", "lower", "merge", "upper", "values"})


def evaluate_call(node: Call, frame: Frame, evaluate: Evaluate) -> object:
    """Return what the call gives; raise ``FunctionError`` where it fails."""
    name = node.name.removeprefix("core::")
    lazy = _LAZY.get(name)
    if lazy is not None:
        return lazy(node, frame, evaluate)
    if "::" in name:
        return Unknown([f"{name}() ← computed by its provider"])
    arguments = _arguments(node, frame, evaluate)
    if isinstance(arguments, Unknown):
        doubt(arguments, frame)
        return arguments
    _doubt(name, arguments, frame)
    partial = call_partial(name, arguments)
    if partial is None:
        partial = call_text(node, name, arguments)
    if partial is not None:
        return partial
    if name in _TEMPLATES:
        return _TEMPLATES[name](arguments, frame, evaluate)
    if name in EVALUATED:
        return frame.surroundings.call(name, arguments)
    if name in _ENCODERS:
        return call(name, [plain_of(argument) for argument in arguments])
    try:
        return call(name, arguments)
    except FunctionError:
        plain = [plain_of(argument) for argument in arguments]
        if all(one is other for one, other in zip(plain, arguments, strict=True)):
            raise
        return call(name, plain)


def _doubt(name: str, arguments: list[object], frame: Frame) -> None:
    """Tell the ``try()`` or ``can()`` around that what an unknown stands for may be no argument for this function."""
    if DOUBTS not in frame.names or name in _ENCODERS:
        return
    for leaf in leaves(arguments):
        if isinstance(leaf, Unknown) and not (leaf.is_scalar and name in _CARRIERS):
            doubt(leaf, frame)


def _arguments(node: Call, frame: Frame, evaluate: Evaluate) -> list[object] | Unknown:
    arguments = [evaluate(argument, frame) for argument in node.arguments]
    if not node.expand:
        return arguments
    last = arguments.pop()
    if isinstance(last, LazyObject):
        last = last.plain()
    if isinstance(last, Unknown):
        return join(last)
    if not isinstance(last, list | SetValue):
        raise FunctionError("what stands before ... must be a list")
    return [*arguments, *last]


def plain_of(value: object) -> object:
    """Return ``value`` with every lazy object in it as plain data; the very value where there is none."""
    if isinstance(value, LazyObject):
        return plain_of(value.plain())
    if isinstance(value, dict):
        members = {name: plain_of(member) for name, member in value.items()}
        return members if any(members[name] is not value[name] for name in value) else value
    if isinstance(value, list):
        elements = [plain_of(element) for element in value]
        return elements if any(one is not other for one, other in zip(elements, value, strict=True)) else value
    return value


def _try(node: Call, frame: Frame, evaluate: Evaluate) -> object:
    error = FunctionError("try() needs an argument")
    for argument in node.arguments:
        try:
            return _attempted(argument, frame, evaluate)
        except LimitError as limit:
            return Unknown([str(limit)])
        except FunctionError as failure:
            error = failure
    raise error


def _can(node: Call, frame: Frame, evaluate: Evaluate) -> object:
    try:
        value = _attempted(node.arguments[0], frame, evaluate) if node.arguments else None
    except LimitError as limit:
        return Unknown([str(limit)])
    except FunctionError:
        return False
    return Unknown(value.reasons, value.references) if isinstance(value, Unknown) else True


def _attempted(argument: Expression, frame: Frame, evaluate: Evaluate) -> object:
    """Return what an argument of ``try()`` gives; unknown where a step on the way may fail."""
    doubts: list[Unknown] = []
    value = evaluate(argument, frame.child({DOUBTS: doubts}))
    if not doubts or type(value) is Unknown:
        return value
    # It still refers to what it names: where that is there, this is what it gives.
    return join(*doubts).referring(references_in(value))


def _template_file(arguments: list[object], frame: Frame, evaluate: Evaluate) -> object:
    if len(arguments) != 2:
        raise FunctionError("templatefile() needs a path and variables")
    text = frame.surroundings.call("file", arguments[:1])
    return _render(text, arguments[1], frame, evaluate)


def _template_string(arguments: list[object], frame: Frame, evaluate: Evaluate) -> object:
    if len(arguments) != 2:
        raise FunctionError("templatestring() needs a template and variables")
    return _render(arguments[0], arguments[1], frame, evaluate)


_MOST_NESTED = 20


def _render(text: object, variables: object, frame: Frame, evaluate: Evaluate) -> object:
    from trueline.parsers.hcl import parse_template

    variables = plain_of(variables)
    for given in (text, variables):
        if isinstance(given, Unknown):
            return join(given)
    template = parse_template(text) if isinstance(text, str) else None
    if template is None or not isinstance(variables, dict):
        raise FunctionError("this is not a template")
    depth = frame.names.get("(depth)", 0)
    if not isinstance(depth, int) or depth >= _MOST_NESTED:
        raise LimitError("templates call each other too deeply")
    names = {str(name): value for name, value in pairs_of(variables)}
    return evaluate(template, Frame(TemplateText(frame.surroundings), {**names, "(depth)": depth + 1}))


_LAZY: dict[str, Callable[[Call, Frame, Evaluate], object]] = {"can": _can, "try": _try}
_TEMPLATES: dict[str, Callable[[list[object], Frame, Evaluate], object]] = {
    "templatefile": _template_file,
    "templatestring": _template_string,
}
