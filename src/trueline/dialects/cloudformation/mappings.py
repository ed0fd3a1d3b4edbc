"""``Fn::FindInMap``: what a mapping holds, also where a key is unknown and all that it may be say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.cloudformation.node import IntrinsicError, Node
from trueline.dialects.cloudformation.texts import to_text, unknown_of
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.dialects.cloudformation.evaluate import Evaluator

_DEFAULT = "DefaultValue"


def find_in_map(evaluator: Evaluator, argument: Node) -> object:
    """Return the value of two keys in a mapping, or the default that the call names."""
    name, keys = _keys(evaluator, argument)
    default = _default(argument)
    if isinstance(name, Unknown):
        return join(name)
    found = [evaluator.value(node) for node in _candidates(evaluator, name, keys)]
    unknown = [key for key in keys if isinstance(key, Unknown)]
    if default is not None and (unknown or not found):
        found.append(evaluator.value(default))
    if not found:
        raise IntrinsicError(f"mapping {name} has nothing at {_shown(keys)}")
    if unknown and (unknown_of(found) is not None or any(value != found[0] for value in found)):
        return Unknown([f"mapping {name} ← {reason}" for key in unknown for reason in key.reasons])
    return found[0]


def mapped_at(evaluator: Evaluator, argument: Node) -> Node | None:
    """Return where the value stands that ``Fn::FindInMap`` gives, where it is known to be that one."""
    try:
        name, keys = _keys(evaluator, argument)
        found = [] if isinstance(name, Unknown) else list(_candidates(evaluator, name, keys))
    except IntrinsicError:
        return None
    return found[0] if len(found) == 1 else None


def _keys(evaluator: Evaluator, argument: Node) -> tuple[str | Unknown, list[str | Unknown]]:
    if not isinstance(argument.value, list) or len(argument.value) not in (3, 4):
        raise IntrinsicError("needs a mapping and two keys")
    name, *keys = (to_text(evaluator.value(argument.below(place))) for place in range(3))
    return name, keys


def _default(argument: Node) -> Node | None:
    if not isinstance(argument.value, list) or len(argument.value) < 4:
        return None
    options = argument.below(3)
    if not isinstance(options.value, dict) or _DEFAULT not in options.value:
        raise IntrinsicError(f"needs {_DEFAULT} after the keys, or nothing")
    return options.below(_DEFAULT)


def _candidates(evaluator: Evaluator, name: str, keys: list[str | Unknown]) -> Iterator[Node]:
    """Yield what stands at the keys; where one is unknown, at each key that it may be."""
    mapping = evaluator.template.section("Mappings", name)
    if mapping is None:
        raise IntrinsicError(f"there is no mapping {name}")
    for upper in _below(mapping, keys[0]):
        yield from _below(upper, keys[1])


def _below(node: Node, key: str | Unknown) -> Iterator[Node]:
    if not isinstance(node.value, dict):
        return
    for name in node.value if isinstance(key, Unknown) else [key]:
        if name in node.value and not (isinstance(key, PartialText) and key.is_text(name) is False):
            yield node.below(name)


def _shown(keys: list[str | Unknown]) -> str:
    return ".".join("…" if isinstance(key, Unknown) else key for key in keys)
