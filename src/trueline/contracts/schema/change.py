"""One difference between two schemas: what it is, where on both sides, and for whom it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.change import Broken, Compatibility
    from trueline.model.location import Location

Direction: TypeAlias = Literal["request", "response", "both"]
"""Who writes the values: who calls (the schema may only widen), who answers (it may only narrow), either."""


class SchemaChange(NamedTuple):
    """One difference. ``pointer`` is its logical way from the schema that was compared.

    Its steps are the names of properties, ``[]`` for every element of a list, ``[0]`` for one of a tuple, ``{}`` for
    properties of any other name, ``{pattern}`` for those of a pattern, ``<name>`` for a member of a choice.
    ``details`` has ``narrows`` and ``widens`` (whether some value is no longer allowed, or newly allowed), and what the
    kind of change adds: ``open_model``, ``required``, ``default``, ``deprecated``, ``sunset``, ``read_only``, ….
    """

    id: str
    pointer: tuple[str, ...]
    message: str
    compatibility: Compatibility
    breaks: tuple[Broken, ...] = ()
    location: Location | None = None
    base_location: Location | None = None
    before: object = None
    after: object = None
    details: Mapping[str, object] = {}
