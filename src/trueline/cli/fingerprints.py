"""A finding named on the command line: by what it is known by, or by the beginning of that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.report import Finding

MARK: Final = "TL-"
_MOST_CANDIDATES: Final = 5
_DIGITS: Final = re.compile(r"(?=[a-f]*[0-9])[0-9a-f]{8,32}", re.IGNORECASE)


def is_fingerprint(text: str) -> bool:
    """Tell whether ``text`` begins as fingerprints do; without ``TL-`` it has at least eight digits, one of them 0-9.

    So no rule's id is one: those are words.
    """
    return text.upper().startswith(MARK) or _DIGITS.fullmatch(text) is not None


def one_of(findings: Iterable[Finding], text: str) -> str:
    """Return the one fingerprint of ``findings`` that begins with ``text``, in any case, with or without ``TL-``.

    Raise ``UsageError`` where there is none, and where there are several, which it names.
    """
    mark = MARK + text.upper().removeprefix(MARK)
    found = list(dict.fromkeys(one.fingerprint for one in findings if one.fingerprint.upper().startswith(mark)))
    if not found:
        raise UsageError(
            "no finding of this run is known by that",
            place=text,
            hint="it may be fixed, or belong to another --base, --plan or PATH: give the same as for check",
        )
    if len(found) > 1:
        more = f" and {len(found) - _MOST_CANDIDATES:,} more" if len(found) > _MOST_CANDIDATES else ""
        named = ", ".join(sorted(found)[:_MOST_CANDIDATES])
        raise UsageError("several findings are known by what begins so", place=text, hint=f"it may be {named}{more}")
    return found[0]
