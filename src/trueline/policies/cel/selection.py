"""Fields and members: ``a.b``, ``a.?b``, ``a[k]``, ``a[?k]``, ``has(a.b)`` and ``k in a``. A null is absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.policies.cel.equality import contains
from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.kinds import NONE, OpenList, Optional, describe, kind_of, opened
from trueline.policies.cel.syntax import dotted
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.policies.cel.run import Evaluate, Run
    from trueline.policies.cel.syntax import Index, Select


def variable(name: str) -> Evaluate:
    """Return what reads a name that the rule was given."""

    def read(run: Run) -> object:
        try:
            return run.activation[name]
        except KeyError:
            raise EvaluationError(f"there is no {name} here", missing=name) from None

    return read


def selection(node: Select, operand: Evaluate) -> Evaluate:
    """Return what reads ``operand.field``."""
    if node.test:
        return _test(node, operand)
    field = node.field
    if node.optional:
        return lambda run: _optional_field(operand(run), field, node)

    def select(run: Run) -> object:
        value = operand(run)
        if type(value) is dict:
            found = value.get(field)
            if found is not None:
                return found
        return _field(value, field, node)

    return select


def indexing(node: Index, operand: Evaluate, key: Evaluate) -> Evaluate:
    """Return what reads ``operand[key]``."""

    def index(run: Run) -> object:
        value, wanted = operand(run), key(run)
        if isinstance(value, Unknown) or isinstance(wanted, Unknown):
            return join(*(one for one in (value, wanted) if isinstance(one, Unknown)))
        return _member(value, wanted, node)

    def optional_index(run: Run) -> object:
        value, wanted = operand(run), key(run)
        if isinstance(value, Unknown) or isinstance(wanted, Unknown):
            return join(*(one for one in (value, wanted) if isinstance(one, Unknown)))
        return _optional_member(value, wanted, node)

    return optional_index if node.optional else index


def membership(key: object, value: object, run: Run) -> object:
    """Tell whether ``key in value``: a member of a list, or a key of a map that has a value."""
    value = opened(value)
    if isinstance(value, Unknown):
        return join(value)
    kind = kind_of(value)
    if kind == "list":
        return contains(value, key, run)
    if kind != "map":
        raise EvaluationError(f"'in' looks into a list or a map, not {describe(value)}")
    if isinstance(key, Unknown):
        return contains(present(value), key, run)  # type: ignore[arg-type]  # its kind says so
    return _is_there(entry(value, key))  # type: ignore[arg-type]  # its kind says so


def _is_there(found: object) -> object:
    """Tell whether there is a value; of one that is unknown, even that it is a text, there is no telling."""
    return found if type(found) is Unknown else found is not None


def entry(mapping: Mapping[object, object], key: object) -> object:
    """Return what a map holds at ``key``, None where nothing; ``true`` is not ``1``."""
    if isinstance(key, str):
        return mapping.get(key)
    if not isinstance(key, int | float):
        return None
    if any(own == key and isinstance(own, bool) == isinstance(key, bool) for own in mapping):
        return mapping.get(key)
    return None


def present(mapping: Mapping[object, object]) -> list[object]:
    """Return the keys of a map that have a value."""
    return [key for key, value in mapping.items() if value is not None]


def _test(node: Select, operand: Evaluate) -> Evaluate:
    field = node.field

    def test(run: Run) -> object:
        value = operand(run)
        if isinstance(value, dict):
            found = value.get(field)
            return _is_there(found)
        found = _optional_field(value, field, node) if isinstance(value, Optional) else _field(value, field, node)
        return found if type(found) is Unknown else found is not NONE

    return test


def _field(value: object, field: str, node: Select) -> object:
    if isinstance(value, Unknown):
        return join(value)
    if isinstance(value, Optional):
        return _optional_field(value, field, node)
    if isinstance(value, dict):
        found = value.get(field)
        if found is not None:
            return found
        name = dotted(node)
        raise EvaluationError(f"{name} is missing; ask with has() or .?{field}", node.start, node.end, name)
    raise EvaluationError(f"no field '{field}' in {describe(value)}", node.start, node.end)


def _optional_field(value: object, field: str, node: Select) -> object:
    if isinstance(value, Optional):
        if value is NONE:
            return NONE
        value = value.value
    if isinstance(value, Unknown):
        return join(value)
    if value is None:
        return NONE
    if not isinstance(value, dict):
        raise EvaluationError(f"no field '{field}' in {describe(value)}", node.start, node.end)
    return _optional(value.get(field))


def _optional(found: object) -> object:
    if found is None:
        return NONE
    return found if type(found) is Unknown else Optional(found)


def _member(value: object, key: object, node: Index) -> object:
    if isinstance(value, Optional):
        return _optional_member(value, key, node)
    found = _look(value, key, node)
    if found is not None:
        return found
    name = dotted(node)
    if isinstance(value, dict):
        raise EvaluationError(f"{name} is missing; ask with 'in' or [?…]", node.start, node.end, name)
    position = _position(key, node)
    if 0 <= position < len(value):  # type: ignore[arg-type]  # a list
        return None
    message = f"index {position} is out of a list of {len(value)}"  # type: ignore[arg-type]  # a list
    raise EvaluationError(message, node.start, node.end, name)


def _optional_member(value: object, key: object, node: Index) -> object:
    if isinstance(value, Optional):
        if value is NONE:
            return NONE
        value = value.value
    if isinstance(value, Unknown):
        return join(value)
    return NONE if value is None else _optional(_look(value, key, node))


def _look(value: object, key: object, node: Index) -> object:
    if isinstance(value, dict):
        return entry(value, key)
    if not isinstance(value, list | tuple):
        raise EvaluationError(f"{describe(value)} has no members", node.start, node.end)
    position = _position(key, node)
    if 0 <= position < len(value):
        return value[position]
    return value.open if isinstance(value, OpenList) else None


def _position(key: object, node: Index) -> int:
    if isinstance(key, int) and not isinstance(key, bool):
        return key
    if isinstance(key, float) and key.is_integer():
        return int(key)
    raise EvaluationError(f"a list is indexed by an int, not {describe(key)}", node.key.start, node.key.end)
