"""What a rule finds and what it lets pass, out of its own tests."""

from __future__ import annotations

import os
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.engine import UnitRelations
from trueline.model.rule import Context
from trueline.parsers.text import decode
from trueline.run.policy_tests import BASE, NOW, WHOLE, are_own, read_cases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.location import Region
    from trueline.model.resource import Resource
    from trueline.model.rule import Rule
    from trueline.run.policy_tests import Case

LONGEST = 30
AROUND = 2
FEW = 2
_CLOSING = ("}", "]", ")")


class Example(NamedTuple):
    """Some lines of a test file, from ``first``; ``marked`` is the line a finding points at, 0 where there is none.

    Of a change the lines begin with the sign that ``diff`` puts there, and ``first`` is 0; so it is where no line of a
    file shows it, and the lines are ``text``. ``said`` is in what the lines differ from what is there.
    """

    path: str
    first: int
    lines: tuple[str, ...]
    marked: int = 0
    language: str = "diff"
    said: str = ""

    @property
    def is_change(self) -> bool:
        """Tell whether it shows what differs between two revisions, or from what is declared."""
        return not self.first


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
            find = _FINDERS.get(rule.on, _excerpt)
            example = find(case.folder, resource, region if outcome == "fail" else None)
            if example is not None:
                (bad if outcome == "fail" else good).append((example, resource.kind))
    worst, kind = min(bad, key=lambda found: len(found[0].lines), default=(None, ""))
    best, _ = min(
        (one for one in good if worst is None or not worst.is_change or one[0].lines != worst.lines),
        key=lambda found: (_is_marked(found[0]), found[1] != kind, len(found[0].lines)),
        default=(None, ""),
    )
    return Examples(worst, best)


def _is_marked(example: Example) -> bool:
    """Tell whether another rule has something to say of it: then it is no example to follow."""
    return any("finding:" in line or "unknown:" in line for line in example.lines)


def _answers(case: Case, rule: Rule) -> Iterator[tuple[Resource, str, Region | None]]:
    """Yield each resource that fails, with where, and each that only passes."""
    from trueline.policies.kinds import matches

    everything = UnitRelations([resource for unit in case.units for resource in unit])
    for unit in (case.facts(rule.on),) if rule.on in WHOLE else case.units:
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


def _told(folder: str, resource: Resource, region: Region | None) -> Example | None:
    """Return where a difference is declared; of what is declared nowhere what is said of it."""
    found, said = _excerpt(folder, resource, region), str(resource.get("says", ""))
    if found is not None and not found.path.endswith(".json"):
        return found._replace(said=said)
    lines = (f"{resource.kind}  {resource.address}", said)
    return Example(os.path.join(folder, resource.locate().primary.path), 0, tuple(filter(None, lines)), language="text")


def _difference(folder: str, resource: Resource, _region: Region | None) -> Example | None:
    """Return what differs where a change stands: the lines of both sides, with a little of what is around them."""
    place = resource.locate()
    former = os.path.join(os.path.dirname(folder), BASE)
    now, was = _text(folder, place.primary.path), _text(former, place.primary.path)
    if not was and len(place.related) == 1 and not now:
        was = _text(former, place.related[0].path)
    line = place.primary.region.start_line if place.primary.region else 1
    there = next((other.region.start_line for other in place.related if other.region), line)
    hunks = [code for code in SequenceMatcher(None, was, now, autojunk=False).get_opcodes() if code[0] != "equal"]
    if not hunks:
        return None
    _, was_first, was_last, first, last = min(hunks, key=lambda code: _distance(code, there, line))
    gone, come = range(was_first, was_last), range(first, last)
    if max(len(gone), len(come)) > FEW:  # of many lines those that it is about
        gone, come = (range(at - 1, at) if at - 1 in lines else range(0) for lines, at in ((gone, there), (come, line)))
    first, last = (come[0], come[-1] + 1) if come else (first, first)
    lines = [f" {text}" for text in now[max(0, first - AROUND) : first]]
    lines += [f"-{was[number]}" for number in gone] + [f"+{now[number]}" for number in come]
    lines += [f" {text}" for text in now[last : last + AROUND]]
    path = os.path.join(folder, place.primary.path)
    return Example(path, 0, tuple(lines)) if gone or come else None


def _distance(code: tuple[str, int, int, int, int], there: int, line: int) -> tuple[int, int]:
    """Return how far a hunk is from the lines of a change, at base and at head."""
    _, was_first, was_last, first, last = code
    return (
        max(was_first + 1 - there, there - max(was_last, was_first + 1), 0),
        max(first + 1 - line, line - max(last, first + 1), 0),
    )


def _text(folder: str, name: str) -> list[str]:
    path = os.path.join(folder, name)
    if not os.path.isfile(path):
        return []
    with open(path, "rb") as file:
        return decode(file.read()).text.splitlines()


def _parts(lines: Sequence[str], index: int) -> bool:
    """Tell whether a line stands between two blocks or documents; a blank one within a block does not."""
    line = lines[index].rstrip()
    if line:
        return line == "---"
    following = next((other for other in lines[index + 1 :] if other.strip()), "")
    return not following[:1].isspace() and not following.startswith(_CLOSING)


_FINDERS: Final = {"change": _difference, "drift": _told}
"""How the example of a fact is found, where that is not an excerpt of where it is declared."""
