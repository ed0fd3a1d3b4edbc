"""Two values that mean the same to AWS are the same; where they are not, the places in which they differ."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.dialects.terraform.functions.marks import has_unknown
from trueline.drift.iam_policy import PolicyDifference, compare_policies, is_policy, statements_of
from trueline.drift.json_text import parsed
from trueline.drift.unshared import unshared
from trueline.values.partial import PartialJson
from trueline.values.partial_list import PartialList
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.location import Path

CASELESS: Final = frozenset({"acl", "action", "name_servers", "protocol", "ip_protocol", "zone_name", "domain_name"})
"""Attributes in which capitals do not count."""

MAPS: Final = frozenset({"tags", "labels", "dimensions", "variables"})
"""Attributes whose members are names of one's own: one more is a difference."""

ORDERED: Final = frozenset({"command", "entry_point", "ordered_cache_behavior"})
_VERSIONS: Final = frozenset({"engine_version", "version", "platform_version"})
_KEYS: Final = ("name", "key", "id", "origin_id", "device_name", "path_pattern", "index_name", "type")
_DIGEST: Final = "sha1:"
_HEX: Final = re.compile("[0-9a-f]{40}")
_DEPTH: Final = 24
_MOST: Final = 40_000  # pairs of elements that are held against each other


class Difference(NamedTuple):
    """One place in which two values differ; ``policy`` says how two policies do."""

    path: Path
    declared: Any
    actual: Any
    policy: PolicyDifference | None = None


def differences(declared: Any, actual: Any, path: Path) -> Iterator[Difference]:
    """Yield where ``actual`` is another than ``declared``: the deepest places, whole elements of one side alone.

    What is not known differs from nothing; a member that one side does not have was not read, or is not set.
    """
    if len(path) > _DEPTH:
        yield from _whole(declared, actual, path)
    elif isinstance(declared, Unknown) and not isinstance(declared, PartialList):
        yield from _partly(declared, actual, path)
    elif is_nothing(declared) and is_nothing(actual):
        return
    elif isinstance(declared, dict) and isinstance(actual, dict):
        yield from _maps(declared, actual, path)
    elif isinstance(declared, list | PartialList) or isinstance(actual, list):
        yield from _lists(declared, actual, path)
    elif isinstance(declared, str) and isinstance(actual, str) and is_policy(declared) and is_policy(actual):
        yield from _policies(declared, actual, path)
    elif (texts := _both_json(declared, actual, path)) is not None:
        yield from texts
    elif not is_same(declared, actual, name_in(path)):
        yield Difference(path, declared, actual)


def _whole(declared: Any, actual: Any, path: Path) -> Iterator[Difference]:
    """Compare what lies so deep that nothing of AWS does: by how it is spelled."""
    if not any(isinstance(leaf, Unknown) for leaf in leaves(declared)) and repr(declared) != repr(actual):
        yield Difference(path, declared, actual)


def is_nothing(value: object) -> bool:
    """Tell whether a value says no more than none at all: null, empty, false and zero are one to AWS."""
    return not isinstance(value, Unknown) and not value


