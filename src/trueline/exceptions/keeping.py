"""How long the record of an exception is kept: what was decided is remembered beyond its end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from trueline.model.policy_exception import Decision, ExceptionRequest

KEPT: Final = timedelta(days=90)
"""After the end, or the last decision: for who asks again, renews, or has an emergency to review."""


def kept_until(request: ExceptionRequest, decisions: Iterable[Decision], now: datetime) -> datetime:
    """Return until when a record counts for something, and is not taken away; claimed times of the future are now."""
    return max(request.expires, *(min(one.at, now) for one in decisions), request.requested_at) + KEPT
