"""Lists looked at as sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.policies.cel.equality import contains
from trueline.policies.cel.function import Function
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.policies.cel.run import Run


def _contains(run: Run, items: Sequence[object], wanted: Sequence[object]) -> object:
    doubts: list[Unknown] = []
    for member in wanted:
        run.spend(1)
        found = contains(items, member, run)
        if found is False:
            return False
        if isinstance(found, Unknown):
            doubts.append(found)
    return join(*doubts) if doubts else True


def _equivalent(run: Run, left: Sequence[object], right: Sequence[object]) -> object:
    answers = (_contains(run, left, right), _contains(run, right, left))
    if False in [answer for answer in answers if isinstance(answer, bool)]:
        return False
    doubts = [answer for answer in answers if isinstance(answer, Unknown)]
    return join(*doubts) if doubts else True


def _intersects(run: Run, left: Sequence[object], right: Sequence[object]) -> object:
    doubts: list[Unknown] = []
    for member in left:
        run.spend(1)
        found = contains(right, member, run)
        if found is True:
            return True
        if isinstance(found, Unknown):
            doubts.append(found)
    return join(*doubts) if doubts else False


FUNCTIONS: Mapping[str, Function] = {
    "sets.contains": Function(_contains, "list list", "bool", "f", run=True),
    "sets.equivalent": Function(_equivalent, "list list", "bool", "f", run=True),
    "sets.intersects": Function(_intersects, "list list", "bool", "f", run=True),
}
