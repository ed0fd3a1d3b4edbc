"""What is left of a scope when somebody approves less of it: only ever less, in every member."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from trueline.model.level import SEVERITIES

if TYPE_CHECKING:
    from trueline.model.policy_exception import Scope


def narrowed(asked: Scope, given: Scope) -> Scope | None:
    """Return ``given`` as far as it lies inside of ``asked``; None where it is about something else, or reaches out.

    An empty member of ``asked`` stands for everything, so whatever ``given`` says there is less.
    """
    if given.rule != asked.rule or SEVERITIES.index(given.severity) > SEVERITIES.index(asked.severity):
        return None
    if not set(given.fingerprints) <= set(asked.fingerprints):
        return None
    if not all(any(fnmatchcase(one, other) for other in asked.resources) for one in given.resources):
        return None
    for mine, theirs in (
        (given.environments, asked.environments), (given.paths, asked.paths), (given.releases, asked.releases),
    ):  # fmt: skip
        if theirs and not (mine and set(mine) <= set(theirs)):
            return None
    if not _is_below(given.ceiling, asked.ceiling) or not _is_below(given.most, asked.most):
        return None
    return given


def _is_below(given: float | None, asked: float | None) -> bool:
    return asked is None or (given is not None and given <= asked)
