"""What a rule finds and what it lets pass, out of its own tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from trueline.engine import UnitRelations
from trueline.model.rule import Context
from trueline.parsers.text import decode
from trueline.run.policy_tests import NOW, are_own, read_cases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.location import Region
    from trueline.model.resource import Resource
    from trueline.model.rule import Rule
    from trueline.run.policy_tests import Case

LONGEST = 30
_CLOSING = ("}", "]", ")")


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
    """Return the shortest examples in the tests in ``folder``; the good one is of the bad one's kind if it can be."""
    bad: list[tuple[Example, str]] = []
    good: list[tuple[Example, str]] = []
    for case in read_cases(folder, own=are_own([rule])):
        for resource, outcome, region in _answers(case, rule):
            example = _excerpt(case.folder, resource, region if outcome == "fail" else None)
            if example is not None:
                (bad if outcome == "fail" else good).append((example, resource.kind))
    worst, kind = min(bad, key=lambda found: len(found[0].lines), default=(None, ""))
    best, _ = min(
        good, key=lambda found: (_is_marked(found[0]), found[1] != kind, len(found[0].lines)), default=(None, "")
    )
    return Examples(worst, best)


def _is_marked(example: Example) -> bool:
    """Tell whether another rule has something to say of it: then it is no example to follow."""
    return any("finding:" in line or "unknown:" in line for line in example.lines)


def _answers(case: Case, rule: Rule) -> Iterator[tuple[Resource, str, Region | None]]:
    """Yield each resource that fails, with where, and each that only passes."""
    from trueline.policies.kinds import matches

    everything = UnitRelations([resource for unit in case.units for resource in unit])
    for unit in case.units:
        context = Context(everything if rule.scope == "repository" else UnitRelations(unit), NOW)
        for resource in unit:
            kind = matches(rule, resource)
            answers = [] if kind is None else list(rule.judge(resource, kind, context))
            failing = next((answer for answer in answers if answer.outcome == "fail"), None)
            if failing is not None:
                yield resource, "fail", resource.locate(failing.path).primary.region
            elif {answer.outcome for answer in answers} in ({"pass"}, {"pass", "not-applicable"}):
                yield resource, "pass", None


def _excerpt(folder: str, resource: Resource, region: Region | None) -> Example | None:
    """Return the block or document that the resource begins in, with the comment above it."""
    place = resource.locate().primary
    path = os.path.join(folder, place.path)
    if place.region is None or not os.path.isfile(path):
        return None
    with open(path, "rb") as file:
        lines = decode(file.read()).text.splitlines()
    marked = 0 if region is None else region.start_line
    first = place.region.start_line
    last = max(first, marked)
    while first > 1 and not _parts(lines, first - 2):
        first -= 1
    while last < len(lines) and not _parts(lines, last):
        last += 1
    if last - first >= LONGEST or not first <= (marked or first) <= last:
        return None
    return Example(path, first, tuple(lines[first - 1 : last]), marked)


def _parts(lines: Sequence[str], index: int) -> bool:
    """Tell whether a line stands between two blocks or documents; a blank one within a block does not."""
    line = lines[index].rstrip()
    if line:
        return line == "---"
    following = next((other for other in lines[index + 1 :] if other.strip()), "")
    return not following[:1].isspace() and not following.startswith(_CLOSING)
