"""What a rule finds and what it lets pass, out of its own tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from trueline.engine import UnitRelations
from trueline.model.rule import Context
from trueline.parsers.text import decode
from trueline.run.policy_tests import NOW, read_cases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.location import Region
    from trueline.model.resource import Resource
    from trueline.model.rule import Rule
    from trueline.run.policy_tests import Case

LONGEST = 30
_BETWEEN = ("", "---")


class Example(NamedTuple):
    """Some lines of a test file, from ``first``; ``marked`` is the line a finding points at, 0 where there is none."""

    path: str
    first: int
    lines: tuple[str, ...]
    marked: int = 0


class Examples(NamedTuple):
    """One thing that a rule finds, and one that it lets pass; None where its tests have none."""

    bad: Example | None
    good: Example | None


def examples(rule: Rule, folder: str) -> Examples:
    """Return the shortest examples in the tests in ``folder``."""
    bad: list[Example] = []
    good: list[Example] = []
    for case in read_cases(folder):
        for resource, outcome, region in _answers(case, rule):
            example = _excerpt(case.folder, resource, region if outcome == "fail" else None)
            if example is not None:
                (bad if outcome == "fail" else good).append(example)
    return Examples(_shortest(bad), _shortest(good))


def _shortest(found: Sequence[Example]) -> Example | None:
    return min(found, key=lambda example: len(example.lines), default=None)


def _answers(case: Case, rule: Rule) -> Iterator[tuple[Resource, str, Region | None]]:
    """Yield each resource that fails, with where, and each that only passes."""
    from trueline.policies.kinds import matches

    for unit in case.units:
        context = Context(UnitRelations(unit), NOW)
        for resource in unit:
            kind = matches(rule, resource)
            answers = [] if kind is None else list(rule.judge(resource, kind, context))
            failing = next((answer for answer in answers if answer.outcome == "fail"), None)
            if failing is not None:
                yield resource, "fail", resource.locate(failing.path).primary.region
            elif answers and all(answer.outcome == "pass" for answer in answers):
                yield resource, "pass", None


def _excerpt(folder: str, resource: Resource, region: Region | None) -> Example | None:
    """Return the paragraph that the resource begins in, at least as far as the line that is marked."""
    place = resource.locate().primary
    path = os.path.join(folder, place.path)
    if place.region is None or not os.path.isfile(path):
        return None
    with open(path, "rb") as file:
        lines = decode(file.read()).text.splitlines()
    marked = 0 if region is None else region.start_line
    first = place.region.start_line
    last = max(first, marked)
    while first > 1 and lines[first - 2].strip() not in _BETWEEN:
        first -= 1
    while last < len(lines) and lines[last].strip() not in _BETWEEN:
        last += 1
    if last - first >= LONGEST or not first <= (marked or first) <= last:
        return None
    return Example(path, first, tuple(lines[first - 1 : last]), marked)
