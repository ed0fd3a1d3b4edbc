"""``&&``, ``||``, ``!`` and ``?:``: what is decided wins over unknowns, and those over errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.policies.cel.errors import EvaluationError, LimitReachedError
from trueline.policies.cel.kinds import describe
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.policies.cel.run import Evaluate, Run
    from trueline.policies.cel.syntax import Node, Operation


class Doubts:
    """What stands against a plain true or false: unknowns, and the first error."""

    __slots__ = ("error", "unknown")

    def __init__(self, unknown: Unknown | None = None) -> None:
        self.unknown = unknown
        self.error: EvaluationError | None = None

    def failed(self, error: EvaluationError) -> None:
        """Remember an error; a limit that was reached ends the evaluation at once."""
        if isinstance(error, LimitReachedError):
            raise error
        self.error = self.error or error

    def met(self, value: object, node: Node) -> None:
        """Remember a value that is neither true nor false."""
        if isinstance(value, Unknown):
            self.unknown = join(value) if self.unknown is None else join(self.unknown, value)
        else:
            self.failed(not_bool(value, node))

    def settle(self, *, otherwise: object) -> object:
        """Return the unknown if there is one, else raise the error if there is one, else return ``otherwise``."""
        if self.unknown is not None:
            return self.unknown
        if self.error is not None:
            raise self.error
        return otherwise


def not_bool(value: object, node: Node) -> EvaluationError:
    """Return the error of a value where true or false was needed."""
    return EvaluationError(f"expected true or false, found {describe(value)}", node.start, node.end)


def junction(node: Operation, operands: Sequence[Evaluate], *, decides: bool) -> Evaluate:
    """Return ``&&`` (decided by false) or ``||`` (decided by true)."""
    parts = tuple(zip(operands, node.operands, strict=True))

    def decide(run: Run) -> object:
        doubts: Doubts | None = None
        for operand, place in parts:
            try:
                value = operand(run)
            except EvaluationError as error:
                doubts = doubts or Doubts()
                doubts.failed(error)
                continue
            if value is decides:
                return decides
            if type(value) is not bool:
                doubts = doubts or Doubts()
                doubts.met(value, place)
        return not decides if doubts is None else doubts.settle(otherwise=not decides)

    return decide


def negation(node: Operation, operand: Evaluate) -> Evaluate:
    """Return ``!operand``."""

    def negate(run: Run) -> object:
        value = operand(run)
        if type(value) is bool:
            return not value
        if isinstance(value, Unknown):
            return join(value)
        raise not_bool(value, node.operands[0])

    return negate


def conditional(node: Operation, condition: Evaluate, then: Evaluate, otherwise: Evaluate) -> Evaluate:
    """Return ``condition ? then : otherwise``."""

    def choose(run: Run) -> object:
        value = condition(run)
        if value is True:
            return then(run)
        if value is False:
            return otherwise(run)
        if isinstance(value, Unknown):
            return join(value)
        raise not_bool(value, node.operands[0])

    return choose
