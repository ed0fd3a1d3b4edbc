"""Secrets: their values are compared as bytes or by digest, and never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.kubernetes.identity import Kind
from trueline.drift.kubernetes.sealed import DIGEST, HIDDEN, decoded, sealed
from trueline.drift.kubernetes.values import has_hole, may_be, text
from trueline.drift.kubernetes.walk import Difference, Spot
from trueline.values.unknown import is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


SECRET: Final = Kind("", "Secret")
"""The kind of Secrets."""


class Given(NamedTuple):
    """One declared value: which member holds it, and how it is written there."""

    member: str
    value: object


def secret_differences(
    declared: Mapping[str, object], live: Mapping[str, object], salt: bytes | None
) -> Iterator[Difference]:
    """Yield the keys of a Secret whose values are not as declared; declared without any, others fill it."""
    given = _declared(declared)
    there = live.get("data")
    actual: Mapping[str, object] = there if isinstance(there, dict) else {}
    for key, one in given.items():
        spot = Spot((one.member, key), ("data", key), Spot(text="data").member(key).text)
        if key not in actual:
            yield Difference("changed", spot, one.value)
        elif not is_unknown(one.value) and _is_same(one, actual[key], salt) is False:
            yield Difference("changed", spot, one.value, actual[key])
    for key, value in actual.items():
        if given and key not in given and isinstance(key, str):
            spot = Spot(("data",), ("data", key), Spot(text="data").member(key).text)
            yield Difference("added", spot, None, value)


def filled_values(declared: Mapping[str, object], live: Mapping[str, object]) -> Iterator[Difference]:
    """Yield the keys whose values are declared with placeholders, or made up, and may be so, or are not shown."""
    there = live.get("data")
    actual: Mapping[str, object] = there if isinstance(there, dict) else {}
    for key, one in _declared(declared).items():
        if key in actual and (is_unknown(one.value) or _may_be(one, actual[key])):
            spot = Spot((one.member, key), ("data", key), Spot(text="data").member(key).text)
            yield Difference("changed", spot, one.value, actual[key])


def hidden_keys(declared: Mapping[str, object], live: Mapping[str, object], salt: bytes | None) -> list[str]:
    """Return the declared keys of which the snapshot does not tell whether they are as declared."""
    there = live.get("data")
    actual: Mapping[str, object] = there if isinstance(there, dict) else {}
    return [
        key
        for key, one in _declared(declared).items()
        if key in actual
        and not (is_unknown(one.value) or _may_be(one, actual[key]))
        and _is_same(one, actual[key], salt) is None
    ]


def has_values(secret: Mapping[str, object]) -> bool:
    """Tell whether a Secret that is there holds a value that can be read."""
    data = secret.get("data")
    values = data.values() if isinstance(data, dict) else ()
    return any(not (isinstance(value, str) and value.startswith((HIDDEN, DIGEST))) for value in values)


def declared_keys(secret: Mapping[str, object]) -> frozenset[str]:
    """Return the keys that a Secret declares."""
    return frozenset(_declared(secret))


def _declared(secret: Mapping[str, object]) -> dict[str, Given]:
    """Return the declared values by key; ``stringData`` wins, as on the server."""
    found: dict[str, Given] = {}
    for member in ("data", "stringData"):
        values = secret.get(member)
        if isinstance(values, dict):
            found.update({key: Given(member, value) for key, value in values.items() if isinstance(key, str)})
    return found


def _is_same(given: Given, actual: object, salt: bytes | None) -> bool | None:
    """Tell whether a declared value is the one that is there; None where the snapshot does not tell."""
    plain = text(given.value)
    if not isinstance(plain, str):
        return False
    if _may_be(given, actual):
        return None
    expected = decoded(plain) if given.member == "data" else plain.encode("utf-8", "surrogatepass")
    if actual == HIDDEN or (isinstance(actual, str) and actual.startswith(DIGEST) and salt is None):
        return None
    if isinstance(actual, str) and actual.startswith(DIGEST):
        return expected is not None and salt is not None and sealed(expected, salt) == actual
    found = decoded(actual) if actual is not None else b""
    return found is not None and found == expected


def _may_be(given: Given, actual: object) -> bool:
    """Tell whether a declared value has placeholders, and nothing says that it is not the one that is there."""
    plain = given.value
    if not isinstance(plain, str) or not has_hole(plain):
        return False
    if isinstance(actual, str) and actual.startswith((HIDDEN, DIGEST)):
        return True
    return may_be(plain, _readable(actual) or "") or may_be(plain, actual)


def _readable(actual: object) -> str | None:
    found = decoded(actual)
    return found.decode("utf-8", "replace") if found is not None else None
