"""What a schema says of its end: that it is deprecated, until when, and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.contracts.deprecation import notice, within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.deprecation import Notice
    from trueline.contracts.schema.node import Schema

_MARKS: Final = ("deprecated", "x-deprecated", "deprecationMessage")
_DAYS: Final = ("x-sunset", "sunset", "x-sunset-date")
_REASONS: Final = ("x-deprecated-reason", "x-deprecation-reason", "x-deprecation-message")
_WORDS: Final = re.compile(
    r"(?:\A|\n)[^\w\n]*deprecated(?:\s*[:.,;!)(—–-]|\s*\Z|\s+(?:since|as|in|from|by|until|and|will)\b)", re.I
)


def notice_of(schema: Schema) -> Notice:
    """Return the notice of a schema, empty where it announces nothing."""
    found: Notice = {}
    for part in dict.fromkeys((*schema.parts, *schema.flat)):
        found = within(found, notice_in(part.keywords, has_words=part.dialect.has_words))
    return found


def notice_in(said: Mapping[str, object], *, has_words: bool = False) -> Notice:
    """Return the notice that stands among the members of an object: a schema, an operation, a message."""
    marks = [said[name] for name in _MARKS if said.get(name) not in (None, False, "")]
    text = said.get("description")
    told = has_words and isinstance(text, str) and _WORDS.search(text) is not None
    if not marks and not told:
        return {}
    reasons = [one for one in marks if isinstance(one, str)]
    reasons += [one for name in _REASONS if isinstance(one := said.get(name), str)]
    if told and not reasons:
        reasons = [str(text)]
    return notice(reasons[0] if reasons else "", next((said[name] for name in _DAYS if name in said), None))
