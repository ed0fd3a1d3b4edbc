"""Whether a value that is known in part can be what a state has: no certain difference anywhere in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.drift.terraform.noise import is_empty, parsed
from trueline.drift.terraform.scalars import is_long, is_same_scalar
from trueline.values.partial import PartialJson
from trueline.values.partial_text import PartialText
from trueline.values.statements import NoPolicyError, read_statements
from trueline.values.unknown import Unknown, is_unknown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ACCOUNT: Final = re.compile(r"\d{12}")
MOST_TRIES: Final = 250_000


def fits(declared: object, actual: object, name: str = "") -> bool:
    """Tell whether a declared value can be the actual one; lists may be in any order, maps hold more than is said."""
    if isinstance(declared, PartialText):
        is_name = not is_long(declared.prefix)  # which a service may answer with what ends in it
        return not isinstance(actual, str) or (is_name and is_long(actual)) or declared.is_text(actual) is not False
    if isinstance(declared, PartialJson):
        return not isinstance(actual, str) or fits_json(declared.value, parsed(actual))
    if is_unknown(declared):
        return True
    if isinstance(declared, dict):
        members = actual if isinstance(actual, dict) else {} if is_empty(actual) else None
        return members is not None and all(fits(one, members.get(key), str(key)) for key, one in declared.items())
    if isinstance(declared, list):
        return _fits_list(declared, actual if isinstance(actual, list) else [] if is_empty(actual) else None, name)
    if isinstance(declared, str) and (value := parsed(declared)) is not None and parsed(actual) is not None:
        return fits_json(value, parsed(actual))
    return is_same_scalar(declared, actual, name)


def is_open(element: object) -> bool:
    """Tell whether nothing is known of an element: not even that it is one text."""
    return is_unknown(element) and not isinstance(element, PartialText | PartialJson)


def _fits_list(declared: Sequence[object], actual: Sequence[object] | None, name: str) -> bool:
    """Tell whether each known element is among the actual ones; an unknown one may stand for several, or none."""
    if actual is None:
        return False
    is_whole = not any(map(is_open, declared))
    if is_whole and len(actual) != len(declared):
        return False
    if len(declared) * len(actual) > MOST_TRIES:
        return True
    left = list(actual)
    for element in sorted(declared, key=is_open):
        place = next((place for place, one in enumerate(left) if fits(element, one, name)), None)
        if place is None and not is_open(element):
            return False
        if place is not None:
            del left[place]
    return True


def fits_json(declared: object, actual: object) -> bool:
    """Tell whether what JSON text is declared to hold can be what the state's holds; policies by their statements."""
    if is_unknown(declared):
        return True
    mine, theirs = _statements(declared), _statements(actual)
    if mine is None or theirs is None:
        return fits(declared, actual)
    if isinstance(mine, Unknown) or isinstance(theirs, Unknown):
        return True
    return _fits_list(mine, theirs, "statements") if mine or theirs else True


def _statements(policy: object) -> list[object] | Unknown | None:
    """Return the statements of a policy in the form they are compared in; None where it is no policy."""
    if not isinstance(policy, dict) or "Statement" not in policy:
        return None
    try:
        found = read_statements(policy)
    except (NoPolicyError, RecursionError):
        return None
    return found if isinstance(found, Unknown) else [_compared(statement) for statement in found]


def _compared(statement: object) -> object:
    if not isinstance(statement, dict):
        return statement
    found = {name: value for name, value in statement.items() if name != "sid"}
    for name in ("actions", "not_actions"):
        names = found.get(name)
        if isinstance(names, list):
            found[name] = [one.lower() if isinstance(one, str) else one for one in names]
    for name in ("principals", "not_principals"):
        kinds = found.get(name)
        if isinstance(kinds, dict):
            found[name] = _principals(kinds)
    return found


def _principals(kinds: Mapping[str, object]) -> object:
    """Return who is meant as a list of maps of type and name; unknown where a list of names is."""
    found: list[object] = []
    for kind, names in kinds.items():
        if not isinstance(names, list):
            return Unknown(["principals ← not known"])
        found += [{"type": "AWS" if kind == "*" else kind, "name": _principal(name)} for name in names]
    return found


def _principal(name: object) -> object:
    """Return the name of a principal, an account by the ARN of its root user."""
    is_account = isinstance(name, str) and _ACCOUNT.fullmatch(name) is not None
    return f"arn:aws:iam::{name}:root" if is_account else name
