"""Whether an exception goes on in another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.report import ExceptionRecord


def goes_on(records: Iterable[ExceptionRecord], record: ExceptionRecord) -> bool:
    """Tell whether an exception was renewed by one that is granted, and ends later."""
    granted = ("approved", "not-yet")
    return any(one.renews == record.id and one.state in granted and one.expires > record.expires for one in records)
