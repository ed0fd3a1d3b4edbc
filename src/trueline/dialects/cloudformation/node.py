"""What stands somewhere in a template, with its path; calls of intrinsic functions, short (``!Sub``) or long."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.parsers.yaml_tree import tag_of
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.location import Path

LOOP: Final = "Fn::ForEach::"
TRANSFORM: Final = "Fn::Transform"
_BARE: Final = frozenset({"Ref", "Condition"})
_NOT_LETTERS: Final = re.compile(r"[^A-Za-z0-9]")


class IntrinsicError(ValueError):
    """A function of a template is not used as it can be; carries what is wrong."""


class _Nothing:
    """What ``AWS::NoValue`` gives."""


NOTHING: Final = _Nothing()
"""Stands for a member that is not there."""


class Perhaps(Unknown):
    """A member of which it is not known whether it is there at all."""

    __slots__ = ()


class Node(NamedTuple):
    """A value of a template and its path; ``names`` are the loops around it.

    ``beneath`` is what SAM's ``Globals`` say at the same place: members that this value has not, elements before its
    own.
    """

    value: object
    path: Path
    names: Mapping[str, str] = {}
    beneath: Node | None = None

    def below(self, step: str | int) -> Node:
        """Return a member of its map or list as it is written."""
        return Node(self.value[step], (*self.path, step), self.names)  # type: ignore[index]  # the caller has looked


class Call(NamedTuple):
    """A function by its long name (``Fn::Sub``, ``Ref``), and what it is given."""

    name: str
    argument: Node


def call_of(node: Node, *, in_condition: bool = False) -> Call | None:
    """Return the call that a node is, or None. ``Condition`` names one in conditions alone: IAM has it in policies."""
    value = node.value
    tag = tag_of(value)
    if tag:
        name = tag.removeprefix("!")
        return Call(name if name in _BARE else f"Fn::{name}", node._replace(value=_untagged(value)))
    if not isinstance(value, dict) or len(value) != 1:
        return None
    (key,) = value
    if key == "Ref" or (key == "Condition" and in_condition) or (key.startswith("Fn::") and not key.startswith(LOOP)):
        return Call(key, node.below(key))
    return None


def is_function(key: str) -> bool:
    """Tell whether a key of a map names a function that stands alone in its map."""
    return key == "Ref" or (key.startswith("Fn::") and not key.startswith(LOOP))


def overlaid(above: Node, beneath: Node) -> Node:
    """Return ``above`` with ``beneath`` under it where both are plain maps or plain lists, else ``above`` alone."""
    for kind in (dict, list):
        if isinstance(above.value, kind) and isinstance(beneath.value, kind):
            return above if call_of(above) or call_of(beneath) else above._replace(beneath=beneath)
    return above


def substituted(text: str, names: Mapping[str, str]) -> str:
    """Return ``text`` with the loops' names filled in: ``${Name}``, and ``&{Name}`` with letters and digits alone."""
    for name, value in names.items():
        text = text.replace(f"${{{name}}}", value).replace(f"&{{{name}}}", _NOT_LETTERS.sub("", value))
    return text


def _untagged(value: object) -> object:
    if isinstance(value, dict):
        return dict(value)
    return list(value) if isinstance(value, list) else str(value)
