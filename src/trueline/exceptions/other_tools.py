"""The inline skips of other tools, read as marks; what they name counts where it is an alias of a loaded rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.exceptions.mark import Spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOV: Final = "checkov"
SQUAWK: Final = "squawk"
SQUAWK_FILE: Final = "squawk-ignore-file"

# https://www.checkov.io/2.Concepts/Suppressing%20and%20Skipping%20Policies.html
_CHECKOV: Final = re.compile(r"(?:checkov|bridgecrew):skip=\s*(?P<rule>\w+)(?::(?P<reason>.*))?", re.ASCII)
# https://trivy.dev/latest/docs/configuration/filtering/ : several may stand one after another
_TRIVY: Final = re.compile(
    r"(?P<tool>tfsec|trivy):ignore:(?P<rule>[\w-]+)(?P<more>(?::\w+:[^\s:]+|\[[^\]]*\])*)\s*", re.ASCII
)
# https://squawkhq.com/docs/quick_start#disabling-rules-via-comments : without names it is about all rules
_SQUAWK: Final = re.compile(r"squawk-ignore(?P<file>-file)?\s+(?P<rules>[\w-]+(?:\s*,\s*[\w-]+)*)\s*\Z", re.ASCII)
_EXPIRY: Final = re.compile(r":exp:(\d{4}-\d\d-\d\d)", re.ASCII)


def spellings(text: str) -> Iterator[Spelled]:
    """Yield what a comment that begins with another tool's mark says.

    A mark that holds in some workspaces (``:ws:``) or for some values (``[…]``) only is none here.
    """
    checkov = _CHECKOV.match(text)
    if checkov is not None:
        reason = (checkov["reason"] or "").strip() or "a skip of checkov, which asks for no reason"
        yield Spelled((checkov["rule"],), reason=reason, tool=CHECKOV)
    squawk = _SQUAWK.match(text)
    if squawk is not None:
        names = tuple(name.strip() for name in squawk["rules"].split(","))
        reason = "a skip of squawk, which asks for no reason"
        yield Spelled(names, reason=reason, tool=SQUAWK_FILE if squawk["file"] else SQUAWK)
    position = 0
    while (match := _TRIVY.match(text, position)) is not None:
        position = match.end()
        expiry = _EXPIRY.search(match["more"])
        if match["more"] != (expiry[0] if expiry is not None else ""):
            continue
        said = "" if _TRIVY.match(text, position) else text[position:].strip()
        reason = said or f"a skip of {match['tool']}, which asks for no reason"
        yield Spelled((match["rule"],), expiry[1] if expiry is not None else "", reason, tool=match["tool"])
