"""What a snapshot should tell of: the things that states and configurations name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.drift.aws.identity import NATURAL, PARENTS, PREFIX, SCOPES, canonical
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trueline.drift.terraform.instances import StateInstance
    from trueline.model.resource import Resource


_ZONE: Final = re.compile(r"([a-z]+(?:-[a-z]+)+-\d)(?:[a-z]$|-)")  # `eu-west-1a`, `us-west-2-lax-1a`


class Wanted(NamedTuple):
    """One thing that is to be read: what is known of it, and its region, empty where nothing says.

    ``is_guessed`` says that the region is only where it is looked for.
    """

    type: str
    known: Mapping[str, Any]
    region: str = ""
    is_guessed: bool = False

    @property
    def name(self) -> str:
        """What it is told by where it can't be read."""
        return str(self.known.get("id") or self.known.get(NATURAL.get(self.type, "")) or "")


def of_state(instances: Iterable[StateInstance]) -> Iterator[Wanted]:
    """Yield what the instances of a state are; a region that one does not tell is that of its provider's others."""
    found = [one for one in instances if one.mode == "managed" and one.type.startswith(PREFIX) and not one.deposed]
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in found:
        region = _region(one.attributes)
        if region:
            votes[one.module, one.provider][region] += 1
            votes["", one.provider][region] += 1
    for one in found:
        known = votes.get((one.module, one.provider)) or votes.get(("", one.provider))
        region = _region(one.attributes) or (known.most_common(1)[0][0] if known else "")
        yield Wanted(canonical(one.type), one.attributes, region)


def of_configuration(resources: Sequence[Resource]) -> Iterator[Wanted]:
    """Yield what resources declare that can be known without a state: those that have a name of their own."""
    for resource in resources:
        kind = canonical(resource.kind.partition("/")[2])
        if not kind.startswith(PREFIX):
            continue
        region = resource.provided("region")
        known = _known(kind, resource.value)
        if known:
            yield Wanted(kind, known, region if isinstance(region, str) else "")


def _known(kind: str, value: object) -> dict[str, Any]:
    """Return the attributes that name one, as far as they are known."""
    if not isinstance(value, dict):
        return {}
    parent = PARENTS.get(kind)
    names = {parent.by} if parent is not None else {NATURAL.get(kind, ""), *SCOPES.get(kind, ()), "path"}
    found = {
        name: value[name]
        for name in names
        if isinstance(value.get(name), str) and value[name] and not isinstance(value[name], Unknown)
    }
    needed = parent.by if parent is not None else NATURAL.get(kind, "")
    return found if needed in found else {}


def of_part(wanted: Wanted) -> Iterator[Wanted]:
    """Yield what is read for one: its parents where it is a part."""
    known = wanted.known
    parent = PARENTS.get(wanted.type)
    if wanted.type == "aws_iam_policy_attachment":
        for word in ("role", "user", "group"):
            names = known.get(f"{word}s")
            for name in names if isinstance(names, list) else ():
                yield Wanted(f"aws_iam_{word}", {"id": name, "name": name}, wanted.region)
    elif wanted.type == "aws_iam_group_membership":
        users = known.get("users")
        for name in users if isinstance(users, list) else ():
            yield Wanted("aws_iam_user", {"id": name, "name": name}, wanted.region)
    elif parent is not None:
        name = known.get(parent.by)
        if isinstance(name, str) and name:
            yield Wanted(parent.type, {"id": name, parent.its: _plain(parent.type, name)}, wanted.region)
    else:
        yield wanted


def _plain(kind: str, name: str) -> str:
    """Return a name where an ARN stands in its place."""
    return name.rpartition(":")[2] if kind == "aws_lambda_function" and name.startswith("arn:") else name


def _region(attributes: Mapping[str, Any]) -> str:
    for name in ("arn", "id", "policy_arn", "topic_arn", "load_balancer_arn"):
        parts = str(attributes.get(name) or "").split(":")
        if len(parts) > 5 and parts[0] == "arn" and parts[3] and "policy" not in name:
            return parts[3]
    region, zone = attributes.get("region"), attributes.get("availability_zone")
    if isinstance(region, str) and region:
        return region
    found = _ZONE.match(zone) if isinstance(zone, str) else None
    return found[1] if found is not None else ""
