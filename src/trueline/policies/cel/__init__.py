"""The expression language: CEL over plain Python values, with a third answer where a value is unknown."""

from __future__ import annotations

from trueline.policies.cel.errors import CelSyntaxError, EvaluationError
from trueline.policies.cel.program import Program, compile_expression, from_tree, to_tree
from trueline.policies.cel.run import Host

__all__ = [
    "CelSyntaxError", "EvaluationError", "Host", "Program", "compile_expression", "from_tree", "to_tree",
]  # fmt: skip
