"""Which values of a resource are not what they were; members of lists are told apart by what names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from trueline.identity import MERGE_KEYS
from trueline.model.difference import ValueDifference
from trueline.policies.template import SENSITIVE, show
from trueline.policies.wire import encode
from trueline.values.unknown import is_sensitive, is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.model.location import Path
    from trueline.model.resource import Resource

Pair: TypeAlias = "tuple[Path | None, object, Path | None, object]"
"""A value on both sides, each with its path; the path is None on a side that has none."""


def differences(before: Resource, after: Resource) -> tuple[ValueDifference, ...]:
    """Return what differs between two selves of a resource, in the order of the new one.

    What one place in the files makes differ twice (Terraform's ``tags_all``) is said once.
    """
    found: dict[tuple[object, ...], ValueDifference] = {}
    for pair in _walk((), before.value, (), after.value):
        one = _located(before, after, *pair)
        found.setdefault((one.path[-1:], one.base_location, one.location, str(one.before), str(one.after)), one)
    return tuple(found.values())


def _located(
    before: Resource, after: Resource, old_path: Path | None, old: object, new_path: Path | None, new: object
) -> ValueDifference:
    path = new_path if new_path is not None else old_path
    return ValueDifference(
        path or (),
        None if old_path is None else printable(old),
        None if new_path is None else printable(new),
        None if old_path is None else before.locate(old_path).primary,
        None if new_path is None else after.locate(new_path).primary,
    )


def printable(value: object) -> object:
    """Return plain data to print: what is unknown or secret in ``value`` becomes a word in brackets."""
    if isinstance(value, dict):
        return {str(key): printable(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [printable(member) for member in value]
    if is_sensitive(value):
        return SENSITIVE
    if is_unknown(value):
        return show(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _walk(old_path: Path, old: object, new_path: Path, new: object) -> Iterator[Pair]:
    if _same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _maps(old_path, old, new_path, new)
    elif isinstance(old, list) and isinstance(new, list) and _has_maps(old) and _has_maps(new):
        yield from _lists(old_path, old, new_path, new)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (was, now) in enumerate(zip(old, new, strict=True)):
            yield from _walk((*old_path, index), was, (*new_path, index), now)
    else:
        yield old_path, old, new_path, new


def _maps(old_path: Path, old: Mapping[str, object], new_path: Path, new: Mapping[str, object]) -> Iterator[Pair]:
    for key, value in new.items():
        if old.get(key) is not None and value is not None:
            yield from _walk((*old_path, key), old[key], (*new_path, key), value)
        elif value is not None:
            yield None, None, (*new_path, key), value
    for key, value in old.items():
        if value is not None and new.get(key) is None:
            yield (*old_path, key), value, None, None


def _lists(old_path: Path, old: Sequence[object], new_path: Path, new: Sequence[object]) -> Iterator[Pair]:
    """Yield what differs between lists of maps: members are the same by name, else by content, else by place."""
    free = dict(enumerate(old))
    partner: dict[int, int] = {}
    for same in (_same_name, _same):
        for index, value in enumerate(new):
            if index not in partner:
                found = next((number for number, other in free.items() if same(other, value)), None)
                if found is not None:
                    partner[index] = found
                    del free[found]
    for index, value in enumerate(new):
        if index not in partner and index in free and not (_name(value) or _name(free[index])):
            partner[index] = index
            del free[index]
    for index, value in enumerate(new):
        if index in partner:
            number = partner[index]
            yield from _walk((*old_path, number), old[number], (*new_path, index), value)
        else:
            yield None, None, (*new_path, index), value
    for number, value in free.items():
        yield (*old_path, number), value, None, None


def _has_maps(values: Sequence[object]) -> bool:
    return any(isinstance(value, dict) for value in values)


def _same_name(old: object, new: object) -> bool:
    name = _name(new)
    return name is not None and _name(old) == name


def _name(value: object) -> tuple[str, str] | None:
    if not isinstance(value, dict):
        return None
    for key in MERGE_KEYS:
        named = value.get(key)
        if isinstance(named, str | int) and not is_unknown(named):
            return key, str(named)
    return None


def _same(old: object, new: object) -> bool:
    """Tell whether two values are the same; two unknowns are, where the same is known of them."""
    return bool(_typed(encode(old)) == _typed(encode(new)))


def _typed(value: Any) -> Any:  # JSON
    """Return ``value`` in which true and false differ from 1 and 0, as they do in the files."""
    if isinstance(value, dict):
        return {key: _typed(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_typed(member) for member in value]
    return (value,) if isinstance(value, bool) else value
