"""What the gate says of exceptions and of who decides on them: facts for the reserved pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.exceptions.decisions import spelled
from trueline.exceptions.files import APPROVERS
from trueline.model.location import Location, Region
from trueline.run.exceptions.folder import alters_approvers
from trueline.run.own_fact import fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from trueline.model.report import ExceptionRecord
    from trueline.model.resource import Resource
    from trueline.run.gate import Sides

EXCEPTION = "trueline/exception"
APPROVING = "trueline/approvers"


def asked_for(exceptions: Iterable[ExceptionRecord], now: datetime, *, may_tell: bool) -> Iterator[Resource]:
    """Yield a fact for each exception; ``may_tell`` says whether what was not found is not there."""
    instant = spelled(now)
    for one in exceptions:
        place = one.altered[0] if one.altered else one.location
        value = {
            "id": one.id,
            "state": one.state,
            "rule": one.rule_id,
            "expires": one.expires[:10],
            "stands": one.still_open > 0,
            "unused": may_tell and one.state == "approved" and not one.covered,
            "broad": one.state == "approved" and "resources" in one.scope,
            "break_glass": one.break_glass,
            "review_due": one.review_due[:10],
            "review_overdue": "" < one.review_due < instant,
            "problems": [said for _, holds, said in one.checks if not holds],
            "self_approved": one.self_approved,
            "altered": [altered.path for altered in one.altered],
            "unproven": [unproven.path for unproven in one.unproven],
            "overlooking": [overlooking.path for overlooking in one.overlooking],
        }
        yield fact(EXCEPTION, one.id, value, place)


def approving(sides: Sides) -> Iterator[Resource]:
    """Yield a fact for the list of approvers, where head changes it."""
    if not alters_approvers(sides):
        return
    from trueline.run.exceptions.opening import is_gate_owned, known_approvers

    known, _ = known_approvers(sides.trust)
    value = {"owned": is_gate_owned(sides, known), "removed": not sides.head.exists(APPROVERS)}
    revision = "" if sides.head.exists(APPROVERS) else sides.trust.revision
    yield fact(APPROVING, APPROVERS, value, Location(APPROVERS, revision, Region(1, 1, 1, 1)))
