"""Calls of functions: arguments are evaluated, unknowns join, kinds are checked, and errors get their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.function import signature, types_of
from trueline.policies.cel.kinds import NONE, OpenList, Optional, describe, kind_of
from trueline.values.unknown import Unknown, UnknownValueError, join

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trueline.policies.cel.function import Function, Parameter
    from trueline.policies.cel.run import Evaluate, Run
    from trueline.policies.cel.syntax import Call

_SIZED = frozenset((str, bytes, list, tuple, dict))


def calling(node: Call, function: Function, arguments: Sequence[Evaluate]) -> Evaluate:
    """Return what evaluates a call."""
    parameters = signature(function)
    wanted = [(types_of(parameters.parameter(i)), parameters.parameter(i)) for i in range(len(arguments))]
    parts = tuple(zip(arguments, wanted, strict=True))
    invoke = _with_run(function) if function.run else _plain(function.call)
    partial = function.partial

    def call(run: Run) -> object:
        values = []
        doubts: list[Unknown] = []
        for argument, (types, parameter) in parts:
            value = argument(run)
            if isinstance(value, Unknown) and not partial:
                doubts.append(value)
            elif types is not None and type(value) not in types and not isinstance(value, Unknown):
                _check(node, parameter, value)
            if type(value) in _SIZED and len(value) > 256:  # type: ignore[arg-type]  # it is sized
                run.spend(len(value) >> 8)  # type: ignore[arg-type]  # likewise
            if type(value) is OpenList and not partial:
                doubts.append(value.open)
            values.append(value)
        if doubts:
            return join(*doubts)
        try:
            return invoke(run, values)
        except UnknownValueError as error:
            return error.unknown
        except EvaluationError as error:
            raise error.at(node.start, node.end)  # noqa: B904  # the same error, with its place

    return call


def _plain(function: Callable[..., object]) -> Callable[[Run, list[object]], object]:
    return lambda _, values: function(*values)


def _with_run(function: Function) -> Callable[[Run, list[object]], object]:
    return lambda run, values: function.call(run, *values)


def _check(node: Call, parameter: Parameter, value: object) -> None:
    if kind_of(value) not in parameter.kinds:
        raise EvaluationError(f"{node.name}() takes {parameter.words}, not {describe(value)}", node.start, node.end)


def fallback(node: Call, target: Evaluate, default: Evaluate) -> Evaluate:
    """Return ``target.orValue(default)`` or ``target.or(default)``; the default is evaluated only where needed."""
    unwrap = node.name == "orValue"

    def choose(run: Run) -> object:
        value = target(run)
        if isinstance(value, Unknown):
            return value
        if not isinstance(value, Optional):
            message = f"{node.name}() follows an optional value (.?field, [?key]), not {describe(value)}"
            raise EvaluationError(message, node.start, node.end)
        if value is not NONE:
            return value.value if unwrap else value
        other = default(run)
        if unwrap or isinstance(other, Unknown | Optional):
            return other
        raise EvaluationError(f"or() takes an optional value, not {describe(other)}", node.start, node.end)

    return choose
