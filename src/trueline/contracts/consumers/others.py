"""What a change touches in the formats whose parts are fields, tables, variables and outputs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.contracts.consumers.use import related

if TYPE_CHECKING:
    from trueline.contracts.consumers.use import Use
    from trueline.model.change import Change

_PARAMETER: Final = re.compile(r"\{[^{}/\s]*\}")
_SCHEMA: Final = re.compile(r"^public\.")
_OWN: Final = re.compile(
    r"sql/(column-(dropped|renamed|type-\w+|default-\w+|generated-changed|not-null-dropped)|table-(dropped|renamed|moved)"
    r"|view-(dropped|renamed|changed))"
)
_OF_TABLE: Final = re.compile(
    r"sql/(required-column-added|column-set-not-null|(unique|check|exclusion|primary-key|foreign-key|constraint)-\w+)"
)
_OF_FIELDS: Final = re.compile(r"graphql/(field|argument|optional-argument|required-argument|deprecation|type-removed)")
_OF_INPUTS: Final = re.compile(r"graphql/(input-field|optional-input-field|enum-value)")
_OF_TYPES: Final = re.compile(
    r"graphql/(required-input-field|input-field-(became|default)|one-of|union-member|interface)"
)


def spelled(subject: str) -> str:
    """Return a subject as changes spell it: parameters of paths have no names."""
    method, _, rest = subject.strip().partition(" ")
    if not (method.isalpha() and rest.startswith("/")):
        return subject.strip()
    path, blank, further = rest.partition(" ")
    return f"{method.upper()} {_PARAMETER.sub('{}', path)}{blank}{further}"


def touches_graphql(change: Change, use: Use) -> bool:
    """Tell whether a change is about a field or argument that is used.

    Which enums, unions and inputs are behind a field only the schema knows: they are left alone only for consumers
    whose own queries were read.
    """
    if _OF_FIELDS.match(change.kind):
        return use.names(change.subject) if use.is_exact else use.touches(change.subject)
    if not use.is_exact:
        return True
    if _OF_TYPES.match(change.kind):
        return any(use.holds(one) for one in re.split(r"\.| implements ", change.subject))
    return not _OF_INPUTS.match(change.kind) or use.touches(change.subject)


def touches_fields(change: Change, use: Use) -> bool:
    """Tell whether a change is about a field that is used; one that must be set now is about all beside it."""
    subject = change.subject
    if "required" in change.kind:
        subject = subject.rpartition(".")[0] or subject
    return use.touches(subject)


def touches_table(change: Change, use: Use) -> bool:
    """Tell whether a change is about a column or table that is used.

    A constraint is about its table; locks, types, transactions and the history of migrations are about everybody.
    """
    subject = _SCHEMA.sub("", change.subject)
    if _OF_TABLE.match(change.kind):
        subject = subject.rpartition(".")[0] or subject
    elif not _OWN.match(change.kind):
        return True
    return any(related(subject, _SCHEMA.sub("", one)) for one in use.subjects)


def touches_module(change: Change, use: Use) -> bool:
    """Tell whether a change is about a variable or output that is used; what callers must set is about all of them."""
    if change.subject.startswith(("var.", "output.")) and "required" not in change.kind:
        return use.touches(change.subject)
    return True
