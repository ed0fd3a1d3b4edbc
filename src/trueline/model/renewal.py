"""Whether an exception goes on in another one, or ends soon."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.report import ExceptionRecord

SOON: Final = timedelta(days=14)
"""How long before its end an exception is called out."""


def goes_on(records: Iterable[ExceptionRecord], record: ExceptionRecord) -> bool:
    """Tell whether an exception was renewed by one that is granted, and ends later."""
    granted = ("approved", "not-yet")
    return any(one.renews == record.id and one.state in granted and one.expires > record.expires for one in records)


def ends_soon(records: Iterable[ExceptionRecord], record: ExceptionRecord, left: timedelta) -> bool:
    """Tell whether an exception that is in force, and has so long ``left``, ends soon with nothing in its place.

    An emergency always does, and is not meant.
    """
    is_meant = record.state == "approved" and not record.break_glass
    return is_meant and left <= SOON and not goes_on(records, record)
