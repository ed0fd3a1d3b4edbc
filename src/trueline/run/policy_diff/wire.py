"""The effects of a proposal as JSON, for the way out of the process that judged it."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from trueline.model.location import Location, Region
from trueline.model.policy_diff import Added, Counts, NotEvaluated, Released
from trueline.model.report import Finding, Suppression


class Outcome(NamedTuple):
    """What judging by the proposal gave: the effects that matter most, the counts of all, what was not evaluated."""

    added: tuple[Added, ...]
    released: tuple[Released, ...]
    counts: Counts
    not_evaluated: tuple[NotEvaluated, ...] = ()


def dump(outcome: Outcome) -> str:
    """Return the outcome as JSON text; named tuples are arrays there."""
    return json.dumps(outcome, ensure_ascii=True)


def load(text: str) -> Outcome:
    """Return what ``dump`` was given."""
    added, released, counts, not_evaluated = json.loads(text)
    return Outcome(
        tuple(Added(_finding(one[0]), *one[1:]) for one in added),
        tuple(Released(_finding(one[0]), *one[1:]) for one in released),
        Counts(*counts),
        tuple(NotEvaluated(*one) for one in not_evaluated),
    )


def _finding(data: Any) -> Finding:  # JSON
    found = Finding(*data)
    return found._replace(
        location=_location(found.location),
        related=tuple(map(_location, found.related)),
        suppression=_suppression(found.suppression),
        references=tuple(found.references),
        refusals=tuple(found.refusals),
    )


def _suppression(data: Any) -> Suppression | None:  # JSON
    if data is None:
        return None
    said = Suppression(*data)
    return said._replace(location=None if said.location is None else _location(said.location))


def _location(data: Any) -> Location:  # JSON
    path, revision, region, message = data
    return Location(path, revision, None if region is None else Region(*region), message)
