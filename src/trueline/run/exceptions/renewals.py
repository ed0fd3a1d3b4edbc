"""How often what an exception lets go was let go before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.exceptions.scopes import overlap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.exceptions.casebook import Entry
    from trueline.model.policy_exception import ExceptionRequest


def renewals(entries: Iterable[Entry], request: ExceptionRequest) -> list[str]:
    """Return the exceptions about the same as ``request``, itself among them, that somebody approved."""
    return [
        entry.request.id
        for entry in entries
        if any(one.verb == "approve" for one in entry.decisions)
        and (entry.request.id == request.id or overlap(entry.request.scope, request.scope))
    ]
