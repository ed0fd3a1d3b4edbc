"""Scalars of a template as text and back, and what is read from elsewhere when a stack is deployed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.dialects.cloudformation.node import IntrinsicError
from trueline.values.partial_text import assemble
from trueline.values.unknown import MarkedText, Unknown, is_sensitive, join, leaves, references_of

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST: Final = 1_000_000  # characters: a template is smaller, and what it makes is, too
_RESOLVED: Final = re.compile(r"\{\{resolve:([a-z-]+):([^}]*)\}\}")


def to_text(value: object) -> str | Unknown:
    """Return a scalar as the text that CloudFormation makes of it; raise ``IntrinsicError`` for a list or map."""
    if isinstance(value, str | Unknown):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    raise IntrinsicError(f"{kind_of(value)} stands where a text is needed")


def kind_of(value: object) -> str:
    """Return what a value is, as messages name it."""
    if value is None:
        return "nothing"
    return "a list" if isinstance(value, list) else "a map" if isinstance(value, dict) else "a value"


def joined(parts: Iterable[str | Unknown]) -> str | Unknown:
    """Return the text that ``parts`` make; raise ``IntrinsicError`` where it would be far too long."""
    found = list(parts)
    _refuse_longer(sum(len(part) for part in found if isinstance(part, str)))
    return assemble(found)


def within_limit(text: str) -> str:
    """Return a text that a function has made; raise ``IntrinsicError`` where it is far too long."""
    _refuse_longer(len(text))
    return text


def _refuse_longer(length: int) -> None:
    if length > LONGEST:
        raise IntrinsicError(f"gives more than {LONGEST} characters")


def read(text: str) -> str | Unknown:
    """Return a text in which dynamic references (``{{resolve:ssm:name}}``) are unknown: deployment fills them in."""
    if "{{resolve:" not in text:
        return text
    parts: list[str | Unknown] = []
    end = 0
    for match in _RESOLVED.finditer(text):
        parts += [text[end : match.start()], Unknown([f"{match[0]} ← read at deployment"])]
        end = match.end()
    return joined([*parts, text[end:]])


def like(value: str, origin: object) -> str:
    """Return ``value`` with the marks of what it was made of."""
    found = list(leaves(origin))
    references = frozenset[str]().union(*map(references_of, found))
    sensitive = any(map(is_sensitive, found))
    return MarkedText(value, references, sensitive=sensitive) if references or sensitive else value


def unknown_of(value: object) -> Unknown | None:
    """Return the unknown that the unknown leaves of ``value`` make together, or None where all is known."""
    found = [leaf for leaf in leaves(value) if isinstance(leaf, Unknown)]
    return join(*found) if found else None
