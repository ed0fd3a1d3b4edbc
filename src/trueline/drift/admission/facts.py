"""Facts of the drift of policies, and what they say to people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.admission.action import actions_of
from trueline.drift.admission.difference import printable
from trueline.drift.hidden import hidden, shielded
from trueline.model.drift import Drift
from trueline.values.secret_name import may_be_secret
from trueline.values.unknown import Unknown, is_sensitive, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.drift.admission.pair import Deviation
    from trueline.drift.admission.subject import Subject
    from trueline.model.drift import Actor
    from trueline.model.location import Location

_LONGEST: Final = 60
_SECRET_PLACES: Final = frozenset({"data", "stringData"})
_NOTHING: Final = "nothing"


def fact(
    kind: str, subject: Subject, location: Location, message: str, details: Mapping[str, object] | None = None
) -> Drift:
    """Return a fact about a policy as a whole."""
    resource = subject.resource
    return Drift(
        kind,
        subject.address,
        location,
        type=subject.type,
        message=message,
        unit=resource.unit if resource is not None else "",
        environment=resource.environment if resource is not None else "",
        details={"engine": subject.engine, "touches": ["admission"], **(details or {})},
    )


class Sides(NamedTuple):
    """A policy as it is declared, the same one at ``place`` (``the cluster``), and what each does when it is broken."""

    mine: Subject
    yours: Subject
    place: str
    action: Callable[[str], str]
    live_action: Callable[[str], str]


def sides(mine: Subject, yours: Subject, place: str) -> Sides:
    """Return a declared policy and the one at ``place``."""
    return Sides(mine, yours, place, actions_of(mine), actions_of(yours))


def deviation_fact(deviation: Deviation, both: Sides, by: Actor | None = None) -> Drift:
    """Return the fact of one difference between a declared policy and the one elsewhere."""
    difference, rule, mine = deviation.difference, deviation.rule, both.mine
    declared, actual = _shielded(mine, deviation, difference.declared), _shielded(mine, deviation, difference.actual)
    who = _who(by)
    message = _message(deviation, mine, both.place, short(declared), short(actual)) + who
    words = {"rule": rule, "action": both.action(rule), "live_action": both.live_action(rule)}
    details = {name: word for name, word in words.items() if word}
    is_there = difference.declared is None and mine.resource is None
    location = both.yours.locate(difference.actual_at) if is_there else mine.locate(difference.declared_at)
    return fact(deviation.kind, mine, location, message, details)._replace(
        path=difference.shown, declared=declared, actual=actual, by=by
    )


def short(value: object) -> str:
    """Return a value as a message may hold it: on one line, not long, never a secret."""
    if value is None:
        return _NOTHING
    if any(is_sensitive(leaf) for leaf in leaves(value)):
        return "(hidden)"
    try:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_unknown)
    except (TypeError, ValueError, RecursionError):
        return "(a value)"
    clean = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def _unknown(value: object) -> str:
    return "(unknown)" if isinstance(value, Unknown) else "(a value)"


def _message(deviation: Deviation, mine: Subject, place: str, declared: str, actual: str) -> str:
    difference, rule = deviation.difference, printable(deviation.rule)
    if difference.names == ("spec", "rules") and difference.is_element and rule:
        if difference.actual is None:
            return f"{place} does not have rule {rule} of {mine.title}"
        return f"{place} has a rule {rule} in {mine.title} that is declared nowhere"
    shown = difference.shown.partition("].")[2] if rule else ""  # the rule is named already
    name = shown or difference.shown
    name = name if len(name) <= _LONGEST else name.rpartition(".")[2]
    if mine.kind == "Namespace":
        name = difference.names[-1]
    inside = f"rule {rule} of {mine.title}" if rule else mine.title
    return f"{inside}: {name} is {actual}, declared {declared}"


def _who(by: Actor | None) -> str:
    if by is None:
        return ""
    name = short(by.name)
    return f"; changed by {name}" + (f" on {by.at[:10]}" if by.at[:10].replace("-", "").isdigit() else "")


def _shielded(mine: Subject, deviation: Deviation, value: object) -> object:
    """Return a value with what may be secret marked: by its key, or as the data of a Secret that a rule makes."""
    names = deviation.difference.names
    is_data = _SECRET_PLACES.intersection(names) and "generate" in names
    if is_data or (names and may_be_secret(names[-1]) and not isinstance(value, dict | list)):
        return hidden(value)
    return _shield(value, is_made="generate" in names or mine.kind.endswith("GeneratingPolicy"))


def _shield(value: object, *, is_made: bool) -> object:
    if isinstance(value, dict):
        is_secret = value.get("kind") == "Secret"
        return {
            name: hidden(member)
            if (name in _SECRET_PLACES and (is_made or is_secret)) or (may_be_secret(str(name)) and _is_leaf(member))
            else _shield(member, is_made=is_made or name == "generate")
            for name, member in value.items()
        }
    if isinstance(value, list):
        return [_shield(element, is_made=is_made) for element in value]
    return shielded(value)


def _is_leaf(value: object) -> bool:
    return not isinstance(value, dict | list)
