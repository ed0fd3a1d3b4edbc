"""What a change of the approvers' file would do once it is merged, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.policy_exception import Approvers, Person, Quorum

_PERSON = {"roles": "roles", "keys": "keys", "forge": "login", "emails": "addresses", "starts": "from", "ends": "until"}
_LIST = {
    "repositories": "repositories", "sources": "sources of decisions", "broad": "resources in scopes",
    "wildcards": "wildcards in scopes", "exact": "match: exact", "renewals": "renewals",
    "break_glass": "emergency roles", "break_glass_hours": "hours of an emergency",
    "review_days": "days until its review",
}  # fmt: skip


def differences(before: Approvers, after: Approvers) -> Iterator[str]:
    """Yield what is another in ``after``, a line each; nothing where both say the same."""
    former = {person.name: person for person in before.people}
    later = {person.name: person for person in after.people}
    yield from (f"{name} may decide no more" for name in former if name not in later)
    for name, person in later.items():
        if name not in former:
            yield f"{name} may decide, as {_listed(person.roles)}"
        else:
            yield from _of_person(former[name], person)
    if before.quorums != after.quorums:
        was, now = (" · ".join(map(_quorum, one.quorums)) or "none" for one in (before, after))
        yield f"quorums: {now} (was {was})"
    was_caps, now_caps = dict(before.caps), dict(after.caps)
    for severity, days in now_caps.items():
        if was_caps.get(severity) != days:
            yield f"{severity} exceptions last {days} days (was {was_caps.get(severity)})"
    yield from _of_members(before, after, _LIST, "")


def _of_person(before: Person, after: Person) -> Iterator[str]:
    yield from _of_members(before, after, _PERSON, f"{after.name}: ")


def _of_members(before: Any, after: Any, names: dict[str, str], who: str) -> Iterator[str]:  # two of one kind of tuple
    for key, name in names.items():
        was, now = getattr(before, key), getattr(after, key)
        if was != now:
            yield f"{who}{name}: {_listed(now)} (was {_listed(was)})"


def _quorum(quorum: Quorum) -> str:
    about = [*quorum.severities, *quorum.rules, *quorum.policies]
    longest = f", for {quorum.longest.days} days at most" if quorum.longest is not None else ""
    return f"{quorum.need} of {' or '.join(quorum.roles)}" + (f" for {', '.join(about)}" if about else "") + longest


def _listed(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value not in (None, "") else "none"
