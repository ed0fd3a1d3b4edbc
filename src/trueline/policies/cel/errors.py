"""What can go wrong with an expression: when it is read, and when it is evaluated."""

from __future__ import annotations


class CelSyntaxError(Exception):
    """The text is no expression that a rule may use; ``start`` and ``end`` are offsets in it, in code points."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = max(end, start + 1)


class EvaluationError(Exception):
    """The expression has no answer for these values.

    ``start`` and ``end`` point into the expression's text (-1 until a node has claimed the error); ``missing`` is the
    dotted path of what was not there, or empty.
    """

    def __init__(self, message: str, start: int = -1, end: int = -1, missing: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.missing = missing

    def at(self, start: int, end: int) -> EvaluationError:
        """Return it with a place, unless it has one."""
        if self.start < 0:
            self.start, self.end = start, end
        return self


class LimitReachedError(EvaluationError):
    """The evaluation would do or hold too much; no operator hides it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"limit reached: {what}")
