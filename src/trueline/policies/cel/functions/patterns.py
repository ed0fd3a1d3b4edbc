"""Texts against patterns: regular expressions as RE2 reads them, and globs."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from trueline.policies.cel import pieces
from trueline.policies.cel.errors import EvaluationError, LimitReachedError
from trueline.policies.cel.function import Function
from trueline.values.glob import GlobError, matches_glob
from trueline.values.pattern import PatternTimeoutError, compile_pattern
from trueline.values.re2 import PatternError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.policies.cel.run import Run

_WEIGHT = 20


def _matches(run: Run, text: str, pattern: str) -> bool:
    run.spend(_WEIGHT)
    try:
        return compile_pattern(str(pattern)).matches(text)
    except PatternError as error:
        raise EvaluationError(f"this pattern is not valid: {error}") from None
    except PatternTimeoutError as error:
        raise LimitReachedError(str(error)) from None


def _find_all(run: Run, text: str, pattern: str, most: int | None = None) -> list[str]:
    run.spend(_WEIGHT)
    if most is not None and most < 0:
        most = None
    try:
        return list(islice(compile_pattern(str(pattern)).find(str(text)), most))
    except PatternError as error:
        raise EvaluationError(f"this pattern is not valid: {error}") from None
    except PatternTimeoutError as error:
        raise LimitReachedError(str(error)) from None


def _find(run: Run, text: str, pattern: str) -> str:
    return next(iter(_find_all(run, text, pattern, 1)), "")


def _glob(run: Run, text: str, pattern: str) -> bool:
    run.spend(_WEIGHT + len(text) * len(pattern) // 64)
    try:
        return matches_glob(text, str(pattern))
    except GlobError as error:
        raise EvaluationError(str(error)) from None


FUNCTIONS: Mapping[str, Function] = {
    "find": Function(_find, "string string", "string", run=True),
    "findAll": Function(_find_all, "string string int?", "list", run=True),
    "glob": Function(_glob, "string string", "bool", "f", run=True, pieces=pieces.glob),
    "matches": Function(_matches, "string string", "bool", "fm", run=True, pieces=pieces.matches),
}
