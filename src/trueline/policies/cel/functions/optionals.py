"""Values that may be absent. ``or`` and ``orValue`` are here for their arity; ``calls.fallback`` evaluates them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.function import Function
from trueline.policies.cel.kinds import NONE, Optional, Uint, kind_of
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

_ZERO: Mapping[str, object] = {
    "null_type": None, "bool": False, "int": 0, "uint": Uint(0), "double": 0.0, "string": "", "bytes": b"",
}  # fmt: skip


def _of_non_zero(value: object) -> Optional:
    kind = kind_of(value)
    empty = kind in ("list", "map") and not value
    return NONE if empty or (kind in _ZERO and value == _ZERO[kind]) else Optional(value)


def _value(optional: Optional) -> object:
    if optional is NONE:
        raise EvaluationError("there is no value; ask with hasValue() or orValue()")
    return optional.value


def _first(optional: Optional, other: object) -> object:
    return other if optional is NONE else optional


def _written(value: object) -> object:
    found = value.value if isinstance(value, Optional) else value
    if type(found) is Unknown:
        # an attribute of a resource is no empty text; what somebody sets may be
        return True if found.references else found
    return found is not None and (isinstance(found, Unknown) or found != "")


FUNCTIONS: Mapping[str, Function] = {
    "hasValue": Function(lambda optional: optional is not NONE, "optional", "bool"),
    "optional.none": Function(lambda: NONE, "", "optional_type", "f"),
    "optional.of": Function(Optional, "any", "optional_type", "f"),
    "optional.ofNonZeroValue": Function(_of_non_zero, "any", "optional_type", "f"),
    "or": Function(_first, "optional optional", "optional_type"),
    "orValue": Function(_first, "optional any"),
    "value": Function(_value, "optional"),
    "written": Function(_written, "any", "bool", "f", partial=True),
}
