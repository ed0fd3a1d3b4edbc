"""What a policy that nobody declared lets somebody do, in words and for rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.drift.access.arns import live_shape
from trueline.drift.access.escalation import POLICIES
from trueline.drift.access.facts import listed
from trueline.drift.access.grants import NoPolicyError, TooManyError, read
from trueline.drift.access.shapes import shown
from trueline.drift.access.telling import grants_details, who

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.drift.access.grants import Grant
    from trueline.drift.aws.live import Account
    from trueline.drift.elements import Element

_EVERYBODY: Final = "AWS:*"
_ATTACHED: Final = "attached_policy["
_OF_AWS: Final = ":iam::aws:policy/"


class Power(NamedTuple):
    """What is allowed: ``text`` says it (``allows every action on everything``), ``details`` are for rules."""

    text: str = ""
    details: Mapping[str, Any] = {}
    is_public: bool = False


def power_of(element: Element, account: Account) -> Power:
    """Return what a part allows that is a policy, or the attachment of one; of any other, nothing."""
    name = str(element.key[0]) if element.label.startswith(_ATTACHED) and element.key else ""
    policy = _attached(name, account) if name else element.attributes.get("policy")
    found = _allowed(policy) if policy else Power()
    title = name.rpartition("/")[2]
    if _OF_AWS not in name or title not in POLICIES:
        return found
    words = [title, *(word for word in found.details.get("escalates", ()) if word != title)]
    return found._replace(details={**found.details, "widened": True, "escalates": words})


def _attached(name: str, account: Account) -> Any:
    return next((live.attributes.get("policy") for live in account.find("aws_iam_policy", name)), None)


def _allowed(policy: Any) -> Power:
    try:
        statements = read(policy, live_shape) or []
    except (NoPolicyError, TooManyError):
        return Power()
    spelled = {key: word for one in statements for key, word in one.spelled.items()}
    grants = [grant for one in statements for grant in one.grants if grant.effect == "Allow"]
    if not grants:
        return Power()
    free = [one for one in grants if one.who == _EVERYBODY and not one.conditions]
    details = {"widened": True, **grants_details(grants, spelled)}
    return Power(_told(free or grants, spelled), details, bool(free))


def _told(grants: Sequence[Grant], spelled: Mapping[str, str]) -> str:
    actions = listed(_word(shown(one.action), "every action", spelled) for one in grants)
    under = " under conditions" if all(one.conditions for one in grants) else ""
    if any(one.who for one in grants):
        names = listed("everybody (Principal *)" if one.who == _EVERYBODY else who(one.who) for one in grants)
        return f"lets {names} do {actions}{under}"
    return f"allows {actions} on {listed(_word(shown(one.resource), 'everything', {}) for one in grants)}{under}"


def _word(text: str, every: str, spelled: Mapping[str, str]) -> str:
    return every if text == "*" else spelled.get(text, text)
