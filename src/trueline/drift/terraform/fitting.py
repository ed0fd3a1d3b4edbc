"""Whether a value that is known in part can be what a state has: no certain difference anywhere in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.iam_policy import compare_policies, is_policy, statements_of
from trueline.drift.json_text import parsed
from trueline.drift.terraform.computed import is_computed
from trueline.drift.terraform.links import is_long
from trueline.drift.terraform.noise import is_empty, is_zero, spelled
from trueline.drift.terraform.scalars import is_same_scalar
from trueline.drift.unshared import unshared
from trueline.values.partial import PartialJson
from trueline.values.partial_text import PartialText
from trueline.values.unknown import is_unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_TRIES: Final = 250_000  # of elements that are held against each other


_OWN_KEYS: Final = (
    "tags labels annotations variables metadata environment_variables app_settings parameters default_tags "
    "user_labels resource_labels node_labels match_labels data string_data binary_data triggers keepers"
)
WHOLE_MAPS: Final = frozenset(_OWN_KEYS.split())
"""Attributes that are maps of a user's own keys: what is in the state and not in the code is a difference."""

RULES: Final = frozenset({"ingress", "egress"})
_PEERS: Final = frozenset({"cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups", "self"})
"""Blocks of security groups, and whom they let in: a block that does not name a sort lets in none of it."""


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
        if members is None or added(declared, members, name):
            return False
        return all(fits(one, members.get(key), str(key)) for key, one in declared.items())
    if isinstance(declared, list):
        return _fits_list(declared, actual if isinstance(actual, list) else [] if is_empty(actual) else None, name)
    if isinstance(declared, str) and (value := parsed(declared)) is not None and parsed(actual) is not None:
        return fits_json(value, parsed(actual))
    return is_same_scalar(declared, actual, name)


def fits_element(declared: object, actual: object, name: str) -> bool:
    """Tell whether an element of the list ``name`` can be an actual one: a block is no map, whatever it is called."""
    return fits(declared, actual, "" if isinstance(declared, dict) and name not in RULES else name)


def added(declared: Mapping[str, object], actual: Mapping[str, object], name: str | int) -> list[str]:
    """Return the keys that nobody declared, where the code writes a map out: not of a block or an object.

    A provider has all the attributes of an object, those that are null, too, and of more than one type; what is
    called like a user's own map, or has nothing but texts, is one.
    """
    more = [key for key, value in actual.items() if key not in declared and (value == "" or not is_empty(value))]
    if not more or not isinstance(name, str) or not name:
        return []
    if name in RULES:
        return [key for key in more if key in _PEERS and not is_zero(actual[key])]
    if name in WHOLE_MAPS:
        return more
    more = [key for key in more if actual[key] != ""]
    is_map = bool(declared) and _is_of_texts(actual) and _is_of_scalars(declared)
    return [key for key in more if not is_computed("", (key,))] if is_map else []


def is_open(element: object) -> bool:
    """Tell whether nothing is known of an element: not even that it is one text."""
    return is_unknown(element) and not isinstance(element, PartialText | PartialJson)


def unlike(declared: Sequence[object], actual: Sequence[object]) -> tuple[list[int], list[int]] | None:
    """Return the places of what in two lists is not spelled alike, None where that is too much to look at."""
    texts = (None if any(map(is_unknown, leaves(one))) else spelled(one) for one in declared)
    left, right = unshared(list(texts), list(map(spelled, actual)))
    return (left, right) if len(left) * len(right) <= MOST_TRIES else None


def _fits_list(declared: Sequence[object], actual: Sequence[object] | None, name: str) -> bool:
    """Tell whether each known element is among the actual ones; an unknown one may stand for several, or none."""
    if actual is None:
        return False
    is_whole = not any(map(is_open, declared))
    if is_whole and len(actual) != len(declared):
        return False
    places = unlike(declared, actual)
    if places is None:
        return True
    left = [actual[place] for place in places[1]]
    for element in sorted((declared[place] for place in places[0]), key=is_open):
        place = next((place for place, one in enumerate(left) if fits_element(element, one, name)), None)
        if place is None and not is_open(element):
            return False
        if place is not None:
            del left[place]
    return True


def fits_json(declared: object, actual: object) -> bool:
    """Tell whether what JSON text is declared to hold can be what the state's holds; policies by their statements."""
    if is_unknown(declared):
        return True
    mine, theirs = (statements_of(one) if is_policy(one) else None for one in (declared, actual))
    if mine is None or theirs is None:
        return fits(declared, actual)
    return compare_policies(mine, theirs) is None


def _is_of_texts(members: Mapping[str, object]) -> bool:
    return all(isinstance(value, str) for value in members.values())


def _is_of_scalars(members: Mapping[str, object]) -> bool:
    return not any(isinstance(value, dict | list) for value in members.values())
