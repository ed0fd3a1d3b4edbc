"""How often what an exception lets go was let go before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.exceptions.scopes import is_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.exceptions.casebook import Entry
    from trueline.model.policy_exception import ExceptionRequest, Scope


def renewals(entries: Iterable[Entry], request: ExceptionRequest) -> list[str]:
    """Return the exceptions about the same as ``request``, itself among them, that somebody approved."""
    return [
        entry.request.id
        for entry in entries
        if any(one.verb == "approve" for one in entry.decisions)
        and (entry.request.id == request.id or _is_same(entry.request.scope, request.scope))
    ]


def _is_same(one: Scope, other: Scope) -> bool:
    if one.rule != other.rule:
        return False
    prints = {asked.fingerprint for asked in one.findings} & {asked.fingerprint for asked in other.findings}
    return bool(prints) or _names(one, other) or _names(other, one)


def _names(one: Scope, other: Scope) -> bool:
    subjects = (*(asked.subject for asked in other.findings), *other.resources)
    return any(is_named(subject, one.resources) for subject in subjects)
