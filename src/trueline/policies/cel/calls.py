"""Calls of functions: arguments are evaluated, unknowns join, kinds are checked, and errors get their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.function import signature, types_of
from trueline.policies.cel.kinds import NONE, OpenList, Optional, describe, kind_of
from trueline.policies.cel.secrets import HOLDERS, MARKED, holds_secret, sealed
from trueline.values.unknown import Unknown, UnknownValueError, join

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from trueline.policies.cel.function import Function, Parameter
    from trueline.policies.cel.run import Evaluate, Run
    from trueline.policies.cel.syntax import Call

    Argument: TypeAlias = tuple[Evaluate, frozenset[type] | None, Parameter]
    Gather: TypeAlias = Callable[[Run], tuple[list[object], list[Unknown], bool]]

_SIZED = frozenset((str, bytes, list, tuple, dict))


def calling(node: Call, function: Function, arguments: Sequence[Evaluate]) -> Evaluate:
    """Return what evaluates a call."""
    parameters = signature(function)
    if not parameters.takes(len(arguments)):
        return _wrong_number(node)
    wanted = [parameters.parameter(position) for position in range(len(arguments))]
    gather = _gathering(
        node, tuple(zip(arguments, map(types_of, wanted), wanted, strict=True)), partial=function.partial
    )
    invoke = function.call if function.run else None
    plain = function.call
    pieces = function.pieces

    def call(run: Run) -> object:
        values, doubts, guarded = gather(run)
        if doubts:
            answer = None if pieces is None else pieces(run, *values)
            return join(*doubts) if answer is None else answer
        try:
            result = plain(*values) if invoke is None else invoke(run, *values)
        except UnknownValueError as error:
            return join(error.unknown)
        except EvaluationError as error:
            raise error.at(node.start, node.end)  # noqa: B904  # the same error, with its place
        except (OverflowError, ValueError):
            raise EvaluationError(f"{node.name}() is out of range", node.start, node.end) from None
        if type(result) in _SIZED:
            run.spend(len(result) >> 8)  # type: ignore[arg-type]  # it is sized
        return sealed(result) if guarded and holds_secret(values) else result

    return call


def _gathering(node: Call, parts: Sequence[Argument], *, partial: bool) -> Gather:
    """Return what evaluates the arguments: their values, the unknowns among them, and whether to look for secrets."""

    def gather(run: Run) -> tuple[list[object], list[Unknown], bool]:
        values: list[object] = []
        doubts: list[Unknown] = []
        guarded = False
        for argument, types, parameter in parts:
            value = argument(run)
            kind = type(value)
            if isinstance(value, Unknown):
                if not partial:
                    doubts.append(value)
            elif types is not None and kind not in types:
                _check(node, parameter, value)
            if kind in _SIZED:
                size = len(value)  # type: ignore[arg-type]  # it is sized
                if size > 256:
                    run.spend(size >> 8)
            if kind in MARKED or kind in HOLDERS:
                guarded = True
            if type(value) is OpenList and not partial:
                doubts.append(value.open)
            values.append(value)
        return values, doubts, guarded

    return gather


def _wrong_number(node: Call) -> Evaluate:
    def refuse(_: Run) -> object:
        raise EvaluationError(f"{node.name}() does not take {len(node.arguments)} arguments", node.start, node.end)

    return refuse


def _check(node: Call, parameter: Parameter, value: object) -> None:
    if kind_of(value) not in parameter.kinds:
        raise EvaluationError(f"{node.name}() takes {parameter.words}, not {describe(value)}", node.start, node.end)


def fallback(node: Call, target: Evaluate, default: Evaluate) -> Evaluate:
    """Return ``target.orValue(default)`` or ``target.or(default)``; the default is evaluated only where needed."""
    unwrap = node.name == "orValue"

    def choose(run: Run) -> object:
        value = target(run)
        if isinstance(value, Unknown):
            return join(value)
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