def name_in(path: Path) -> str:
    """Return the last name of a path."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _partly(declared: Unknown, actual: Any, path: Path) -> Iterator[Difference]:
    if isinstance(declared, PartialText) and isinstance(actual, str):
        if declared.is_text(actual) is False and not actual.startswith(_DIGEST):
            yield Difference(path, declared, actual)
    elif isinstance(declared, PartialJson) and is_policy(declared):
        yield from _policies(declared, actual or "", path)
    elif isinstance(declared, PartialJson) and (value := parsed(actual)) is not None:
        yield from differences(declared.value, value, path)


def _policies(declared: Any, actual: Any, path: Path) -> Iterator[Difference]:
    mine, its = statements_of(declared), statements_of(actual)
    if mine is None or its is None:  # one of them is no policy, or not known at all
        if mine is not None or (not isinstance(declared, Unknown) and declared != actual):
            yield Difference(path, declared, actual)
        return
    found = compare_policies(mine, its)
    if found is not None:
        yield Difference(path, declared, actual, found)


def _maps(declared: dict[Any, Any], actual: dict[Any, Any], path: Path) -> Iterator[Difference]:
    is_map = name_in(path) in MAPS
    for name, value in declared.items():
        if is_map or actual.get(name) is not None:
            yield from differences(value, actual.get(name), (*path, name))
    if is_map:
        for name in actual.keys() - declared.keys():
            if not is_nothing(actual[name]):
                yield Difference((*path, name), None, actual[name])


def _lists(declared: Any, actual: Any, path: Path) -> Iterator[Difference]:
    """Compare lists, blocks that stand once among them, which are a list of one; the order counts for few."""
    rest_is_open = isinstance(declared, PartialList)
    mine = list(declared.elements) if isinstance(declared, PartialList) else _listed(declared)
    its = _listed(actual)
    if len(mine) == len(its) == 1 and not rest_is_open:
        yield from differences(mine[0], its[0], (*path, 0) if isinstance(declared, list) else path)
        return
    if name_in(path) in ORDERED:
        if not rest_is_open and len(mine) == len(its):
            for place, (one, other) in enumerate(zip(mine, its, strict=True)):
                yield from differences(one, other, (*path, place))
        elif not rest_is_open:
            yield Difference(path, declared, actual)
        return
    yield from _unordered(mine, its, path, rest_is_open=rest_is_open)


def _unordered(mine: Sequence[Any], its: Sequence[Any], path: Path, *, rest_is_open: bool) -> Iterator[Difference]:
    places, others = unshared(list(map(_text, mine)), list(map(_text, its)))
    known, left = [place for place in places if not _is_open(mine[place])], [its[place] for place in others]
    unknown = len(places) - len(known)
    is_open = rest_is_open or unknown > 0
    if len(known) * len(left) > _MOST:
        if not is_open or len(mine) - unknown > len(its):
            yield Difference(path, list(mine), list(its))
        return
    lone: list[int] = []
    for place in known:
        same = (at for at, other in enumerate(left) if not any(differences(mine[place], other, (*path, place))))
        match = next(same, None)
        if match is None:
            lone.append(place)
        else:
            del left[match]
    for place in list(lone):
        match = _match(mine[place], left)
        if match is not None:
            lone.remove(place)
            yield from differences(mine[place], left.pop(match), (*path, place))
    if len(lone) == len(left) == 1 and not is_open and isinstance(mine[lone[0]], dict):
        yield from differences(mine[lone[0]], left[0], (*path, lone[0]))
        return
    yield from (Difference((*path, place), mine[place], None) for place in lone)
    if not is_open:
        yield from (Difference(path, None, other) for other in left)


def _text(one: Any) -> str | None:
    """Return how an element is spelled, None where it is not wholly known."""
    return None if has_unknown(one) else repr(one)


def _is_open(one: Any) -> bool:
    return isinstance(one, Unknown) and not isinstance(one, PartialText)


def _match(one: Any, others: Sequence[Any]) -> int | None:
    """Return which of the others is the same thing in another state: by the first key that both have."""
    if not isinstance(one, dict):
        return None
    for key in _KEYS:
        value = one.get(key)
        if isinstance(value, str) and value:
            return next((at for at, it in enumerate(others) if isinstance(it, dict) and it.get(key) == value), None)
    return None


def _listed(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [one for one in value if isinstance(one, Unknown) or one is not None]
    return [] if is_nothing(value) else [value]


def is_same(declared: Any, actual: Any, name: str = "") -> bool:
    """Tell whether two scalars mean the same."""
    if isinstance(declared, Unknown) or (is_nothing(declared) and is_nothing(actual)):
        return True
    if isinstance(declared, dict | list) or isinstance(actual, dict | list):
        return False
    if isinstance(declared, bool) or isinstance(actual, bool):
        return str(declared or False).lower() == str(actual or False).lower()
    if isinstance(declared, int | float) or isinstance(actual, int | float):
        return _is_number(declared, actual)
    if not isinstance(declared, str) or not isinstance(actual, str):
        return False
    return declared == actual or _is_same_text(declared, actual, name)


def _is_number(one: Any, other: Any) -> bool:
    try:
        return float(one) == float(other)
    except (TypeError, ValueError, OverflowError):
        return False


def _is_same_text(declared: str, actual: str, name: str) -> bool:
    if actual.startswith(_DIGEST):
        return actual in _digests(declared)
    if name in CASELESS:
        declared, actual = declared.lower(), actual.lower()
    one, other = (text.removesuffix(".").removeprefix("dualstack.") for text in (declared, actual))
    if one == other or _names(one, other) or _names(other, one):
        return True
    if name in _VERSIONS:
        return f"{actual}.".startswith(f"{declared}.")
    if "kms" in name and "alias/" in declared and "alias/" not in actual:
        return True  # an alias and the key behind it: which it is, is not told here
    if name == "task_definition":
        family = actual.rpartition(":")[0]
        return family == declared or family.endswith(f"/{declared}")  # of a family the newest is meant
    return False


def _names(arn: str, name: str) -> bool:
    """Tell whether an ARN is that of what is called so."""
    return (
        arn.startswith("arn:") and bool(name) and not name.startswith("arn:") and arn.endswith((f"/{name}", f":{name}"))
    )


def _digests(declared: str) -> set[str]:
    """Return the digests that user data may have that is declared as text, in base64, or as a digest."""
    if _HEX.fullmatch(declared):
        return {_DIGEST + declared}
    found = [declared.encode()]
    with suppress(binascii.Error, ValueError):
        found.append(base64.b64decode(declared, validate=True))
    return {_DIGEST + hashlib.sha1(data, usedforsecurity=False).hexdigest() for data in found}


def _both_json(declared: Any, actual: Any, path: Path) -> Iterator[Difference] | None:
    """Return where two texts of JSON differ in what they hold, None where they are not both such."""
    one, other = parsed(declared), parsed(actual)
    return None if one is None or other is None else _texts(one, other, path)


def _texts(one: Any, other: Any, path: Path) -> Iterator[Difference]:
    found = list(differences(one, other, path))
    yield from found
    if not found:  # what only the other side has
        yield from (back._replace(declared=back.actual, actual=back.declared) for back in differences(other, one, path))
