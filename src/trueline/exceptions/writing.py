"""The files of exceptions, as commands write them: in an order that people read, spelled as they are read again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from trueline.exceptions.decisions import spelled
from trueline.exceptions.scopes import scope_members

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from trueline.model.policy_exception import Category, Identity, Scope


class Draft(NamedTuple):
    """A request that is about to be written."""

    id: str
    scope: Scope
    category: Category
    reason: str
    requested_by: Identity
    requested_at: datetime
    expires: datetime
    policy: str
    evidence: str
    authors: tuple[Identity, ...] = ()
    mitigation: str = ""
    ticket: str = ""
    renews: str = ""
    break_glass: bool = False


def request_text(draft: Draft) -> str:
    """Return ``request.yaml``; every text is spelled as JSON, which YAML reads the same."""
    body: dict[str, object] = {
        "version": 1,
        "id": draft.id,
        "scope": scope_members(draft.scope),
        "category": draft.category,
        "reason": draft.reason.strip(),
        "requested-by": draft.requested_by._asdict(),
        "requested-at": spelled(draft.requested_at),
        "expires": spelled(draft.expires),
        "policy": draft.policy,
        "evidence": draft.evidence,
    }
    for key in ("mitigation", "ticket", "renews"):
        if getattr(draft, key):
            body[key] = getattr(draft, key)
    if draft.break_glass:
        body["break-glass"] = True
    if draft.authors:
        body["authors"] = [one._asdict() for one in draft.authors]
    return "".join(f"{line}\n" for line in _lines(body, 0))


def _lines(body: Mapping[str, object], depth: int) -> Iterator[str]:
    for key, value in body.items():
        before = "  " * depth + f"{key}:"
        if isinstance(value, dict):
            yield before
            yield from _lines(value, depth + 1)
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
            yield before
            for one in value:
                first, *rest = _lines(one, 0)
                yield "  " * depth + f"  - {first}"
                yield from ("  " * depth + f"    {line}" for line in rest)
        else:
            yield f"{before} {json.dumps(value, ensure_ascii=False)}"
