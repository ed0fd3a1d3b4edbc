"""Which user, group, role or policy of an account a declared one is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.access.shapes import ANY, NAME, covers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.drift.access.account import Details, Principal
    from trueline.drift.access.holders import Holder

_LOGICAL: Final = "aws:cloudformation:logical-id"
_MADE_UP: Final = "-[A-Za-z0-9]{8,14}"


class Linked(NamedTuple):
    """Holders with whom they are, and those of whom several could be meant; by the number of the holder."""

    principals: Mapping[int, Principal]
    policies: Mapping[int, str]
    unclear: Mapping[int, str]


def link(holders: Sequence[Holder], details: Details) -> Linked:
    """Return which principal or policy each holder is: by its name, else as the only one that its name may be."""
    named = details.named()
    own = {arn: policy for arn, policy in details.policies.items() if ":iam::aws:" not in arn}
    by_name = {policy.name: arn for arn, policy in own.items()}
    principals: dict[int, Principal] = {}
    policies: dict[int, str] = {}
    unclear: dict[int, str] = {}
    for number, holder in enumerate(holders):
        if holder.kind == "policy" and holder.name in by_name:
            policies[number] = by_name[holder.name]
        elif (holder.kind, holder.name) in named:
            principals[number] = named[holder.kind, holder.name]
    taken = {(one.kind, one.name) for one in principals.values()}
    free = [one for key, one in named.items() if key not in taken and not one.is_own]
    used = set(policies.values())
    spare = [(arn, policy) for arn, policy in own.items() if arn not in used]
    for number, holder in enumerate(holders):
        if number in principals or number in policies or not _is_unnamed(holder):
            continue
        if holder.kind == "policy":
            found = [arn for arn, policy in spare if _may_be(holder, policy.name)]
            if len(found) == 1:
                policies[number] = found[0]
                continue
            count = len(found)
        else:
            likely = [one for one in free if one.kind == holder.kind and _may_be(holder, one.name)]
            tagged = [one for one in likely if one.tags.get(_LOGICAL) == holder.resource.name]
            likely = tagged or likely
            if len(likely) == 1:
                principals[number] = likely[0]
                continue
            count = len(likely)
        many = holder.kind if count == 1 else f"{holder.kind}s"
        unclear[number] = f"its name is not known, and {count or 'no'} {many} may be meant"
    return Linked(principals, policies, unclear)


def _is_unnamed(holder: Holder) -> bool:
    return NAME in holder.name or ANY in holder.name


def _may_be(holder: Holder, name: str) -> bool:
    if holder.resource.kind.startswith("cloudformation/") and holder.name == NAME:
        return re.search(f"-{re.escape(holder.resource.name)}{_MADE_UP}$", name) is not None
    if holder.name in (NAME, ANY):
        return name.startswith("terraform-") if holder.name == NAME and holder.resource.get("name") is None else False
    known = re.split(f"[{NAME}{ANY}]", holder.name, maxsplit=1)[0]
    return name.startswith(known) and covers(holder.name, name) is not False
