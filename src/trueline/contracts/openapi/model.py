"""The normal form of an API: operations and what they exchange, the same for every version of OpenAPI."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.openapi.node import Node


class Parameter(NamedTuple):
    """One parameter. ``key`` tells it from the others of its operation: of the path by position, else by name.

    ``media`` is the media type of a parameter that has ``content``, and empty of one that has a schema.
    """

    node: Node
    place: str
    name: str
    key: str
    required: bool
    style: str
    explode: bool
    schema: Node
    media: str = ""

    @property
    def title(self) -> str:
        """Return how it is called in subjects and messages."""
        return f"{self.place} parameter {self.key}"


class Media(NamedTuple):
    """What is exchanged in one media type.

    ``encoding`` says how the parts of a form are written, ``item`` is the schema of each item of a stream (3.2),
    ``named`` where the media type stands if that is elsewhere (2.0).
    """

    node: Node
    schema: Node
    encoding: Node
    item: Node | None = None
    named: Node | None = None

    @property
    def told_at(self) -> Node:
        """Where it is told that there is this media type."""
        return self.named or self.node


class Body(NamedTuple):
    """A request body; ``media`` by media type in small letters."""

    node: Node
    required: bool
    media: Mapping[str, Media]


class Header(NamedTuple):
    """A header of a response."""

    node: Node
    name: str
    required: bool
    schema: Node


class Response(NamedTuple):
    """A response by its status (``200``, ``2XX``, ``default``); ``headers`` by name in small letters."""

    node: Node
    media: Mapping[str, Media]
    headers: Mapping[str, Header]
    links: Mapping[str, Node]


class Operation(NamedTuple):
    """One operation. ``template`` is its path with ``{}`` for each parameter.

    ``items`` are the path item it stands in, and those that lead there by a reference and say something beside it.
    ``security`` is the list that is in force (its own or the whole API's), ``servers`` likewise.
    """

    node: Node
    items: tuple[Node, ...]
    method: str
    path: str
    template: str
    parameters: Mapping[str, Parameter]
    body: Body | None
    responses: Mapping[str, Response]
    security: Node
    servers: Node
    callbacks: Mapping[str, Mapping[str, Operation]]

    @property
    def address(self) -> str:
        """Return how it is called in subjects."""
        return f"{self.method.upper()} {self.template}"
